import type { WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';

export type ColumnValue = string | number | null;
type Row = Readonly<Record<string, ColumnValue>>;
interface Upsert {
  readonly columns: readonly string[];
  readonly keyColumns: number;
  readonly sql: string;
}
/** The statement last used for a table: its rows nearly always have the same columns, and putting the text together costs as much as running it. */
const lastOf = new Map<string, Upsert>();

/**
 * Writes one row of a table, new or in place of what its key holds. `key` and `row` are column names of this program's own, never text from
 * outside: they become part of the SQL.
 */
export function putRow(db: WritableLedger, table: string, key: Row, row: Row): void {
  const changing = Object.keys(row);
  const columns = [...Object.keys(key), ...changing];
  const keyColumns = columns.length - changing.length;
  let upsert = lastOf.get(table);
  if (upsert === undefined || upsert.keyColumns !== keyColumns || !isSame(upsert.columns, columns))
    lastOf.set(table, (upsert = { columns, keyColumns, sql: upsertText(table, columns, changing) }));
  statement(db, upsert.sql).run(...Object.values(key), ...Object.values(row));
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, index) => name === right[index]);
}

function upsertText(table: string, columns: readonly string[], changing: readonly string[]): string {
  const places = columns.map(() => '?').join(', ');
  const changes = changing.map((column) => `${column} = excluded.${column}`).join(', ');
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places}) ON CONFLICT DO UPDATE SET ${changes}`;
}
