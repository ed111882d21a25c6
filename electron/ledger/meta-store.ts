import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** The value kept under `key`, or null. */
export function getMeta(db: ReadableLedger, key: string): string | null {
  return statement<{ value: string }>(db, 'SELECT value FROM ledger_meta WHERE key = ?').get(key)?.value ?? null;
}

/** Keeps `value` under `key`, replacing what was there. */
export function setMeta(db: WritableLedger, key: string, value: string): void {
  statement(
    db,
    'INSERT INTO ledger_meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(key, value);
}
