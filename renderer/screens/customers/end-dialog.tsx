import { Field, Input } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import type { CustomerDetail } from '../../../shared/contract/customers.ts';
import { useClient } from '../../api/client-context.ts';
import { sessionQuery } from '../../api/queries.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';

interface EndDialogProps {
  readonly detail: CustomerDetail;
  readonly close: (end: { readonly validUntilDate: string; readonly reason: string } | null) => void;
}

const SUGGESTIONS = ['Sold to another company', 'Pays through another entity now', 'No longer a customer'] as const;

/** Asks which day is the last that a link holds on. Enter confirms, Esc leaves with nothing done. */
export function EndDialog({ detail: { row }, close }: EndDialogProps): ReactNode {
  const today = useQuery(sessionQuery(useClient())).data?.now.slice(0, 10) ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const reasonBox = useRef<HTMLTextAreaElement>(null);
  const validUntilDate = typed ?? today;
  const isMissing = validUntilDate === '' || reason.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isMissing) return reasonBox.current?.focus();
    close({ validUntilDate, reason: reason.trim() });
  };
  return (
    <FormDialog
      title={`End the link of ${row.name ?? row.customerId} to ${row.custId}`}
      submitLabel={'End the link'}
      isOff={isMissing}
      submit={submit}
      cancel={() => close(null)}
    >
      <Field
        label="Holds until"
        hint="Movements up to this day keep it. Later ones wait for a person, or for another link."
      >
        <Input autoFocus type="date" value={validUntilDate} onChange={(_, { value }) => setTyped(value)} />
      </Field>
      <ReasonField
        box={reasonBox}
        reason={reason}
        say={setReason}
        isRequired
        suggestions={SUGGESTIONS}
        submit={submit}
      />
    </FormDialog>
  );
}
