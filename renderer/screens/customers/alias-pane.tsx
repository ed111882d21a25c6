import type { ReactNode, RefObject } from 'react';
import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import type { AliasFacet } from '../../../shared/domain/customer-aliases.ts';
import { useCompany } from '../../app/company-context.ts';
import { definePane } from '../../app/panes.ts';
import { Empty } from '../../ui/empty.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { ALIAS_COLUMNS, ALIAS_COPY } from './alias-columns.tsx';

interface AliasPaneProps {
  readonly ref: RefObject<GridHandle<'aliases'> | null>;
  readonly facet: AliasFacet;
  readonly text: string;
  readonly onCurrent: (row: AliasRow | null) => void;
  readonly clear: () => void;
  readonly add: () => void;
}

/** The aliases of customers, the latest first. */
export function AliasPane({ ref, onCurrent, facet, text, clear, add }: AliasPaneProps): ReactNode {
  const { unit } = useCompany();
  return (
    <section
      className="pane"
      aria-label="Aliases"
      data-pane="rows"
      ref={(element) => definePane(element, () => ref.current?.focus() === true)}
    >
      <header>
        <strong>Aliases</strong>
        <span className="quiet">what persons remember, as evidence beside the scores</span>
      </header>
      <SnapshotGrid
        ref={ref}
        label="Aliases of customers"
        noun="aliases"
        topic="customers"
        request={{ list: 'aliases', unit: unit.unit, facet, ...(text === '' ? {} : { text }) }}
        columns={ALIAS_COLUMNS}
        copyColumns={ALIAS_COPY}
        selection="follow"
        takesFocusAtStart
        onCurrent={onCurrent}
        empty={<NoAliases facet={facet} text={text} clear={clear} add={add} />}
      />
    </section>
  );
}

function NoAliases({ facet, text, clear, add }: Omit<AliasPaneProps, 'ref' | 'onCurrent'>): ReactNode {
  if (text !== '')
    return <Empty title={`No alias holds “${text}”`} action={{ label: 'Clear the search', run: clear }} />;
  if (facet === 'ended') return <Empty title="No alias has ended" />;
  return (
    <Empty title="Nobody remembers an alias yet" action={{ label: 'Remember one', run: add }}>
      Confirming a link whose two names differ makes one by itself.
    </Empty>
  );
}
