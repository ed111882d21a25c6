import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { PostingRow } from '../../../shared/contract/views.ts';
import { useClient } from '../../api/client-context.ts';
import { connectionsQuery, postingDetailQuery, summaryQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useFindText } from '../../app/find-text.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { definePane, enterPane, isOnHeading } from '../../app/panes.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { formatMoneyWithCurrency } from '../../ui/money.ts';
import { useMedia } from '../../ui/use-media.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { POSTING_COPY, postingColumns } from './posting-columns.tsx';
import { PostingDetailPane } from './posting-detail.tsx';
import { postingsSentence } from './postings-sentence.ts';
import { SendNowDialog } from './send-now-dialog.tsx';
import { StateFilter, filterOf, neighbourFilter } from './state-filter.tsx';
import type { PostingFilter } from './state-filter.tsx';
import { usePostingActions } from './use-posting-actions.ts';

const route = getRouteApi('/postings');
const SETTLE_MS = 90;
const TYPING_MS = 250;

/** What goes to PeopleSoft: the queue with its states, and for one posting everything that was and will be done. */
export function Postings(): ReactNode {
  const client = useClient();
  const { unit } = useCompany();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = filterOf(search.state);
  const summary = useQuery(summaryQuery(client, unit.unit)).data;
  const window = useQuery(connectionsQuery(client)).data?.connections.find(({ system }) => system === 'peoplesoft');
  const { text, find, focusBox } = useFindText();
  const settledText = useSettled(text, TYPING_MS).trim();
  const grid = useRef<GridHandle<'postings'>>(null);
  const [startKey] = useState(search.row ?? null);
  const [current, setCurrent] = useState<PostingRow | null>(null);
  const settledKey = useSettled(current?.key ?? null, SETTLE_MS);
  const detail = useQuery({ ...postingDetailQuery(client, settledKey ?? 0), enabled: settledKey !== null });
  const actions = usePostingActions(detail.data, grid);
  const isWide = useMedia('(min-width: 1500px)');
  const [currency, setCurrency] = useState<string | null>(null);
  if (currency === null && current !== null) setCurrency(current.amount.currency);
  const columns = useMemo(() => postingColumns(unit.zone, currency, isWide), [unit.zone, currency, isWide]);
  const choose = (next: PostingFilter) =>
    void navigate({
      search: (old) => ({ ...old, state: next.id === 'all' ? undefined : next.id }),
      replace: true,
    });
  useKeys({
    open: () => !isOnHeading() && enterPane('decision'),
    verify: () => actions.verify(),
    previousFacet: () => choose(neighbourFilter(filter, -1)),
    nextFacet: () => choose(neighbourFilter(filter, 1)),
    find: () => focusBox(),
    showArrived: () => grid.current?.showArrived(),
  });
  return (
    <section className="screen postings" aria-label="Postings">
      <ScreenHead title="Postings" sentence={postingsSentence(summary, window?.quietWindow?.text ?? null)}>
        <Button size="small" onClick={actions.askSendNow}>
          Send now…
        </Button>
      </ScreenHead>
      <StateFilter chosen={filter} summary={summary} choose={choose} />
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes panes-detail">
        <section
          className="pane"
          aria-label="Postings"
          data-pane="rows"
          ref={(element) => definePane(element, () => grid.current?.focus() === true)}
        >
          <header>
            <strong>Queue</strong>
            <span className="quiet">times in {unit.zone}</span>
            <span className="pane-total figures" aria-live="polite">
              {current === null ? '' : `1 selected · ${formatMoneyWithCurrency(current.amount)}`}
            </span>
          </header>
          <SnapshotGrid
            ref={grid}
            label="Postings"
            noun="postings"
            topic="postings"
            request={{
              list: 'postings',
              unit: unit.unit,
              ...(filter.states === null ? {} : { states: [...filter.states] }),
              ...(settledText === '' ? {} : { text: settledText }),
            }}
            columns={columns}
            copyColumns={POSTING_COPY}
            selection="follow"
            initialKey={startKey}
            takesFocusAtStart
            onCurrent={(row) => {
              setCurrent(row);
              if (row !== null) void navigate({ search: (old) => ({ ...old, row: row.key }), replace: true });
            }}
            empty={
              <NoPostings
                filter={filter}
                text={settledText}
                showAll={() => choose(filterOf(undefined))}
                clear={() => find('')}
              />
            }
          />
        </section>
        <section className="pane posting-pane" aria-label="Posting" data-pane="decision">
          {current === null && <Empty title="No posting selected" />}
          {current !== null && detail.isError && (
            <EmptyFailed error={detail.error} retry={() => void detail.refetch()} />
          )}
          {current !== null && !detail.isError && detail.data === undefined && <EmptyLoading what="the posting" />}
          {current !== null && detail.data !== undefined && (
            <PostingDetailPane detail={detail.data} actions={actions} />
          )}
        </section>
      </div>
      {actions.isAskingSendNow && <SendNowDialog waiting={summary?.postings.waiting ?? null} give={actions.sendNow} />}
    </section>
  );
}

interface NoPostingsProps {
  readonly filter: PostingFilter;
  readonly text: string;
  readonly showAll: () => void;
  readonly clear: () => void;
}

function NoPostings({ filter, text, showAll, clear }: NoPostingsProps): ReactNode {
  if (text !== '')
    return (
      <Empty title={`No posting holds “${text}”`} action={{ label: 'Clear the search', run: clear }}>
        Looked in “{filter.label}” only.
      </Empty>
    );
  if (filter.id === 'all')
    return <Empty title="Nothing has been approved yet">Approve a movement in the workbench, and it comes here.</Empty>;
  return <Empty title={`None under “${filter.label}”`} action={{ label: 'Show all postings', run: showAll }} />;
}
