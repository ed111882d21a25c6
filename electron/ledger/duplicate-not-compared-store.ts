import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A row that has too many of the same amount near it to be compared with them. */
export interface NotCompared {
  readonly unit: string;
  readonly movementKey: number | null;
  readonly paymentKey: number | null;
}

const CHARGES_NOT = `DELETE FROM duplicate_not_compared WHERE movement_key IS NOT NULL AND movement_key NOT IN (SELECT value FROM json_each(@now))`;
const PAYMENTS_NOT = `DELETE FROM duplicate_not_compared WHERE payment_key IS NOT NULL AND payment_key NOT IN (SELECT value FROM json_each(@now))`;

/** Keeps what was not compared of all payments and of the charges that were looked at (`among`; null: all of them). */
export function keepNotCompared(
  db: WritableLedger,
  rows: readonly NotCompared[],
  among: readonly number[] | null,
): void {
  const keys = (of: 'movementKey' | 'paymentKey'): string => JSON.stringify(rows.flatMap((row) => row[of] ?? []));
  const now = { now: keys('movementKey') };
  if (among === null) statement(db, CHARGES_NOT).run(now);
  else {
    const sql = `${CHARGES_NOT} AND movement_key IN (SELECT value FROM json_each(@among))`;
    statement(db, sql).run({ ...now, among: JSON.stringify(among) });
  }
  statement(db, PAYMENTS_NOT).run({ now: keys('paymentKey') });
  const add = statement(
    db,
    'INSERT INTO duplicate_not_compared (unit, movement_key, payment_key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const { unit, movementKey, paymentKey } of rows) add.run(unit, movementKey, paymentKey);
}

/** How many charges and payments of a unit were not compared. */
export function countNotCompared(db: ReadableLedger, unit: string): number {
  const sql = 'SELECT count(*) AS count FROM duplicate_not_compared WHERE unit = ?';
  return statement<{ count: number }>(db, sql).get(unit)?.count ?? 0;
}
