import type { SystemName } from '../../../shared/domain/states.ts';
import { ConnectorError } from './connector-error.ts';
import type { FetchPort } from './fetch-port.ts';
import { redact, secretsOfRequest } from './redact.ts';

export interface HttpRequest {
  readonly system: SystemName;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first byte out to the last byte in. */
  readonly timeoutMs: number;
  /** Longest answer taken in, in bytes as decoded. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * One request, one answer of any status, read whole. Throws `ConnectorError`: `unreachable` (name, route, TLS, refused,
 * reset, time-out), `malformed` (redirect, longer than `maxBytes`, not UTF-8), `cancelled` (the caller's signal).
 */
export async function sendRequest(fetch: FetchPort, request: HttpRequest): Promise<HttpAnswer> {
  requireSendable(request);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout.signal]) : timeout.signal;
  try {
    request.signal?.throwIfAborted();
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      signal,
      redirect: 'manual',
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    refuseRedirect(request, response);
    const text = await readBounded(request, response);
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    throw asConnectorError(request, error, timeout.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

/** A header that no network stack takes is found here, so that nobody has to wonder whether the request left. */
function requireSendable({ system, headers }: HttpRequest): void {
  for (const [name, value] of Object.entries(headers))
    if (/[^\t\u0020-\u007E\u0080-\u00FF]/.test(value))
      throw new ConnectorError(
        system,
        'mapping',
        `the header ${name} would hold a character that no header can`,
        'Nothing was sent. Check where its value comes from: the description of the service, or the user’s name.',
        { cause: Object.assign(new Error('invalid header'), { code: 'ERR_INVALID_CHAR' }) },
      );
}

function refuseRedirect(request: HttpRequest, response: Response): void {
  const isRedirect =
    response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400 && response.status !== 304);
  if (!isRedirect) return;
  void response.body?.cancel().catch(() => undefined);
  const host = new URL(request.url).host;
  throw new ConnectorError(
    request.system,
    'malformed',
    `${host} answered with a redirect instead of data`,
    'Check the address in the connection profile, and whether a proxy or a sign-in page stands in between.',
  );
}

async function readBounded(request: HttpRequest, response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let bytes = 0;
  // Leaving the loop by an error cancels the stream, and with it the connection.
  for await (const chunk of bytesOf(response.body)) {
    bytes += chunk.byteLength;
    if (bytes > request.maxBytes)
      throw new ConnectorError(
        request.system,
        'malformed',
        `${new URL(request.url).host} sent more than ${request.maxBytes} bytes in one answer`,
        'Nothing of it was taken in. Check what stands behind that address.',
      );
    parts.push(decode(request, () => decoder.decode(chunk, { stream: true })));
  }
  parts.push(decode(request, () => decoder.decode()));
  return parts.join('');
}

function bytesOf(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  return body;
}

function decode(request: HttpRequest, run: () => string): string {
  try {
    return run();
  } catch (cause) {
    throw new ConnectorError(
      request.system,
      'malformed',
      `${new URL(request.url).host} sent an answer that is not UTF-8 text`,
      'Check what stands behind that address, and whether a proxy changes its answers.',
      { cause },
    );
  }
}

/** Words for the causes that Node's and Chromium's network stacks name; the reader gets to know what to check first. */
const CAUSES: readonly (readonly [RegExp, string, string])[] = [
  [
    /ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED/,
    'cannot be reached: its name cannot be resolved',
    'Check the address and this computer’s network or VPN.',
  ],
  [
    /ECONNREFUSED|ERR_CONNECTION_REFUSED/,
    'cannot be reached: it refuses the connection',
    'Check the port in the address and that the service is running.',
  ],
  [
    /bad port|ERR_UNSAFE_PORT/,
    'cannot be reached: its port belongs to another protocol and is never used for web addresses',
    'Check the port in the address.',
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|ALTNAME/,
    'cannot be reached: its certificate is not trusted',
    'Ask IT for the certificate authority and name its file in the connection profile (extraCaFile).',
  ],
  [
    /ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT/,
    'cannot be reached: it does not answer',
    'Check the route to it: network, VPN, firewall.',
  ],
  [
    /ECONNRESET|EPIPE|UND_ERR_SOCKET|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|terminated/,
    'closed the connection before its answer was whole',
    'It is tried again by itself; if it stays so, ask who runs the proxy or the service.',
  ],
  [
    /ENETUNREACH|EHOSTUNREACH|ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE/,
    'cannot be reached: there is no route to it',
    'Check this computer’s network or VPN.',
  ],
];

function asConnectorError(request: HttpRequest, error: unknown, timedOut: boolean): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const host = new URL(request.url).host;
  if (request.signal?.aborted)
    return new ConnectorError(
      request.system,
      'cancelled',
      `the request to ${host} was cancelled`,
      'Start it again when you want to.',
      { cause: error },
    );
  if (timedOut)
    return new ConnectorError(
      request.system,
      'unreachable',
      `${host} did not answer within ${request.timeoutMs / 1_000} s`,
      'It is tried again by itself; if it stays so, check the network or ask who runs the service.',
      { cause: error },
    );
  // Some network stacks repeat the header they stumbled over.
  const codes = redact(errorCodes(error), secretsOfRequest(request));
  const [, what, nextStep] = CAUSES.find(([pattern]) => pattern.test(codes)) ?? [
    null,
    `cannot be reached: the connection failed (${codes})`,
    'Check the network, then the address in the connection profile.',
  ];
  return new ConnectorError(request.system, 'unreachable', `${host} ${what}`, nextStep, { cause: error });
}

/** Codes and messages along the chain of causes: `fetch` hides the true reason one or two levels down. */
function errorCodes(error: unknown): string {
  const found: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') found.push(current.code);
    found.push(current.message);
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return found.length === 0 ? 'no reason given' : found.join(', ');
}
