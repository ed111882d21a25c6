import type { ReactNode } from 'react';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import type { ReverseActions } from './use-reverse-posting.ts';

interface ReverseDialogProps {
  readonly asked: NonNullable<ReverseActions['asksReverse']>;
  readonly give: (reason: string | null) => void;
}

/** Why a confirmed posting is wrong; her words stand on both documents. */
export function ReverseDialog({ asked, give }: ReverseDialogProps): ReactNode {
  return (
    <ReasonDialog
      title={`Take back ${asked.posting.reference}`}
      explanation="A second document goes to PeopleSoft, with the same items and every sign turned; both stay there. Once it is confirmed, the movement is in the workbench again. Say what is wrong with it."
      confirmLabel="Take back"
      isRequired
      suggestions={['Wrong item', 'Wrong customer', 'Posted twice by hand']}
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
