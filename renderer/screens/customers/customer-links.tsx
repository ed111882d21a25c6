import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { CustomerDetail, CustomerRow } from '../../../shared/contract/customers.ts';
import type { CustomerFacet } from '../../../shared/domain/customer-facets.ts';
import { useClient } from '../../api/client-context.ts';
import { customerDetailQuery } from '../../api/queries.ts';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { enterPane, isOnHeading } from '../../app/panes.ts';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { AliasDialog, type AliasStart } from './alias-dialog.tsx';
import { BandDialog } from './band-dialog.tsx';
import { CustomerDetailPane } from './customer-detail.tsx';
import { EndDialog } from './end-dialog.tsx';
import { CustomerPane } from './customer-pane.tsx';
import { useCustomerActions } from './use-customer-actions.ts';
import type { CustomerActions } from './use-customer-actions.ts';

const route = getRouteApi('/customers');
const SETTLE_MS = 90;

/** What she looks at beside what is shown by itself, for one Stripe customer. */
interface Choice {
  readonly key: number;
  readonly custId: string | null;
  readonly lookedAt: string | null;
}

interface CustomerLinksProps {
  readonly facet: CustomerFacet;
  readonly text: string;
  /** The chips of the lists. */
  readonly filter: ReactNode;
  readonly showAll: () => void;
  readonly clear: () => void;
}

/** Stripe's customers beside those of PeopleSoft: a person says which are one. */
export function CustomerLinks({ facet, text, filter, showAll, clear }: CustomerLinksProps): ReactNode {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const grid = useRef<GridHandle<'customers'>>(null);
  const [startKey] = useState(search.row ?? null);
  const [current, setCurrent] = useState<CustomerRow | null>(null);
  const [asked, setAsked] = useState<Question | null>(null);
  const { detail, shown, chosen, lookedAt, setChoice } = useShownCustomer(current?.key ?? null);
  const actions = useCustomerActions(shown, chosen, grid);
  useDecisionKeys(
    {
      approve: () => actions.decide('confirmed'),
      reject: () => (shown?.row.state === 'confirmed' ? actions.askEnd() : actions.decide('rejected')),
      undo: () => actions.undo(),
    },
    { isBusy: actions.isBusy, place: current?.key ?? null },
  );
  useKeys({
    undoLatest: () => actions.undoLatest(),
    open: () => !isOnHeading() && enterPane('decision'),
    band: () => setAsked('band'),
    remember: () => setAsked('alias'),
    showArrived: () => grid.current?.showArrived(),
  });
  return (
    <>
      <div className="customer-filter">
        {filter}
        <Button size="small" onClick={() => setAsked('band')}>
          Link a score band… <kbd>B</kbd>
        </Button>
      </div>
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes customer-panes">
        <CustomerPane
          ref={grid}
          facet={facet}
          text={text}
          startKey={startKey}
          current={current}
          onCurrent={(row) => {
            setCurrent(row);
            if (row !== null) void navigate({ search: (old) => ({ ...old, row: row.key }), replace: true });
          }}
          showAll={showAll}
          clear={clear}
        />
        <section className="pane" aria-label="Link" data-pane="decision">
          {current === null ? (
            <Empty title="Nothing selected" />
          ) : (
            <Link query={detail} {...{ shown, chosen, lookedAt, setChoice, actions }} />
          )}
        </section>
      </div>
      <Asked
        asked={asked}
        actions={actions}
        alias={{ change: null, spelling: current?.name ?? '', custId: chosen?.custId ?? '' }}
        close={(isChanged) => {
          setAsked(null);
          if (isChanged) grid.current?.reload();
        }}
      />
    </>
  );
}

/** What is known of the current customer once she rests on it, and which PeopleSoft customer she has chosen beside it. */
function useShownCustomer(key: number | null) {
  const client = useClient();
  const [choice, setChoice] = useState<Choice | null>(null);
  const settledKey = useSettled(key, SETTLE_MS);
  const lookedAt = choice?.key === settledKey ? choice.lookedAt : null;
  const detail = useQuery({
    ...customerDetailQuery(client, settledKey ?? 0, lookedAt),
    enabled: settledKey !== null,
  });
  const shown = detail.data?.row.key === key ? detail.data : undefined;
  const chosen = chosenOf(shown, choice);
  return { detail, shown, chosen, lookedAt, setChoice };
}

type Question = 'band' | 'alias';
interface AskedProps {
  readonly asked: Question | null;
  readonly actions: CustomerActions;
  readonly alias: AliasStart;
  readonly close: (isChanged: boolean) => void;
}

/** The dialog that is open, if any. */
function Asked({ asked, actions, alias, close }: AskedProps): ReactNode {
  if (actions.ends !== null) return <EndDialog detail={actions.ends} close={actions.end} />;
  if (asked === 'band') return <BandDialog close={close} />;
  return asked === 'alias' ? <AliasDialog start={alias} close={() => close(false)} /> : null;
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
