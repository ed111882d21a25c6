import { AsyncLocalStorage } from 'node:async_hooks';
import Stripe from 'stripe';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeProfile } from '../../../shared/contract/profile.ts';
import type { Clock } from '../http/clock.ts';
import { ConnectorError } from '../http/connector-error.ts';
import type { FetchPort } from '../http/fetch-port.ts';
import { createPace } from '../http/pace.ts';
import { retryRead } from '../http/retry-read.ts';
import { sendRequest } from '../http/send-request.ts';
import { stripeFailure } from './errors.ts';
import type { FailedCall } from './errors.ts';

/** The version every object is asked for in; the schemas and the SDK's own types are of this version. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

export interface StripeClientOptions {
  readonly profile: StripeProfile;
  /** The API key, asked for at every attempt so that a rotated key needs no restart. */
  readonly secret: () => Promise<string>;
  readonly fetch: FetchPort;
  readonly clock: Clock;
  readonly random?: () => number;
}

/** One GET of the Stripe API, paced and retried; answers parsed JSON. Throws `ConnectorError`. */
export interface StripeClient {
  get(what: FailedCall['what'], path: string, signal?: AbortSignal): Promise<unknown>;
  /** The same, with the time by Stripe's own clock at which it answered. */
  getDated(what: FailedCall['what'], path: string, signal?: AbortSignal): Promise<DatedAnswer>;
  /** The key as of now, for telling whether it changed; never stored, never shown. */
  currentKey(): Promise<string>;
}

export interface DatedAnswer {
  readonly body: unknown;
  /** By the answer's `Date` header, whole seconds; null where it has none. Source: RFC 9110, "Date". */
  readonly answeredAt: Instant | null;
}

/** What one attempt carries through the SDK, which knows neither cancelling nor a key read at call time. */
interface Attempt {
  readonly key: string;
  readonly signal: AbortSignal | undefined;
  status: number | null;
  answeredAt: Instant | null;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** The SDK's own limit must never be the first to strike: it has no words for it. */
const SDK_TIMEOUT_MS = 120_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** A read-only client over the official SDK. Throws `ConnectorError` when the profile's address has a path. */
export function createStripeClient(options: StripeClientOptions): StripeClient {
  const { profile, clock, secret } = options;
  const address = new URL(profile.address);
  refusePath(address);
  const attempts = new AsyncLocalStorage<Attempt>();
  const stripe = createSdk(address, attempts, options.fetch);
  const pace = createPace(profile.rate, clock);
  const readKey = async () => {
    const key = await secret();
    if (key === '') throw noKey('it is empty');
    return key;
  };

  async function attemptOnce(
    what: FailedCall['what'],
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<DatedAnswer> {
    const attempt: Attempt = { key: await readKey(), signal, status: null, answeredAt: null };
    try {
      const body: unknown = await attempts.run(attempt, () => stripe.rawRequest('GET', path));
      return { body, answeredAt: attempt.answeredAt };
    } catch (error) {
      throw stripeFailure(error, { host: address.host, what, status: attempt.status, key: attempt.key, clock });
    }
  }

  async function getDated(what: FailedCall['what'], path: string, signal?: AbortSignal): Promise<DatedAnswer> {
    try {
      return await retryRead(
        () => pace.run(() => attemptOnce(what, path, signal).catch((error: unknown) => hold(error)), signal),
        { clock, ...(options.random === undefined ? {} : { random: options.random }) },
        signal,
      );
    } catch (error) {
      if (error instanceof ConnectorError || !signal?.aborted) throw error;
      throw new ConnectorError('stripe', 'cancelled', 'reading from Stripe was cancelled', 'Start it again.', {
        cause: error,
      });
    }
  }

  return {
    currentKey: readKey,
    get: async (what, path, signal) => (await getDated(what, path, signal)).body,
    getDated,
  };

  function hold(error: unknown): never {
    // One caller told to slow down means all of them: the limit is Stripe's for the whole account.
    if (error instanceof ConnectorError && error.kind === 'rateLimited') pace.holdFor(error.retryAfterMs ?? 1_000);
    throw error;
  }
}

function createSdk(address: URL, attempts: AsyncLocalStorage<Attempt>, fetch: FetchPort): Stripe {
  return new Stripe('', {
    // The SDK never answers a call whose authenticator fails, so this one cannot: the key was read before.
    authenticator: async (request) => {
      const key = attempts.getStore()?.key ?? '';
      request.headers['Authorization'] = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    },
    apiVersion: STRIPE_API_VERSION,
    host: address.hostname,
    port: address.port === '' ? (address.protocol === 'http:' ? 80 : 443) : Number(address.port),
    protocol: address.protocol === 'http:' ? 'http' : 'https',
    maxNetworkRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(createSdkFetch(attempts, fetch)),
  });
}

/** The SDK's fetch: the host's, with time-out, bounded answer and cancelling; a failure keeps our words. */
function createSdkFetch(attempts: AsyncLocalStorage<Attempt>, fetch: FetchPort): typeof globalThis.fetch {
  return async (input, init) => {
    const attempt = attempts.getStore();
    const answer = await sendRequest(fetch, {
      system: 'stripe',
      method: init?.method ?? 'GET',
      url: input instanceof Request ? input.url : String(input),
      headers: Object.fromEntries(new Headers(init?.headers)),
      timeoutMs: REQUEST_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal: attempt?.signal,
    });
    if (attempt !== undefined) {
      attempt.status = answer.status;
      attempt.answeredAt = dateOf(answer.headers);
    }
    const hasNoBody = answer.status === 204 || answer.status === 205 || answer.status === 304;
    return new Response(hasNoBody ? null : answer.text, { status: answer.status, headers: answer.headers });
  };
}

function dateOf(headers: Headers): Instant | null {
  const ms = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(ms) ? null : instantOf(ms);
}

function refusePath(address: URL): void {
  if (address.pathname === '/' && address.search === '') return;
  throw new ConnectorError(
    'stripe',
    'mapping',
    `the Stripe address ${address.origin}${address.pathname} has a path`,
    'Give only scheme, host and port in the connection profile (stripe.address).',
  );
}

function noKey(why: string): ConnectorError {
  return new ConnectorError(
    'stripe',
    'credentials',
    `the Stripe key cannot be used: ${why}`,
    'Put the key where the connection profile (stripe.key) says.',
  );
}
