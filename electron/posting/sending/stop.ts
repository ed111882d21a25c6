import { isConnectorFailure } from '../../../shared/errors/connector-failure.ts';

/** Why a run ended before everything due was sent, in words for a person. */
export interface Stop {
  readonly kind: string;
  readonly message: string;
  readonly nextStep: string;
}

/**
 * What a connector's failure means for a run: it stops with the connector's own words. Anything else is a defect (or a sender that was
 * fenced out) and is thrown again.
 */
export function stopFor(error: unknown): Stop {
  if (isConnectorFailure(error)) return { kind: error.kind, message: error.message, nextStep: error.nextStep };
  throw error;
}

/** Failures that lie in one answer and not in the connection: the next read may well be fine. */
export function isAboutOneAnswer(stop: Stop): boolean {
  return stop.kind === 'malformed' || stop.kind === 'refused' || stop.kind === 'mapping';
}
