import type { LedgerError } from '../../ledger/ledger-error.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { translateLedgerError } from '../../ledger/translate-error.ts';

/** Refusals of one row's step; the rest of a chunk may go on without it. */
const REFUSALS = new Set<string>(['REFUSED', 'INVARIANT', 'STALE_VERSION', 'TRANSITION', 'NOT_FOUND']);

/**
 * Runs one step of a larger write so that it happens whole or not at all, and answers the refusal instead of ending the whole
 * write with it. Null: done. Defects and failures of the disk go up.
 */
export function withinSavepoint(db: WritableLedger, step: () => void): LedgerError | null {
  db.prepare('SAVEPOINT step').run();
  try {
    step();
    return null;
  } catch (error) {
    const known = translateLedgerError(error, 'posting.step');
    if (!REFUSALS.has(known.code)) throw error;
    db.prepare('ROLLBACK TO step').run();
    return known;
  } finally {
    db.prepare('RELEASE step').run();
  }
}
