import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';

/**
 * The bound of `ingest`: the same bytes into one table with one prepared statement, in transactions of the size ours have.
 * Nothing is read, mapped, compared or packed. Answers how many rows were written.
 */
export async function insertRaw(
  db: WriterHandle,
  pages: AsyncIterable<readonly string[]>,
  pagesPerCommit: number,
): Promise<number> {
  db.exec('DROP TABLE IF EXISTS bound_object');
  db.exec('CREATE TABLE bound_object (object_key INTEGER PRIMARY KEY, payload TEXT NOT NULL) STRICT');
  const write = db.prepare('INSERT INTO bound_object (payload) VALUES (?)');
  let rows = 0;
  let read = 0;
  db.exec('BEGIN IMMEDIATE');
  for await (const page of pages) {
    for (const object of page) write.run(object);
    rows += page.length;
    read += 1;
    if (read % pagesPerCommit === 0) db.exec('COMMIT; BEGIN IMMEDIATE');
  }
  db.exec('COMMIT');
  return rows;
}
