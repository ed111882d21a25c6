import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { answer } from './api.ts';
import { ApiError, rateLimited, serverError } from './api-error.ts';
import type { StripeBookObject } from '../company/company.ts';
import { authenticate, expiredKey, invalidKey, keyOf, lacking } from './authorize.ts';
import { StripeBooks } from './books.ts';
import { control, type Controlled } from './control.ts';
import { createFaultSwitches, type Fault } from './faults.ts';
import { isOlderVersion } from './older-shape.ts';
import { rightTo } from './resources.ts';
import { API_VERSION } from './shape.ts';

export interface StripeSimulatorOptions {
  /** Folder that holds `stripe.sqlite`. */
  readonly folder: string;
  /** 0: any free port. */
  readonly port: number;
  /** The virtual clock, in milliseconds. */
  readonly clock: () => number;
  /** Called for every request, and when the control port asks to stop. */
  readonly onRequest?: () => void;
  readonly onStop?: () => void;
}

export interface StripeSimulator {
  readonly url: string;
  readonly port: number;
  readonly account: string;
  readonly key: string;
  readonly restrictedKey: string;
  readonly control: { readonly token: string };
  close(): Promise<void>;
}

export const BOOKS_FILE = 'stripe.sqlite';
export const CONTROL_HEADER = 'x-sim-token';
const MOST_BODY_BYTES = 4 * 1024 * 1024;
const PORTAL_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body>Accept the terms to continue.</body></html>';

/** Serves the Stripe API on 127.0.0.1 from the books in `folder`. Throws when the books are missing or the port is taken. */
export async function startStripeSimulator(options: StripeSimulatorOptions): Promise<StripeSimulator> {
  const books = new StripeBooks(join(options.folder, BOOKS_FILE));
  const token = randomBytes(24).toString('base64url');
  const requests = new Map<string, number>();
  const faults = createFaultSwitches();
  const controlled: Controlled = {
    books,
    faults,
    requests,
    folder: options.folder,
    now: () => Math.floor(options.clock() / 1_000),
    stop: () => options.onStop?.(),
  };
  const server = createServer((request, response) => {
    options.onRequest?.();
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname.startsWith('/__sim/')) {
      void serveControl(controlled, token, request, response, url.pathname);
      return;
    }
    requests.set(url.pathname, (requests.get(url.pathname) ?? 0) + 1);
    serveApi(controlled, request, response, url);
  });
  server.keepAliveTimeout = 30_000;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, '127.0.0.1', resolve);
    });
  } catch (error) {
    books.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const keys = books.keys.all().filter((key) => !key.expired);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    account: books.account(),
    key: keys.find((key) => key.rights === null)?.key ?? '',
    restrictedKey: keys.find((key) => key.rights !== null)?.key ?? '',
    control: { token },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      books.close();
    },
  };
}

function serveApi(target: Controlled, request: IncomingMessage, response: ServerResponse, url: URL): void {
  request.resume();
  const version = request.headers['stripe-version'];
  // The time of this Stripe, not of the computer it runs on.
  response.setHeader('date', new Date(target.now() * 1_000).toUTCString());
  response.setHeader('request-id', `req_${randomBytes(7).toString('hex')}`);
  response.setHeader('stripe-version', typeof version === 'string' ? version : API_VERSION);
  const fault = target.faults.take(url.pathname);
  const respond = (): void => {
    try {
      refuseOnDemand(fault, request.headers.authorization, target.books.account(), url.pathname);
      const key = authenticate(target.books, request.headers.authorization);
      const call = {
        books: target.books,
        key,
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        now: target.now(),
      };
      const isOlder = fault?.kind === 'olderShape' || (typeof version === 'string' && isOlderVersion(version));
      sendJson(response, 200, isOlder ? allInOlderShape(target.books, answer(call)) : answer(call), fault);
    } catch (error) {
      const known = error instanceof ApiError ? error : serverError();
      if (known !== error) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
      sendJson(response, known.status, known.body, null);
    }
  };
  if (fault?.kind === 'drop') request.socket.destroy();
  else if (fault?.kind === 'slow') setTimeout(respond, fault.delayMs);
  else respond();
}

/** An answer in the shapes of versions before basil: every object of a list, or the one. */
function allInOlderShape(books: StripeBooks, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('object' in body) || body.object === 'event') return body;
  if (body.object !== 'list' || !('data' in body) || !Array.isArray(body.data))
    return books.inOlderShape(body as StripeBookObject);
  return { ...body, data: body.data.map((each: unknown) => allInOlderShape(books, each)) };
}

function refuseOnDemand(fault: Fault | null, authorization: string | undefined, account: string, path: string): void {
  const key = keyOf(authorization) ?? '';
  if (fault?.kind === 'rateLimit') throw rateLimited(fault.reason, fault.retryAfterSeconds);
  if (fault?.kind === 'missingRight') throw lacking(key, rightTo(path), account);
  if (fault?.kind === 'lockTimeout')
    throw new ApiError(
      429,
      {
        code: 'lock_timeout',
        message:
          'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.',
      },
      { 'stripe-should-retry': 'true' },
    );
  if (fault?.kind === 'serverError') throw serverError();
  if (fault?.kind === 'wrongKey') throw invalidKey(key);
  if (fault?.kind === 'expiredKey') throw expiredKey(key);
}

function sendJson(response: ServerResponse, status: number, body: unknown, fault: Fault | null): void {
  const text = `${JSON.stringify(body, null, 2)}\n`;
  if (fault?.kind === 'captivePortal') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PORTAL_PAGE);
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  if (fault?.kind === 'truncated') {
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
    return;
  }
  // As long as the true answer, and no JSON.
  response.end(
    fault?.kind === 'malformedJson' ? `{"object": list,${' '.repeat(Math.max(0, Buffer.byteLength(text) - 16))}` : text,
  );
}

async function serveControl(
  target: Controlled,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const send = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.headers[CONTROL_HEADER] !== token) {
    send(401, { error: 'the control port needs its token' });
    return;
  }
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > MOST_BODY_BYTES) throw new RangeError('the body is larger than 4 MB');
      chunks.push(bytes);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const { status, body } = control(target, request.method ?? 'GET', path, text === '' ? {} : JSON.parse(text));
    send(status, body);
  } catch (error) {
    const message =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    send(400, { error: message });
  }
}
