import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeEvent, StripeEventPage } from '../../connectors/stripe/types.ts';
import { defineRead, defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { noteHint } from '../../ledger/stripe-hint-store.ts';
import { recordRefused } from '../refused-objects.ts';
import { readStripeCursor, writeStripeCursor } from './cursor.ts';
import { readEventCursors, writeEventCursor, type EventCursor, type EventCursors } from './event-cursor.ts';
import type { EventGroup } from './event-names.ts';
import { hintOfEvent } from './hint-of-event.ts';
import { LISTED_STREAMS } from './steps.ts';

/** How long an event is remembered: the same one may come again for 30 days. */
const REMEMBERED_MS = 35 * 86_400_000;

export interface EventState {
  readonly cursors: EventCursors;
  /** Whether any list was ever read. */
  readonly hasRead: boolean;
  /** When anything of this account was last stored, by this computer's clock. */
  readonly lastReadAt: Instant | null;
}

/** Where events were read to, and when the account was last read at all. */
export const eventState = defineRead(
  'ingest.stripeEventState',
  (db, { account }: { readonly account: string }): EventState => {
    const row = statement<{ at: Instant | null }>(
      db,
      "SELECT max(committed_at) AS at FROM cursor WHERE system = 'stripe' AND account = ?",
    ).get(account);
    const lastReadAt = row?.at ?? null;
    return { cursors: readEventCursors(db, account), hasRead: lastReadAt !== null, lastReadAt };
  },
);

export interface StoreStripeEvents {
  readonly account: string;
  readonly group: EventGroup;
  readonly page: Pick<StripeEventPage, 'events' | 'refused'>;
  readonly observedAt: Instant;
  /** Where to go on; written with the hints or not at all. */
  readonly cursor: Omit<EventCursor, 'eventTypes'>;
  readonly at: Instant;
}

/** Stores a page of events, each once, with what it hints at. Answers how many were news. */
export const storeStripeEvents = defineWrite('ingest.storeStripeEvents', (db, args: StoreStripeEvents): number => {
  const { account, page, observedAt, at } = args;
  const news = hearEvents(db, account, page.events, at);
  for (const refused of page.refused)
    recordRefused(db, { system: 'stripe', account }, { ...refused, type: 'event' }, observedAt);
  writeEventCursor(db, account, args.group, args.cursor, at);
  if (args.cursor.window === null && args.cursor.newestAt !== null) forget(db, account, args.cursor.newestAt, at);
  return news;
});

/**
 * Events of what no list by time would show, ahead of a whole read that passes over all the others: each hints at the customer whose list
 * has to be read. No position moves.
 */
export const hearCustomerEvents = defineWrite(
  'ingest.hearCustomerEvents',
  (db, args: { readonly account: string; readonly events: readonly StripeEvent[]; readonly at: Instant }): number =>
    hearEvents(db, args.account, args.events, args.at),
);

function hearEvents(db: WritableLedger, account: string, events: readonly StripeEvent[], at: Instant): number {
  let news = 0;
  for (const event of events) {
    if (!rememberEvent(db, account, event)) continue;
    news += 1;
    const hint = hintOfEvent(account, event);
    if (hint === null) continue;
    noteHint(db, hint, `event ${event.eventType}`, at);
    reviveHint(db, account, hint.objectType, hint.objectId);
  }
  return news;
}

/** Something new has happened to it: what was asked for in vain before is worth asking for again. */
function reviveHint(db: WritableLedger, account: string, objectType: string, objectId: string): void {
  statement(
    db,
    'UPDATE stripe_hint SET tries = 0 WHERE account = ? AND object_type = ? AND object_id = ? AND tries > 0',
  ).run(account, objectType, objectId);
}

function rememberEvent(db: WritableLedger, account: string, event: StripeEvent): boolean {
  return (
    statement(
      db,
      `INSERT INTO stripe_event (account, event_id, event_type, created_at, object_type, object_id) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ).run(account, event.id, event.eventType, event.createdAt, event.objectType, event.objectId).changes > 0
  );
}

/** By Stripe's own times. What could not be read of an event asks for nobody either once the event itself is gone there. */
function forget(db: WritableLedger, account: string, newestAt: Instant, at: Instant): void {
  const before = new Date(Date.parse(newestAt) - REMEMBERED_MS).toISOString();
  statement(db, 'DELETE FROM stripe_event WHERE account = ? AND created_at < ?').run(account, before);
  statement(
    db,
    `UPDATE refused_object SET resolved_at = ? WHERE system = 'stripe' AND account = ? AND object_type = 'event' AND resolved_at IS NULL
       AND last_seen_at < ?`,
  ).run(at, account, before);
}

export interface BeginWholeRead {
  readonly account: string;
  /** The newest events of each group as of now: they are known to be covered by the lists that are read after them. */
  readonly tops: readonly { readonly group: EventGroup; readonly events: readonly StripeEvent[] }[];
  /** `everything`: every list from the account's beginning; `recent`: all that Stripe may still change; else each from where it stands. */
  readonly lists: 'everything' | 'recent' | 'asTheyAre';
  readonly at: Instant;
}

/**
 * Events are heard from now on, and the lists that are read after this make up for those before. One transaction: a kill leaves either the
 * old events to be read or the new windows to be gone on with.
 */
export const beginWholeRead = defineWrite('ingest.beginWholeRead', (db, args: BeginWholeRead): void => {
  const { account, at } = args;
  for (const { group, events } of args.tops) {
    for (const event of events) rememberEvent(db, account, event);
    const newestAt = events.reduce<Instant | null>(
      (newest, { createdAt }) => (newest === null || createdAt > newest ? createdAt : newest),
      null,
    );
    writeEventCursor(db, account, group, { newestAt, window: null }, at);
  }
  if (args.lists === 'asTheyAre') return;
  if (args.lists === 'everything') noteCustomersLists(db, account, at);
  for (const type of LISTED_STREAMS) {
    const cursor = readStripeCursor(db, account, type);
    const window = { from: null, after: null, newestAt: null, isRelist: true };
    if (args.lists === 'everything') writeStripeCursor(db, account, type, { ...cursor, window }, at);
    else if (cursor.window === null) writeStripeCursor(db, account, type, { ...cursor, relistedAt: null }, at);
  }
});

/** What is kept under customers has no list that goes by time: those who are known to have something there are read again one by one. */
function noteCustomersLists(db: WritableLedger, account: string, at: Instant): void {
  for (const [type, customers] of CUSTOMERS_WITH)
    statement(
      db,
      `INSERT INTO stripe_hint (account, object_type, object_id, reason, noted_at)
       SELECT DISTINCT account, '${type}', customer_id, 'nothing was heard for long', ? FROM ${customers} ON CONFLICT DO NOTHING`,
    ).run(at, account);
}

const CUSTOMERS_WITH = [
  ['customer_balance_transaction', 'stripe_customer_balance_transaction WHERE account = ?'],
  ['customer_cash_balance_transaction', 'stripe_cash_balance_transaction WHERE account = ?'],
  [
    'customer_cash_balance_transaction',
    'stripe_payment_intent WHERE account = ? AND by_bank_transfer = 1 AND customer_id IS NOT NULL',
  ],
] as const;
