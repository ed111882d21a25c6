import { Button, Field, Input, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { scopeText } from '../../../shared/contract/profile-tolerances.ts';
import type { RuleList } from '../../../shared/contract/rules.ts';
import { useProposeRules } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { SpecialToleranceForm } from './special-tolerance-form.tsx';
import { LinkRuleFields } from './link-rule-fields.tsx';
import { FoundRules } from './found-rules.tsx';
import { specialToleranceWords } from './rule-words.ts';
import type { RulesDraft } from './rules-draft.ts';

interface DraftPanelProps {
  readonly draft: RulesDraft;
  readonly list: RuleList;
  readonly dryRun: () => void;
  readonly isTrying: boolean;
}

/** The changes as they are put together: tolerances, for all and special ones, their dry run, and the proposal with its reason. */
export function DraftPanel({ draft, list, dryRun, isTrying }: DraftPanelProps): ReactNode {
  const { changes } = draft;
  return (
    <section aria-label="Draft">
      <h2>Changes</h2>
      <div className="acts rules-fields">
        <Field size="small" label="Date window in days">
          <Input
            type="number"
            size="small"
            min={0}
            max={366}
            placeholder={String(list.inUse.tolerances.dateWindowDays)}
            value={changes.dateWindowDays === undefined ? '' : String(changes.dateWindowDays)}
            onChange={(_, { value }) => draft.setWindow(value === '' ? undefined : daysOf(value))}
          />
        </Field>
        <Field size="small" label="Days that count">
          <Select
            size="small"
            value={changes.dayCount ?? ''}
            onChange={(_, { value }) =>
              draft.setDayCount(value === 'calendar' || value === 'business' ? value : undefined)
            }
          >
            <option value="">as the profile has it</option>
            <option value="calendar">calendar days</option>
            <option value="business">business days</option>
          </Select>
        </Field>
      </div>
      <LinkRuleFields draft={draft} />
      <h3>Special tolerances</h3>
      <ul className="rules-list" aria-label="Special tolerances">
        {changes.exceptions.map((each) => (
          <li key={scopeText(each)}>
            <span>{specialToleranceWords(each, list)}</span>
            <Button
              size="small"
              onClick={() => draft.remove(each)}
              aria-label={`Remove ${specialToleranceWords(each, list)}`}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <SpecialToleranceForm list={list} add={draft.add} />
      <FoundRules add={draft.add} />
      <h3>Try and propose</h3>
      <div className="acts">
        <Button size="small" disabledFocusable={isTrying} onClick={dryRun}>
          Try on the history
        </Button>
        <Button size="small" disabledFocusable={!draft.isChanged} onClick={draft.reset}>
          Back to what is in force
        </Button>
      </div>
      <Propose draft={draft} can={list.can} />
    </section>
  );
}

/** Whole days within what the profile allows. */
function daysOf(value: string): number {
  return Math.min(366, Math.max(0, Math.trunc(Number(value)) || 0));
}

function Propose({ draft, can }: { readonly draft: RulesDraft; readonly can: RuleList['can'] }): ReactNode {
  const { say } = useNotices();
  const propose = useProposeRules();
  const [reason, setReason] = useState('');
  const [date, setDate] = useState('');
  const why =
    can.why ??
    (!draft.isChanged ? 'Nothing differs from what is in force.' : reason.trim() === '' ? 'Say why first.' : null);
  const run = () => {
    if (why !== null || propose.isPending) return;
    propose.mutate(
      { changes: draft.changes, reason: reason.trim(), effectiveFromDate: date === '' ? null : date },
      {
        onSuccess: ({ version }) => {
          say(`Version ${version} of the rules waits for a reviewer.`);
          setReason('');
          draft.reset();
        },
      },
    );
  };
  return (
    <>
      <div className="acts rules-fields">
        <Field size="small" label="Reason" className="rules-reason">
          <Input size="small" maxLength={500} value={reason} onChange={(_, { value }) => setReason(value)} />
        </Field>
        <Field size="small" label="Holds from (empty: once enabled)">
          <Input type="date" size="small" value={date} onChange={(_, { value }) => setDate(value)} />
        </Field>
        <Button size="small" appearance="primary" disabledFocusable={why !== null || propose.isPending} onClick={run}>
          Propose version
        </Button>
      </div>
      {why !== null && <p className="quiet">{why}</p>}
      {propose.error !== null && <FailureNotice error={propose.error} dismiss={() => propose.reset()} />}
    </>
  );
}
