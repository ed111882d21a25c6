import type { ReactNode } from 'react';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import type { OrderActions } from './use-order-for-posting.ts';

interface OrderDialogProps {
  readonly asked: NonNullable<OrderActions['asksOrder']>;
  readonly give: (text: string | null) => void;
}

/** What a clerk is to do in PeopleSoft with cash that is there. */
export function OrderDialog({ asked, give }: OrderDialogProps): ReactNode {
  return (
    <ReasonDialog
      title={`Work order for ${asked.posting.reference}`}
      explanation="Nothing is sent: a clerk applies or moves this cash in PeopleSoft, and closes the work order under Invoices. Say what is to be done."
      confirmLabel="Keep"
      isRequired
      suggestions={['Apply it to item ', 'Belongs to customer ', 'Maintenance write-off of the rest']}
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
