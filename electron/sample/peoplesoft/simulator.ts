import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPeopleSoftBooks } from './books.ts';
import { openBooks, readSite } from './books-schema.ts';
import { serveControl } from './control.ts';
import { readFolderService } from './folder-service.ts';
import { openSite, type OpenSite, type SiteOptions } from './open-site.ts';
import type { SiteBehaviour } from './site-settings.ts';
import type { Site } from './site-state.ts';
import { htmlReply, type Reply } from './reply.ts';

const MOST_BODY_BYTES = 32 * 1_048_576;
const MOST_HEADER_BYTES = 65_536;

/** The file in a simulator's folder that holds its books. */
export const BOOKS_FILE = 'peoplesoft.sqlite';

export interface SimulatorOptions extends Omit<SiteOptions, 'wait' | 'services'> {
  /** Holds `peoplesoft.sqlite`; without it, books of an empty company are made. */
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Real seconds between looks for work of the batch; 0 runs it only on demand. Default 1.5. */
  readonly batchSeconds?: number;
  /** Folders with one WSDL and its schemas each: further services of the site, whatever component they are over. */
  readonly serviceFolders?: readonly string[];
  /** Called for each request that arrives, the control endpoint's too. */
  readonly onRequest?: () => void;
}

export interface PeopleSoftSimulator extends Omit<OpenSite, 'site' | 'answer'> {
  readonly url: string;
  readonly node: string;
  readonly control: { readonly token: string };
  readonly behaviour: SiteBehaviour;
  /** Resolves when no request is under way any more, not even one whose caller has given up. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the simulator on loopback and resolves once it listens. Rejects when the port is taken or the books are
 * unfinished, or a service folder cannot be used.
 */
export async function startPeopleSoftSimulator(options: SimulatorOptions): Promise<PeopleSoftSimulator> {
  const services = (options.serviceFolders ?? []).map(readFolderService);
  mkdirSync(options.folder, { recursive: true });
  const file = join(options.folder, BOOKS_FILE);
  if (!existsSync(file)) createPeopleSoftBooks(file).close();
  const books = openBooks(file);
  const token = readSite(books, 'control_token') ?? '';
  const closing = new AbortController();
  const open = openSite(books, { ...options, services, wait: (seconds) => waitReally(seconds, closing.signal) });
  const { site } = open;
  const underWay = new Set<Promise<void>>();
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
    options.onRequest?.();
    const answered = answer(open, token, request, response)
      .catch((error: unknown) => failLoudly(response, error))
      .finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
  // Longer than clients keep a connection: the other way round a reused one may be reset.
  server.keepAliveTimeout = 65_000;
  const port = await listen(server, options.port).catch((error: unknown) => {
    books.close();
    throw error;
  });
  const timer = startBatchTimer(site, options.batchSeconds ?? 1.5);
  return {
    url: `http://127.0.0.1:${port}`,
    node: site.settings.node,
    user: open.user,
    password: open.password,
    control: { token },
    behaviour: site.behaviour,
    changePassword: open.changePassword,
    arm: open.arm,
    armed: open.armed,
    disarm: open.disarm,
    runBatch: open.runBatch,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async close() {
      clearInterval(timer);
      closing.abort();
      site.batch.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await site.batch.run('all');
      books.close();
    },
  };
}

function waitReally(seconds: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1_000);
    closing.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function startBatchTimer(site: Site, batchSeconds: number): NodeJS.Timeout | undefined {
  if (batchSeconds <= 0) return undefined;
  let isRunning = false;
  return setInterval(() => {
    if (isRunning || site.behaviour.batchPaused || !site.batch.isWaiting()) return;
    isRunning = true;
    site.batch.run('all').then(
      () => {
        isRunning = false;
      },
      (error: unknown) => {
        // Books that cannot be written are worth a crash: nobody would see a failed batch otherwise.
        queueMicrotask(() => {
          throw error;
        });
      },
    );
  }, batchSeconds * 1_000);
}

async function answer(
  open: OpenSite,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = await readBody(request);
  if (body === null) {
    send(response, htmlReply(413, '<html><body>Request Entity Too Large</body></html>'));
    return;
  }
  const isControl = url.pathname.startsWith('/__sim/');
  send(
    response,
    await (isControl
      ? serveControl(open.site, request, url, body, token)
      : open.answer({ method: request.method ?? '', headers: request.headers, url, body })),
  );
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk as Uint8Array);
    bytes += buffer.length;
    if (bytes > MOST_BODY_BYTES) return null;
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.broken === 'dropped' || reply.broken === 'reset') {
    if (reply.broken === 'reset') response.socket?.resetAndDestroy();
    else response.socket?.destroy();
    return;
  }
  const bytes = Buffer.from(reply.body);
  const missing = reply.broken === 'short' ? 64 : 0;
  response.writeHead(reply.status, {
    'Content-Type': reply.type,
    'Content-Length': bytes.length + missing,
    ...reply.headers,
  });
  if (missing === 0) response.end(bytes);
  else response.write(bytes, () => response.socket?.destroy());
}

function failLoudly(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.socket?.destroyed === true) return;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  send(response, { status: 500, type: 'text/plain; charset=UTF-8', body: `The PeopleSoft simulator failed: ${text}` });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
