import type { ReaderHandle } from '../../../electron/ledger/connect-ledger.ts';

const TABLES = {
  movements: { table: 'movement', key: 'movement_key' },
  items: { table: 'ar_item', key: 'item_key' },
  postings: { table: 'posting', key: 'posting_id' },
  duplicates: { table: 'duplicate_cluster', key: 'cluster_id' },
  customers: { table: 'stripe_customer_number', key: 'customer_key' },
} as const;
export type ListName = keyof typeof TABLES;

/** The bound of opening a list: as many keys, read in the order of the table's own key. Answers how many there were. */
export function readKeysInOrder(db: ReaderHandle, list: ListName, count: number): number {
  const { table, key } = TABLES[list];
  return db.prepare<[number], number>(`SELECT ${key} FROM ${table} ORDER BY ${key} LIMIT ?`).pluck().all(count).length;
}

/** The bound of a page: the same rows by their keys, whole and raw, one prepared statement. */
export function readRowsByKey(db: ReaderHandle, list: ListName, keys: readonly number[]): number {
  const { table, key } = TABLES[list];
  const read = db.prepare<[number], unknown[]>(`SELECT * FROM ${table} WHERE ${key} = ?`).raw();
  let rows = 0;
  for (const each of keys) if (read.get(each) !== undefined) rows += 1;
  return rows;
}

/** The bound of the counts: the rows of the kept counts, read raw. */
export function readCounts(db: ReaderHandle): number {
  const movements = db.prepare('SELECT * FROM movement_count').raw().all().length;
  return movements + db.prepare('SELECT * FROM posting_count').raw().all().length;
}
