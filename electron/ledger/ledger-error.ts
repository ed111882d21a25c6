/** Why the ledger refused or failed. Codes are stable: the window and the commands choose words and exit codes by them. */
export const LEDGER_ERROR_CODES = [
  'LEDGER_WRONG_KEY', // the key does not open this file (or its first page is damaged)
  'LEDGER_CORRUPT', // a page fails its checksum, or the file is shorter than it says
  'LEDGER_NEWER', // written by a newer version of the program
  'LEDGER_MISSING', // no file where the home says there is one
  'LEDGER_EXISTS', // asked to create where a file already is
  'LEDGER_IN_USE', // another process holds the home or the file
  'LEDGER_FULL', // no room on the disk
  'LEDGER_READONLY', // the account may not write there
  'LEDGER_LOCATION', // a network share or a synced folder
  'LEDGER_STOPPED', // a ledger thread ended, or the ledger is closed
  'LEDGER_IO', // the disk or the file system failed
  'KEY_MISSING', // nothing at hand that could unwrap the key
  'KEY_REFUSED', // a key was given and is not right (mistyped, loose rights, not of this home)
  'INVARIANT', // a rule held by the ledger itself; `detailCode` names it
  'STALE_VERSION', // the row changed since the caller saw it
  'TRANSITION', // this state cannot become that state
  'NOT_FOUND', // no such row
  'REFUSED', // a rule above the ledger said no; `detailCode` names it
  'INTERNAL', // a defect; the message names the operation
] as const;
export type LedgerErrorCode = (typeof LEDGER_ERROR_CODES)[number];

/** What of an error crosses a thread or a pipe. */
export interface LedgerErrorData {
  readonly code: LedgerErrorCode;
  readonly message: string;
  /** What a person does next, one sentence. */
  readonly nextStep: string;
  /** The rule behind `INVARIANT` and `REFUSED` (e.g. `ALLOCATION_EXCEEDS_MOVEMENT`), or the driver's own code. */
  readonly detailCode: string | null;
}

export class LedgerError extends Error implements LedgerErrorData {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;
  readonly nextStep: string;
  readonly detailCode: string | null;

  constructor(
    code: LedgerErrorCode,
    message: string,
    nextStep: string,
    options: { readonly detailCode?: string | null; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.nextStep = nextStep;
    this.detailCode = options.detailCode ?? null;
  }
}

/** The plain data of an error, for a thread or a pipe; the stack stays behind. */
export function ledgerErrorData(error: LedgerError): LedgerErrorData {
  return { code: error.code, message: error.message, nextStep: error.nextStep, detailCode: error.detailCode };
}

/** The error that `ledgerErrorData` was made from. */
export function ledgerErrorFrom(data: LedgerErrorData): LedgerError {
  return new LedgerError(data.code, data.message, data.nextStep, { detailCode: data.detailCode });
}
