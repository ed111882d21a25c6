import { useMemo } from 'react';
import type { ReactNode, RefObject } from 'react';
import type { DuplicateRow } from '../../../shared/contract/duplicates.ts';
import type { DuplicateFacet } from '../../../shared/domain/duplicates.ts';
import { useCompany } from '../../app/company-context.ts';
import { definePane } from '../../app/panes.ts';
import { Empty } from '../../ui/empty.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { DUPLICATE_COPY, duplicateColumns } from './duplicate-columns.tsx';
import { FACET_LABELS } from './duplicate-words.ts';

interface ClusterPaneProps {
  readonly ref: RefObject<GridHandle<'duplicates'> | null>;
  readonly facet: DuplicateFacet;
  readonly text: string;
  readonly startKey: number | null;
  readonly current: DuplicateRow | null;
  readonly onCurrent: (row: DuplicateRow | null) => void;
  readonly showAll: () => void;
  readonly clear: () => void;
}

/** The suspected duplicates, the largest amount first. */
export function ClusterPane(props: ClusterPaneProps): ReactNode {
  const { ref, facet, text, current } = props;
  const { unit } = useCompany();
  const columns = useMemo(() => duplicateColumns(unit.zone, unit.currency), [unit.zone, unit.currency]);
  return (
    <section
      className="pane"
      aria-label="Suspected duplicates"
      data-pane="rows"
      ref={(element) => definePane(element, () => ref.current?.focus() === true)}
    >
      <header>
        <strong>Suspected</strong>
        <span className="quiet">times in {unit.zone}</span>
        <span className="pane-total figures" aria-live="polite">
          {current === null
            ? ''
            : `1 selected · of ${current.members} ${current.kind === 'doubleCustomer' ? 'customers' : 'rows'}`}
        </span>
      </header>
      <SnapshotGrid
        ref={ref}
        label="Suspected duplicates"
        noun="suspected duplicates"
        topic="duplicates"
        request={{ list: 'duplicates', unit: unit.unit, facet, ...(text === '' ? {} : { text }) }}
        columns={columns}
        copyColumns={DUPLICATE_COPY}
        selection="follow"
        initialKey={props.startKey}
        takesFocusAtStart
        onCurrent={props.onCurrent}
        empty={<NoClusters {...props} />}
      />
    </section>
  );
}

function NoClusters({ facet, text, showAll, clear }: ClusterPaneProps): ReactNode {
  if (text !== '')
    return (
      <Empty title={`No suspicion holds “${text}”`} action={{ label: 'Clear the search', run: clear }}>
        Looked in “{FACET_LABELS[facet]}” only.
      </Empty>
    );
  if (facet === 'all')
    return <Empty title="Nothing is suspected">Rows that may be one event come here after each matching run.</Empty>;
  return (
    <Empty
      title={facet === 'open' ? 'Nothing waits for your word' : `None under “${FACET_LABELS[facet]}”`}
      action={{ label: 'Show all', run: showAll }}
    />
  );
}
