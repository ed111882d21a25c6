import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { RuleChanges } from '../../../shared/contract/rule-changes.ts';
import type { RuleSetRow } from '../../../shared/contract/rules.ts';
import { useCompany } from '../../app/company-context.ts';
import { formatInstant } from '../../ui/dates.ts';
import { endedWords } from '../../ui/ended-words.ts';

interface RuleVersionsProps {
  readonly versions: readonly RuleSetRow[];
  readonly show: (changes: RuleChanges) => void;
}

/** Earlier versions, newest first; taking one into the draft and proposing it is how a change is undone. */
export function RuleVersions({ versions, show }: RuleVersionsProps): ReactNode {
  const { unit } = useCompany();
  const past = versions.filter(({ state }) => state !== 'proposed');
  if (past.length === 0) return null;
  return (
    <section aria-label="Versions">
      <h2>Versions</h2>
      <ul className="rules-list">
        {past.map((each) => (
          <li key={each.version}>
            <span>
              Version {each.version} by {each.proposedBy}: {stateWords(each, unit.zone)}
              {each.lines.length > 0 && <span className="quiet"> {each.lines.join('; ')}</span>}
            </span>
            <Button
              size="small"
              onClick={() => show(each.changes)}
              aria-label={`Take version ${each.version} into the draft`}
            >
              Take it
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateWords({ inForce, ended, enabledBy, effectiveFromAt }: RuleSetRow, zone: string): string {
  if (ended !== null) return `${endedWords(ended, zone)}.`;
  if (enabledBy === null || effectiveFromAt === null) return 'replaced by a later proposal.';
  const from = `from ${formatInstant(effectiveFromAt, zone)}, enabled by ${enabledBy}`;
  return inForce ? `in force ${from}.` : `${from}.`;
}
