import Database from 'better-sqlite3';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_START, type BookFact } from '../../../electron/sample/company/company.ts';
import { addBookFact, createPeopleSoftBooks } from '../../../electron/sample/peoplesoft/books.ts';

let template: Buffer | null = null;

/** PeopleSoft's books in a new file, copied from empty ones that this process made once: their user and password are the same. */
export function writePreparedBooks(file: string, facts: readonly BookFact[]): void {
  template ??= emptyBooks();
  writeFileSync(file, template, { flag: 'wx' });
  const books = new Database(file);
  books.pragma('synchronous = OFF');
  books.transaction(() => {
    for (const fact of facts) addBookFact(books, fact, Date.parse(SAMPLE_START));
  })();
  books.close();
}

function emptyBooks(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-books-'));
  try {
    const file = join(folder, 'empty.sqlite');
    createPeopleSoftBooks(file).close();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
