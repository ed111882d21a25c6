import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Textarea,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
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
const LONGEST_REASON = 500;

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
              <Field label={props.isRequired ? 'Reason' : 'Reason (optional)'} required={props.isRequired}>
                <Textarea
                  autoFocus
                  rows={2}
                  maxLength={LONGEST_REASON}
                  value={reason}
                  onChange={(_, { value }) => setReason(value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && !event.shiftKey) submit(event);
                  }}
                />
              </Field>
              <div className="suggestions">
                {props.suggestions.map((suggestion) => (
                  <Button key={suggestion} size="small" onClick={() => setReason(suggestion)}>
                    {suggestion}
                  </Button>
                ))}
              </div>
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
