/** What every connector throws when its system fails or refuses, as folders see it that know connectors by their types only. */
export interface ConnectorFailure extends Error {
  readonly kind: string;
  readonly nextStep: string;
}

/** Whether this is a connector's failure: by name and shape, not by class. */
export function isConnectorFailure(error: unknown): error is ConnectorFailure {
  return (
    error instanceof Error &&
    error.name === 'ConnectorError' &&
    'kind' in error &&
    typeof error.kind === 'string' &&
    'nextStep' in error &&
    typeof error.nextStep === 'string'
  );
}
