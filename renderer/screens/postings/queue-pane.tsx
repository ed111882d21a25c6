import { useMemo } from 'react';
import type { ReactNode, RefObject } from 'react';
import type { PostingRow } from '../../../shared/contract/views.ts';
import { useCompany } from '../../app/company-context.ts';
import { definePane } from '../../app/panes.ts';
import { Empty } from '../../ui/empty.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { formatMoneyWithCurrency } from '../../ui/money.ts';
import { useMedia } from '../../ui/use-media.ts';
import { POSTING_COPY, postingColumns } from './posting-columns.tsx';
import type { PostingFilter } from './state-filter.tsx';

interface QueuePaneProps {
  readonly ref: RefObject<GridHandle<'postings'> | null>;
  readonly filter: PostingFilter;
  readonly text: string;
  readonly startKey: number | null;
  readonly current: PostingRow | null;
  readonly onCurrent: (row: PostingRow | null) => void;
  readonly showAll: () => void;
  readonly clear: () => void;
}

/** The queue of postings in the chosen states. */
export function QueuePane(props: QueuePaneProps): ReactNode {
  const { ref, filter, text, current } = props;
  const { unit } = useCompany();
  const isWide = useMedia('(min-width: 1500px)');
  const columns = useMemo(() => postingColumns(unit.zone, unit.currency, isWide), [unit.zone, unit.currency, isWide]);
  return (
    <section
      className="pane"
      aria-label="Queue"
      data-pane="rows"
      ref={(element) => definePane(element, () => ref.current?.focus() === true)}
    >
      <header>
        <strong>Queue</strong>
        <span className="quiet">times in {unit.zone}</span>
        <span className="pane-total figures" aria-live="polite">
          {current === null ? '' : `1 selected · ${formatMoneyWithCurrency(current.amount)}`}
        </span>
      </header>
      <SnapshotGrid
        ref={ref}
        label="Postings"
        noun="postings"
        topic="postings"
        request={{
          list: 'postings',
          unit: unit.unit,
          ...(filter.states === null ? {} : { states: [...filter.states] }),
          ...(text === '' ? {} : { text }),
        }}
        columns={columns}
        copyColumns={POSTING_COPY}
        selection="follow"
        initialKey={props.startKey}
        takesFocusAtStart
        onCurrent={props.onCurrent}
        empty={<NoPostings {...props} />}
      />
    </section>
  );
}

function NoPostings({ filter, text, showAll, clear }: QueuePaneProps): ReactNode {
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
