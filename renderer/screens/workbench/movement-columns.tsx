import type { ColDef } from 'ag-grid-community';
import type { MovementRow } from '../../../shared/contract/views.ts';
import { formatDecimal } from '../../../shared/domain/money.ts';
import type { CopyColumn } from '../../ui/copy-rows.ts';
import { shortDate } from '../../ui/dates.ts';
import { moneyCell } from '../../ui/grid/money-cell.tsx';
import { MergedName } from '../../ui/merged-name.tsx';
import { shortId } from '../../ui/short-id.ts';
import { Tag } from '../../ui/tag.tsx';
import { KIND_WORDS } from '../../ui/words.ts';

/** Columns of the Stripe pane; their ids are the columns a view can be ordered by. */
export function movementColumns(year: string, currency: string | null): ColDef<MovementRow>[] {
  return [
    {
      colId: 'date',
      headerName: 'Date',
      width: 66,
      valueGetter: ({ data }) => (data === undefined ? '…' : shortDate(data.accountingDate, year)),
    },
    {
      colId: 'object',
      headerName: 'Object',
      width: 128,
      cellClass: 'cell-id',
      valueGetter: ({ data }) => (data === undefined ? '' : shortId(data.objectId)),
    },
    {
      colId: 'customer',
      headerName: 'Customer',
      flex: 2,
      minWidth: 90,
      valueGetter: ({ data }) => (data === undefined ? '' : (data.customer ?? '—')),
      cellRenderer: ({ data, value }: { data: MovementRow | undefined; value: string }) =>
        data === undefined || data.merged === null ? value : <MergedName name={value} {...data.merged} />,
    },
    {
      colId: 'amount',
      headerName: currency === null ? 'Amount' : `Amount, ${currency}`,
      width: 112,
      ...moneyCell<MovementRow>(({ amount }) => amount, currency),
    },
    {
      colId: 'state',
      headerName: 'State',
      flex: 1,
      minWidth: 136,
      maxWidth: 200,
      valueGetter: ({ data }) => data?.stateText ?? '',
      cellRenderer: ({ data }: { data: MovementRow | undefined }) =>
        data === undefined ? null : <Tag tone={data.stateTone}>{data.stateText}</Tag>,
    },
  ];
}

export const MOVEMENT_COPY: readonly CopyColumn<MovementRow>[] = [
  { heading: 'Date', kind: 'text', value: (row) => row.accountingDate },
  { heading: 'Kind', kind: 'text', value: (row) => KIND_WORDS[row.kind] },
  { heading: 'Object', kind: 'text', value: (row) => row.objectId },
  { heading: 'Customer', kind: 'text', value: (row) => row.customer ?? '' },
  { heading: 'Counts as one with', kind: 'text', value: (row) => row.merged?.others.join(' ') ?? '' },
  { heading: 'Amount', kind: 'number', value: (row) => formatDecimal(row.amount) },
  { heading: 'Currency', kind: 'text', value: (row) => row.amount.currency },
  { heading: 'State', kind: 'text', value: (row) => row.stateText },
];
