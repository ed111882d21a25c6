import { LedgerError } from './ledger-error.ts';
import type { ReaderHandle, WriterHandle } from './connect-ledger.ts';
import type { Ledger, ReadOperation, WriteOperation } from './operation.ts';
import { translateLedgerError } from './translate-error.ts';

/**
 * A `Ledger` over a connection of this process, for tests and small tools: same transactions and errors as the threads.
 * Reads see one snapshot and cannot write; a write happens whole or not at all.
 * @testonly the threads run the same steps one by one; tests hold them in one process
 */
export function directLedger(db: WriterHandle): Ledger {
  return {
    read: async (operation, args) => runRead(db, operation, args),
    write: async (operation, args) => runWrite(db, operation, args),
  };
}

/** Runs one read in one snapshot on any connection. Throws `LedgerError`. */
export function runRead<Args, Result>(db: ReaderHandle, operation: ReadOperation<Args, Result>, args: Args): Result {
  const guarded = !db.readonly;
  try {
    if (guarded) db.pragma('query_only=ON');
    db.exec('BEGIN');
    return assertSynchronous(operation.run(db, args), operation.name);
  } catch (error) {
    throw translateLedgerError(error, operation.name);
  } finally {
    if (db.inTransaction) db.exec('COMMIT');
    if (guarded) db.pragma('query_only=OFF');
  }
}

/** Runs one write inside one immediate transaction. Throws `LedgerError`; then nothing of it was saved. */
export function runWrite<Args, Result>(db: WriterHandle, operation: WriteOperation<Args, Result>, args: Args): Result {
  try {
    db.exec('BEGIN IMMEDIATE');
    const result = assertSynchronous(operation.run(db, args), operation.name);
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw translateLedgerError(error, operation.name);
  }
}

/** A promise out of an operation means that part of it would run after the commit: a defect, refused before the commit. */
export function assertSynchronous<Result>(result: Result, operation: string): Result {
  if (typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function')
    throw new LedgerError(
      'INTERNAL',
      `The step ${operation} is asynchronous, which a ledger step must never be.`,
      'Send a support bundle.',
    );
  return result;
}
