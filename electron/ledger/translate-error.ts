import type { LedgerErrorCode } from './ledger-error.ts';
import { LedgerError } from './ledger-error.ts';

interface Words {
  readonly code: LedgerErrorCode;
  readonly message: string;
  readonly nextStep: string;
}

/** Driver codes by prefix, most specific first. Source: SQLite's list of result codes. */
const BY_DRIVER_CODE: readonly (readonly [prefix: string, words: Words])[] = [
  [
    'SQLITE_NOTADB',
    {
      code: 'LEDGER_WRONG_KEY',
      message: 'The ledger cannot be read with this key, or the beginning of the file is damaged.',
      nextStep: 'Open it with the recovery key of this home; if that fails too, restore the last backup.',
    },
  ],
  [
    'SQLITE_CORRUPT',
    {
      code: 'LEDGER_CORRUPT',
      message: 'The ledger file is damaged: a page does not pass its checksum, or the file was cut short.',
      nextStep: 'Stop working in this home, keep the file, and restore the last backup.',
    },
  ],
  [
    'SQLITE_FULL',
    {
      code: 'LEDGER_FULL',
      message: 'The disk that holds the ledger is full; nothing of this step was saved.',
      nextStep: 'Free space on that disk and try again.',
    },
  ],
  [
    'SQLITE_READONLY',
    {
      code: 'LEDGER_READONLY',
      message: 'The ledger may not be written by this account.',
      nextStep: 'Ask the administrator for write access to the ledger folder.',
    },
  ],
  [
    'SQLITE_PERM',
    {
      code: 'LEDGER_READONLY',
      message: 'The ledger may not be opened by this account.',
      nextStep: 'Ask the administrator for access to the ledger folder.',
    },
  ],
  [
    'SQLITE_CANTOPEN',
    {
      code: 'LEDGER_READONLY',
      message: 'The ledger file, or a file beside it, cannot be opened.',
      nextStep: 'Check that the folder exists and that this account may write to it.',
    },
  ],
  [
    'SQLITE_BUSY',
    {
      code: 'LEDGER_IN_USE',
      message: 'Another program is writing to this ledger.',
      nextStep: 'Close the other Tieout, or the program that holds the file, and try again.',
    },
  ],
  [
    'SQLITE_LOCKED',
    {
      code: 'LEDGER_IN_USE',
      message: 'Another step is writing to this ledger.',
      nextStep: 'Try again in a moment.',
    },
  ],
  [
    'SQLITE_IOERR',
    {
      code: 'LEDGER_IO',
      message: 'The disk did not read or write the ledger as asked; nothing of this step was saved.',
      nextStep: 'Check the disk, then start Tieout again: it verifies the ledger when it opens.',
    },
  ],
];

function driverCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code;
}

/**
 * Turns whatever an operation or the driver threw into a `LedgerError`. Triggers raise `CODE: sentence`, which becomes
 * `INVARIANT` with that code; an error of another part that carries a `code` becomes `REFUSED` with it; anything else is a
 * defect and becomes `INTERNAL` naming the operation. The original is kept as `cause`.
 */
export function translateLedgerError(error: unknown, operation: string): LedgerError {
  if (error instanceof LedgerError) return error;
  const code = driverCode(error);
  const text = error instanceof Error ? error.message : String(error);
  if (code?.startsWith('SQLITE_CONSTRAINT')) return invariantError(code, text, error);
  const known = code === null ? undefined : BY_DRIVER_CODE.find(([prefix]) => code.startsWith(prefix));
  if (known) {
    const { code: ours, message, nextStep } = known[1];
    return new LedgerError(ours, message, nextStep, { detailCode: code, cause: error });
  }
  if (code !== null && !code.startsWith('SQLITE_') && !code.startsWith('ERR_')) {
    return new LedgerError('REFUSED', text, nextStepOf(error), { detailCode: code, cause: error });
  }
  return new LedgerError(
    'INTERNAL',
    `The step ${operation} failed inside the program: ${text}`,
    'Nothing of it was saved. Try again; if it repeats, send a support bundle.',
    { detailCode: code, cause: error },
  );
}

function invariantError(code: string, text: string, cause: unknown): LedgerError {
  const raised = /^([A-Z][A-Z0-9_]+): (.+)$/s.exec(text);
  return new LedgerError(
    'INVARIANT',
    `The ledger refused the change: ${raised?.[2] ?? text}.`,
    'Nothing of this step was saved. Refresh, look at the row again and decide anew.',
    { detailCode: raised?.[1] ?? code, cause },
  );
}

function nextStepOf(error: unknown): string {
  if (error instanceof Error && 'nextStep' in error && typeof error.nextStep === 'string') return error.nextStep;
  return 'Nothing of this step was saved.';
}
