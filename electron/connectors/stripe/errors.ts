import Stripe from 'stripe';
import type { Clock } from '../http/clock.ts';
import { ConnectorError } from '../http/connector-error.ts';
import { redact } from '../http/redact.ts';
import { retryAfterMs } from '../http/retry-read.ts';
import { STRIPE_RIGHTS, type StripeRead } from './rights.ts';

export interface FailedCall {
  readonly host: string;
  /** What was asked for. */
  readonly what: StripeRead;
  /** Status of the answer as it came over the wire; null when none came. */
  readonly status: number | null;
  readonly key: string;
  readonly clock: Clock;
}

const WAIT = 'It is tried again by itself; if it stays so, look at status.stripe.com and at the proxy in between.';
const KEY_STEP =
  'Make a restricted key with read rights in Stripe (Developers, API keys) and put it where the connection profile says.';

/**
 * Every way the Stripe SDK fails, as a `ConnectorError` with words and a next step. Our own errors pass through, also when
 * the SDK has wrapped them; no message ever holds the key.
 */
export function stripeFailure(error: unknown, call: FailedCall): ConnectorError {
  const own = unwrap(error);
  if (own !== null) return own;
  const said = redact(error instanceof Error ? error.message : String(error), [call.key]);
  if (error instanceof Stripe.errors.StripeAuthenticationError)
    return fail('credentials', `Stripe does not accept the key: ${said}`, KEY_STEP, error);
  if (error instanceof Stripe.errors.StripePermissionError) return missingRight(error, said, call);
  if (error instanceof Stripe.errors.StripeRateLimitError) return slowDown(error, call);
  if (error instanceof Stripe.errors.StripeConnectionError)
    return fail('unreachable', `the connection to ${call.host} broke: ${said}`, WAIT, error);
  if (error instanceof Stripe.errors.StripeError && error.statusCode !== undefined)
    return answered(error, error.statusCode, said, call);
  return noJson(error, said, call);
}

function unwrap(error: unknown): ConnectorError | null {
  if (error instanceof ConnectorError) return error;
  if (typeof error !== 'object' || error === null) return null;
  if ('detail' in error && error.detail instanceof ConnectorError) return error.detail;
  return 'cause' in error && error.cause instanceof ConnectorError ? error.cause : null;
}

function missingRight(error: Error, said: string, call: FailedCall): ConnectorError {
  const { words, name } = STRIPE_RIGHTS[call.what];
  const right = `${words} (${/\brak_\w+/.exec(error.message)?.[0] ?? name})`;
  return fail(
    'rights',
    `the Stripe key has no right to read ${call.what}: ${said}`,
    `Give the key the right “${right}” in Stripe (Developers, API keys), or use a key that has it.`,
    error,
  );
}

function slowDown(error: InstanceType<typeof Stripe.errors.StripeError>, call: FailedCall): ConnectorError {
  const reason = error.headers?.['stripe-rate-limited-reason'];
  const waitMs = retryAfterMs(error.headers?.['retry-after'], call.clock);
  return new ConnectorError(
    'stripe',
    'rateLimited',
    `Stripe asks to slow down${typeof reason === 'string' ? ` (${reason})` : ''}`,
    'It goes on by itself; if it happens often, lower requestsPerSecond in the connection profile.',
    { cause: error, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) },
  );
}

function answered(
  error: InstanceType<typeof Stripe.errors.StripeError>,
  status: number,
  said: string,
  call: FailedCall,
): ConnectorError {
  if (status >= 500) return fail('unreachable', `Stripe failed inside (${status}): ${said}`, WAIT, error);
  if (status === 409) return slowDown(error, call);
  if (status === 404 || error.code === 'resource_missing')
    return fail(
      'notFound',
      `${call.host} does not know what was asked for (${call.what}): ${said}`,
      error.code === 'resource_missing'
        ? 'It was deleted in Stripe, or belongs to another account.'
        : 'Check the address in the connection profile: what answers there does not offer this part of Stripe.',
      error,
    );
  return fail(
    'refused',
    `Stripe refused to list ${call.what} (${status}): ${said}`,
    'Report this text: the program asked for something this Stripe account does not offer.',
    error,
  );
}

/** The SDK gives an error without a status when the body is no JSON: a captive portal, a proxy's page, a wrong address. */
function noJson(error: unknown, said: string, call: FailedCall): ConnectorError {
  if (call.status === 407)
    return fail(
      'credentials',
      'the proxy wants a sign-in',
      'Sign in to the proxy or ask IT to let this program out.',
      error,
    );
  if (call.status !== null && call.status >= 500)
    return fail('unreachable', `${call.host} answered ${call.status} without Stripe’s error form`, WAIT, error);
  return fail(
    'malformed',
    `what answers at ${call.host} is not Stripe: ${said}`,
    'Open the address in a browser: a sign-in page of the network or a proxy may stand in between.',
    error,
  );
}

function fail(kind: ConnectorError['kind'], message: string, nextStep: string, cause: unknown): ConnectorError {
  return new ConnectorError('stripe', kind, message, nextStep, { cause });
}
