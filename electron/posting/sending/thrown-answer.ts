import { isConnectorFailure } from '../../../shared/errors/connector-failure.ts';
import type { SendAnswer } from './send-once.ts';

/**
 * What it means when a writer throws instead of answering: a `ConnectorError` is its word that nothing left; anything else may come from
 * after the send, so it counts as unknown.
 */
export function thrownAnswer(error: unknown): SendAnswer {
  if (!isConnectorFailure(error)) {
    const reason = error instanceof Error ? error.message : String(error);
    return { outcome: 'unknown', reason, answer: null, request: '' };
  }
  const { kind, message, nextStep } = error;
  return { outcome: 'unsent', stop: { kind, message, nextStep }, request: '' };
}
