import type { ErrorCode, Failure } from '../../shared/errors/codes.ts';

/** Codes of the engine, and two of the window's own. */
export type WindowErrorCode = ErrorCode | 'WINDOW_DISCONNECTED' | 'WINDOW_BAD_ANSWER';

/** A question or command that was not answered with a value; carries what a person is told. */
export class ContractError extends Error {
  readonly code: WindowErrorCode;
  readonly nextStep: string | null;
  readonly details: Readonly<Record<string, string | number>>;
  readonly traceId: string | null;

  constructor(failure: Omit<Failure, 'code' | 'traceId'> & { code: WindowErrorCode; traceId: string | null }) {
    super(failure.message);
    this.name = 'ContractError';
    this.code = failure.code;
    this.nextStep = failure.nextStep;
    this.details = failure.details;
    this.traceId = failure.traceId;
  }
}

/** Whatever was thrown, in the form a person is shown. */
export function asContractError(thrown: unknown): ContractError {
  if (thrown instanceof ContractError) return thrown;
  return new ContractError({
    code: 'INTERNAL',
    message: `Something failed in the window: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
    nextStep: 'Nothing was sent. Load the page again; if it comes back, tell whoever looks after Tieout.',
    details: {},
    traceId: null,
  });
}
