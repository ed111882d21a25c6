import type { ColDef } from 'ag-grid-community';
import type { TwoFileRow } from '../../../shared/contract/two-files.ts';
import type { CopyColumn } from '../../ui/copy-rows.ts';
import { formatPlainDecimal } from '../../ui/money.ts';
import { Tag } from '../../ui/tag.tsx';
import { standingWords } from './two-file-words.ts';

type Side = 'left' | 'right';

function told(row: TwoFileRow | undefined, side: Side): string {
  const cells = row?.[side] ?? null;
  if (cells === null) return '';
  return [cells.id, cells.party || cells.reference].filter((text) => text !== '').join(' · ');
}

function amountColumn(side: Side, headerName: string): ColDef<TwoFileRow> {
  return {
    colId: `${side}Amount`,
    headerName,
    width: 112,
    sortable: false,
    cellClass: 'cell-figures',
    headerClass: 'head-right',
    valueGetter: ({ data }) => formatPlainDecimal(data?.[side]?.amount ?? ''),
  };
}

/** Columns of the lines; ids of those that can be sorted are the columns a view can be ordered by. */
export const LINE_COLUMNS: ColDef<TwoFileRow>[] = [
  {
    colId: 'left',
    headerName: 'Left',
    flex: 1,
    minWidth: 90,
    valueGetter: ({ data }) => (data === undefined ? '…' : told(data, 'left')),
  },
  amountColumn('left', 'Left amount'),
  { colId: 'right', headerName: 'Right', flex: 1, minWidth: 90, valueGetter: ({ data }) => told(data, 'right') },
  amountColumn('right', 'Right amount'),
  {
    colId: 'score',
    headerName: 'Score',
    width: 62,
    cellClass: 'cell-figures',
    headerClass: 'head-right',
    valueGetter: ({ data }) => (data === undefined || data.score === 0 ? '' : data.score.toFixed(2)),
  },
  {
    colId: 'decision',
    headerName: 'State',
    width: 112,
    valueGetter: ({ data }) => (data === undefined ? '' : standingWords(data).label),
    cellRenderer: ({ data }: { data: TwoFileRow | undefined }) =>
      data === undefined ? null : <Tag tone={standingWords(data).tone}>{standingWords(data).label}</Tag>,
  },
];

export const LINE_COPY: readonly CopyColumn<TwoFileRow>[] = [
  { heading: 'Left id', kind: 'text', value: ({ left }) => left?.id ?? '' },
  { heading: 'Left date', kind: 'text', value: ({ left }) => left?.date ?? '' },
  { heading: 'Left amount', kind: 'number', value: ({ left }) => left?.amount ?? '' },
  { heading: 'Right id', kind: 'text', value: ({ right }) => right?.id ?? '' },
  { heading: 'Right date', kind: 'text', value: ({ right }) => right?.date ?? '' },
  { heading: 'Right amount', kind: 'number', value: ({ right }) => right?.amount ?? '' },
  { heading: 'Amount', kind: 'number', value: ({ amount }) => amount },
  { heading: 'Score', kind: 'number', value: ({ score }) => score.toFixed(2) },
  { heading: 'State', kind: 'text', value: (row) => standingWords(row).label },
];
