import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { FormEvent, ReactNode } from 'react';
import { useReturnFocus } from './use-return-focus.ts';

interface FormDialogProps {
  readonly title: string;
  readonly className?: string;
  readonly submitLabel: string;
  /** Grey and without effect, though the keyboard may be on it. */
  readonly isOff: boolean;
  readonly submit: (event: FormEvent) => void;
  readonly cancel: () => void;
  readonly children: ReactNode;
}

/** A dialog that is filled in. Enter submits, Esc leaves with nothing done, and the keyboard goes back to where it was. */
export function FormDialog(props: FormDialogProps): ReactNode {
  useReturnFocus();
  const { title, className, submitLabel, isOff, submit, cancel, children } = props;
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && cancel()}>
      <DialogSurface className={className === undefined ? 'dialog' : `dialog ${className}`}>
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className="dialog-content">{children}</DialogContent>
            <DialogActions>
              <Button onClick={cancel}>Cancel</Button>
              <Button appearance="primary" type="submit" disabledFocusable={isOff}>
                {submitLabel}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
