import type Database from 'better-sqlite3';
import type { StripeBookObject } from '../company/company.ts';
import { addMissingSums, createBalanceSums } from './balance-sums.ts';
import { FURTHER_RIGHTS, RESOURCES, type Resource } from './resources.ts';

/**
 * One table a family. `pos` is the row's place in Stripe's lists (newest first = highest first): the second of creation,
 * then the order of arrival, in one integer that is the primary key, so that a page is one walk along the table.
 */
const PLACES_A_SECOND = 2 ** 22;

/** First place of a second. */
export function placeOf(second: number): number {
  return second * PLACES_A_SECOND;
}

export function nextPlace(second: number, arrival: number): number {
  if (arrival >= PLACES_A_SECOND) throw new RangeError('the sample books hold at most 4,194,304 objects of one family');
  return placeOf(second) + arrival;
}

/** Columns of a family: its filters, and for balance transactions the settlement an automatic payout pays. */
export function columnsOf(resource: Resource): string[] {
  const filters = Object.keys(resource.filters);
  return resource.object === 'balance_transaction' ? [...filters, 'settlement'] : filters;
}

export function filterValues(resource: Resource, object: StripeBookObject): (string | null)[] {
  return Object.values(resource.filters).map((read) => {
    const value = read(object);
    return typeof value === 'string' ? value : null;
  });
}

export function createTables(books: Database.Database): void {
  for (const resource of RESOURCES) createFamily(books, resource);
  books.exec(`
    CREATE TABLE event(pos INTEGER PRIMARY KEY, type TEXT NOT NULL, object_id TEXT NOT NULL,
      delivered INTEGER NOT NULL DEFAULT 1, snapshot TEXT, api_version TEXT) STRICT;
    CREATE TABLE payout_settlement(payout TEXT PRIMARY KEY, settlement TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE api_key(key TEXT PRIMARY KEY, rights TEXT, expired INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
    CREATE TABLE site(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `);
  createBalanceSums(books);
  createWaiting(books);
}

/** What is not to be seen, and what is to happen, until its second has come. */
function createWaiting(books: Database.Database): void {
  books.exec(`
    CREATE TABLE hidden(id TEXT PRIMARY KEY, until INTEGER) STRICT, WITHOUT ROWID;
    CREATE TABLE coming(n INTEGER PRIMARY KEY, due INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
    CREATE INDEX coming_due ON coming(due, n);
  `);
}

function createFamily(books: Database.Database, resource: Resource): void {
  const columns = columnsOf(resource).map((name) => `${name} TEXT, `);
  books.exec(
    `CREATE TABLE ${resource.object}(pos INTEGER PRIMARY KEY, id TEXT NOT NULL, ${columns.join('')}json TEXT NOT NULL) STRICT`,
  );
}

function indexFamily(books: Database.Database, resource: Resource): void {
  books.exec(`CREATE UNIQUE INDEX ${resource.object}_id ON ${resource.object}(id)`);
  for (const column of columnsOf(resource).filter((name) => !COMMON.has(name)))
    books.exec(
      `CREATE INDEX ${resource.object}_${column} ON ${resource.object}(${column}, pos) WHERE ${column} IS NOT NULL`,
    );
}

/** Books that an earlier version made get what they lack; the rows in them stay as they are. */
export function bringUpToDate(books: Database.Database): void {
  addMissingFamilies(books);
  addMissingSums(books);
  const has = (sql: string, name: string) => books.prepare(sql).get(name) !== undefined;
  if (!has("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", 'hidden')) createWaiting(books);
  for (const column of ['snapshot', 'api_version'])
    if (!has("SELECT 1 FROM pragma_table_info('event') WHERE name = ?", column))
      books.exec(`ALTER TABLE event ADD COLUMN ${column} TEXT`);
}

/**
 * A sample home is kept for ever: books made before a family was known get its empty table now, and a restricted key that had every right
 * there was gets the right to it.
 */
function addMissingFamilies(books: Database.Database): void {
  const known = books.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  const isKnown = ({ object }: Resource) => known.get(object) !== undefined;
  const missing = RESOURCES.filter((resource) => !isKnown(resource));
  if (missing.length === 0) return;
  const old = RESOURCES.filter(isKnown).map(({ right }) => right);
  books.transaction(() => {
    for (const resource of missing) {
      createFamily(books, resource);
      indexFamily(books, resource);
    }
    grantWhatIsNew(books, old);
  })();
}

function grantWhatIsNew(books: Database.Database, old: readonly string[]): void {
  const keys = books.prepare('SELECT key, rights FROM api_key WHERE rights IS NOT NULL').all() as {
    key: string;
    rights: string;
  }[];
  const grant = books.prepare('UPDATE api_key SET rights = ? WHERE key = ?');
  for (const { key, rights } of keys) {
    const held = new Set(JSON.parse(rights) as string[]);
    if (!old.every((right) => held.has(right))) continue;
    for (const right of [...RESOURCES.map((resource) => resource.right), ...FURTHER_RIGHTS]) held.add(right);
    grant.run(JSON.stringify([...held]), key);
  }
}

/** Filters most rows pass: walking the list is faster than an index. */
const COMMON = new Set(['currency']);

/** Made after the bulk load, where one pass is much cheaper than keeping them row by row. */
export function createIndexes(books: Database.Database): void {
  for (const resource of RESOURCES) indexFamily(books, resource);
  books.exec(`
    CREATE INDEX event_type ON event(type, pos);
    CREATE INDEX event_undelivered ON event(pos) WHERE delivered = 0;
  `);
}
