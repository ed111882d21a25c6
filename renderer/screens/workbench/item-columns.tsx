import type { ColDef } from 'ag-grid-community';
import type { ItemRow } from '../../../shared/contract/views.ts';
import { formatDecimal } from '../../../shared/domain/money.ts';
import type { CopyColumn } from '../../ui/copy-rows.ts';
import { shortDate } from '../../ui/dates.ts';
import { moneyCell } from '../../ui/grid/money-cell.tsx';
import { formatCount, formatMoney } from '../../ui/money.ts';
import { shortId } from '../../ui/short-id.ts';

/** Columns of the PeopleSoft pane; their ids are the columns a view can be ordered by. */
export function itemColumns(year: string, currency: string | null): ColDef<ItemRow>[] {
  return [
    {
      colId: 'due',
      headerName: 'Due',
      width: 66,
      valueGetter: ({ data }) => {
        if (data === undefined) return '…';
        return data.dueDate === null ? '—' : shortDate(data.dueDate, year);
      },
    },
    {
      colId: 'item',
      headerName: 'Item',
      width: 132,
      cellClass: 'cell-id',
      valueGetter: ({ data }) => (data === undefined ? '' : shortId(data.item)),
    },
    {
      colId: 'customer',
      headerName: 'Customer',
      flex: 1,
      minWidth: 90,
      valueGetter: ({ data }) => data?.customer ?? '',
      cellRenderer: ({ data }: { data: ItemRow | undefined }) =>
        data === undefined ? null : (
          <span className="cell-with-note">
            <span>{data.customer}</span>
            {data.held.minor !== 0 && (
              <em title={`${formatMoney(data.held)} of it is taken by another decision`}>part taken</em>
            )}
          </span>
        ),
    },
    {
      colId: 'days',
      headerName: 'Days',
      width: 62,
      cellClass: 'cell-figures',
      headerClass: 'head-right',
      valueGetter: ({ data }) => (data === undefined || data.daysPastDue === null ? '' : formatCount(data.daysPastDue)),
    },
    {
      colId: 'open',
      headerName: currency === null ? 'Open' : `Open, ${currency}`,
      width: 116,
      ...moneyCell<ItemRow>(({ open }) => open, currency),
    },
  ];
}

export const ITEM_COPY: readonly CopyColumn<ItemRow>[] = [
  { heading: 'Business unit', kind: 'text', value: (row) => row.businessUnit },
  { heading: 'Customer id', kind: 'text', value: (row) => row.custId },
  { heading: 'Customer', kind: 'text', value: (row) => row.customer },
  { heading: 'Item', kind: 'text', value: (row) => row.item },
  { heading: 'Line', kind: 'number', value: (row) => String(row.itemLine) },
  { heading: 'Due', kind: 'text', value: (row) => row.dueDate ?? '' },
  { heading: 'Open', kind: 'number', value: (row) => formatDecimal(row.open) },
  { heading: 'Currency', kind: 'text', value: (row) => row.open.currency },
];
