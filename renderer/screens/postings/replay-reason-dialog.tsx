import type { ReactNode } from 'react';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';

interface ReplayReasonDialogProps {
  /** Why the engine asks. */
  readonly text: string;
  readonly give: (reason: string | null) => void;
}

/** A replay is sent at once; where the site lets even one payment wait for its quiet window, that needs her reason. */
export function ReplayReasonDialog({ text, give }: ReplayReasonDialogProps): ReactNode {
  return (
    <ReasonDialog
      title="Replay outside the quiet window"
      explanation={`${text} The reason goes into the audit.`}
      confirmLabel="Replay"
      isRequired
      suggestions={['Month end', 'Customer waits for the receipt', 'Agreed with IT']}
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
