import type { ItemRow, MovementRow, PostingRow, ViewPage, ViewRequest } from '../../../shared/contract/views.ts';
import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import type { CustomerRow } from '../../../shared/contract/customers.ts';
import type { DuplicateRow } from '../../../shared/contract/duplicates.ts';
import type { TwoFileRow } from '../../../shared/contract/two-files.ts';
import type { QueryOutput } from '../../../shared/contract/contract.ts';
import type { ContractClient } from '../../api/client.ts';
import { ContractError } from '../../api/contract-error.ts';

interface RowByList {
  readonly movements: MovementRow;
  readonly items: ItemRow;
  readonly postings: PostingRow;
  readonly duplicates: DuplicateRow;
  readonly customers: CustomerRow;
  readonly aliases: AliasRow;
  readonly twoFiles: TwoFileRow;
}
export type ListName = keyof RowByList;
export type RowOf<L extends ListName> = RowByList[L];
/** A request without its order, which the grid's headings decide. */
export type ListRequest<L extends ListName> = Omit<Extract<ViewRequest, { list: L }>, 'sort'>;
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}
export type OpenedView = QueryOutput<'view.open'>;

/** One opened view snapshot: positions in it hold still until another one is opened. */
export interface ViewSource<L extends ListName> {
  readonly opened: OpenedView;
  readonly sort: Sort | undefined;
  /** Rows at `offset` and following, at most `limit`; rejects with ContractError `VIEW_EXPIRED` when it is over. */
  readonly rows: (offset: number, limit: number) => Promise<readonly RowOf<L>[]>;
  /** Position of a row, or null when the view does not hold it. */
  readonly locate: (key: number) => Promise<number | null>;
  /** Position of the next row that still waits for a person, after the given one and then from the top; null when none does. Movements, duplicates, customers and two files only. */
  readonly nextOpen: (position: number) => Promise<number | null>;
  /** Rows that came since it was opened, as of the latest page. */
  readonly arrivedSince: () => number;
}

function rowsOf<L extends ListName>(page: ViewPage, list: L): readonly RowOf<L>[] {
  if (page.list !== list) throw new Error(`asked for a page of ${list}, got ${page.list}`);
  // The rows' type follows from the list's name, which has just been compared.
  return page.rows as readonly RowOf<ListName>[] as readonly RowOf<L>[];
}

/** Opens a view snapshot of a list in the given order. */
export async function openView<L extends ListName>(
  client: ContractClient,
  request: ListRequest<L>,
  sort: Sort | undefined,
): Promise<ViewSource<L>> {
  // The contract's schema in the engine refuses a column that the list cannot be ordered by.
  const full = (sort === undefined ? request : { ...request, sort }) as ListRequest<L> & ViewRequest;
  const opened = await client.query('view.open', full);
  let arrived = 0;
  return {
    opened,
    sort,
    rows: async (offset, limit) => {
      const page = await client.query('view.page', { token: opened.token, offset, limit });
      arrived = page.arrivedSince;
      return rowsOf<L>(page, full.list as L);
    },
    locate: async (key) => (await client.query('view.locate', { token: opened.token, key })).position,
    nextOpen: async (position) =>
      (await client.query('view.next', { token: opened.token, position, wanted: 'open' })).position,
    arrivedSince: () => arrived,
  };
}

/** Whether the view behind a failed page is over and has to be opened again. */
export function isExpired(thrown: unknown): boolean {
  return thrown instanceof ContractError && thrown.code === 'VIEW_EXPIRED';
}
