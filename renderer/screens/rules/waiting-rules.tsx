import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { RuleSetRow } from '../../../shared/contract/rules.ts';
import { useEndRules } from '../../api/mutations.ts';
import type { useEnableRules, useTryRuleVersion } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { formatCount } from '../../ui/money.ts';
import { SecondPerson } from '../../ui/second-person.tsx';

interface WaitingRulesProps {
  readonly version: RuleSetRow;
  readonly enable: ReturnType<typeof useEnableRules>;
  readonly confirm: () => void;
  readonly trial: ReturnType<typeof useTryRuleVersion>;
  readonly tryIt: () => void;
}

/** The version that waits for a reviewer: who proposed it and why, what it changes, what trying it gave, and her yes or no. */
export function WaitingRules({ version, enable, confirm, trial, tryIt }: WaitingRulesProps): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const end = useEndRules();
  const { proposedBy, proposedAt, effectiveFromAt, reason, lines } = version;
  const from = effectiveFromAt === null ? 'once enabled' : `from ${formatInstant(effectiveFromAt, unit.zone)}`;
  return (
    <section aria-label="Version to enable" className="rules-waiting">
      <h2>Version {version.version} waits for a reviewer</h2>
      <p className="quiet">
        Proposed by {proposedBy}, {formatInstant(proposedAt, unit.zone)}; it holds {from}.
      </p>
      <p>{reason}</p>
      <ul>
        {lines.length === 0 && <li>Everything as the program and the connection profile have it</li>}
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {version.trial !== null && <KeptTrial trial={version.trial} />}
      <SecondPerson
        can={version.can}
        confirmLabel="Enable"
        steps={[enable, end]}
        confirm={confirm}
        end={(why) =>
          end.mutate(
            { version: version.version, hash: version.hash, reason: why },
            { onSuccess: (row) => say(`Version ${row.version} of the rules is ${row.ended?.as ?? 'withdrawn'}.`) },
          )
        }
        refusal={{
          title: `Refuse version ${version.version} of the rules`,
          explanation: `What is in force goes on holding, and ${proposedBy} sees why. The reason goes into the audit.`,
          suggestions: ['Its dry run shows wrong ones', 'Too wide', 'Not before the month is closed'],
        }}
      >
        <Button size="small" disabledFocusable={trial.isPending} onClick={tryIt}>
          {version.trial === null ? 'Try it on the history' : 'Try it again'}
        </Button>
      </SecondPerson>
      {trial.error !== null && <FailureNotice error={trial.error} dismiss={() => trial.reset()} />}
    </section>
  );
}

/** What the kept trial gave, in figures; the rows behind them stand in the dry run. */
function KeptTrial({ trial }: { readonly trial: NonNullable<RuleSetRow['trial']> }): ReactNode {
  const { unit } = useCompany();
  const { figures, approvedCharges, wrongAutomatic, linked, unlinked, wrongLinks, triedBy, triedAt } = trial;
  return (
    <p role="note" aria-label="Its trial">
      On the history of {formatCount(approvedCharges)} approved charges: {formatCount(figures.gained)} gained,{' '}
      {formatCount(figures.lost)} lost, {formatCount(figures.changed)} changed, {formatCount(figures.wrong)} wrong
      {wrongAutomatic > 0 && `, ${formatCount(wrongAutomatic)} of it without a person`}
      {linked + unlinked > 0 &&
        `; ${formatCount(linked)} customers linked without a person, ${formatCount(unlinked)} links wait for one again`}
      {wrongLinks > 0 && `, ${formatCount(wrongLinks)} against what a person said`}.{' '}
      <span className="quiet">
        Tried by {triedBy}, {formatInstant(triedAt, unit.zone)}.
      </span>
    </p>
  );
}
