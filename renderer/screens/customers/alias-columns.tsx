import type { ColDef } from 'ag-grid-community';
import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import type { CopyColumn } from '../../ui/copy-rows.ts';
import { Tag } from '../../ui/tag.tsx';
import { ALIAS_KIND_WORDS, ALIAS_STANDING_WORDS } from './alias-words.ts';

/** Columns of the list of aliases; their ids are the columns a view can be ordered by. */
export const ALIAS_COLUMNS: ColDef<AliasRow>[] = [
  {
    colId: 'kind',
    headerName: 'What',
    width: 104,
    sortable: false,
    valueGetter: ({ data }) => (data === undefined ? '…' : ALIAS_KIND_WORDS[data.kind]),
  },
  { colId: 'spelling', headerName: 'Spelling', flex: 1, minWidth: 90, valueGetter: ({ data }) => data?.spelling ?? '' },
  {
    colId: 'peopleSoft',
    headerName: 'PeopleSoft',
    flex: 1,
    minWidth: 90,
    valueGetter: ({ data }) => (data === undefined ? '' : `${data.custId} ${data.peopleSoftName ?? ''}`),
  },
  {
    colId: 'expires',
    headerName: 'Until',
    width: 92,
    valueGetter: ({ data }) => data?.expiresDate ?? '',
  },
  {
    colId: 'standing',
    headerName: 'State',
    width: 104,
    sortable: false,
    valueGetter: ({ data }) => (data === undefined ? '' : ALIAS_STANDING_WORDS[data.standing].label),
    cellRenderer: ({ data }: { data: AliasRow | undefined }) =>
      data === undefined ? null : (
        <Tag tone={ALIAS_STANDING_WORDS[data.standing].tone}>{ALIAS_STANDING_WORDS[data.standing].label}</Tag>
      ),
  },
];

export const ALIAS_COPY: readonly CopyColumn<AliasRow>[] = [
  { heading: 'What', kind: 'text', value: (row) => ALIAS_KIND_WORDS[row.kind] },
  { heading: 'Spelling', kind: 'text', value: (row) => row.spelling },
  { heading: 'PeopleSoft customer', kind: 'text', value: (row) => row.custId },
  { heading: 'Name in PeopleSoft', kind: 'text', value: (row) => row.peopleSoftName ?? '' },
  { heading: 'Until', kind: 'text', value: (row) => row.expiresDate ?? '' },
  { heading: 'State', kind: 'text', value: (row) => ALIAS_STANDING_WORDS[row.standing].label },
  { heading: 'Said by', kind: 'text', value: (row) => row.madeBy },
  { heading: 'Reason', kind: 'text', value: (row) => row.reason ?? '' },
];
