import type { ReactNode } from 'react';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import type { ReverseActions } from './use-reverse-posting.ts';

interface ReverseDialogProps {
  readonly asked: NonNullable<ReverseActions['asksReverse']>;
  readonly give: (reason: string | null) => void;
}

const OF_PAYMENT = {
  explanation:
    'A second document goes to PeopleSoft, with the same items and every sign turned; both stay there. Once it is confirmed, the movement is in the workbench again. Say what is wrong with it.',
  suggestions: ['Wrong item', 'Wrong customer', 'Posted twice by hand'],
};
const OF_ITEM = {
  explanation:
    'A second group goes to PeopleSoft, with the same item and every sign turned; both stay there. Once it is confirmed, the item is closed; its charge stays as it is decided. Say why nobody owes it.',
  suggestions: ['Made by mistake', 'The charge was paid back', 'Wrong customer'],
};

/** Why a confirmed posting is wrong; her words stand on both documents. */
export function ReverseDialog({ asked, give }: ReverseDialogProps): ReactNode {
  const { explanation, suggestions } = asked.posting.effect === 'item' ? OF_ITEM : OF_PAYMENT;
  return (
    <ReasonDialog
      title={`Take back ${asked.posting.reference}`}
      explanation={explanation}
      confirmLabel="Take back"
      isRequired
      suggestions={suggestions}
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
