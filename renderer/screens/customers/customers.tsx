import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { CustomerDetail, CustomerRow } from '../../../shared/contract/customers.ts';
import type { CustomerFacet } from '../../../shared/domain/customer-facets.ts';
import { useClient } from '../../api/client-context.ts';
import { customerDetailQuery, summaryQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useFindText } from '../../app/find-text.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { enterPane, isOnHeading } from '../../app/panes.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { BandDialog } from './band-dialog.tsx';
import { CustomerDetailPane } from './customer-detail.tsx';
import { CustomerFilter, neighbourOf } from './customer-filter.tsx';
import { CustomerPane } from './customer-pane.tsx';
import { customersSentence } from './customer-words.ts';
import './customers.css';
import { useCustomerActions } from './use-customer-actions.ts';
import type { CustomerActions } from './use-customer-actions.ts';

const route = getRouteApi('/customers');
const SETTLE_MS = 90;
const TYPING_MS = 250;

/** What she looks at beside what is shown by itself, for one Stripe customer. */
interface Choice {
  readonly key: number;
  readonly custId: string | null;
  readonly lookedAt: string | null;
}

/** Stripe's customers beside those of PeopleSoft: a person says which are one. */
export function Customers(): ReactNode {
  const client = useClient();
  const { unit } = useCompany();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const facet = search.facet ?? 'toDecide';
  const summary = useQuery(summaryQuery(client, unit.unit)).data;
  const { text, find, focusBox } = useFindText();
  const grid = useRef<GridHandle<'customers'>>(null);
  const [startKey] = useState(search.row ?? null);
  const [current, setCurrent] = useState<CustomerRow | null>(null);
  const [isBandAsked, setBandAsked] = useState(false);
  const [choice, setChoice] = useState<Choice | null>(null);
  const settledKey = useSettled(current?.key ?? null, SETTLE_MS);
  const lookedAt = choice?.key === settledKey ? choice.lookedAt : null;
  const detail = useQuery({
    ...customerDetailQuery(client, settledKey ?? 0, lookedAt),
    enabled: settledKey !== null,
  });
  const shown = detail.data?.row.key === current?.key ? detail.data : undefined;
  const chosen = chosenOf(shown, choice);
  const actions = useCustomerActions(shown, chosen, grid);
  const choose = (next: CustomerFacet) => void navigate({ search: (old) => ({ ...old, facet: next }), replace: true });
  useDecisionKeys(
    {
      approve: () => actions.decide('confirmed'),
      reject: () => actions.decide('rejected'),
      undo: () => actions.undo(),
    },
    { isBusy: actions.isBusy, place: current?.key ?? null },
  );
  useKeys({
    undoLatest: () => actions.undoLatest(),
    open: () => !isOnHeading() && enterPane('decision'),
    band: () => setBandAsked(true),
    previousFacet: () => choose(neighbourOf(facet, -1)),
    nextFacet: () => choose(neighbourOf(facet, 1)),
    find: () => focusBox(),
    showArrived: () => grid.current?.showArrived(),
  });
  return (
    <section className="screen customers" aria-label="Customers to link">
      <ScreenHead title="Customers to link" sentence={customersSentence(summary)} />
      <div className="customer-filter">
        <CustomerFilter chosen={facet} summary={summary} choose={choose} />
        <Button size="small" onClick={() => setBandAsked(true)}>
          Link a score band… <kbd>B</kbd>
        </Button>
      </div>
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes customer-panes">
        <CustomerPane
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
        <section className="pane" aria-label="Link" data-pane="decision">
          {current === null ? (
            <Empty title="Nothing selected" />
          ) : (
            <Link query={detail} {...{ shown, chosen, lookedAt, setChoice, actions }} />
          )}
        </section>
      </div>
      {isBandAsked && (
        <BandDialog
          close={(isChanged) => {
            setBandAsked(false);
            if (isChanged) grid.current?.showArrived();
          }}
        />
      )}
    </section>
  );
}

/** The one she chose, however its id was typed; else the one of the row. */
function chosenOf(
  detail: CustomerDetail | undefined,
  choice: Choice | null,
): CustomerDetail['candidates'][number] | undefined {
  if (detail === undefined) return undefined;
  const { row, candidates } = detail;
  const wanted = (choice?.key === row.key ? choice.custId : null) ?? row.custId;
  const isWanted = (custId: string): boolean => custId.toUpperCase() === wanted?.toUpperCase();
  return candidates.find(({ custId }) => isWanted(custId)) ?? candidates[0];
}

interface LinkProps {
  readonly query: UseQueryResult<CustomerDetail>;
  readonly shown: CustomerDetail | undefined;
  readonly chosen: CustomerDetail['candidates'][number] | undefined;
  readonly lookedAt: string | null;
  readonly setChoice: (choice: Choice) => void;
  readonly actions: CustomerActions;
}

function Link({ query, shown, chosen, lookedAt, setChoice, actions }: LinkProps): ReactNode {
  if (shown !== undefined)
    return (
      <CustomerDetailPane
        detail={shown}
        chosen={chosen}
        choose={(custId) => setChoice({ key: shown.row.key, custId, lookedAt })}
        lookAt={(custId) => setChoice({ key: shown.row.key, custId, lookedAt: custId })}
        actions={actions}
      />
    );
  if (query.isError) return <EmptyFailed error={query.error} retry={() => void query.refetch()} />;
  return <EmptyLoading what="the customer" />;
}
