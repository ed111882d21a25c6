import Database from 'better-sqlite3';
import { NOW } from '../company/calendar.ts';
import type { StripeBookObject } from '../company/company.ts';
import { ApiKeys } from './api-keys.ts';
import { createSummer, readSums, writeSums, type BalanceSum } from './balance-sums.ts';
import { bringUpToDate, placeOf } from './books-schema.ts';
import { changeEvents } from './changes.ts';
import { placeOfEvent } from './event-id.ts';
import { EventShelf, type EventSlice } from './event-shelf.ts';
import { eventsOf, type EventNote } from './events.ts';
import { keptObject, placeOfObject, writeObject } from './family-rows.ts';
import { HiddenObjects } from './hidden-objects.ts';
import { inOlderShape, type OlderLinks } from './older-shape.ts';
import { resourceOfId, resourceOfObject, RESOURCES, type Resource } from './resources.ts';
import { paymentIntentOf, served } from './shape.ts';
import { Statements } from './statements.ts';

/** A stretch of a list: rows between two places, optionally next to a given row, newest first. */
export interface Slice {
  /** Lowest place included. */
  readonly from: number;
  /** Lowest place no longer included. */
  readonly to: number;
  readonly equals: Readonly<Record<string, string>>;
  readonly limit: number;
  /** older: the newest rows of the stretch; newer: its oldest rows (a page before a cursor). */
  readonly direction: 'older' | 'newer';
}

export interface Page {
  readonly objects: readonly StripeBookObject[];
  readonly hasMore: boolean;
}

const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER, direction: 'older' } as const;

/** A row's source tells itself what changed when it is put; only the moves of a dispute's money are its rows' to tell. */
function isTold(note: EventNote, object: StripeBookObject): boolean {
  return object.object !== 'balance_transaction' || note.type.startsWith('charge.dispute.funds_');
}

/** The simulator's books, open for serving. One process at a time. */
export class StripeBooks {
  readonly #books: Database.Database;
  readonly keys: ApiKeys;
  readonly #statements: Statements;
  readonly #hidden: HiddenObjects;
  readonly #events: EventShelf;
  /** Second of the virtual clock, as the last request saw it. */
  #now = NOW;

