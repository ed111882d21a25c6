import type { StripeListRequest, StripePage, ListedStripeType } from '../../connectors/stripe/types.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';
import { observedPage, type ObservedPage } from './observed-page.ts';
import { isConnectorError } from '../stream-failure.ts';
import type { StripePollContext } from './poll.ts';
import { closeWindow, laterOf, nextWindow } from './cursor.ts';
import type { StripeCursor, StripeWindow } from './cursor.ts';
import { storeStripePages, stripeCursor } from './operations.ts';

import { addCounts, NO_COUNTS } from '../sync-report.ts';

/**
 * Pages stored in one transaction: a durable commit costs a flush, and a kill costs what was not committed. Large enough that pages
 * of the indexes, which every object touches at random places, are written once for many objects; and no larger than that what a person
 * asks for meanwhile waits about half a second.
 */
export const PAGES_PER_WRITE = 100;

/**
 * Reads one window of one type to its end, newest first. Pages are stored as they come together with where to go on; only
 * the transaction that stores the last page moves the cursor on. While a batch is written the next page is fetched.
 */
export async function readStripeWindow(
  context: StripePollContext,
  type: ListedStripeType,
  runId: number,
  onStored: (counts: SyncCounts) => void,
): Promise<void> {
  const cursor = await context.ledger.read(stripeCursor, { account: context.ingest().account, type });
  const first = nextWindow(cursor, {
    lookBackSeconds: context.lookBackSeconds,
    now: context.clock.now(),
    ...(context.since === undefined ? {} : { since: context.since }),
  });
  const writer = createBatchWriter(context, type, runId, { cursor, first }, onStored);
  try {
    await readPages(context, type, first, writer);
  } catch (error) {
    // What was fetched is worth keeping even if the next page failed.
    await writer.flush();
    throw error;
  }
}

async function readPages(
  context: StripePollContext,
  type: ListedStripeType,
  first: StripeWindow,
  writer: BatchWriter,
): Promise<void> {
  let window = first;
  for (;;) {
    const observedAt = context.observations.next();
    const page = await readPage(context, type, window);
    if (page === 'restart') {
      await writer.restart();
      window = { ...window, after: null };
      continue;
    }
    window = { ...window, after: page.lastId ?? window.after, newestAt: laterOf(window.newestAt, newestOf(page)) };
    context.estimate.seen(type, {
      from: window.from,
      newestAt: window.newestAt,
      oldestAt: oldestOf(page),
      isLast: !page.hasMore,
    });
    await writer.add(observedPage(observedAt, page), window, !page.hasMore);
    if (!page.hasMore) return;
  }
}

async function readPage(
  context: StripePollContext,
  type: ListedStripeType,
  window: StripeWindow,
): Promise<StripePage | 'restart'> {
  const request: StripeListRequest = {
    type,
    ...(window.from === null ? {} : { createdFrom: window.from }),
    ...(window.after === null ? {} : { startingAfter: window.after }),
  };
  try {
    return await context.connector.list(request, context.signal);
  } catch (error) {
    // The object to go on after has been deleted meanwhile: the window is read again from its top.
    if (window.after !== null && isConnectorError(error) && error.kind === 'notFound') return 'restart';
    throw error;
  }
}

function newestOf(page: StripePage) {
  return page.objects.reduce<StripeWindow['newestAt']>((newest, { createdAt }) => laterOf(newest, createdAt), null);
}

function oldestOf(page: StripePage): StripeWindow['newestAt'] {
  return page.objects.findLast(({ createdAt }) => createdAt !== null)?.createdAt ?? null;
}

interface BatchWriter {
  /** The window is read again from its top. */
  restart(): Promise<void>;
  add(page: ObservedPage, window: StripeWindow, isLast: boolean): Promise<void>;
  /** Waits for the write under way and stores what is still held back. */
  flush(): Promise<void>;
}

function createBatchWriter(
  context: StripePollContext,
  type: ListedStripeType,
  runId: number,
  { cursor, first }: { readonly cursor: StripeCursor; readonly first: StripeWindow },
  onStored: (counts: SyncCounts) => void,
): BatchWriter {
  let held: ObservedPage[] = [];
  let position: StripeWindow | null = null;
  let underWay: Promise<void> = Promise.resolve();
  let total = NO_COUNTS;
  let begins = first.after === null;

  async function write(pages: readonly ObservedPage[], next: StripeCursor, closes: boolean): Promise<void> {
    const ingest = context.ingest();
    const list = { from: first.from, begins, counts: first.isRelist };
    begins = false;
    const args = { context: ingest, runId, type, arrivedBy: 'poll', pages, cursor: next, closes, list };
    total = addCounts(total, await context.ledger.write(storeStripePages, args));
    onStored(total);
  }
  async function send(next: StripeCursor, closes: boolean): Promise<void> {
    await underWay;
    const pages = held;
    held = [];
    underWay = write(pages, next, closes);
    // Awaited by the next send or the flush; without this a failure in between would count as unhandled.
    underWay.catch(() => undefined);
  }
  async function flush(): Promise<void> {
    await underWay;
    if (held.length === 0 || position === null) return;
    await send({ ...cursor, window: position }, false);
    await underWay;
  }
  return {
    flush,
    async restart() {
      await flush();
      begins = true;
    },
    async add(page, window, isLast) {
      held.push(page);
      position = window;
      if (!isLast && held.length < PAGES_PER_WRITE) return;
      await send(isLast ? closeWindow(cursor, window, context.clock.now()) : { ...cursor, window }, isLast);
      if (isLast) await underWay;
    },
  };
}
