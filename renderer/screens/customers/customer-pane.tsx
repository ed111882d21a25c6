import type { ReactNode, RefObject } from 'react';
import type { CustomerRow } from '../../../shared/contract/customers.ts';
import type { CustomerFacet } from '../../../shared/domain/customer-facets.ts';
import { useCompany } from '../../app/company-context.ts';
import { definePane } from '../../app/panes.ts';
import { Empty } from '../../ui/empty.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { CUSTOMER_COLUMNS, CUSTOMER_COPY } from './customer-columns.tsx';
import { FACET_LABELS } from './customer-words.ts';

interface CustomerPaneProps {
  readonly ref: RefObject<GridHandle<'customers'> | null>;
  readonly facet: CustomerFacet;
  readonly text: string;
  readonly startKey: number | null;
  readonly current: CustomerRow | null;
  readonly onCurrent: (row: CustomerRow | null) => void;
  readonly showAll: () => void;
  readonly clear: () => void;
}

/** Stripe's customers with those they are linked to or resemble, the best score first. */
export function CustomerPane(props: CustomerPaneProps): ReactNode {
  const { ref, facet, text, current } = props;
  const { unit } = useCompany();
  return (
    <section
      className="pane"
      aria-label="Customers"
      data-pane="rows"
      ref={(element) => definePane(element, () => ref.current?.focus() === true)}
    >
      <header>
        <strong>Customers</strong>
        <span className="quiet">of all units; Pipedrive is not connected</span>
        <span className="pane-total figures" aria-live="polite">
          {current === null ? '' : '1 selected'}
        </span>
      </header>
      <SnapshotGrid
        ref={ref}
        label="Customers to link"
        noun="customers"
        topic="customers"
        request={{ list: 'customers', unit: unit.unit, facet, ...(text === '' ? {} : { text }) }}
        columns={CUSTOMER_COLUMNS}
        copyColumns={CUSTOMER_COPY}
        selection="follow"
        initialKey={props.startKey}
        takesFocusAtStart
        onCurrent={props.onCurrent}
        empty={<NoCustomers {...props} />}
      />
    </section>
  );
}

function NoCustomers({ facet, text, showAll, clear }: CustomerPaneProps): ReactNode {
  if (text !== '')
    return (
      <Empty title={`No customer holds “${text}”`} action={{ label: 'Clear the search', run: clear }}>
        Looked in “{FACET_LABELS[facet]}” only.
      </Empty>
    );
  if (facet === 'all') return <Empty title="No customers yet">They come with the first read from Stripe.</Empty>;
  return (
    <Empty
      title={facet === 'toDecide' ? 'No proposed link waits for your word' : `None under “${FACET_LABELS[facet]}”`}
      action={{ label: 'Show all', run: showAll }}
    />
  );
}
