import type { ColDef } from 'ag-grid-community';
import type { CustomerRow } from '../../../shared/contract/customers.ts';
import type { CopyColumn } from '../../ui/copy-rows.ts';
import { MergedName } from '../../ui/merged-name.tsx';
import { Tag } from '../../ui/tag.tsx';
import { scoreText, STANDING_WORDS } from './customer-words.ts';

/** Columns of the list of customers to link; their ids are the columns a view can be ordered by. */
export const CUSTOMER_COLUMNS: ColDef<CustomerRow>[] = [
  {
    colId: 'customer',
    headerName: 'Stripe',
    flex: 1,
    minWidth: 90,
    valueGetter: ({ data }) => (data === undefined ? '…' : (data.merged?.name ?? data.name ?? data.customerId)),
    cellRenderer: ({ data, value }: { data: CustomerRow | undefined; value: string }) =>
      data === undefined || data.merged === null ? (
        value
      ) : (
        <MergedName name={value} ownName={data.name} others={data.merged.others} />
      ),
  },
  {
    colId: 'pipedrive',
    headerName: 'Pipedrive',
    width: 82,
    sortable: false,
    valueGetter: ({ data }) => (data === undefined ? '' : '—'),
  },
  {
    colId: 'peopleSoft',
    headerName: 'PeopleSoft',
    flex: 1,
    minWidth: 90,
    valueGetter: ({ data }) =>
      data === undefined || data.custId === null ? '' : `${data.custId} ${data.peopleSoftName ?? ''}`,
  },
  {
    colId: 'score',
    headerName: 'Score',
    width: 62,
    cellClass: 'cell-figures',
    headerClass: 'head-right',
    valueGetter: ({ data }) => scoreText(data?.score ?? null),
  },
  {
    colId: 'state',
    headerName: 'State',
    width: 92,
    valueGetter: ({ data }) => (data === undefined ? '' : STANDING_WORDS[data.state].label),
    cellRenderer: ({ data }: { data: CustomerRow | undefined }) =>
      data === undefined ? null : <Tag tone={STANDING_WORDS[data.state].tone}>{STANDING_WORDS[data.state].label}</Tag>,
  },
];

export const CUSTOMER_COPY: readonly CopyColumn<CustomerRow>[] = [
  { heading: 'Stripe customer', kind: 'text', value: (row) => row.customerId },
  { heading: 'Name in Stripe', kind: 'text', value: (row) => row.name ?? '' },
  { heading: 'E-mail', kind: 'text', value: (row) => row.email ?? '' },
  { heading: 'PeopleSoft customer', kind: 'text', value: (row) => row.custId ?? '' },
  { heading: 'Name in PeopleSoft', kind: 'text', value: (row) => row.peopleSoftName ?? '' },
  { heading: 'Score', kind: 'number', value: (row) => scoreText(row.score) },
  { heading: 'Margin', kind: 'number', value: (row) => scoreText(row.margin) },
  { heading: 'State', kind: 'text', value: (row) => STANDING_WORDS[row.state].label },
  { heading: 'Counts as one with', kind: 'text', value: (row) => row.merged?.others.join(' ') ?? '' },
];
