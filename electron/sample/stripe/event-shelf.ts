import type { StripeBookObject } from '../company/company.ts';
import { placeOf } from './books-schema.ts';
import { eventId, placeOfEvent } from './event-id.ts';
import { eventObject, snapshot } from './events.ts';
import { freePlace } from './family-rows.ts';
import { inOlderShape, isOlderVersion, OLDER_API_VERSION, type OlderLinks } from './older-shape.ts';
import { API_VERSION, served } from './shape.ts';
import type { Statements } from './statements.ts';

/** A stretch of the events list. */
export interface EventSlice {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly direction: 'older' | 'newer';
  readonly types: readonly string[] | null;
  readonly delivered: boolean | null;
}

interface EventRow {
  pos: number;
  type: string;
  object_id: string;
  snapshot: string | null;
  api_version: string | null;
}

const COLUMNS = 'pos, type, object_id, snapshot, api_version';

/** What the shelf needs of the books around it. */
export interface EventSource extends OlderLinks {
  /** The object of that id as it is now, or null when there is none or nobody may see it. */
  find(id: string): StripeBookObject | null;
}

/**
 * The events list. An event is rendered in the version the account had when it was made (Stripe API reference, "Events"): the older one
 * before the account's upgrade, or the one that was set for new events.
 */
export class EventShelf {
  readonly #statements: Statements;
  readonly #source: EventSource;

  constructor(statements: Statements, source: EventSource) {
    this.#statements = statements;
    this.#source = source;
  }

  /** One page; it goes on past events of objects nobody may see, so that no page is empty while there is more. */
  page(slice: EventSlice): { readonly objects: readonly StripeBookObject[]; readonly hasMore: boolean } {
    const seen: StripeBookObject[] = [];
    let rest = slice;
    for (;;) {
      const rows = this.#rows(rest);
      const page = rows.slice(0, slice.limit);
      for (const row of page) {
        const event = seen.length <= slice.limit ? this.#event(row) : null;
        if (event) seen.push(event);
      }
      const last = page.at(-1);
      if (seen.length > slice.limit || rows.length <= slice.limit || last === undefined) break;
      rest = slice.direction === 'older' ? { ...rest, to: last.pos } : { ...rest, from: last.pos + 1 };
    }
    const objects = seen.slice(0, slice.limit);
    const hasMore = seen.length > slice.limit;
    return { objects: slice.direction === 'older' ? objects : objects.toReversed(), hasMore };
  }

  /** The rows of a stretch in its direction, one more than its limit at least where there are so many. */
  #rows(slice: EventSlice): EventRow[] {
    const order = slice.direction === 'older' ? 'DESC' : 'ASC';
    const undelivered = slice.delivered === null ? '' : ` AND delivered = ${slice.delivered ? 1 : 0}`;
    const bounds = [slice.from, slice.to, slice.limit + 1];
    const read = (type: string | null) =>
      this.#statements.all<EventRow>(
        `SELECT ${COLUMNS} FROM event WHERE ${type === null ? '' : 'type = ? AND '}pos >= ? AND pos < ?${undelivered} ORDER BY pos ${order} LIMIT ?`,
        ...(type === null ? bounds : [type, ...bounds]),
      );
    // Each type has its own ordered index: a page of several types is merged from as many short walks.
    const rows = slice.types === null ? read(null) : slice.types.flatMap(read);
    return rows.sort((a, b) => (slice.direction === 'older' ? b.pos - a.pos : a.pos - b.pos));
  }

  find(id: string, from: number, to: number): StripeBookObject | null {
    const place = placeOfEvent(id);
    if (place === null || place < from || place >= to) return null;
    const row = this.#statements.one<EventRow>(`SELECT ${COLUMNS} FROM event WHERE pos = ?`, place);
    return row ? this.#event(row) : null;
  }

  /** Notes an event; `object` keeps what the object was then, where its present state does not tell. */
  add(note: { type: string; at: number; objectId: string }, object: StripeBookObject | null = null): void {
    this.#statements.run(
      'INSERT INTO event(pos, type, object_id, snapshot, api_version) VALUES (?, ?, ?, ?, ?)',
      freePlace(this.#statements, 'event', note.at),
      note.type,
      note.objectId,
      object === null ? null : JSON.stringify(object),
      this.#newEvents(),
    );
  }

  /** In which version events are rendered from now on; null: as the account's upgrade says. */
  renderNewIn(apiVersion: string | null): void {
    this.#statements.run(`DELETE FROM site WHERE name = 'event_version'`);
    if (apiVersion !== null) this.#statements.run(`INSERT INTO site VALUES ('event_version', ?)`, apiVersion);
  }

  #newEvents(): string | null {
    const set = this.#statements.one<{ value: string }>(`SELECT value FROM site WHERE name = 'event_version'`);
    return set?.value ?? null;
  }

  #versionAt(created: number): string {
    const upgrade = this.#statements.one<{ value: string }>(`SELECT value FROM site WHERE name = 'upgraded_at'`);
    return created < Number(upgrade?.value ?? 0) ? OLDER_API_VERSION : API_VERSION;
  }

  #event(row: EventRow): StripeBookObject | null {
    const now = this.#source.find(row.object_id);
    if (!now) return null;
    const then =
      row.snapshot === null ? snapshot(row.type, served(now)) : (JSON.parse(row.snapshot) as StripeBookObject);
    const created = Math.floor(row.pos / placeOf(1));
    const apiVersion = row.api_version ?? this.#versionAt(created);
    const object = isOlderVersion(apiVersion) ? inOlderShape(then, this.#source) : then;
    return eventObject({ id: eventId(row.pos), created, type: row.type, apiVersion, object });
  }
}
