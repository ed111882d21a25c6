import { assertSynchronous, runWrite } from './direct-ledger.ts';
import type { LedgerError } from './ledger-error.ts';
import type { WriterHandle } from './connect-ledger.ts';
import type { WritableLedger } from './operation.ts';
import { defineWrite } from './operation.ts';
import { translateLedgerError } from './translate-error.ts';

/** One write of a group, bound to its arguments. */
export interface GroupedWrite {
  readonly name: string;
  readonly run: (db: WritableLedger) => unknown;
}
export type GroupedResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: LedgerError };

/**
 * Runs several writes with one commit, each in a savepoint of its own: one that fails is undone alone and the others stay.
 * When the transaction as a whole is lost (disk full, failed commit) every one of them failed. Results in the order given.
 */
export function runGroup(db: WriterHandle, writes: readonly GroupedWrite[]): readonly GroupedResult[] {
  const [only] = writes;
  if (only !== undefined && writes.length === 1) return [runAlone(db, only)];
  try {
    db.exec('BEGIN IMMEDIATE');
    const results = writes.map((write) => runInSavepoint(db, write));
    db.exec('COMMIT');
    return results;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    return writes.map(({ name }) => ({ ok: false, error: translateLedgerError(error, name) }));
  }
}

/** Without a savepoint: for a bulk write it would keep a copy of every page it touches. */
function runAlone(db: WriterHandle, write: GroupedWrite): GroupedResult {
  const operation = defineWrite(write.name, (writable, _args: null) => write.run(writable));
  try {
    return { ok: true, value: runWrite(db, operation, null) };
  } catch (error) {
    return { ok: false, error: translateLedgerError(error, write.name) };
  }
}

function runInSavepoint(db: WriterHandle, write: GroupedWrite): GroupedResult {
  db.exec('SAVEPOINT one_write');
  try {
    const value = assertSynchronous(write.run(db), write.name);
    db.exec('RELEASE one_write');
    return { ok: true, value };
  } catch (error) {
    // SQLite itself gives up the whole transaction on some errors; then no savepoint is left to go back to.
    if (!db.inTransaction) throw error;
    db.exec('ROLLBACK TO one_write; RELEASE one_write');
    return { ok: false, error: translateLedgerError(error, write.name) };
  }
}
