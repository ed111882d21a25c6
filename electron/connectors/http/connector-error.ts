import type { SystemName } from '../../../shared/domain/states.ts';

/** Why a connector gave up. `kind` decides what the caller may do; the message is written for a person and names the thing and the next step. */
export const CONNECTOR_FAILURES = [
  'credentials', // wrong, expired or missing sign-in: stop at once, never retry (lock-outs)
  'rights', // signed in, but not allowed this object or operation
  'unreachable', // name, route, TLS, refused, reset, time-out
  'rateLimited', // asked to slow down, after our own patience
  'malformed', // an answer that is not what the protocol promises (HTML page, truncated JSON or XML)
  'notFound', // service, operation, query or object does not exist there
  'refused', // the other side understood and said no
  'mapping', // our document breaks the site's schema; nothing was sent
  'cancelled',
] as const;
export type ConnectorFailure = (typeof CONNECTOR_FAILURES)[number];

export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly system: SystemName;
  readonly kind: ConnectorFailure;
  /** What a person does next, one sentence. */
  readonly nextStep: string;
  readonly retryAfterMs: number | null;

  constructor(
    system: SystemName,
    kind: ConnectorFailure,
    message: string,
    nextStep: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.system = system;
    this.kind = kind;
    this.nextStep = nextStep;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
