import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { PersonChangeRow } from '../../../shared/contract/people.ts';
import { useConfirmPerson, useWithdrawPerson } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { changesOf } from './person-words.ts';

/** A change that waits for a second person: who proposed it and why, what it changes, and her yes or no. */
export function ChangeToConfirm({ change }: { readonly change: PersonChangeRow }): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const [confirm, withdraw] = [useConfirmPerson(), useWithdrawPerson()];
  const { changeId, hash, personId, before, after, can, reason, proposedBy, proposedAt } = change;
  const error = confirm.error ?? withdraw.error;
  const isBusy = confirm.isPending || withdraw.isPending;
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
      <div className="acts">
        <Button
          size="small"
          appearance="primary"
          disabledFocusable={!can.confirm || isBusy}
          title={can.why ?? ''}
          onClick={() =>
            confirm.mutate({ changeId, hash }, { onSuccess: () => say(`The change of ${personId} holds now.`) })
          }
        >
          Confirm
        </Button>
        <Button
          size="small"
          disabledFocusable={!can.withdraw || isBusy}
          onClick={() =>
            withdraw.mutate({ changeId, hash }, { onSuccess: () => say(`The change of ${personId} is withdrawn.`) })
          }
        >
          Withdraw
        </Button>
        {can.why !== null && <span className="quiet">{can.why}</span>}
      </div>
      {error !== null && (
        <FailureNotice
          error={error}
          dismiss={() => {
            confirm.reset();
            withdraw.reset();
          }}
        />
      )}
    </section>
  );
}
