import type { ReactNode } from 'react';
import { formatCount } from '../../ui/money.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';

interface SendNowDialogProps {
  readonly waiting: number | null;
  readonly give: (reason: string | null) => void;
}

/** Sending outside the site's quiet window is a person's decision, with a reason that goes into the audit. */
export function SendNowDialog({ waiting, give }: SendNowDialogProps): ReactNode {
  const what =
    waiting === null ? 'What waits' : `${formatCount(waiting)} waiting ${waiting === 1 ? 'posting' : 'postings'}`;
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
