import type { ReactNode } from 'react';
import type { PostingRow } from '../../../shared/contract/views.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';

export type SeenAs = 'present' | 'absent';
interface SettleDialogProps {
  readonly as: SeenAs;
  readonly posting: Pick<PostingRow, 'kind' | 'reference'>;
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

const OF_ITEM: typeof WORDS = {
  present: {
    title: 'It is there',
    consequence: 'It counts as saved, and is confirmed once PeopleSoft shows it posted and in Receivables.',
    suggestions: ['Seen in Group Inquiry', 'Seen among the pending items', 'Seen in Item Inquiry'],
  },
  absent: {
    title: 'It is not there',
    consequence:
      'An item in doubt goes again, in the same group. After a posting error it ends, and what it was made of waits again.',
    suggestions: ['Neither in a pending group nor among the items', 'Its group was deleted in PeopleSoft'],
  },
};

/** A reviewer looked in PeopleSoft herself; what she saw decides, and her reason goes into the audit. */
export function SettleDialog({ as, posting, give }: SettleDialogProps): ReactNode {
  const { kind, reference } = posting;
  const { title, consequence, suggestions } = (kind === 'pendingItem' ? OF_ITEM : WORDS)[as];
  const what = `${kind === 'pendingItem' ? 'item group' : 'payment'} ${reference}`;
  return (
    <ReasonDialog
      title={title}
      explanation={`Look for ${what} in PeopleSoft first. ${consequence} The reason goes into the audit.`}
      confirmLabel={title}
      isRequired
      suggestions={suggestions}
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
