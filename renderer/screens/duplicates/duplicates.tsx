import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { DuplicateDetail, DuplicateRow } from '../../../shared/contract/duplicates.ts';
import { DUPLICATE_FACETS, type DuplicateFacet } from '../../../shared/domain/duplicates.ts';
import { useClient } from '../../api/client-context.ts';
import { duplicateDetailQuery, sessionQuery, summaryQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useFindText } from '../../app/find-text.ts';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { useNotices } from '../../app/notice.ts';
import { openSource } from '../../app/open-source.ts';
import { enterPane, isOnHeading } from '../../app/panes.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { neighbourIn } from '../../ui/neighbour-in.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { AnswerDialog } from './answer-dialog.tsx';
import { ClusterPane } from './cluster-pane.tsx';
import { DuplicateDetailPane } from './duplicate-detail.tsx';
import { DuplicateFilter } from './duplicate-filter.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { duplicatesSentence } from './duplicate-words.ts';
import './duplicates.css';
import { useDuplicateActions } from './use-duplicate-actions.ts';
import type { DuplicateActions } from './use-duplicate-actions.ts';

const route = getRouteApi('/duplicates');
const SETTLE_MS = 90;
const TYPING_MS = 250;

/** Rows suspected to be one event: a person says whether they are, and what was dropped is followed until its money is back. */
export function Duplicates(): ReactNode {
  const client = useClient();
  const { unit } = useCompany();
  const { say } = useNotices();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const facet = search.facet ?? 'open';
  const summary = useQuery(summaryQuery(client, unit.unit)).data;
  const { text, find, focusBox } = useFindText();
  const grid = useRef<GridHandle<'duplicates'>>(null);
  const [startKey] = useState(search.row ?? null);
  const [current, setCurrent] = useState<DuplicateRow | null>(null);
  const settledKey = useSettled(current?.key ?? null, SETTLE_MS);
  const detail = useQuery({ ...duplicateDetailQuery(client, settledKey ?? 0), enabled: settledKey !== null });
  const shown = detail.data?.row.key === current?.key ? detail.data : undefined;
  const actions = useDuplicateActions(shown, grid);
  const choose = (next: DuplicateFacet) => void navigate({ search: (old) => ({ ...old, facet: next }), replace: true });
  useDecisionKeys(
    { duplicate: () => actions.askAnswer(), undo: () => actions.undo() },
    { isBusy: actions.isBusy, place: current?.key ?? null },
  );
  useKeys({
    undoLatest: () => actions.undoLatest(),
    open: () => !isOnHeading() && enterPane('decision'),
    openSource: () => {
      if (!openSource(pageOf(shown))) say('It has no page in Stripe to open.', 'hint');
    },
    previousFacet: () => choose(neighbourIn(DUPLICATE_FACETS, facet, -1)),
    nextFacet: () => choose(neighbourIn(DUPLICATE_FACETS, facet, 1)),
    find: () => focusBox(),
    showArrived: () => grid.current?.showArrived(),
  });
  return (
    <section className="screen duplicates" aria-label="Duplicates">
      <ScreenHead title="Duplicates" sentence={duplicatesSentence(summary)} />
      <DuplicateFilter chosen={facet} summary={summary} choose={choose} />
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes duplicate-panes">
        <ClusterPane
          ref={grid}
          facet={facet}
          text={useSettled(text, TYPING_MS).trim()}
          startKey={startKey}
          current={current}
          onCurrent={(row) => {
            setCurrent(row);
            if (row !== null) void navigate({ search: (old) => ({ ...old, row: row.key }), replace: true });
          }}
          showAll={() => choose('all')}
          clear={() => find('')}
        />
        <section className="pane" aria-label="Suspicion" data-pane="decision">
          {current === null ? (
            <Empty title="Nothing selected" />
          ) : (
            <Detail query={detail} shown={shown} actions={actions} />
          )}
        </section>
      </div>
      <AskAnswer actions={actions} />
    </section>
  );
}

/** The page of the row that is to be looked at in Stripe: what is to be refunded, else what would be dropped. */
function pageOf(detail: DuplicateDetail | undefined): string | null {
  const members = detail?.members ?? [];
  const wanted =
    members.find(({ toDo }) => toDo !== null) ??
    members.find(({ position }) => position !== detail?.suggestedKeep) ??
    members[0];
  return wanted?.sourceUrl ?? null;
}

interface DetailProps {
  readonly query: UseQueryResult<DuplicateDetail>;
  readonly shown: DuplicateDetail | undefined;
  readonly actions: DuplicateActions;
}

function Detail({ query, shown, actions }: DetailProps): ReactNode {
  if (shown !== undefined) return <DuplicateDetailPane detail={shown} actions={actions} />;
  if (query.isError) return <EmptyFailed error={query.error} retry={() => void query.refetch()} />;
  return <EmptyLoading what="the suspicion" />;
}

function AskAnswer({ actions: { asks, give } }: { readonly actions: DuplicateActions }): ReactNode {
  const now = useQuery(sessionQuery(useClient())).data?.now;
  if (asks === null || now === undefined) return null;
  const Ask = asks.row.kind === 'doubleCustomer' ? MergeDialog : AnswerDialog;
  return <Ask key={asks.row.key} detail={asks} untilDate={aYearAfter(now)} give={give} />;
}

/** The same day of the next year; for 29 February the day before. */
function aYearAfter(instant: string): string {
  const day = instant.slice(4, 10);
  return `${Number(instant.slice(0, 4)) + 1}${day === '-02-29' ? '-02-28' : day}`;
}
