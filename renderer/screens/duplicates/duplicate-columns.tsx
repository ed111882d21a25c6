import type { ColDef } from 'ag-grid-community';
import type { DuplicateRow } from '../../../shared/contract/duplicates.ts';
import { formatDecimal } from '../../../shared/domain/money.ts';
import type { CopyColumn } from '../../ui/copy-rows.ts';
import { shortInstant } from '../../ui/dates.ts';
import { moneyCell } from '../../ui/grid/money-cell.tsx';
import { Tag } from '../../ui/tag.tsx';
import { DUPLICATE_KIND_WORDS, standingWords } from './duplicate-words.ts';

/** A plain date where there is no more, else the instant in the unit's zone. */
export function whenText(at: string, zone: string): string {
  return at.includes('T') ? shortInstant(at, zone) : at.slice(5);
}

/** Columns of the list of suspected duplicates; their ids are the columns a view can be ordered by. */
export function duplicateColumns(zone: string, currency: string | null): ColDef<DuplicateRow>[] {
  return [
    {
      colId: 'first',
      headerName: 'First',
      width: 88,
      valueGetter: ({ data }) => (data === undefined ? '…' : whenText(data.firstAt, zone)),
    },
    {
      colId: 'kind',
      headerName: 'Suspected',
      width: 118,
      valueGetter: ({ data }) => (data === undefined ? '' : DUPLICATE_KIND_WORDS[data.kind]),
    },
    {
      colId: 'customer',
      headerName: 'Customer',
      flex: 1,
      minWidth: 80,
      valueGetter: ({ data }) => data?.customer ?? '',
    },
    {
      colId: 'amount',
      headerName: currency === null ? 'Amount' : `Amount, ${currency}`,
      width: 106,
      ...moneyCell<DuplicateRow>(({ amount }) => amount, currency),
    },
    {
      colId: 'score',
      headerName: 'Score',
      width: 58,
      cellClass: 'cell-figures',
      headerClass: 'head-right',
      valueGetter: ({ data }) => (data === undefined ? '' : data.score.toFixed(2)),
    },
    {
      colId: 'state',
      headerName: 'State',
      width: 100,
      valueGetter: ({ data }) => (data === undefined ? '' : standingWords(data).label),
      cellRenderer: ({ data }: { data: DuplicateRow | undefined }) =>
        data === undefined ? null : <Tag tone={standingWords(data).tone}>{standingWords(data).label}</Tag>,
    },
  ];
}

export const DUPLICATE_COPY: readonly CopyColumn<DuplicateRow>[] = [
  { heading: 'First', kind: 'text', value: (row) => row.firstAt },
  { heading: 'Last', kind: 'text', value: (row) => row.lastAt },
  { heading: 'Suspected', kind: 'text', value: (row) => DUPLICATE_KIND_WORDS[row.kind] },
  { heading: 'Rows', kind: 'number', value: (row) => String(row.members) },
  { heading: 'Customer', kind: 'text', value: (row) => row.customer ?? '' },
  { heading: 'Amount', kind: 'number', value: ({ amount }) => (amount === null ? '' : formatDecimal(amount)) },
  { heading: 'Currency', kind: 'text', value: ({ amount }) => amount?.currency ?? '' },
  { heading: 'Score', kind: 'number', value: (row) => row.score.toFixed(2) },
  { heading: 'State', kind: 'text', value: (row) => standingWords(row).label },
];
