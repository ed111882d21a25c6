import type { ErrorCode } from '../../../shared/errors/codes.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';

/** A rule that says no inside a write: the transaction is rolled back and the person reads why. */
export function refusal(code: ErrorCode, message: string, nextStep: string): LedgerError {
  return new LedgerError('REFUSED', message, nextStep, { detailCode: code });
}
