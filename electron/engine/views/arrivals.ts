import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { LedgerViewRequest } from '../../../shared/contract/views.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { aliasFilter } from '../customers/alias-view.ts';
import { customerFilter } from '../customers/customer-view.ts';
import { duplicateFilter } from '../duplicates/duplicate-view.ts';
import { itemFilter } from './item-view.ts';
import type { KeyFilter } from './keys.ts';
import { movementFilter } from './movement-view.ts';
import { postingFilter } from './posting-view.ts';

const NEWEST_SQL: Readonly<Record<LedgerViewRequest['list'], string>> = {
  movements: 'SELECT max(movement_key) AS newest FROM movement',
  items: 'SELECT max(item_key) AS newest FROM ar_item',
  postings: 'SELECT max(posting_id) AS newest FROM posting',
  duplicates: 'SELECT max(cluster_id) AS newest FROM duplicate_cluster',
  customers: 'SELECT max(customer_key) AS newest FROM stripe_customer_number',
  aliases: 'SELECT max(alias_id) AS newest FROM customer_alias',
};

/** The highest key there is in a list's table; keys are given out in ascending order and never again. */
export const newestKeyOf = defineRead(
  'views.newestKey',
  (db: ReadableLedger, args: { list: LedgerViewRequest['list'] }): number =>
    statement<{ newest: number | null }>(db, NEWEST_SQL[args.list]).get()?.newest ?? 0,
);

export interface ArrivedArgs {
  readonly request: LedgerViewRequest;
  readonly businessUnits: readonly string[];
  readonly setId: string;
  /** Today as ISO, by which aliases expire. */
  readonly today: string;
  /** The newest key when the view was opened. */
  readonly after: number;
}

/** How many rows that fit a view have arrived since it was opened: shown as a quiet count, never moved under the cursor. */
export const countArrived = defineRead('views.countArrived', (db: ReadableLedger, args: ArrivedArgs): number => {
  const { table, where, key, parameters } = filterOf(args);
  // By row key alone: only what is new is looked at, however long the list is.
  const sql = `SELECT count(*) AS count FROM ${table} NOT INDEXED WHERE ${key} > @after AND ${where}`;
  return statement<{ count: number }>(db, sql).get({ ...parameters, after: args.after })?.count ?? 0;
});

function filterOf({ request, businessUnits, setId, today }: ArrivedArgs): KeyFilter {
  switch (request.list) {
    case 'movements':
      return movementFilter(request);
    case 'items':
      return itemFilter({ request, businessUnits, setId });
    case 'postings':
      return postingFilter(request);
    case 'duplicates':
      return duplicateFilter(request);
    case 'customers':
      return customerFilter(request);
    case 'aliases':
      return aliasFilter({ request, today });
    default:
      return assertNever(request, 'list');
  }
}
