import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.ts';
import { clearingQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { formatCount, formatMoneyWithCurrency } from '../../ui/money.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { placeAfter, rowAtPlace } from '../../ui/row-at-place.ts';
import type { Place } from '../../ui/row-at-place.ts';
import { ApproveActs } from './approve-acts.tsx';
import { ClearingDetail } from './clearing-detail.tsx';
import {
  approvableOf,
  clearingSentence,
  neighbourMonth,
  nextToApprove,
  rowsOf,
  sumsOf,
  waitingOf,
} from './clearing-days.ts';
import type { ClearingRow } from './clearing-days.ts';
import { ClearingTable } from './clearing-table.tsx';
import { useClearingActions } from './use-clearing-actions.ts';
import type { ClearingActions } from './use-clearing-actions.ts';
import { useClearingKeys } from './use-clearing-keys.ts';

const route = getRouteApi('/clearing');

/** Money on the clearing account that no customer owes or pays: fees, payouts and the like, by day, and how each is booked. */
export function Clearing(): ReactNode {
  const { session, unit } = useCompany();
  const { say } = useNotices();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const month = search.month ?? session.period.slice(0, 7);
  const query = useQuery(clearingQuery(useClient(), { unit: unit.unit, month }));
  const rows = rowsOf(query.data?.lines ?? []);
  const [place, setPlace] = useState<Place | null>(null);
  const current = rowAtPlace(rows, place);
  const choose = (row: ClearingRow | undefined) => {
    if (row !== undefined) setPlace({ id: row.id, at: rows.indexOf(row) });
  };
  const goOn = (id: string) => setPlace((now) => placeAfter(rows, now, id, nextToApprove(rows, id)));
  const actions = useClearingActions(current, { unit: unit.unit, month, goOn });
  const goTo = (to: string) => {
    setPlace(null);
    void navigate({ search: { month: to }, replace: true });
  };
  const { earlierMonth = null, whyNotExport = null } = query.data ?? {};
  const exportList = () => (whyNotExport === null ? actions.exportList() : say(whyNotExport, 'hint'));
  useClearingKeys({ rows, current, choose, actions, month, earlierMonth, goTo, exportList });
  return (
    <section className="screen" aria-label="Clearing">
      <ScreenHead title="Clearing" sentence={clearingSentence(query.data)}>
        <Button
          size="small"
          disabledFocusable={whyNotExport !== null || actions.isBusy}
          title={whyNotExport ?? 'A file for who keeps the general ledger'}
          onClick={exportList}
        >
          Write “to be booked by GL” as CSV <kbd>X</kbd>
        </Button>
      </ScreenHead>
      <MonthChips month={month} earlierMonth={earlierMonth} goTo={goTo} />
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes panes-detail">
        <section className="pane scroll" aria-label="Days" data-pane="rows">
          {query.data === undefined && !query.isError && <EmptyLoading what="the month" />}
          {query.data === undefined && query.isError && (
            <EmptyFailed error={query.error} retry={() => void query.refetch()} />
          )}
          {query.data !== undefined && rows.length === 0 && (
            <Empty title="Nothing moved this month besides customers’ money" />
          )}
          {rows.length > 0 && <ClearingTable rows={rows} current={current?.id ?? null} choose={choose} />}
        </section>
        <section className="pane posting-pane" aria-label="Rows behind it" data-pane="decision">
          <Behind row={current} actions={actions} />
        </section>
      </div>
      {actions.asksWhy !== null && <WhyDialog actions={actions} />}
    </section>
  );
}

interface MonthChipsProps {
  readonly month: string;
  readonly earlierMonth: string | null;
  readonly goTo: (month: string) => void;
}

/** The month on screen between its neighbours, and an earlier one that still waits for somebody. */
function MonthChips({ month, earlierMonth, goTo }: MonthChipsProps): ReactNode {
  const [before, after] = [neighbourMonth(month, -1), neighbourMonth(month, 1)];
  return (
    <div className="chips" role="group" aria-label="Month">
      <button type="button" className="chip" onClick={() => goTo(before)}>
        {before} <kbd>[</kbd>
      </button>
      <strong className="figures month-shown" aria-live="polite">
        {month}
      </strong>
      <button type="button" className="chip" onClick={() => goTo(after)}>
        {after} <kbd>]</kbd>
      </button>
      {earlierMonth !== null && (
        <button type="button" className="chip" onClick={() => goTo(earlierMonth)}>
          Still to approve in {earlierMonth} <kbd>E</kbd>
        </button>
      )}
    </div>
  );
}

function Behind({ row, actions }: { readonly row: ClearingRow | null; readonly actions: ClearingActions }) {
  if (row === null) return <Empty title="No line selected" />;
  if (row.kind === 'line') return <ClearingDetail row={row} actions={actions} />;
  return (
    <div className="posting-scroll clearing-detail">
      <h2 className="head-with-amount">{row.date}</h2>
      <p className="figures">{dayWords(row)}</p>
      <ApproveActs row={row} actions={actions} />
    </div>
  );
}

/** What of a day is to be approved, and what that comes to. */
function dayWords(row: ClearingRow): string {
  const [waiting, hers] = [waitingOf(row).length, approvableOf(row).length];
  if (waiting === 0) return 'Nothing of this day is to be approved.';
  if (hers === 0) return `${formatCount(waiting)} to be approved by a reviewer.`;
  const sums = sumsOf(row).map((sum) => formatMoneyWithCurrency(sum));
  return `${formatCount(hers)} to approve, ${sums.join(' and ')} in all.`;
}

function WhyDialog({ actions }: { readonly actions: ClearingActions }): ReactNode {
  return (
    <ReasonDialog
      title={`Take back ${actions.asksWhy?.posting?.reference ?? ''}`}
      explanation="A second document goes to PeopleSoft with the sign turned; both stay there. Once it is confirmed, the money is on this list again. Say what is wrong with it."
      confirmLabel="Take back"
      isRequired
      suggestions={['Wrong class', 'Booked by hand already', 'Wrong template']}
      onCancel={() => actions.giveWhy(null)}
      onConfirm={actions.giveWhy}
    />
  );
}
