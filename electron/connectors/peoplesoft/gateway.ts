import type { PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import type { Clock } from '../http/clock.ts';
import { ConnectorError } from '../http/connector-error.ts';
import type { FetchPort } from '../http/fetch-port.ts';
import type { Pace } from '../http/pace.ts';
import { retryRead } from '../http/retry-read.ts';
import { sendRequest, type HttpAnswer } from '../http/send-request.ts';
import { gatewayAddresses, type GatewayAddresses } from './gateway-address.ts';
import { failedAnswer } from './failed-answer.ts';
import { basicHeader, withoutSecrets, type SignIn, type SignInWords } from './sign-in.ts';

const MAX_READ_BYTES = 64 * 1024 * 1024;
const READ_RETRIES = 3;

/** Everything that reads and writes of one connection share. */
export interface Gateway {
  readonly profile: PeopleSoftProfile;
  readonly addresses: GatewayAddresses;
  readonly fetch: FetchPort;
  readonly clock: Clock;
  /** Spreads repeated reads in time, in [0, 1). */
  readonly random: () => number;
  readonly pace: Pace;
  readonly signIn: SignIn;
}

export function createGateway(parts: Omit<Gateway, 'addresses'>): Gateway {
  return { ...parts, addresses: gatewayAddresses(parts.profile) };
}

export interface ReadRequest {
  /** Name for messages, e.g. `query TO_ITEMS`. */
  readonly what: string;
  readonly url: string;
  readonly accept: string;
  /** `basic`: signed in from the start; `onDemand`: only after the server asks for it. */
  readonly authorization: 'basic' | 'onDemand';
}

/**
 * One paced, bounded read by GET, tried again after busy answers and lost connections. Answers the text of an HTTP 200 that
 * is no error in disguise; throws `ConnectorError`. A refused sign-in stops the whole connection.
 */
export async function readGateway(gateway: Gateway, request: ReadRequest, signal?: AbortSignal): Promise<string> {
  const read = async (): Promise<string> => {
    const first = await getOnce(gateway, request, request.authorization === 'basic', signal);
    const isAsked = request.authorization === 'onDemand' && first.status === 401;
    const answer = isAsked ? await getOnce(gateway, request, true, signal) : first;
    const failure = failedAnswer(request.what, answer, gateway.clock, (text) => withoutSecrets(text, answer.words));
    if (failure === null) return answer.text;
    if (failure.kind === 'credentials' && answer.words !== null) gateway.signIn.fail(answer.words, failure.message);
    if (failure.retryAfterMs !== null) gateway.pace.holdFor(failure.retryAfterMs);
    throw failure;
  };
  try {
    return await retryRead(read, { clock: gateway.clock, retries: READ_RETRIES, random: gateway.random }, signal);
  } catch (error) {
    throw asCancelled(error, request.what, signal);
  }
}

interface GatewayAnswer extends HttpAnswer {
  /** What the request was signed in with; null: it was not. */
  readonly words: SignInWords | null;
}

/** One paced GET of any status, without retries. */
export async function getOnce(
  gateway: Gateway,
  request: ReadRequest,
  signedIn: boolean,
  signal?: AbortSignal,
): Promise<GatewayAnswer> {
  const { pace, signIn, fetch, profile } = gateway;
  await signIn.assertUsable();
  return await pace.run(async () => {
    // A call that waited in line must not go out with a sign-in that failed or was replaced meanwhile.
    await signIn.assertUsable();
    const headers: Record<string, string> = { Accept: request.accept };
    const words = signedIn ? await signIn.words() : null;
    if (words !== null) headers['Authorization'] = basicHeader(words);
    const answer = await sendRequest(fetch, {
      system: 'peoplesoft',
      method: 'GET',
      url: request.url,
      headers,
      timeoutMs: profile.readTimeoutSeconds * 1_000,
      maxBytes: MAX_READ_BYTES,
      signal,
    });
    return { ...answer, words };
  }, signal);
}

/** The caller's own cancellation as a `ConnectorError`; any other error unchanged. */
export function asCancelled(error: unknown, what: string, signal?: AbortSignal): unknown {
  if (error instanceof ConnectorError || signal?.aborted !== true) return error;
  return new ConnectorError('peoplesoft', 'cancelled', `${what} was cancelled`, 'Start it again when you want to.', {
    cause: error,
  });
}
