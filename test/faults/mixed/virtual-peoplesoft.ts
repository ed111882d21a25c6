import Database from 'better-sqlite3';
import type { FetchPort } from '../../../electron/connectors/http/fetch-port.ts';
import { addBookFact } from '../../../electron/sample/peoplesoft/books.ts';
import {
  createBookIndexes,
  createBookTables,
  writeSite,
  type Books,
} from '../../../electron/sample/peoplesoft/books-schema.ts';
import { viewBooks, type BookPayment } from '../../../electron/sample/peoplesoft/books-view.ts';
import { openSite, type OpenSite } from '../../../electron/sample/peoplesoft/open-site.ts';
import type { Reply } from '../../../electron/sample/peoplesoft/reply.ts';
import { siteFacts, type SiteOptions } from '../../electron/posting/posting-site.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The simulator's own site and books in this process, behind a network that is a function call. */
export interface VirtualPeopleSoft extends OpenSite {
  readonly url: string;
  readonly node: string;
  /** The network: what is lost on it is lost the way a socket loses it. */
  readonly fetch: FetchPort;
  /** Cuts the line before anything leaves, for so many requests. */
  cutOff(requests: number): void;
  /** Time passes; stalled answers end when they are due, though nobody may be listening any more. */
  pass(seconds: number): Promise<void>;
  /** Payments the deposit service saved, from PeopleSoft's own books. */
  payments(): BookPayment[];
  /** The books as they are now, to go on with elsewhere. */
  image(): Buffer;
  /** Somebody in PeopleSoft enters a posted receipt by hand. */
  keyReceipt(receipt: Extract<Parameters<typeof addBookFact>[1], { kind: 'receipt' }>['receipt']): void;
  close(): void;
}

interface Stalled {
  readonly dueMs: number;
  readonly end: () => void;
}

/**
 * A site of one story, with new books or those of an earlier image. `timeoutSeconds` is when the caller of a write gives up, in virtual
 * time.
 */
export function startVirtualPeopleSoft(
  options: SiteOptions,
  time: VirtualTime,
  timeoutSeconds: number,
  image: Buffer | null = null,
): VirtualPeopleSoft {
  const books: Books = new Database(image ?? emptyBooks());
  if (image === null) for (const fact of siteFacts(options)) addBookFact(books, fact, time.trueMs());
  let waiting: Stalled[] = [];
  /** Length of the stall that the request being served has just met; 0: none. */
  const met = { stallSeconds: 0 };
  let cut = 0;
  const open = openSite(books, {
    now: () => time.trueMs(),
    wait(seconds) {
      met.stallSeconds = seconds;
      return new Promise((resolve) => waiting.push({ dueMs: time.trueMs() + seconds * 1_000, end: () => resolve() }));
    },
    settings: { depositIds: options.depositIds ?? 'next', ...options.settings },
    ...(options.behaviour === undefined ? {} : { behaviour: options.behaviour }),
  });
  const settle = async (): Promise<void> => {
    const due = waiting.filter(({ dueMs }) => dueMs <= time.trueMs());
    if (due.length === 0) return;
    waiting = waiting.filter((each) => !due.includes(each));
    for (const { end } of due) end();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const pass = async (seconds: number): Promise<void> => {
    const untilMs = time.trueMs() + seconds * 1_000;
    for (;;) {
      const nextMs = Math.min(untilMs, ...waiting.map(({ dueMs }) => dueMs));
      time.advance(Math.max(0, nextMs - time.trueMs()) / 1_000);
      await settle();
      if (nextMs >= untilMs) return;
    }
  };
  const fetch: FetchPort = async (url, init) => {
    await settle();
    if (cut > 0) {
      cut -= 1;
      throw lineError('ECONNREFUSED', 'connect ECONNREFUSED');
    }
    const headers = Object.fromEntries(
      Object.entries(init.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    met.stallSeconds = 0;
    const replying = open.answer({ method: init.method, headers, url: new URL(url), body: init.body ?? '' });
    const { stallSeconds } = met;
    if (stallSeconds > 0) {
      replying.catch(() => undefined);
      await pass(Math.min(stallSeconds, timeoutSeconds));
      if (stallSeconds > timeoutSeconds) throw lineError('UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error');
    }
    return responseOf(await replying);
  };
  return {
    ...open,
    url: 'http://peoplesoft.invalid',
    node: open.site.settings.node,
    fetch,
    cutOff: (requests) => void (cut = requests),
    pass,
    payments: () => [...viewBooks(books).payments()].filter((payment) => payment.origin === 'tieout service'),
    image: () => books.serialize(),
    keyReceipt: (receipt) => addBookFact(books, { kind: 'receipt', receipt }, time.trueMs()),
    close: () => books.close(),
  };
}

let template: Buffer | null = null;
/** Books of an empty company, made once a process. */
function emptyBooks(): Buffer {
  if (template !== null) return template;
  const books = new Database(':memory:');
  createBookTables(books);
  writeSite(books, 'user', 'TIEOUT_INT');
  writeSite(books, 'password', 'a password of no site');
  writeSite(books, 'last_run_ms', '0');
  writeSite(books, 'complete', 'Y');
  createBookIndexes(books);
  template = books.serialize();
  books.close();
  return template;
}

function lineError(code: string, message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

function responseOf(reply: Reply): Response {
  if (reply.broken === 'dropped') throw lineError('UND_ERR_SOCKET', 'other side closed');
  if (reply.broken === 'reset') throw lineError('ECONNRESET', 'read ECONNRESET');
  const init = { status: reply.status, headers: { 'Content-Type': reply.type, ...reply.headers } };
  if (reply.broken !== 'short') return new Response(reply.body, init);
  const cutShort = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.error(lineError('UND_ERR_SOCKET', 'other side closed'));
    },
  });
  return new Response(cutShort, init);
}
