import type { ReactNode } from 'react';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';

export type SeenAs = 'present' | 'absent';
interface SettleDialogProps {
  readonly as: SeenAs;
  readonly reference: string;
  readonly give: (reason: string | null) => void;
}

const WORDS: Readonly<Record<SeenAs, { title: string; consequence: string; suggestions: readonly string[] }>> = {
  present: {
    title: 'It is there',
    consequence: 'It counts as saved, and is confirmed once PeopleSoft shows it applied and posted.',
    suggestions: ['Seen in Payment Inquiry', 'Seen in the deposit'],
  },
  absent: {
    title: 'It is not there',
    consequence:
      'A deposit is saved whole or not at all: an unknown one goes again with all its payments. After a posting error the movement goes back to the workbench.',
    suggestions: ['Not in Payment Inquiry nor in any deposit', 'Deleted in PeopleSoft'],
  },
};

/** A reviewer looked in PeopleSoft herself; what she saw decides, and her reason goes into the audit. */
export function SettleDialog({ as, reference, give }: SettleDialogProps): ReactNode {
  const { title, consequence, suggestions } = WORDS[as];
  return (
    <ReasonDialog
      title={title}
      explanation={`Look for payment ${reference} in PeopleSoft first. ${consequence} The reason goes into the audit.`}
      confirmLabel={title}
      isRequired
      suggestions={suggestions}
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
