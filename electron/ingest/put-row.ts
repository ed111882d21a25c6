import type { WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';

export type ColumnValue = string | number | null;
const texts = new Map<string, string>();

/**
 * Writes one row of a table, new or in place of what its key holds. `key` and `row` are column names of this program's own, never text from
 * outside: they become part of the SQL.
 */
export function putRow(
  db: WritableLedger,
  table: string,
  key: Readonly<Record<string, ColumnValue>>,
  row: Readonly<Record<string, ColumnValue>>,
): void {
  const columns = [...Object.keys(key), ...Object.keys(row)];
  const name = `${table}(${columns.join(',')})`;
  const known = texts.get(name);
  const sql = known ?? upsertText(table, columns, Object.keys(row));
  if (known === undefined) texts.set(name, sql);
  statement(db, sql).run(...Object.values(key), ...Object.values(row));
}

function upsertText(table: string, columns: readonly string[], changing: readonly string[]): string {
  const places = columns.map(() => '?').join(', ');
  const changes = changing.map((column) => `${column} = excluded.${column}`).join(', ');
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places}) ON CONFLICT DO UPDATE SET ${changes}`;
}
