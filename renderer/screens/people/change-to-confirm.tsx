import type { ReactNode } from 'react';
import type { PersonChangeRow } from '../../../shared/contract/people.ts';
import { useConfirmPerson, useEndPersonChange } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { SecondPerson } from '../../ui/second-person.tsx';
import { changesOf } from './person-words.ts';

/** A change that waits for a second person: who proposed it and why, what it changes, and her yes or no. */
export function ChangeToConfirm({ change }: { readonly change: PersonChangeRow }): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const [confirm, end] = [useConfirmPerson(), useEndPersonChange()];
  const { changeId, hash, personId, before, after, can, reason, proposedBy, proposedAt } = change;
  const label = `${before === null ? 'New person' : 'Change of'} ${personId}`;
  return (
    <section aria-label={label} className="mapping-waiting people-waiting">
      <h2>{label} waits for a second person</h2>
      <p className="quiet">
        Proposed by {proposedBy}, {formatInstant(proposedAt, unit.zone)}: {reason}
      </p>
      <ul>
        {changesOf(before, after).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <SecondPerson
        can={can}
        steps={[confirm, end]}
        confirm={() =>
          confirm.mutate({ changeId, hash }, { onSuccess: () => say(`The change of ${personId} holds now.`) })
        }
        end={(no) =>
          end.mutate(
            { changeId, hash, reason: no },
            { onSuccess: ({ ended }) => say(`The change of ${personId} is ${ended?.as ?? 'withdrawn'}.`) },
          )
        }
        refusal={{
          title: `Refuse the change of ${personId}`,
          explanation: `Nothing about ${personId} changes, and ${proposedBy} sees why. The reason goes into the audit.`,
          suggestions: ['Not agreed with finance', 'Limit is too high', 'Wrong operator id'],
        }}
      />
    </section>
  );
}
