import { isConnectorFailure } from '../../shared/errors/connector-failure.ts';
import type { ConnectorError } from '../connectors/http/connector-error.ts';
import type { StreamFailure } from './sync-report.ts';
import { ListIncompleteError } from './whole-list.ts';

/** A read whose pages do not lead on, so that it can never be known to be whole. */
export class UnendingReadError extends Error {
  override readonly name = 'UnendingReadError';
}

/** What stopped a stream, as data. An error that is not a connector's (the ledger's, a defect) is no stream's affair: it is thrown on. */
export function streamFailure(stream: string, error: unknown): StreamFailure {
  if (error instanceof UnendingReadError)
    return {
      stream,
      kind: 'malformed',
      message: error.message,
      nextStep: 'Check the query behind it: its rows must be ordered by SORT_KEY and start after the key asked for.',
    };
  if (error instanceof ListIncompleteError)
    return { stream, kind: error.kind, message: error.message, nextStep: error.nextStep };
  if (!isConnectorError(error)) throw error;
  return { stream, kind: error.kind, message: error.message, nextStep: error.nextStep };
}

/** Connectors are known here by their types only, and every one of theirs is a `ConnectorError`. */
export function isConnectorError(error: unknown): error is ConnectorError {
  return isConnectorFailure(error);
}
