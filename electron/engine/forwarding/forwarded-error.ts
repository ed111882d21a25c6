import type { ForwardFailure } from './forwarding-protocol.ts';

/** A failure that happened in the engine another process runs; name and code are those it had there. */
export class ForwardedError extends Error {
  override readonly name: string;
  readonly code: string | null;
  readonly nextStep: string | null;
  readonly detailCode: string | null;

  constructor(failure: ForwardFailure) {
    super(failure.message);
    this.name = failure.name;
    this.code = failure.code;
    this.nextStep = failure.nextStep;
    this.detailCode = failure.detailCode;
  }
}

const SPEAKING_ERRORS = ['TieoutError', 'LedgerError', 'ConnectorError', 'AbortError'];

/** The plain data of an error. One that was not written for people keeps its words behind and says only that it happened. */
export function failureOf(error: unknown): ForwardFailure {
  const text = (name: string) => {
    const value = error instanceof Error ? (error as unknown as Readonly<Record<string, unknown>>)[name] : undefined;
    return typeof value === 'string' ? value : null;
  };
  if (!(error instanceof Error) || !SPEAKING_ERRORS.includes(error.name))
    return {
      name: 'Error',
      code: 'INTERNAL',
      message: 'Something went wrong inside the running Tieout; nothing was lost.',
      nextStep: 'Look at its terminal or its log.',
      detailCode: null,
    };
  return {
    name: error.name,
    code: text('code') ?? text('kind'),
    message: error.message,
    nextStep: text('nextStep'),
    detailCode: text('detailCode'),
  };
}
