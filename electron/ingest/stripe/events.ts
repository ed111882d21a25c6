import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeEventPage } from '../../connectors/stripe/types.ts';
import { isConnectorError, streamFailure } from '../stream-failure.ts';
import { wasSilent } from './silence.ts';
import { laterOf } from './cursor.ts';
import type { EventCursor } from './event-cursor.ts';
import { EVENT_GROUP_NAMES, EVENT_GROUPS, type EventGroup } from './event-names.ts';
import {
  beginWholeRead,
  eventState,
  hearCustomerEvents,
  storeStripeEvents,
  type BeginWholeRead,
  type EventState,
} from './event-operations.ts';
import type { StripePollContext } from './poll.ts';
import { NO_COUNTS, type StreamReport } from '../sync-report.ts';

const STREAM = 'event';
const BEGINNING = new Date(0).toISOString() as Instant;

export interface HeardEvents {
  /** Objects observed later than this are newer than every event that was told. */
  readonly askedAt: Instant;
  readonly report: StreamReport;
}

/**
 * Notes what happened at Stripe since the last poll as hints. It is asked before the lists are read, so that whatever they show is newer than
 * any event told here, whichever clock is wrong. On a first load, and after a silence longer than Stripe remembers, events are only
 * heard from now on and every list is read: `beginWholeRead`. Rejects for a wrong sign-in, errors of the ledger and defects only.
 */
export async function readStripeEvents(context: StripePollContext): Promise<HeardEvents> {
  const askedAt = context.observations.next();
  try {
    await hear(context, askedAt);
    return { askedAt, report: { stream: STREAM, ...NO_COUNTS, failure: null } };
  } catch (error) {
    if (isConnectorError(error) && error.kind === 'credentials') throw error;
    return { askedAt, report: { stream: STREAM, ...NO_COUNTS, failure: streamFailure(STREAM, error) } };
  }
}

interface Top {
  readonly group: EventGroup;
  readonly from: Instant;
  readonly page: StripeEventPage;
}

async function hear(context: StripePollContext, observedAt: Instant): Promise<void> {
  const { account } = context.ingest();
  const state = await context.ledger.read(eventState, { account });
  const begin = (lists: BeginWholeRead['lists'], tops: BeginWholeRead['tops']) =>
    context.ledger.write(beginWholeRead, { account, tops, lists, at: context.clock.now() });
  const { lastReadAt } = state;
  const now = context.clock.now();
  // Known without asking for events, which this key may have no right to.
  if (wasSilent({ cursors: {}, newestEventAt: null, lastReadAt, now })) await begin('everything', []);
  const fresh = EVENT_GROUP_NAMES.filter((group) => (state.cursors[group]?.window ?? null) === null);
  const tops = await Promise.all(fresh.map((group) => readTop(context, group, state)));
  const newestEventAt = tops.reduce<Instant | null>((newest, { page }) => laterOf(newest, newestOf(page)), null);
  const cursors = Object.fromEntries(fresh.map((group) => [group, state.cursors[group]]));
  const silent = wasSilent({ cursors, newestEventAt, lastReadAt, now });
  if (silent || !state.hasRead) {
    await hearOfCash(context);
    const heard = tops.map(({ group, page }) => ({ group, events: page.events }));
    await begin(silent ? 'everything' : 'asTheyAre', heard);
    return;
  }
  if (EVENT_GROUP_NAMES.some((group) => state.cursors[group] === undefined)) await begin('recent', []);
  for (const { group, from, page } of tops)
    await readOn(context, { group, from, page, observedAt, known: state.cursors[group] });
  for (const group of EVENT_GROUP_NAMES) await goOn(context, group, state.cursors[group], observedAt);
}

/** A customer who has sent money and never paid with it shows in no list that goes by time: her events are heard even then. */
async function hearOfCash(context: StripePollContext): Promise<void> {
  const { account } = context.ingest();
  const request = { eventTypes: ['customer_cash_balance_transaction.created'], createdFrom: BEGINNING };
  for (let after: string | null = null; ;) {
    const next = after === null ? request : { ...request, startingAfter: after };
    const page: StripeEventPage = await context.connector.events(next, context.signal);
    await context.ledger.write(hearCustomerEvents, { account, events: page.events, at: context.clock.now() });
    if (!page.hasMore) return;
    after = page.lastId;
  }
}

async function readTop(context: StripePollContext, group: EventGroup, state: EventState): Promise<Top> {
  const from = lookBack(state.cursors[group]?.newestAt ?? null, context.lookBackSeconds);
  const page = await context.connector.events({ eventTypes: EVENT_GROUPS[group], createdFrom: from }, context.signal);
  return { group, from, page };
}

interface Reading {
  readonly group: EventGroup;
  readonly from: Instant;
  readonly page: StripeEventPage;
  readonly observedAt: Instant;
  readonly known: EventCursor | undefined;
}

/** Stores a window page by page to its end; only its last page moves the cursor on. */
async function readOn(context: StripePollContext, reading: Reading): Promise<void> {
  const { account } = context.ingest();
  const { group, from, observedAt, known } = reading;
  let newestAt = known?.window?.newestAt ?? null;
  let { page } = reading;
  for (;;) {
    newestAt = laterOf(newestAt, newestOf(page));
    const after = page.hasMore ? page.lastId : null;
    const cursor: Omit<EventCursor, 'eventTypes'> =
      after === null
        ? { newestAt: laterOf(known?.newestAt ?? null, newestAt), window: null }
        : { newestAt: known?.newestAt ?? null, window: { from, after, newestAt } };
    const { events, refused } = page;
    const args = { account, group, page: { events, refused }, observedAt, cursor, at: context.clock.now() };
    await context.ledger.write(storeStripeEvents, args);
    if (after === null) return;
    const request = { eventTypes: EVENT_GROUPS[group], createdFrom: from, startingAfter: after };
    page = await context.connector.events(request, context.signal);
  }
}

/** A window that was cut off. Where the event it stopped at is gone by now it is read from its top: each event counts once. */
async function goOn(
  context: StripePollContext,
  group: EventGroup,
  cursor: EventCursor | undefined,
  observedAt: Instant,
): Promise<void> {
  const window = cursor?.window ?? null;
  if (cursor === undefined || window === null) return;
  const request = { eventTypes: EVENT_GROUPS[group], createdFrom: window.from };
  const page = await context.connector
    .events({ ...request, startingAfter: window.after }, context.signal)
    .catch((error: unknown) => {
      if (!isConnectorError(error) || error.kind !== 'notFound') throw error;
      return context.connector.events(request, context.signal);
    });
  await readOn(context, { group, from: window.from, page, observedAt, known: cursor });
}

function lookBack(newestAt: Instant | null, seconds: number): Instant {
  if (newestAt === null) return BEGINNING;
  return new Date(Math.max(0, Date.parse(newestAt) - seconds * 1_000)).toISOString() as Instant;
}

function newestOf(page: StripeEventPage): Instant | null {
  return page.events.reduce<Instant | null>((newest, { createdAt }) => laterOf(newest, createdAt), null);
}