  /** Opens books that `createStripeBooks` has finished; throws when the file is missing or unfinished. */
  constructor(file: string) {
    this.#books = new Database(file, { fileMustExist: true });
    this.#books.pragma('journal_mode = WAL');
    this.#books.pragma('synchronous = FULL');
    this.#books.pragma('busy_timeout = 5000');
    this.#books.pragma('cache_size = -65536');
    this.#statements = new Statements(this.#books);
    this.keys = new ApiKeys(this.#statements);
    this.account();
    bringUpToDate(this.#books);
    this.#hidden = new HiddenObjects(this.#statements);
    this.#events = new EventShelf(this.#statements, { ...this.#olderLinks(), find: (id) => this.#findAny(id) });
  }

  close(): void {
    this.#books.close();
  }

  account(): string {
    const row = this.#statements.one<{ value: string }>(`SELECT value FROM site WHERE name = 'account'`);
    if (!row) throw new Error('the Stripe sample books were never finished; delete the folder and make them again');
    return row.value;
  }

  find(id: string, resource: Resource): StripeBookObject | null {
    const row = this.#statements.one<{ json: string }>(`SELECT json FROM ${resource.object} WHERE id = ?`, id);
    return row && !this.#hidden.isHidden(id, this.#now) ? this.#shown(row.json) : null;
  }

  /** Place of an object in its list, or null. */
  place(table: string, id: string): number | null {
    if (table === 'event') return placeOfEvent(id);
    return placeOfObject(this.#statements, table, id);
  }

  list(resource: Resource, slice: Slice): Page {
    const columns = Object.keys(slice.equals);
    const order = slice.direction === 'older' ? 'DESC' : 'ASC';
    const hidden = this.#hidden.condition(this.#now);
    const where = [...columns.map((column) => `${column} = ?`), 'pos >= ?', 'pos < ?'].join(' AND ') + hidden.sql;
    const rows = this.#statements.all<{ json: string }>(
      `SELECT json FROM ${resource.object} WHERE ${where} ORDER BY pos ${order} LIMIT ?`,
      ...Object.values(slice.equals),
      slice.from,
      slice.to,
      ...hidden.values,
      slice.limit + 1,
    );
    const page = rows.slice(0, slice.limit).map((row) => this.#shown(row.json));
    return { objects: slice.direction === 'older' ? page : page.reverse(), hasMore: rows.length > slice.limit };
  }

  /** Settlement an automatic payout pays, or null. */
  settlementOf(payout: string): string | null {
    const row = this.#statements.one<{ settlement: string }>(
      'SELECT settlement FROM payout_settlement WHERE payout = ?',
      payout,
    );
    return row?.settlement ?? null;
  }

  /** The PaymentIntent of that id, or null; one that was never kept is what its charges tell. */
  paymentIntent(id: string): StripeBookObject | null {
    const intent = resourceOfObject('payment_intent');
    const charge = resourceOfObject('charge');
    if (!charge || !intent) return null;
    const kept = this.find(id, intent);
    if (kept) return kept;
    return paymentIntentOf(
      id,
      this.list(charge, { ...EVERYTHING, limit: 100, equals: { payment_intent: id } }).objects,
    );
  }

  /** Events of the stretch; `from` and `to` as for any list. */
  events(slice: EventSlice): Page {
    return this.#events.page({ ...slice, to: Math.min(slice.to, placeOf(this.#now + 1)) });
  }

  findEvent(id: string, notBefore: number): StripeBookObject | null {
    return this.#events.find(id, notBefore, placeOf(this.#now + 1));
  }

  renderNewEventsIn(apiVersion: string | null): void {
    this.#events.renderNewIn(apiVersion);
  }

  /** An object as versions before basil show it. */
  inOlderShape(object: StripeBookObject): StripeBookObject {
    return inOlderShape(object, this.#olderLinks());
  }

  /** The sums of all balance transactions, hidden ones among them. */
  balanceSums(): readonly BalanceSum[] {
    return readSums(this.#books);
  }

  /** Adds an object (a balance transaction or payout under its settlement) with its events, or replaces the one of the same id in its place, with the events of what changed. */
  put(object: StripeBookObject, settlement: string | null = null): void {
    const resource = resourceOfObject(object.object);
    if (!resource) throw new Error(`the Stripe simulator keeps no ${object.object}`);
    this.#books.transaction(() => {
      const before = keptObject(this.#statements, object.id, resource);
      writeObject(this.#statements, object, resource, settlement);
      if (resource.object === 'payout' && settlement !== null)
        this.#statements.run(
          'INSERT INTO payout_settlement VALUES (?, ?) ON CONFLICT DO UPDATE SET settlement = excluded.settlement',
          object.id,
          settlement,
        );
      const told = before === null ? eventsOf(object).filter((note) => isTold(note, object)) : [];
      for (const note of told) this.#events.add(note);
      const changes = before === null ? [] : changeEvents(before, object);
      for (const type of changes) this.#events.add({ type, at: this.#now, objectId: object.id }, served(object));
      if (resource.object === 'balance_transaction') this.#addToBalance(object, before);
    })();
  }

  remove(id: string, resource: Resource): boolean {
    const before = keptObject(this.#statements, id, resource);
    if (before === null) return false;
    this.#books.transaction(() => {
      this.#statements.run(`DELETE FROM ${resource.object} WHERE id = ?`, id);
      if (resource.object === 'balance_transaction') this.#addToBalance(null, before);
    })();
    return true;
  }

  /** Hides objects from everyone until that second of the virtual clock, or until `show` (null). */
  hide(ids: readonly string[], until: number | null): void {
    for (const id of ids) {
      this.#hidden.hide(id, until);
      if (until !== null) this.#tellWhenSeen(id, until);
    }
  }

  /** Ends hiding; returns how many were hidden. */
  show(ids: readonly string[]): number {
    const shown = ids.filter((id) => this.#hidden.show(id));
    for (const id of shown) this.#tellWhenSeen(id, this.#now);
    return shown.length;
  }

  hidden(): ReturnType<HiddenObjects['all']> {
    return this.#hidden.all();
  }

  /** Puts objects once the virtual clock has reached that second, with their events of then. */
  putLater(object: StripeBookObject, due: number): void {
    this.#statements.run('INSERT INTO coming(due, json) VALUES (?, ?)', due, JSON.stringify(object));
  }

  /** Moves the books to the present of the virtual clock: what was to happen by now happens, each at its own second. */
  advance(now: number): void {
    for (;;) {
      const next = this.#statements.one<{ n: number; due: number; json: string }>(
        'SELECT n, due, json FROM coming WHERE due <= ? ORDER BY due, n LIMIT 1',
        now,
      );
      if (!next) break;
      this.#now = next.due;
      this.put(JSON.parse(next.json) as StripeBookObject);
      this.#statements.run('DELETE FROM coming WHERE n = ?', next.n);
    }
    this.#now = now;
  }

  counts(): Record<string, number> {
    const tables = [...RESOURCES.map((resource) => resource.object), 'event'];
    const count = (table: string) => this.#statements.one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
    return Object.fromEntries(tables.map((table) => [table, count(table)]));
  }

  #shown(json: string): StripeBookObject {
    const object = this.#hidden.withoutHidden(JSON.parse(json) as StripeBookObject, this.#now);
    const { available_on: availableOn } = object;
    if (object.object !== 'balance_transaction' || typeof availableOn !== 'number') return object;
    return { ...object, status: availableOn <= this.#now ? 'available' : 'pending' };
  }

  #findAny(id: string): StripeBookObject | null {
    const resource = resourceOfId(id);
    if (!resource) return null;
    return resource.object === 'payment_intent' ? this.paymentIntent(id) : this.find(id, resource);
  }

  #addToBalance(after: StripeBookObject | null, before: StripeBookObject | null): void {
    const sums = createSummer();
    if (before !== null) sums.add(before, -1);
    if (after !== null) sums.add(after);
    writeSums(this.#books, sums.all());
  }

  /** A charge whose balance transaction comes to light is updated by that (Stripe API reference, "charge.updated"). */
  #tellWhenSeen(id: string, at: number): void {
    const resource = resourceOfId(id);
    if (resource?.object !== 'balance_transaction') return;
    const row = keptObject(this.#statements, id, resource);
    const source = row?.['source'];
    if (row?.['reporting_category'] !== 'charge' || typeof source !== 'string') return;
    this.#events.add({ type: 'charge.updated', at, objectId: source });
  }

  #olderLinks(): OlderLinks {
    const payments = resourceOfObject('invoice_payment');
    const charges = resourceOfObject('charge');
    const newest = (resource: Resource | null, equals: Record<string, string>) =>
      resource ? this.list(resource, { ...EVERYTHING, limit: 1, equals }).objects : [];
    return {
      paymentsOf: (intent) => newest(payments, { payment_intent: intent }),
      paymentsFor: (invoice) => newest(payments, { invoice }),
      latestChargeOf: (intent) => newest(charges, { payment_intent: intent })[0]?.id ?? null,
    };
  }
}
