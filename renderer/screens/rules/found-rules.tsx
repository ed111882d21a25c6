import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import { useClient } from '../../api/client-context.ts';
import { useFindRules } from '../../api/mutations.ts';
import { ruleProposalsQuery } from '../../api/queries.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';

/** Tolerances that near misses speak for, each with what it would have done to the history; she takes them into the draft. */
export function FoundRules({ add }: { readonly add: (exception: ToleranceException) => void }): ReactNode {
  const found = useQuery(ruleProposalsQuery(useClient())).data?.found ?? null;
  const search = useFindRules();
  return (
    <section aria-label="Near misses">
      <div className="acts">
        <Button size="small" disabledFocusable={search.isPending} onClick={() => search.mutate({})}>
          Look for rules in near misses
        </Button>
      </div>
      {search.error !== null && <FailureNotice error={search.error} dismiss={() => search.reset()} />}
      {found !== null && found.rows.length === 0 && <p className="quiet">No near misses speak for a tolerance.</p>}
      <ul className="rules-list">
        {found?.rows.map(({ text, exception, replay, approvedCases }) => (
          <li key={text}>
            <span>
              {text}{' '}
              <span className="quiet">
                On the history: {replay.gained} gained, {replay.lost} lost, {replay.changed} changed, {replay.wrong}{' '}
                wrong; {approvedCases} of the cases were approved so.
              </span>
            </span>
            <Button size="small" onClick={() => add(exception)} aria-label={`Take in: ${text}`}>
              Take it
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
