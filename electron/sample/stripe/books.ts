import Database from 'better-sqlite3';
import type { StripeBookObject } from '../company/company.ts';
import { addMissingFamilies, columnsOf, filterValues, nextPlace, placeOf } from './books-schema.ts';
import { eventId, placeOfEvent } from './event-id.ts';
import { eventObject, eventsOf } from './events.ts';
import { resourceOfId, resourceOfObject, RESOURCES, type Resource } from './resources.ts';
import { paymentIntentOf } from './shape.ts';

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

export interface EventSlice extends Omit<Slice, 'equals'> {
  readonly types: readonly string[] | null;
  readonly delivered: boolean | null;
}

export interface Page {
  readonly objects: readonly StripeBookObject[];
  readonly hasMore: boolean;
}

export interface ApiKey {
  readonly key: string;
  /** Null: everything. */
  readonly rights: readonly string[] | null;
  readonly expired: boolean;
}

interface EventRow {
  pos: number;
  type: string;
  object_id: string;
}

/** The simulator's books, open for serving. One process at a time. */
export class StripeBooks {
  readonly #books: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  /** Opens books that `createStripeBooks` has finished; throws when the file is missing or unfinished. */
  constructor(file: string) {
    this.#books = new Database(file, { fileMustExist: true });
    this.#books.pragma('journal_mode = WAL');
    this.#books.pragma('synchronous = FULL');
    this.#books.pragma('busy_timeout = 5000');
    this.#books.pragma('cache_size = -65536');
    this.account();
    addMissingFamilies(this.#books);
  }

  close(): void {
    this.#books.close();
  }

  account(): string {
    const row = this.#one<{ value: string }>(`SELECT value FROM site WHERE name = 'account'`);
    if (!row) throw new Error('the Stripe sample books were never finished; delete the folder and make them again');
    return row.value;
  }

  keys(): ApiKey[] {
    const rows = this.#all<{ key: string; rights: string | null; expired: number }>('SELECT * FROM api_key');
    return rows.map((row) => ({
      key: row.key,
      rights: row.rights === null ? null : (JSON.parse(row.rights) as string[]),
      expired: row.expired === 1,
    }));
  }

  saveKey(key: ApiKey): void {
    const rights = key.rights === null ? null : JSON.stringify(key.rights);
    this.#run('INSERT OR REPLACE INTO api_key VALUES (?, ?, ?)', key.key, rights, key.expired ? 1 : 0);
  }

  find(id: string, resource: Resource): StripeBookObject | null {
    const row = this.#one<{ json: string }>(`SELECT json FROM ${resource.object} WHERE id = ?`, id);
    return row ? (JSON.parse(row.json) as StripeBookObject) : null;
  }

  /** Place of an object in its list, or null. */
  place(table: string, id: string): number | null {
    if (table === 'event') return placeOfEvent(id);
    return this.#one<{ pos: number }>(`SELECT pos FROM ${table} WHERE id = ?`, id)?.pos ?? null;
  }

  list(resource: Resource, slice: Slice): Page {
    const columns = Object.keys(slice.equals);
    const order = slice.direction === 'older' ? 'DESC' : 'ASC';
    const where = [...columns.map((column) => `${column} = ?`), 'pos >= ?', 'pos < ?'].join(' AND ');
    const rows = this.#all<{ json: string }>(
      `SELECT json FROM ${resource.object} WHERE ${where} ORDER BY pos ${order} LIMIT ?`,
      ...Object.values(slice.equals),
      slice.from,
      slice.to,
      slice.limit + 1,
    );
    const page = rows.slice(0, slice.limit).map((row) => JSON.parse(row.json) as StripeBookObject);
    return { objects: slice.direction === 'older' ? page : page.reverse(), hasMore: rows.length > slice.limit };
  }

  /** Settlement an automatic payout pays, or null. */
  settlementOf(payout: string): string | null {
    const row = this.#one<{ settlement: string }>('SELECT settlement FROM payout_settlement WHERE payout = ?', payout);
    return row?.settlement ?? null;
  }

