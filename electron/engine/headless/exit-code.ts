/** How a command ends, for scheduled tasks: 0 achieved, and one number for each kind of not achieved. */
export const EXIT = { achieved: 0, notAchieved: 1, badInput: 2, ledgerOrKey: 3, homeInUse: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BAD_INPUT_CODES = ['BAD_INPUT', 'PROFILE_INVALID', 'POSTING_REASON_NEEDED', 'NOT_ALLOWED'];
/** Ledger errors that are the caller's choice of home or row, not the state of ledger or key. */
const LEDGER_BAD_INPUT = ['REFUSED', 'LEDGER_LOCATION'];
const LEDGER_NOT_ACHIEVED = ['STALE_VERSION', 'TRANSITION', 'NOT_FOUND', 'INVARIANT'];

/** The exit code of an error. Errors are told by name and code: those of a forwarded command are plain data. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof Error)) return EXIT.notAchieved;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error.name === 'UsageError' || (error.name === 'TieoutError' && BAD_INPUT_CODES.includes(code)))
    return EXIT.badInput;
  if (code === 'LEDGER_IN_USE') return EXIT.homeInUse;
  if (error.name !== 'LedgerError') return EXIT.notAchieved;
  if (LEDGER_BAD_INPUT.includes(code)) return EXIT.badInput;
  return LEDGER_NOT_ACHIEVED.includes(code) ? EXIT.notAchieved : EXIT.ledgerOrKey;
}

export interface SpokenError {
  readonly code: string;
  readonly message: string;
  readonly nextStep: string | null;
}

/** The words of an error for a person or a script. A bug keeps its message: the terminal is its own user's. */
export function spokenError(error: unknown): SpokenError {
  if (!(error instanceof Error)) return { code: 'INTERNAL', message: String(error), nextStep: null };
  if (error.name === 'AbortError')
    return { code: 'CANCELLED', message: 'Cancelled; what was done so far is kept.', nextStep: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const nextStep = 'nextStep' in error && typeof error.nextStep === 'string' ? error.nextStep : null;
  const kind = 'kind' in error && typeof error.kind === 'string' ? `CONNECTION_${error.kind.toUpperCase()}` : null;
  const usage = error.name === 'UsageError' ? 'BAD_INPUT' : 'INTERNAL';
  return { code: code ?? kind ?? usage, message: error.message, nextStep };
}
