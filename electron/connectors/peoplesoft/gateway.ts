import type { PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import type { Clock } from '../http/clock.ts';
import { ConnectorError } from '../http/connector-error.ts';
import type { FetchPort } from '../http/fetch-port.ts';
import type { Pace } from '../http/pace.ts';
import { redact } from '../http/redact.ts';
import { retryRead } from '../http/retry-read.ts';
import { sendRequest, type HttpAnswer } from '../http/send-request.ts';
import { gatewayAddresses, type GatewayAddresses } from './gateway-address.ts';
import { failedAnswer } from './failed-answer.ts';
import { basicAuthorization, type RestAuthorization, type RestCredential } from './rest-authorization.ts';
import type { SignIn } from './sign-in.ts';

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
  /** User and password, for SOAP and for whatever asks for them. */
  readonly signIn: SignIn;
  /** The same as HTTP Basic. */
  readonly basic: RestAuthorization;
  /** What REST services are called with: Basic or a bearer token, as the site wants it. */
  readonly rest: RestAuthorization;
}

/** `rest` left out: HTTP Basic with user and password. */
export function createGateway(
  parts: Omit<Gateway, 'addresses' | 'basic' | 'rest'> & { readonly rest?: RestAuthorization },
): Gateway {
  const basic = basicAuthorization(parts.signIn);
  return { ...parts, basic, rest: parts.rest ?? basic, addresses: gatewayAddresses(parts.profile) };
}

export interface ReadRequest {
  /** Name for messages, e.g. `query TO_ITEMS`. */
  readonly what: string;
  readonly url: string;
  readonly accept: string;
  /** `rest`: signed in from the start, as the site's REST services want it; `onDemand`: user and password, once the server asks for them. */
  readonly authorization: 'rest' | 'onDemand';
}

/**
 * One paced, bounded read by GET, tried again after busy answers and lost connections. Answers the text of an HTTP 200 that
 * is no error in disguise; throws `ConnectorError`. A refused sign-in stops the whole connection; a refused token is renewed once.
 */
export async function readGateway(gateway: Gateway, request: ReadRequest, signal?: AbortSignal): Promise<string> {
  const attempt = async (): Promise<Judged> => {
    const isRest = request.authorization === 'rest';
    const first = await getOnce(gateway, request, isRest ? gateway.rest : null, signal);
    if (isRest || first.status !== 401) return judged(gateway, request, first);
    return judged(gateway, request, await getOnce(gateway, request, gateway.basic, signal));
  };
  const read = async (): Promise<string> => {
    const first = await attempt();
    const answer = first.mayRenew ? await attempt() : first;
    if (answer.failure === null) return answer.text;
    if (answer.failure.retryAfterMs !== null) gateway.pace.holdFor(answer.failure.retryAfterMs);
    throw answer.failure;
  };
  try {
    return await retryRead(read, { clock: gateway.clock, retries: READ_RETRIES, random: gateway.random }, signal);
  } catch (error) {
    throw asCancelled(error, request.what, signal);
  }
}

interface Judged {
  readonly text: string;
  readonly failure: ConnectorError | null;
  /** The sign-in was refused, and another one can be had. */
  readonly mayRenew: boolean;
}

function judged({ clock }: Gateway, { what }: ReadRequest, { credential, ...answer }: GatewayAnswer): Judged {
  const clean = (text: string) => credential?.clean(text) ?? redact(text);
  const failure = failedAnswer(what, answer, clock, clean);
  if (failure === null) credential?.worked();
  if (failure?.kind !== 'credentials' || credential === null) return { text: answer.text, failure, mayRenew: false };
  const told = credential.refused(failure);
  return { text: answer.text, failure: told ?? failure, mayRenew: told === null };
}

interface GatewayAnswer extends HttpAnswer {
  /** What the request was signed in with; null: it was not. */
  readonly credential: RestCredential | null;
}

/** One paced GET of any status, without retries; without a sign-in where `authorization` is null. */
export async function getOnce(
  gateway: Gateway,
  request: ReadRequest,
  authorization: RestAuthorization | null,
  signal?: AbortSignal,
): Promise<GatewayAnswer> {
  const { pace, signIn, fetch, profile } = gateway;
  await signIn.assertUsable();
  return await pace.run(async () => {
    // A call that waited in line must not go out with a sign-in that failed or was replaced meanwhile.
    await signIn.assertUsable();
    const headers: Record<string, string> = { Accept: request.accept };
    const credential = (await authorization?.present()) ?? null;
    if (credential !== null) headers['Authorization'] = credential.header;
    const answer = await sendRequest(fetch, {
      system: 'peoplesoft',
      method: 'GET',
      url: request.url,
      headers,
      timeoutMs: profile.readTimeoutSeconds * 1_000,
      maxBytes: MAX_READ_BYTES,
      signal,
    });
    return { ...answer, credential };
  }, signal);
}

/** The caller's own cancellation as a `ConnectorError`; any other error unchanged. */
export function asCancelled(error: unknown, what: string, signal?: AbortSignal): unknown {
  if (error instanceof ConnectorError || signal?.aborted !== true) return error;
  return new ConnectorError('peoplesoft', 'cancelled', `${what} was cancelled`, 'Start it again when you want to.', {
    cause: error,
  });
}
