/** Catalogue of failures a person may meet through the contract. The message is written where it happens; the code is stable. */
export const ERROR_CODES = [
  'INTERNAL',
  'BAD_INPUT',
  'UNKNOWN_NAME',
  'SESSION_INVALID',
  'NOT_ALLOWED',
  'STALE_VERSION',
  'NOT_FOUND',
  'VIEW_EXPIRED',
  'CANCELLED',
  'MATCH_ALREADY_DECIDED',
  'MATCH_REMAINDER_NEEDS_REASON',
  'MATCH_REASON_NEEDED',
  'MATCH_CUSTOMER_NOT_LINKED',
  'ALLOCATION_EXCEEDS_MOVEMENT',
  'ALLOCATION_EXCEEDS_ITEM',
  'ALLOCATION_CUSTOMERS_DIFFER',
  'UNDO_NOTHING',
  'UNDO_ALREADY_SENT',
  'POSTING_NO_GO_LIVE',
  'POSTING_BEFORE_GO_LIVE',
  'POSTING_NO_CLEARING_ACCOUNT',
  'POSTING_NOT_UNKNOWN',
  'POSTING_NOT_REPLAYABLE',
  'POSTING_NOT_REVERSIBLE',
  'POSTING_TOO_EARLY',
  'POSTING_REASON_NEEDED',
  'CONNECTION_CREDENTIALS',
  'CONNECTION_RIGHTS',
  'CONNECTION_UNREACHABLE',
  'CONNECTION_MALFORMED',
  'CONNECTION_PAUSED',
  'PROFILE_INVALID',
  'MAPPING_DOES_NOT_FIT',
  'MAPPING_SCHEMA_CHANGED',
  'MAPPING_SAME_PERSON',
  'HOST_NOT_BROWSER',
  'LEDGER_IN_USE',
  'LEDGER_WRONG_KEY',
  'LEDGER_CORRUPT',
  'LEDGER_NEWER',
  'LEDGER_MISSING',
  'LEDGER_FULL',
  'LEDGER_READONLY',
  'LEDGER_LOCATION',
  'LEDGER_STOPPED',
  'LEDGER_IO',
  'KEY_MISSING',
  'KEY_REFUSED',
  'JOB_ALREADY_RUNNING',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What crosses the boundary in place of a value. `message` is one or two sentences for a person; `nextStep` says what to do. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly nextStep: string | null;
  readonly details: Readonly<Record<string, string | number>>;
  readonly traceId: string;
}
