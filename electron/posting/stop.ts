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
  if (isConnectorError(error)) return { kind: error.kind, message: error.message, nextStep: error.nextStep };
  throw error;
}

/** True for a `ConnectorError`, by name: this folder knows connectors by their types only. */
export function isConnectorError(
  error: unknown,
): error is Error & { readonly kind: string; readonly nextStep: string } {
  return (
    error instanceof Error &&
    error.name === 'ConnectorError' &&
    'kind' in error &&
    typeof error.kind === 'string' &&
    'nextStep' in error &&
    typeof error.nextStep === 'string'
  );
}

/** Failures that lie in one answer and not in the connection: the next read may well be fine. */
export function isAboutOneAnswer(stop: Stop): boolean {
  return stop.kind === 'malformed' || stop.kind === 'refused' || stop.kind === 'mapping';
}
