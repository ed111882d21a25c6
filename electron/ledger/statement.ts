import type { Statement } from 'better-sqlite3';
import type { ReadableLedger } from './operation.ts';

const prepared = new WeakMap<object, Map<string, Statement<unknown[], unknown>>>();

/**
 * The prepared statement for `sql` on this connection, prepared once and kept as long as the connection: preparing costs more
 * than running. `sql` must be constant text (values are bound). Do not change its mode (`pluck`, `raw`) and do not run it
 * again while iterating it; prepare an own one for that.
 */
export function statement<Row = unknown>(db: ReadableLedger, sql: string): Statement<unknown[], Row> {
  let ofConnection = prepared.get(db);
  if (ofConnection === undefined) prepared.set(db, (ofConnection = new Map<string, Statement<unknown[], unknown>>()));
  let found = ofConnection.get(sql);
  if (found === undefined) ofConnection.set(sql, (found = db.prepare<unknown[]>(sql)));
  return found as Statement<unknown[], Row>;
}

const preparedRaw = new WeakMap<object, Map<string, Statement<unknown[], unknown>>>();

/** As `statement`, for rows as lists of values: for many rows of many columns an object each is what costs most. */
export function rawStatement<Row extends unknown[]>(db: ReadableLedger, sql: string): Statement<unknown[], Row> {
  let ofConnection = preparedRaw.get(db);
  if (ofConnection === undefined)
    preparedRaw.set(db, (ofConnection = new Map<string, Statement<unknown[], unknown>>()));
  let found = ofConnection.get(sql);
  if (found === undefined) ofConnection.set(sql, (found = db.prepare<unknown[]>(sql).raw()));
  return found as Statement<unknown[], Row>;
}