  /** The PaymentIntent of that id, or null; one that was never kept is what its charges tell. */
  paymentIntent(id: string): StripeBookObject | null {
    const intent = resourceOfObject('payment_intent');
    const charge = resourceOfObject('charge');
    if (!charge || !intent) return null;
    const kept = this.find(id, intent);
    if (kept) return kept;
    const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100, direction: 'older' } as const;
    return paymentIntentOf(id, this.list(charge, { ...all, equals: { payment_intent: id } }).objects);
  }

  events(slice: EventSlice): Page {
    const order = slice.direction === 'older' ? 'DESC' : 'ASC';
    const undelivered = slice.delivered === null ? '' : ` AND delivered = ${slice.delivered ? 1 : 0}`;
    const bounds = [slice.from, slice.to, slice.limit + 1];
    const read = (type: string | null) =>
      this.#all<EventRow>(
        `SELECT pos, type, object_id FROM event WHERE ${type === null ? '' : 'type = ? AND '}pos >= ? AND pos < ?${undelivered} ORDER BY pos ${order} LIMIT ?`,
        ...(type === null ? bounds : [type, ...bounds]),
      );
    // Each type has its own ordered index: a page of several types is merged from as many short walks.
    const rows = slice.types === null ? read(null) : slice.types.flatMap(read);
    rows.sort((a, b) => (slice.direction === 'older' ? b.pos - a.pos : a.pos - b.pos));
    const page = rows.slice(0, slice.limit).flatMap((row) => this.#event(row) ?? []);
    return { objects: slice.direction === 'older' ? page : page.reverse(), hasMore: rows.length > slice.limit };
  }

  findEvent(id: string, notBefore: number): StripeBookObject | null {
    const place = placeOfEvent(id);
    if (place === null || place < notBefore) return null;
    const row = this.#one<EventRow>('SELECT pos, type, object_id FROM event WHERE pos = ?', place);
    return row ? this.#event(row) : null;
  }

  #event(row: EventRow): StripeBookObject | null {
    const resource = resourceOfId(row.object_id);
    const object =
      resource && resource.object !== 'payment_intent'
        ? this.find(row.object_id, resource)
        : this.paymentIntent(row.object_id);
    return object ? eventObject(eventId(row.pos), Math.floor(row.pos / placeOf(1)), row.type, object) : null;
  }

  /** Adds an object with its events, or replaces the one of the same id in its place. */
  put(object: StripeBookObject, settlement: string | null = null): void {
    const resource = resourceOfObject(object.object);
    if (!resource) throw new Error(`the Stripe simulator keeps no ${object.object}`);
    const extra = resource.object === 'balance_transaction' ? [settlement] : [];
    const values = [object.id, ...filterValues(resource, object), ...extra, JSON.stringify(object)];
    this.#books.transaction(() => {
      const place = this.place(resource.object, object.id) ?? this.#freePlace(resource.object, object.created);
      const marks = values.map(() => '?').join(', ');
      this.#run(
        `INSERT OR REPLACE INTO ${resource.object}(pos, id, ${columnsOf(resource)
          .map((name) => `${name}, `)
          .join('')}json) VALUES (?, ${marks})`,
        place,
        ...values,
      );
      for (const note of eventsOf(object)) {
        const pos = this.#freePlace('event', note.at);
        this.#run('INSERT INTO event(pos, type, object_id) VALUES (?, ?, ?)', pos, note.type, note.objectId);
      }
    })();
  }

  remove(id: string, resource: Resource): boolean {
    return this.#run(`DELETE FROM ${resource.object} WHERE id = ?`, id).changes > 0;
  }

  counts(): Record<string, number> {
    const tables = [...RESOURCES.map((resource) => resource.object), 'event'];
    const count = (table: string) => this.#one<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
    return Object.fromEntries(tables.map((table) => [table, count(table)]));
  }

  #freePlace(table: string, second: number): number {
    const row = this.#one<{ pos: number | null }>(
      `SELECT max(pos) AS pos FROM ${table} WHERE pos >= ? AND pos < ?`,
      placeOf(second),
      placeOf(second + 1),
    );
    const last = row?.pos ?? null;
    return nextPlace(second, last === null ? 0 : last - placeOf(second) + 1);
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#books.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  #one<Row>(sql: string, ...values: unknown[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  #all<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  #run(sql: string, ...values: unknown[]): Database.RunResult {
    return this.#statement(sql).run(...values);
  }
}
