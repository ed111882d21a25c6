import type { ErrorCode } from './codes.ts';

/**
 * An expected failure with a catalogue code and words for a person. Anything else that is thrown is a bug and reaches the
 * window as INTERNAL with a trace id. Tested by `name`, not `instanceof`: classes do not survive a thread.
 */
export class TieoutError extends Error {
  override readonly name = 'TieoutError';
  readonly code: ErrorCode;
  readonly nextStep: string | null;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { nextStep?: string; details?: Record<string, string | number>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.nextStep = options.nextStep ?? null;
    this.details = options.details ?? {};
  }
}
