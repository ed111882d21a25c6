import type { StripeBookObject } from '../company/company.ts';
import { columnsOf, filterValues, nextPlace, placeOf } from './books-schema.ts';
import type { Resource } from './resources.ts';
import type { Statements } from './statements.ts';

/** An object as it is kept, also when nobody may see it; null when there is none. */
export function keptObject(statements: Statements, id: string, resource: Resource): StripeBookObject | null {
  const row = statements.one<{ json: string }>(`SELECT json FROM ${resource.object} WHERE id = ?`, id);
  return row ? (JSON.parse(row.json) as StripeBookObject) : null;
}

/** Place of an object in its list, or null. */
export function placeOfObject(statements: Statements, table: string, id: string): number | null {
  return statements.one<{ pos: number }>(`SELECT pos FROM ${table} WHERE id = ?`, id)?.pos ?? null;
}

/** The next free place of a second. */
export function freePlace(statements: Statements, table: string, second: number): number {
  const row = statements.one<{ pos: number | null }>(
    `SELECT max(pos) AS pos FROM ${table} WHERE pos >= ? AND pos < ?`,
    placeOf(second),
    placeOf(second + 1),
  );
  const last = row?.pos ?? null;
  return nextPlace(second, last === null ? 0 : last - placeOf(second) + 1);
}

/** Writes an object at its second, or over the one of the same id, whose settlement it keeps unless another is given. */
export function writeObject(
  statements: Statements,
  object: StripeBookObject,
  resource: Resource,
  settlement: string | null,
): void {
  const isRow = resource.object === 'balance_transaction';
  const extra = isRow ? [settlement ?? settlementOfRow(statements, object.id)] : [];
  const values = [object.id, ...filterValues(resource, object), ...extra, JSON.stringify(object)];
  const columns = ['pos', 'id', ...columnsOf(resource), 'json'].join(', ');
  const place =
    placeOfObject(statements, resource.object, object.id) ?? freePlace(statements, resource.object, object.created);
  const marks = values.map(() => '?').join(', ');
  statements.run(`INSERT OR REPLACE INTO ${resource.object}(${columns}) VALUES (?, ${marks})`, place, ...values);
}

function settlementOfRow(statements: Statements, id: string): string | null {
  const sql = 'SELECT settlement FROM balance_transaction WHERE id = ?';
  return statements.one<{ settlement: string | null }>(sql, id)?.settlement ?? null;
}
