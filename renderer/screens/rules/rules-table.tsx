import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { RuleRow } from '../../../shared/contract/rules.ts';
import type { RuleChanges } from '../../../shared/contract/rule-changes.ts';
import { formatCount } from '../../ui/money.ts';
import { Tag } from '../../ui/tag.tsx';
import { errorRateWords, parameterWords } from './rule-words.ts';

interface RulesTableProps {
  readonly rules: readonly RuleRow[];
  readonly changes: RuleChanges;
  readonly current: string | null;
  readonly choose: (ruleId: string) => void;
  readonly toggle: (ruleId: string) => void;
}

/** The rules in their order, each with what became of its matches; the row with the keyboard on it is the current one. */
export function RulesTable({ rules, changes, current, choose, toggle }: RulesTableProps): ReactNode {
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    // The keyboard goes with the row, so that Space and Enter act on the rule that is shown as the current one.
    if (current !== null && table.current?.contains(document.activeElement) === true)
      table.current.querySelector<HTMLElement>(`[data-rule="${current}"]`)?.focus();
  }, [current]);
  return (
    <table ref={table} className="plain-table rules-table">
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col">Rule</th>
          <th scope="col">On</th>
          <th scope="col" className="money">
            Waiting
          </th>
          <th scope="col" className="money">
            Automatic
          </th>
          <th scope="col" className="money">
            Approved
          </th>
          <th scope="col" className="money">
            Wrong
          </th>
          <th scope="col" className="money">
            Error rate
          </th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <Row
            key={rule.ruleId}
            rule={rule}
            isOff={changes.switchedOff.includes(rule.ruleId)}
            isCurrent={rule.ruleId === current}
            choose={() => choose(rule.ruleId)}
            toggle={() => toggle(rule.ruleId)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly rule: RuleRow;
  readonly isOff: boolean;
  readonly isCurrent: boolean;
  readonly choose: () => void;
  readonly toggle: () => void;
}

function Row({ rule, isOff, isCurrent, choose, toggle }: RowProps): ReactNode {
  const { proposed, automatic, approved, rejected, overruled, takenBack } = rule.yield;
  const wrong = rejected + overruled + takenBack;
  return (
    <tr aria-current={isCurrent ? 'true' : undefined} className={isCurrent ? 'rules-current' : ''} onClick={choose}>
      <td className="figures">{rule.order}</td>
      <th scope="row">
        {rule.title} <span className="quiet">v{rule.version}</span>
        {rule.automaticAllowed && <span className="quiet"> may decide alone</span>}
        {rule.parameters.length > 0 && (
          <span className="quiet rules-limits">{rule.parameters.map(parameterWords).join(', ')}</span>
        )}
      </th>
      <td>
        <button
          type="button"
          role="switch"
          className="chip"
          data-rule={rule.ruleId}
          aria-label={`${rule.title} is on`}
          aria-checked={!isOff}
          onClick={toggle}
          onFocus={choose}
        >
          {isOff ? 'off' : 'on'}
        </button>{' '}
        {isOff === rule.isOn && <Tag tone="warn">{isOff ? 'to be off' : 'to be on'}</Tag>}
      </td>
      <td className="money figures">{formatCount(proposed)}</td>
      <td className="money figures">{formatCount(automatic)}</td>
      <td className="money figures">{formatCount(approved)}</td>
      <td className="money figures" title={`${rejected} rejected, ${overruled} overruled, ${takenBack} taken back`}>
        {formatCount(wrong)}
      </td>
      <td className="money figures">{errorRateWords(rule.errorRate)}</td>
    </tr>
  );
}
