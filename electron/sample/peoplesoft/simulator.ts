import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPeopleSoftBooks } from './books.ts';
import { openBooks, readSite } from './books-schema.ts';
import { CUSTOMER_COMPONENT } from './customer-component.ts';
import { DEPOSIT_COMPONENT } from './deposit-component.ts';
import { serveControl } from './control.ts';
import { createFolderTables } from './folder-component.ts';
import { readFolderService } from './folder-service.ts';
import { commitDue, serveGateway } from './gateway.ts';
import { createReceivablesUpdate } from './receivables-update.ts';
import { createServiceCatalog, type CatalogService } from './service-catalog.ts';
import { createSignIn } from './sign-in.ts';
import { DEFAULT_BEHAVIOUR, DEFAULT_SETTINGS, type SiteBehaviour, type SiteSettings } from './site-settings.ts';
import type { Site } from './site-state.ts';
import { createSwitches, type Failure, type FailureOrder } from './switches.ts';
import type { BatchResult } from './receivables-update.ts';
import { htmlReply, type Reply } from './reply.ts';

const MOST_BODY_BYTES = 32 * 1_048_576;
const MOST_HEADER_BYTES = 65_536;

/** The file in a simulator's folder that holds its books. */
export const BOOKS_FILE = 'peoplesoft.sqlite';

export interface SimulatorOptions {
  /** Holds `peoplesoft.sqlite`; without it, books of an empty company are made. */
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Virtual time in milliseconds since 1970. */
  readonly now: () => number;
  /** Real seconds between looks for work of the batch; 0 runs it only on demand. Default 1.5. */
  readonly batchSeconds?: number;
  readonly settings?: Partial<SiteSettings>;
  readonly behaviour?: Partial<SiteBehaviour>;
  /** Folders with one WSDL and its schemas each: further services of the site, whatever component they are over. */
  readonly serviceFolders?: readonly string[];
  /** Operator ids that may sign in but are not authorised to any operation or query. */
  readonly unauthorisedUsers?: Readonly<Record<string, string>>;
  /** Called for each request that arrives, the control endpoint's too. */
  readonly onRequest?: () => void;
}

export interface PeopleSoftSimulator {
  readonly url: string;
  readonly node: string;
  readonly user: string;
  readonly password: string;
  readonly control: { readonly token: string };
  readonly behaviour: SiteBehaviour;
  arm(order: FailureOrder): void;
  /** Failures that have not been shown as often as they were armed. */
  armed(): readonly Failure[];
  disarm(): void;
  runBatch(steps?: 'apply' | 'all'): Promise<BatchResult>;
  /** Resolves when no request is under way any more, not even one whose caller has given up. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the simulator on loopback and resolves once it listens. Rejects when the port is taken or the books are
 * unfinished, or a service folder cannot be used.
 */
export async function startPeopleSoftSimulator(options: SimulatorOptions): Promise<PeopleSoftSimulator> {
  const folderServices = (options.serviceFolders ?? []).map(readFolderService);
  mkdirSync(options.folder, { recursive: true });
  const file = join(options.folder, BOOKS_FILE);
  if (!existsSync(file)) createPeopleSoftBooks(file).close();
  const books = openBooks(file);
  const user = readSite(books, 'user') ?? '';
  const password = readSite(books, 'password') ?? '';
  const token = readSite(books, 'control_token') ?? '';
  const closing = new AbortController();
  for (const { component } of folderServices) createFolderTables(books, component.root);
  const site = createSite(options, books, folderServices, new Map([[user, password]]), closing.signal);
  const underWay = new Set<Promise<void>>();
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
    options.onRequest?.();
    const answered = answer(site, token, request, response)
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
    user,
    password,
    control: { token },
    behaviour: site.behaviour,
    arm: (order) => site.switches.arm(order),
    armed: () => site.switches.armed(),
    disarm: () => site.switches.clear(),
    runBatch(steps = 'all') {
      commitDue(site);
      return site.batch.run(steps);
    },
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

function createSite(
  options: SimulatorOptions,
  books: Site['books'],
  folderServices: readonly CatalogService[],
  users: ReadonlyMap<string, string>,
  closing: AbortSignal,
): Site {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const behaviour = { ...DEFAULT_BEHAVIOUR, ...options.behaviour };
  const switches = createSwitches();
  const unauthorised = options.unauthorisedUsers ?? {};
  const twist = () => {
    const form = switches.take('apply')?.form;
    return form === 'applyToOtherItems' || form === 'sendToWorksheet' ? form : null;
  };
  return {
    books,
    settings,
    behaviour,
    switches,
    catalog: createServiceCatalog([DEPOSIT_COMPONENT, CUSTOMER_COMPONENT], settings, folderServices),
    signIn: createSignIn({
      users: new Map([...users, ...Object.entries(unauthorised)]),
      anonymous: settings.anonymous,
      isExpired: () => behaviour.passwordExpired,
    }),
    batch: createReceivablesUpdate({ books, now: options.now, twist, withoutItems: () => behaviour.withoutItems }),
    now: options.now,
    integrationUser: [...users.keys()][0] ?? '',
    isAuthorised: (user) => users.has(user),
    heldBack: [],
    later: [],
    wait: (seconds) => waitUntil(seconds, closing),
  };
}

function waitUntil(seconds: number, closing: AbortSignal): Promise<void> {
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

async function answer(site: Site, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = await readBody(request);
  if (body === null) {
    send(response, htmlReply(413, '<html><body>Request Entity Too Large</body></html>'));
    return;
  }
  const isControl = url.pathname.startsWith('/__sim/');
  send(
    response,
    await (isControl ? serveControl(site, request, url, body, token) : serveGateway(site, request, url, body)),
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
