import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Facet, MovementRow } from '../../../shared/contract/views.ts';
import { useClient } from '../../api/client-context.ts';
import { matchDetailQuery, summaryQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useFindText } from '../../app/find-text.ts';
import { paneWithFocus } from '../../app/panes.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { FacetBar, neighbourFacet } from './facet-bar.tsx';
import { Evidence } from './evidence.tsx';
import { ItemsPane } from './items-pane.tsx';
import { MovementsPane } from './movements-pane.tsx';
import { useOwnSelection } from './own-selection.ts';
import { DecisionReasonDialog } from './decision-reason-dialog.tsx';
import { summarySentence } from './summary-sentence.ts';
import { useAskedItem } from './use-asked-item.ts';
import { useDecisions } from './use-decisions.ts';
import { useWorkbenchKeys } from './use-workbench-keys.ts';

const route = getRouteApi('/workbench');
/** Running down the rows with a held arrow key asks for the evidence of the row she stops at. */
const SETTLE_MS = 90;
const TYPING_MS = 250;

/** The queue: movements that need a person, the AR items they may pay, the evidence, and the decision. */
export function Workbench(): ReactNode {
  const client = useClient();
  const { unit } = useCompany();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const facet = search.facet ?? 'needsReview';
  const summary = useQuery(summaryQuery(client, unit.unit));
  const { text, find, focusBox } = useFindText();
  const movements = useRef<GridHandle<'movements'>>(null);
  const items = useRef<GridHandle<'items'>>(null);
  const itemBox = useRef<HTMLInputElement>(null);
  const [startKey] = useState(search.row ?? null);
  const [current, setCurrent] = useState<MovementRow | null>(null);
  const settledKey = useSettled(current?.key ?? null, SETTLE_MS);
  const detailQuery = useQuery({ ...matchDetailQuery(client, settledKey ?? 0), enabled: settledKey !== null });
  const detail = detailQuery.data?.movement.key === current?.key ? detailQuery.data : undefined;
  const selection = useOwnSelection(detail);
  const decisions = useDecisions(detail, selection, movements);
  const chooseFacet = (next: Facet) => void navigate({ search: (old) => ({ ...old, facet: next }), replace: true });
  const currentChanged = (row: MovementRow | null) => {
    setCurrent(row);
    if (row !== null) void navigate({ search: (old) => ({ ...old, row: row.key }), replace: true });
  };
  const asking = useAskedItem(detail?.movement.key ?? null);
  useWorkbenchKeys({
    current,
    detail,
    decisions,
    turn: (step) => chooseFacet(neighbourFacet(facet, step)),
    find: () => (paneWithFocus() === 'items' ? itemBox.current?.focus() : focusBox()),
    showArrived: () => (paneWithFocus() === 'items' ? items : movements).current?.showArrived(),
    askWhyNot: () => asking.ask(items.current?.rowWithKeyboard()?.key ?? null),
  });
  return (
    <section className="screen workbench" aria-label="Workbench">
      <ScreenHead title="Workbench" sentence={summarySentence(summary.data)} />
      <FacetBar facet={facet} counts={summary.data?.facets ?? {}} choose={chooseFacet} />
      <div className="panes">
        <MovementsPane
          ref={movements}
          facet={facet}
          text={useSettled(text, TYPING_MS)}
          clearText={() => find('')}
          chooseFacet={chooseFacet}
          startKey={startKey}
          current={current}
          onCurrent={currentChanged}
        />
        <ItemsPane ref={items} box={itemBox} movementKey={settledKey} selection={selection} />
      </div>
      {decisions.error !== null && <FailureNotice error={decisions.error} dismiss={decisions.dismissError} />}
      <Evidence
        current={current}
        detail={detail}
        query={detailQuery}
        selection={selection}
        decisions={decisions}
        askedItem={asking.itemKey}
      />
      {decisions.asksReason !== null && (
        <DecisionReasonDialog
          key={decisions.asksReason.cause}
          asked={decisions.asksReason}
          give={decisions.giveReason}
        />
      )}
    </section>
  );
}
