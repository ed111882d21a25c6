import type { ColDef } from 'ag-grid-community';
import type { PostingRow } from '../../../shared/contract/views.ts';
import { formatDecimal } from '../../../shared/domain/money.ts';
import type { CopyColumn } from '../../ui/copy-rows.ts';
import { shortInstant } from '../../ui/dates.ts';
import { moneyCell } from '../../ui/grid/money-cell.tsx';
import { shortId } from '../../ui/short-id.ts';
import { Tag } from '../../ui/tag.tsx';
import { EFFECT_WORDS, POSTING_WORDS } from '../../ui/words.ts';

/** Columns of the posting queue; their ids are the columns a view can be ordered by, but for `items` and `effect`. */
export function postingColumns(zone: string, currency: string | null, isWide: boolean): ColDef<PostingRow>[] {
  return [
    {
      colId: 'approved',
      headerName: 'Approved',
      width: 90,
      valueGetter: ({ data }) => (data === undefined ? '…' : shortInstant(data.approvedAt, zone)),
    },
    {
      colId: 'state',
      headerName: 'State',
      width: 104,
      valueGetter: ({ data }) => (data === undefined ? '' : POSTING_WORDS[data.state].label),
      cellRenderer: ({ data }: { data: PostingRow | undefined }) =>
        data === undefined ? null : <Tag tone={POSTING_WORDS[data.state].tone}>{POSTING_WORDS[data.state].label}</Tag>,
    },
    {
      colId: 'effect',
      headerName: 'For',
      width: 68,
      sortable: false,
      valueGetter: ({ data }) => (data === undefined ? '' : EFFECT_WORDS[data.effect]),
    },
    {
      colId: 'reference',
      headerName: 'Reference',
      width: 136,
      cellClass: 'cell-id',
      valueGetter: ({ data }) => data?.reference ?? '',
    },
    {
      colId: 'customer',
      headerName: 'Customer',
      flex: 1,
      minWidth: 70,
      valueGetter: ({ data }) => data?.customer ?? '',
    },
    {
      colId: 'items',
      headerName: 'Items',
      width: 100,
      sortable: false,
      cellClass: 'cell-id',
      valueGetter: ({ data }) => (data === undefined ? '' : itemsText(data.items)),
    },
    {
      colId: 'amount',
      headerName: currency === null ? 'Amount' : `Amount, ${currency}`,
      width: 106,
      ...moneyCell<PostingRow>(({ amount }) => amount, currency),
    },
    {
      colId: 'deposit',
      headerName: 'Deposit or group',
      width: 146,
      hide: !isWide,
      cellClass: 'cell-id',
      valueGetter: ({ data }) => (data === undefined ? '' : (data.deposit ?? '—')),
    },
  ];
}

function itemsText(items: readonly string[]): string {
  const [first, ...others] = items;
  if (first === undefined) return '—';
  return others.length === 0 ? shortId(first) : `${shortId(first)} +${others.length}`;
}

export const POSTING_COPY: readonly CopyColumn<PostingRow>[] = [
  { heading: 'Approved at', kind: 'text', value: (row) => row.approvedAt },
  { heading: 'State', kind: 'text', value: (row) => POSTING_WORDS[row.state].label },
  { heading: 'For', kind: 'text', value: (row) => EFFECT_WORDS[row.effect] },
  { heading: 'Reference', kind: 'text', value: (row) => row.reference },
  { heading: 'Stripe object', kind: 'text', value: (row) => row.objectId },
  { heading: 'Customer id', kind: 'text', value: (row) => row.custId },
  { heading: 'Customer', kind: 'text', value: (row) => row.customer },
  { heading: 'Items', kind: 'text', value: (row) => row.items.join(', ') },
  { heading: 'Amount', kind: 'number', value: (row) => formatDecimal(row.amount) },
  { heading: 'Currency', kind: 'text', value: (row) => row.amount.currency },
  { heading: 'Accounting date', kind: 'text', value: (row) => row.accountingDate },
  { heading: 'Deposit or group', kind: 'text', value: (row) => row.deposit ?? '' },
];
