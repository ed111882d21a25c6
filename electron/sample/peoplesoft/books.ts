import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { SAMPLE_START, type BookFact, type BookItem } from '../company/company.ts';
import { createBookIndexes, createBookTables, itemSortKey, writeSite, type Books } from './books-schema.ts';
import { writePartyRecord } from './party-records.ts';
import { writePostedReceipt } from './posted-receipt.ts';
import { prepared } from './prepared.ts';
import { parseThousandths } from './thousandths.ts';

const FACTS_PER_COMMIT = 50_000;
const BATCH_RAN_BEFORE_START_MS = 4 * 3_600_000;

/**
 * Takes the facts the books start with; `close` makes them ready to be served. Books never closed are refused later.
 */
export interface PeopleSoftBooksWriter {
  add(fact: BookFact): void;
  close(): void;
}

/**
 * Makes new books in `file` (it must not exist). Facts come customers before items before receipts; a receipt that
 * names an item not seen yet, or a second fact with the same key, throws. Written in large transactions without
 * syncing, then synced by `close`.
 */
export function createPeopleSoftBooks(file: string): PeopleSoftBooksWriter {
  if (existsSync(file)) throw new Error(`There are PeopleSoft sample books already in ${file}.`);
  const books = new Database(file);
  books.pragma('journal_mode = OFF');
  books.pragma('synchronous = OFF');
  books.pragma('cache_size = -131072');
  createBookTables(books);
  writeSite(books, 'user', 'TIEOUT_INT');
  writeSite(books, 'password', randomBytes(12).toString('base64url'));
  writeSite(books, 'control_token', randomBytes(18).toString('base64url'));
  const startMs = Date.parse(SAMPLE_START);
  writeSite(books, 'last_run_ms', String(startMs - BATCH_RAN_BEFORE_START_MS));
  let pending = 0;
  books.exec('BEGIN');
  return {
    add(fact) {
      addBookFact(books, fact, startMs);
      pending += 1;
      if (pending < FACTS_PER_COMMIT) return;
      books.exec('COMMIT; BEGIN');
      pending = 0;
    },
    close() {
      books.exec('COMMIT');
      createBookIndexes(books);
      writeSite(books, 'complete', 'Y');
      books.pragma('synchronous = FULL');
      books.pragma('journal_mode = WAL');
      books.close();
    },
  };
}

/** Adds one fact to books, new or open; a receipt counts as entered the day before `atMs`. Throws as the writer does. */
export function addBookFact(books: Books, fact: BookFact, atMs: number): void {
  switch (fact.kind) {
    case 'customer': {
      const { setId, custId, name, active, externalId } = fact.customer;
      prepared(
        books,
        'INSERT INTO customer(setid, cust_id, name1, cust_status, x_stripe_id) VALUES (?, ?, ?, ?, ?)',
      ).run(setId, custId, name, active ? 'A' : 'I', externalId ?? '');
      writePartyRecord(books, fact.customer);
      return;
    }
    case 'item':
      writeItem(books, fact.item);
      return;
    case 'receipt':
      writePostedReceipt(books, fact.receipt, 'by hand', atMs - 86_400_000);
      return;
    case 'journal': {
      const { businessUnit, journalId, journalDate, line, account, amount, currency, source } = fact.journal;
      const insert = prepared(books, 'INSERT INTO journal_line VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
      insert.run(businessUnit, journalId, journalDate, line, account, parseThousandths(amount), currency, source);
      return;
    }
    case 'colleaguePayment':
      prepared(books, 'INSERT INTO colleague_payment(payment) VALUES (?)').run(JSON.stringify(fact.payment));
  }
}

function writeItem(books: Books, item: BookItem): void {
  const amount = parseThousandths(item.amount);
  if (amount === null)
    throw new Error(`The amount ${JSON.stringify(item.amount)} of item ${item.item} is not a decimal.`);
  prepared(books, 'INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    itemSortKey(item.businessUnit, item.custId, item.item, item.itemLine),
    item.businessUnit,
    item.custId,
    item.item,
    item.itemLine,
    amount === 0 ? 'C' : 'O',
    amount,
    item.currency,
    amount,
    item.itemDate,
    item.dueDate,
    item.poReference ?? '',
    item.entryType,
  );
}
