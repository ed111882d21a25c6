import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { FormDialog } from './form-dialog.tsx';
import { ReasonField } from './reason-field.tsx';

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
  const [reason, setReason] = useState('');
  const isMissing = props.isRequired && reason.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isMissing) props.onConfirm(reason.trim());
  };
  return (
    <FormDialog
      title={props.title}
      submitLabel={props.confirmLabel}
      isOff={isMissing}
      submit={submit}
      cancel={props.onCancel}
    >
      <p>{props.explanation}</p>
      <ReasonField
        autoFocus
        reason={reason}
        say={setReason}
        isRequired={props.isRequired}
        suggestions={props.suggestions}
        submit={submit}
      />
    </FormDialog>
  );
}
