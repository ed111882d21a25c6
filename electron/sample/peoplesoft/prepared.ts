import type { Statement } from 'better-sqlite3';
import type { Books } from './books-schema.ts';

const caches = new WeakMap<Books, Map<string, Statement>>();

/** A prepared statement of this connection, prepared once. `Row` says what the statement's columns are. */
export function prepared<Row>(books: Books, sql: string): Statement<unknown[], Row> {
  let cache = caches.get(books);
  if (!cache) {
    cache = new Map();
    caches.set(books, cache);
  }
  let statement = cache.get(sql);
  if (!statement) {
    statement = books.prepare(sql);
    cache.set(sql, statement);
  }
  return statement as Statement<unknown[], Row>;
}
