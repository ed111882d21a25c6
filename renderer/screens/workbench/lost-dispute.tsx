import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CommandInput } from '../../../shared/contract/contract.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { useDecideLost } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';

type Outcome = CommandInput<'dispute.decide'>['outcome'];
const OUTCOMES: readonly { readonly outcome: Outcome; readonly label: string; readonly consequence: string }[] = [
  {
    outcome: 'writeOff',
    label: 'Write off…',
    consequence: 'A clerk writes the open item off in PeopleSoft, on a maintenance worksheet.',
  },
  { outcome: 'rebill', label: 'Bill again…', consequence: 'A clerk bills the customer again in PeopleSoft.' },
  { outcome: 'collect', label: 'Collect…', consequence: 'The item stays open, and the customer pays it another way.' },
];

/** What becomes of the item whose dispute is lost: her decision is kept with her reason as a work order; nothing is sent. */
export function LostDispute({ detail }: { readonly detail: MatchDetail }): ReactNode {
  const { say } = useNotices();
  const decide = useDecideLost();
  const [asked, setAsked] = useState<(typeof OUTCOMES)[number] | null>(null);
  const { key, version } = detail.movement;
  const give = (reason: string) => {
    setAsked(null);
    if (asked === null) return;
    decide.mutate(
      { movementKey: key, seenVersion: version, outcome: asked.outcome, reason },
      {
        onSuccess: () => say('The decision about the lost dispute is kept'),
        onError: (thrown) => say(thrown.message, 'hint'),
      },
    );
  };
  return (
    <div className="acts" role="group" aria-label="The dispute is lost">
      {OUTCOMES.map((each) => (
        <Button key={each.outcome} disabledFocusable={decide.isPending} onClick={() => setAsked(each)}>
          {each.label}
        </Button>
      ))}
      {asked !== null && (
        <ReasonDialog
          title={`Lost dispute: ${asked.label.replace('…', '').toLowerCase()}`}
          explanation={`${asked.consequence} Tieout keeps the decision with your reason and sends nothing.`}
          confirmLabel="Decide"
          isRequired
          suggestions={['Below the collection limit', 'Goods were delivered', 'Agreed with sales']}
          onCancel={() => setAsked(null)}
          onConfirm={give}
        />
      )}
    </div>
  );
}
