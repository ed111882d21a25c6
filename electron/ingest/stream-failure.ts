import { isConnectorFailure } from '../../shared/errors/connector-failure.ts';
import type { ConnectorError } from '../connectors/http/connector-error.ts';
import { otherBooks, type StripeBooks } from '../ledger/stripe-books.ts';
import type { StreamFailure } from './sync-report.ts';
import { ListIncompleteError } from './peoplesoft/whole-list.ts';

/** A read whose pages do not lead on, so that it can never be known to be whole. */
export class UnendingReadError extends Error {
  override readonly name = 'UnendingReadError';
}

/** The key opens an account or a mode that these books are not of. */
class OtherBooksError extends Error {
  override readonly name = 'OtherBooksError';
  readonly nextStep: string;

  constructor({ message, nextStep }: { readonly message: string; readonly nextStep: string }) {
    super(message);
    this.nextStep = nextStep;
  }
}

/** Throws, in words for a stream's failure, where the books are of another Stripe account or mode. */
export function refuseOtherBooks(held: StripeBooks | null, found: StripeBooks): void {
  const words = held === null ? null : otherBooks(held, found);
  if (words !== null) throw new OtherBooksError(words);
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
  if (error instanceof OtherBooksError)
    return { stream, kind: 'refused', message: error.message, nextStep: error.nextStep };
  if (error instanceof ListIncompleteError)
    return { stream, kind: error.kind, message: error.message, nextStep: error.nextStep };
  if (!isConnectorError(error)) throw error;
  return { stream, kind: error.kind, message: error.message, nextStep: error.nextStep };
}

/** Connectors are known here by their types only, and every one of theirs is a `ConnectorError`. */
export function isConnectorError(error: unknown): error is ConnectorError {
  return isConnectorFailure(error);
}
