import type { ReactNode } from 'react';
import { formatCount } from '../../ui/money.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';

interface SendNowDialogProps {
  /** Postings of the unit that will be sent; null while that is not known. */
  readonly due: number | null;
  readonly unit: string;
  readonly give: (reason: string | null) => void;
}

/** Sending outside the site's quiet window is a person's decision, with a reason that goes into the audit. */
export function SendNowDialog({ due, unit, give }: SendNowDialogProps): ReactNode {
  const what =
    due === null
      ? `What waits in ${unit}`
      : `${formatCount(due)} waiting ${due === 1 ? 'posting' : 'postings'} of ${unit}`;
  return (
    <ReasonDialog
      title="Send now"
      explanation={`${what} will be sent to PeopleSoft at once, also outside the quiet window. The reason goes into the audit.`}
      confirmLabel="Send now"
      isRequired
      suggestions={['Month end', 'Customer waits for the receipt', 'Agreed with IT']}
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
