import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { ReasonField } from './reason-field.tsx';
import { useReturnFocus } from './use-return-focus.ts';

interface ReasonDialogProps {
  readonly title: string;
  readonly explanation: string;
  readonly confirmLabel: string;
  readonly isRequired: boolean;
  readonly suggestions: readonly string[];
  readonly onCancel: () => void;
  readonly onConfirm: (reason: string) => void;
}

/** Asks why. Enter confirms, Esc goes back with nothing done. */
export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  useReturnFocus();
  const [reason, setReason] = useState('');
  const isMissing = props.isRequired && reason.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isMissing) props.onConfirm(reason.trim());
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && props.onCancel()}>
      <DialogSurface className="dialog">
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{props.title}</DialogTitle>
            <DialogContent className="dialog-content">
              <p>{props.explanation}</p>
              <ReasonField
                autoFocus
                reason={reason}
                say={setReason}
                isRequired={props.isRequired}
                suggestions={props.suggestions}
                submit={submit}
              />
            </DialogContent>
            <DialogActions>
              <Button onClick={props.onCancel}>Cancel</Button>
              <Button appearance="primary" type="submit" disabled={isMissing}>
                {props.confirmLabel}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
