import { useMemo } from 'react';
import type { ReactNode, Ref } from 'react';
import type { Facet, MovementRow } from '../../../shared/contract/views.ts';
import { useCompany } from '../../app/company-context.ts';
import { definePane } from '../../app/panes.ts';
import { Empty } from '../../ui/empty.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { formatMoneyWithCurrency } from '../../ui/money.ts';
import { FACET_WORDS } from '../../ui/words.ts';
import { isOpenMovement } from '../../../shared/domain/open-movement.ts';
import { MOVEMENT_COPY, movementColumns } from './movement-columns.tsx';

interface MovementsPaneProps {
  readonly ref: React.RefObject<GridHandle<'movements'> | null>;
  readonly facet: Facet;
  readonly text: string;
  readonly clearText: () => void;
  readonly chooseFacet: (facet: Facet) => void;
  readonly startKey: number | null;
  readonly current: MovementRow | null;
  readonly onCurrent: (row: MovementRow | null) => void;
}
const ROW_CLASSES = {
  'row-done': ({ data }: { data?: MovementRow | undefined }) => data !== undefined && !isOpenMovement(data),
  'row-duplicate': ({ data }: { data?: MovementRow | undefined }) => data?.attention === 'possibleDuplicate',
};

/** The Stripe side: charges, refunds and disputes of the chosen filter. */
export function MovementsPane(props: MovementsPaneProps): ReactNode {
  const { session, unit } = useCompany();
  const { ref, facet, text, current } = props;
  const year = session.period.slice(0, 4);
  const columns = useMemo(() => movementColumns(year, unit.currency), [year, unit.currency]);
  const trimmed = text.trim();
  return (
    <section
      className="pane"
      aria-label="Stripe movements"
      data-pane="rows"
      ref={(element) => definePane(element, () => ref.current?.focus() === true)}
    >
      <header>
        <strong>Stripe</strong>
        <span className="quiet">charges, refunds, disputes</span>
        <span className="pane-total figures" aria-live="polite">
          {current === null ? 'None selected' : `1 selected · ${formatMoneyWithCurrency(current.amount)}`}
        </span>
      </header>
      <SnapshotGrid
        ref={ref as Ref<GridHandle<'movements'>>}
        label="Stripe movements"
        noun="movements"
        topic="movements"
        request={{
          list: 'movements',
          unit: unit.unit,
          facet,
          ...(trimmed === '' ? {} : { text: trimmed }),
        }}
        columns={columns}
        copyColumns={MOVEMENT_COPY}
        selection="follow"
        initialKey={props.startKey}
        takesFocusAtStart
        rowClassRules={
          facet === 'matched' || facet === 'excluded' ? { 'row-duplicate': ROW_CLASSES['row-duplicate'] } : ROW_CLASSES
        }
        onCurrent={props.onCurrent}
        empty={<NoMovements {...props} text={trimmed} />}
      />
    </section>
  );
}

function NoMovements({ facet, text, clearText, chooseFacet }: MovementsPaneProps): ReactNode {
  if (text !== '') {
    const isAll = facet === 'all';
    return (
      <Empty
        title={`Nothing found for “${text}”`}
        action={
          isAll
            ? { label: 'Clear the search', run: clearText }
            : { label: 'Look in all movements', run: () => chooseFacet('all') }
        }
      >
        {isAll ? 'No movement of this unit holds it.' : `Looked in “${FACET_WORDS[facet]}” only.`}
      </Empty>
    );
  }
  if (facet === 'needsReview') return <Empty title="Nothing needs you">Every movement read so far is decided.</Empty>;
  if (facet === 'all') return <Empty title="No movements yet">They appear here once Stripe has been read.</Empty>;
  return (
    <Empty
      title={`Nothing under “${FACET_WORDS[facet]}”`}
      action={{ label: 'Back to what needs review', run: () => chooseFacet('needsReview') }}
    />
  );
}
