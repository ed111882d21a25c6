import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.ts';
import { useDryRunRules, useEnableRules, useTryRuleVersion } from '../../api/mutations.ts';
import { rulesQuery } from '../../api/queries.ts';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { useNotices } from '../../app/notice.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { walkRows } from '../../app/walk-rows.ts';
import { EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { DraftPanel } from './draft-panel.tsx';
import { LinkModels } from './link-models.tsx';
import { RuleVersions } from './rule-versions.tsx';
import { inUseSentence } from './rule-words.ts';
import { useRulesDraft } from './rules-draft.ts';
import { RulesTable } from './rules-table.tsx';
import { TrialReport } from './trial-report.tsx';
import { WaitingRules } from './waiting-rules.tsx';

/** The ordered matching rules: how each one does, changes tried on the history, and a reviewer's yes to them. */
export function Rules(): ReactNode {
  const query = useQuery(rulesQuery(useClient()));
  const list = query.data;
  const { say } = useNotices();
  const [currentId, setCurrent] = useState<string | null>(null);
  const draft = useRulesDraft(list);
  const dryRun = useDryRunRules();
  const tryVersion = useTryRuleVersion();
  const enable = useEnableRules();
  const rules = list?.rules ?? [];
  const current = rules.findIndex(({ ruleId }) => ruleId === currentId);
  const waiting = list?.versions.find(({ state }) => state === 'proposed');
  const tryIt = () =>
    dryRun.mutate({ changes: draft.changes }, { onSuccess: () => say('The changes are tried on the history.') });
  const tryWaiting = () => {
    if (waiting === undefined) return;
    const { version, hash } = waiting;
    const onSuccess = () => say(`Version ${version} of the rules is tried on the history.`);
    tryVersion.mutate({ version, hash }, { onSuccess });
  };
  const enableIt = () => {
    if (waiting === undefined || !waiting.can.confirm) return say(waiting?.can.why ?? 'No version waits.', 'hint');
    const { version, hash } = waiting;
    enable.mutate({ version, hash }, { onSuccess: (row) => say(`Version ${row.version} of the rules is enabled.`) });
    draft.reset();
  };
  const walk = walkRows(rules, current, (row) => setCurrent(row?.ruleId ?? null));
  useKeys({
    row: walk,
    // What she puts together herself goes before what waits; the button of each tries that one.
    tryRules: waiting === undefined || draft.isChanged ? tryIt : tryWaiting,
    switchRule: () => (currentId === null ? say('Go to a rule first.', 'hint') : draft.toggle(currentId)),
  });
  useDecisionKeys({ approve: enableIt }, { isBusy: enable.isPending, place: waiting?.version ?? null });
  return (
    <section className="screen" aria-label="Rules">
      <ScreenHead title="Rules" sentence={inUseSentence(list)} />
      <div className="own-columns rules-columns">
        <div className="scroll card" data-pane="rows" role="region" aria-label="Rules in their order" tabIndex={0}>
          {list === undefined &&
            (query.error === null ? (
              <EmptyLoading what="the rules" />
            ) : (
              <EmptyFailed error={query.error} retry={() => void query.refetch()} />
            ))}
          {list !== undefined && (
            <RulesTable
              rules={rules}
              changes={draft.changes}
              current={currentId}
              choose={setCurrent}
              toggle={draft.toggle}
            />
          )}
          <TrialReport />
        </div>
        <aside className="card scroll check-pane" data-pane="decision" aria-label="Changes" tabIndex={0}>
          {waiting !== undefined && (
            <WaitingRules version={waiting} enable={enable} confirm={enableIt} trial={tryVersion} tryIt={tryWaiting} />
          )}
          {list !== undefined && <DraftPanel draft={draft} list={list} dryRun={tryIt} isTrying={dryRun.isPending} />}
          {dryRun.error !== null && <FailureNotice error={dryRun.error} dismiss={() => dryRun.reset()} />}
          {list !== undefined && <RuleVersions versions={list.versions} show={draft.replace} />}
          <LinkModels />
        </aside>
      </div>
    </section>
  );
}
