import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { NOW, seconds } from '../company/calendar.ts';
import type { StripeBookFact, StripeBookObject } from '../company/company.ts';
import { opaque } from '../company/identifiers.ts';
import { createRandom, mix } from '../company/random.ts';
import { createSummer, writeSums } from './balance-sums.ts';
import { columnsOf, createIndexes, createTables, filterValues, nextPlace } from './books-schema.ts';
import { EVENT_RETENTION_SECONDS, eventsOf, type EventNote } from './events.ts';
import { FURTHER_RIGHTS, RESOURCES } from './resources.ts';

/** When the sample account took up the present API version: events before it are in the shapes of the older one. */
const UPGRADED_AT = seconds('2026-10-12T09:00:00Z');

export interface StripeBooksWriter {
  add(fact: StripeBookFact): void;
  /** Writes the indexes and the payouts' contents; only then may the books be served. */
  close(): void;
}

interface Shelf {
  insert(values: readonly (string | number | null)[]): void;
  count: number;
}

/**
 * Creates the simulator's books in a new file. The account's id follows from the seed (references built on it stay the
 * same from run to run); its keys are drawn anew. Throws when the file exists.
 */
export function createStripeBooks(file: string, seed: number): StripeBooksWriter {
  const books = new Database(file);
  books.pragma('page_size = 16384');
  books.pragma('journal_mode = OFF');
  books.pragma('synchronous = OFF');
  books.pragma('cache_size = -65536');
  createTables(books);
  books.exec('BEGIN');
  const shelves = new Map<string, Shelf>();
  for (const resource of RESOURCES)
    shelves.set(resource.object, shelf(books, resource.object, 3 + columnsOf(resource).length));
  const events = books.prepare('INSERT INTO event(pos, type, object_id) VALUES (?, ?, ?)');
  const sums = createSummer();
  const settled: { payout: string; row: string; settles: readonly string[] }[] = [];
  const coming = books.prepare('INSERT INTO coming(due, json) VALUES (?, ?)');
  const became = new Map<string, StripeBookObject>();
  let eventCount = 0;
  const addEvent = (note: EventNote): void => {
    if (note.at < NOW - EVENT_RETENTION_SECONDS || note.at > NOW) return;
    events.run(nextPlace(note.at, eventCount), note.type, note.objectId);
    eventCount += 1;
  };
  return {
    add: (fact) => {
      const { object, settlement, settles, comesAt, events: more = [] } = fact;
      const resource = RESOURCES.find((candidate) => candidate.object === object.object);
      const target = shelves.get(object.object);
      if (!resource || !target) throw new Error(`the Stripe simulator keeps no ${object.object}`);
      if (comesAt !== undefined) {
        coming.run(comesAt, JSON.stringify(object));
        return;
      }
      for (const { type, at } of more) addEvent({ type, at, objectId: object.id });
      if (fact.again === true) {
        became.set(object.id, object);
        return;
      }
      const place = nextPlace(object.created, target.count);
      const extra = resource.object === 'balance_transaction' ? [settlement ?? null] : [];
      target.insert([place, object.id, ...filterValues(resource, object), ...extra, JSON.stringify(object)]);
      if (settles) settled.push({ payout: object.id, row: String(object['balance_transaction']), settles });
      if (resource.object === 'balance_transaction') sums.add(object);
      for (const note of eventsOf(object)) addEvent(note);
    },
    close: () => {
      writeSums(books, sums.all());
      books.exec('COMMIT');
      createIndexes(books);
      for (const object of became.values()) replaceObject(books, object);
      for (const payout of settled) gatherPayout(books, payout);
      writeSite(books, seed);
      books.pragma('journal_mode = WAL');
      books.close();
    },
  };
}

function shelf(books: Database.Database, table: string, columns: number): Shelf {
  const statement = books.prepare(
    `INSERT INTO ${table} VALUES (${Array.from({ length: columns }, () => '?').join(', ')})`,
  );
  const made: Shelf = {
    count: 0,
    insert: (values) => {
      statement.run(...values);
      made.count += 1;
    },
  };
  return made;
}

/** What an object became after it was written; done once its id has an index. Its filters stay what they were. */
function replaceObject(books: Database.Database, object: StripeBookObject): void {
  books.prepare(`UPDATE ${object.object} SET json = ? WHERE id = ?`).run(JSON.stringify(object), object.id);
}

/** A payout lists its rows, its own among them, under the last settlement it pays. */
function gatherPayout(
  books: Database.Database,
  payout: { payout: string; row: string; settles: readonly string[] },
): void {
  const last = payout.settles.at(-1);
  if (last === undefined) return;
  for (const settlement of payout.settles.slice(0, -1))
    books.prepare('UPDATE balance_transaction SET settlement = ? WHERE settlement = ?').run(last, settlement);
  books.prepare('UPDATE balance_transaction SET settlement = ? WHERE id = ?').run(last, payout.row);
  books.prepare('INSERT INTO payout_settlement VALUES (?, ?)').run(payout.payout, last);
}

function writeSite(books: Database.Database, seed: number): void {
  const account = `acct_1${opaque(createRandom(seed, mix(32)), 16)}`;
  const note = books.prepare('INSERT INTO site VALUES (?, ?)');
  note.run('account', account);
  note.run('upgraded_at', String(UPGRADED_AT));
  const key = (kind: string) => `${kind}_test_${randomBytes(24).toString('hex')}`;
  const insert = books.prepare('INSERT INTO api_key(key, rights) VALUES (?, ?)');
  insert.run(key('sk'), null);
  insert.run(
    key('rk'),
    JSON.stringify([...new Set([...RESOURCES.map((resource) => resource.right), ...FURTHER_RIGHTS])]),
  );
}
