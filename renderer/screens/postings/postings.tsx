import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import type { PostingRow } from '../../../shared/contract/views.ts';
import { useClient } from '../../api/client-context.ts';
import { connectionStatesQuery, postingDetailQuery, summaryQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useFindText } from '../../app/find-text.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { enterPane, isOnHeading } from '../../app/panes.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { OrderDialog } from './order-dialog.tsx';
import { PostingDetailPane } from './posting-detail.tsx';
import { postingsSentence } from './postings-sentence.ts';
import { QueuePane } from './queue-pane.tsx';
import { ReverseDialog } from './reverse-dialog.tsx';
import { SendNowDialog } from './send-now-dialog.tsx';
import { SettleDialog } from './settle-dialog.tsx';
import { StateFilter, filterOf, neighbourFilter } from './state-filter.tsx';
import type { PostingFilter } from './state-filter.tsx';
import { usePostingActions } from './use-posting-actions.ts';
import type { PostingActions } from './use-posting-actions.ts';

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
  const window = useQuery(connectionStatesQuery(client)).data?.connections.find(
    ({ system }) => system === 'peoplesoft',
  );
  const { text, find, focusBox } = useFindText();
  const grid = useRef<GridHandle<'postings'>>(null);
  const [startKey] = useState(search.row ?? null);
  const [current, setCurrent] = useState<PostingRow | null>(null);
  const settledKey = useSettled(current?.key ?? null, SETTLE_MS);
  const detail = useQuery({ ...postingDetailQuery(client, settledKey ?? 0), enabled: settledKey !== null });
  // The detail follows the current row a moment later; until then no key may act on the posting before.
  const shown = detail.data?.posting.key === current?.key ? detail.data : undefined;
  const actions = usePostingActions(shown, grid, { unit: unit.unit, due: summary?.postings.due ?? null });
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
      <ScreenHead title="Postings" sentence={postingsSentence(summary, window, unit.zone)}>
        <Button size="small" onClick={actions.askSendNow}>
          Send now…
        </Button>
      </ScreenHead>
      <StateFilter chosen={filter} summary={summary} choose={choose} />
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes panes-detail">
        <QueuePane
          ref={grid}
          filter={filter}
          text={useSettled(text, TYPING_MS).trim()}
          startKey={startKey}
          current={current}
          onCurrent={(row) => {
            setCurrent(row);
            if (row !== null) void navigate({ search: (old) => ({ ...old, row: row.key }), replace: true });
          }}
          showAll={() => choose(filterOf(undefined))}
          clear={() => find('')}
        />
        <section className="pane posting-pane" aria-label="Posting" data-pane="decision">
          {current === null ? (
            <Empty title="No posting selected" />
          ) : (
            <Detail query={detail} shown={shown} actions={actions} />
          )}
        </section>
      </div>
      <PostingDialogs actions={actions} unit={unit.unit} due={summary?.postings.due ?? null} />
    </section>
  );
}

interface PostingDialogsProps {
  readonly actions: PostingActions;
  readonly unit: string;
  readonly due: number | null;
}

/** What a posting's action asks before it is done. */
function PostingDialogs({ actions, unit, due }: PostingDialogsProps): ReactNode {
  return (
    <>
      {actions.asksSettle !== null && (
        <SettleDialog
          as={actions.asksSettle.as}
          posting={actions.asksSettle.detail.posting}
          give={actions.giveSettle}
        />
      )}
      {actions.asksReverse !== null && <ReverseDialog asked={actions.asksReverse} give={actions.giveReverse} />}
      {actions.asksOrder !== null && <OrderDialog asked={actions.asksOrder} give={actions.giveOrder} />}
      {actions.isAskingSendNow && <SendNowDialog unit={unit} due={due} give={actions.sendNow} />}
    </>
  );
}

interface DetailProps {
  readonly query: UseQueryResult<PostingDetail>;
  readonly shown: PostingDetail | undefined;
  readonly actions: PostingActions;
}

function Detail({ query, shown, actions }: DetailProps): ReactNode {
  if (shown !== undefined) return <PostingDetailPane detail={shown} actions={actions} />;
  if (query.isError) return <EmptyFailed error={query.error} retry={() => void query.refetch()} />;
  return <EmptyLoading what="the posting" />;
}
