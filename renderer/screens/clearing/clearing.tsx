import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.ts';
import { clearingQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { enterPane, paneWithFocus } from '../../app/panes.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { ClearingDetail } from './clearing-detail.tsx';
import { approvableOf, clearingSentence, neighbourMonth, nextToApprove, rowsOf } from './clearing-days.ts';
import type { ClearingRow } from './clearing-days.ts';
import { ClearingTable } from './clearing-table.tsx';
import { useClearingActions } from './use-clearing-actions.ts';
import type { ClearingActions } from './use-clearing-actions.ts';

const route = getRouteApi('/clearing');

/** Money on the clearing account that no customer owes or pays: fees, payouts and the like, by day, and how each is booked. */
export function Clearing(): ReactNode {
  const { session, unit } = useCompany();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const month = search.month ?? session.period.slice(0, 7);
  const query = useQuery(clearingQuery(useClient(), { unit: unit.unit, month }));
  const rows = rowsOf(query.data?.lines ?? []);
  const [chosen, setChosen] = useState<string | null>(null);
  const current = rows.find(({ id }) => id === chosen) ?? rows[0];
  const goOn = () => setChosen((id) => nextToApprove(rows, id)?.id ?? id);
  const actions = useClearingActions(current, { unit: unit.unit, month, goOn });
  const turn = (step: 1 | -1) => void navigate({ search: { month: neighbourMonth(month, step) }, replace: true });
  const walk = (event: KeyboardEvent): boolean => {
    if (['decision', 'nav'].includes(paneWithFocus() ?? '')) return false;
    if (paneWithFocus() !== 'rows') enterPane('rows');
    const at = rows.findIndex(({ id }) => id === current?.id) + (event.key === 'ArrowUp' ? -1 : 1);
    setChosen(rows[Math.min(Math.max(at, 0), rows.length - 1)]?.id ?? null);
    return true;
  };
  useKeys({
    row: walk,
    approve: () => actions.approve(false),
    approveAndPost: () => actions.approve(true),
    undo: () => actions.takeBack(),
    open: () => enterPane('decision'),
    back: () => enterPane('rows'),
    previousFacet: () => turn(-1),
    nextFacet: () => turn(1),
  });
  return (
    <section className="screen" aria-label="Clearing">
      <ScreenHead title="Clearing" sentence={clearingSentence(query.data)}>
        <Button size="small" onClick={actions.exportList}>
          Write “to be booked by GL” as CSV
        </Button>
      </ScreenHead>
      <div className="chips" role="group" aria-label="Month">
        <button type="button" className="chip" onClick={() => turn(-1)}>
          {neighbourMonth(month, -1)} <kbd>[</kbd>
        </button>
        <strong aria-live="polite">{month}</strong>
        <button type="button" className="chip" onClick={() => turn(1)}>
          {neighbourMonth(month, 1)} <kbd>]</kbd>
        </button>
      </div>
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes panes-detail">
        <section className="pane scroll" aria-label="Days" data-pane="rows">
          {query.data === undefined ? (
            query.isError ? (
              <EmptyFailed error={query.error} retry={() => void query.refetch()} />
            ) : (
              <EmptyLoading what="the month" />
            )
          ) : rows.length === 0 ? (
            <Empty title="Nothing moved this month besides customers’ money" />
          ) : (
            <ClearingTable rows={rows} current={current?.id ?? null} choose={setChosen} />
          )}
        </section>
        <section className="pane posting-pane" aria-label="Rows behind it" data-pane="decision">
          <Behind row={current} actions={actions} />
        </section>
      </div>
      {actions.asksWhy !== null && <WhyDialog actions={actions} />}
    </section>
  );
}

function Behind({ row, actions }: { readonly row: ClearingRow | undefined; readonly actions: ClearingActions }) {
  if (row === undefined) return <Empty title="No line selected" />;
  if (row.kind === 'line') return <ClearingDetail line={row.line} actions={actions} />;
  const count = approvableOf(row).length;
  return (
    <div className="posting-scroll">
      <h2>{row.date}</h2>
      <p>{count === 0 ? 'Nothing of this day is to be approved.' : `${count} to approve.`}</p>
      {count > 0 && (
        <p className="chips">
          <Button size="small" appearance="primary" disabled={actions.isBusy} onClick={() => actions.approve(true)}>
            Approve and post the day <kbd>P</kbd>
          </Button>
          <Button size="small" disabled={actions.isBusy} onClick={() => actions.approve(false)}>
            Approve the day <kbd>A</kbd>
          </Button>
        </p>
      )}
    </div>
  );
}

/** Why a posted journal is wrong; her words stand on both documents. */
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
