import Database from 'better-sqlite3';
import { SAMPLE_UNITS } from '../company/company.ts';
import { addJournalLineTable } from './journal-lines.ts';
import { addPartyTables } from './party-records.ts';
import { addPendingItemTables } from './pending-item-schema.ts';
import { prepared } from './prepared.ts';

export type Books = Database.Database;

/** Accounting templates of direct journals, and the accounting entry that Receivables Update made of one, beside that of the clearing account. */
const JOURNAL_TABLES = `
CREATE TABLE acctg_template(acctg_template TEXT PRIMARY KEY, descr TEXT NOT NULL, eff_status TEXT NOT NULL, account TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE payment_misc_dst(deposit_bu TEXT, deposit_id TEXT, payment_seq_num INTEGER, account TEXT NOT NULL, monetary_amount INTEGER NOT NULL,
  PRIMARY KEY(deposit_bu, deposit_id, payment_seq_num)) STRICT, WITHOUT ROWID;
`;

/**
 * PeopleSoft's records as this sample keeps them, column names in lower case. Amount columns hold thousandths; dates
 * are `YYYY-MM-DD` text, blank where PeopleSoft has null; blank characters are ''.
 *
 * `item.sort_key` is `BU|CUST|ITEM|LINE`, `payment.sort_key` is `DEPOSIT_BU|DEPOSIT_ID|SEQ` with six digits of
 * sequence: the keys by which queries page. `payment_status`: U unapplied, W on a worksheet, A applied, P posted, E
 * group in error.
 */
const TABLES = `
CREATE TABLE site(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE business_unit(business_unit TEXT PRIMARY KEY, setid TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE currency(currency_cd TEXT PRIMARY KEY, decimals INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE bank_account(bank_cd TEXT, bank_acct_key TEXT, currency_cd TEXT NOT NULL, acct_status TEXT NOT NULL,
  account TEXT NOT NULL, PRIMARY KEY(bank_cd, bank_acct_key)) STRICT, WITHOUT ROWID;
CREATE TABLE open_period(business_unit TEXT, from_dt TEXT, to_dt TEXT NOT NULL, open_flag TEXT NOT NULL,
  PRIMARY KEY(business_unit, from_dt)) STRICT, WITHOUT ROWID;
CREATE TABLE customer(setid TEXT, cust_id TEXT, name1 TEXT NOT NULL, cust_status TEXT NOT NULL DEFAULT 'A',
  cust_status_dt TEXT NOT NULL DEFAULT '', since_dt TEXT NOT NULL DEFAULT '', add_dt TEXT NOT NULL DEFAULT '',
  x_stripe_id TEXT NOT NULL DEFAULT '', PRIMARY KEY(setid, cust_id)) STRICT, WITHOUT ROWID;
CREATE TABLE cust_address(setid TEXT, cust_id TEXT, address_seq_num INTEGER, address1 TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '', postal TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(setid, cust_id, address_seq_num)) STRICT, WITHOUT ROWID;
CREATE TABLE item(sort_key TEXT PRIMARY KEY, business_unit TEXT NOT NULL, cust_id TEXT NOT NULL, item TEXT NOT NULL,
  item_line INTEGER NOT NULL, item_status TEXT NOT NULL, bal_amt INTEGER NOT NULL, bal_currency TEXT NOT NULL,
  orig_item_amt INTEGER NOT NULL, item_dt TEXT NOT NULL, due_dt TEXT NOT NULL, po_ref TEXT NOT NULL,
  entry_type TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE item_activity(sort_key TEXT, item_seq_num INTEGER, entry_type TEXT NOT NULL, entry_amt INTEGER NOT NULL,
  accounting_dt TEXT NOT NULL, deposit_bu TEXT NOT NULL, deposit_id TEXT NOT NULL, payment_seq_num INTEGER NOT NULL,
  payment_id TEXT NOT NULL, group_id TEXT NOT NULL, PRIMARY KEY(sort_key, item_seq_num)) STRICT, WITHOUT ROWID;
CREATE TABLE deposit_control(deposit_bu TEXT, deposit_id TEXT, bank_cd TEXT NOT NULL, bank_acct_key TEXT NOT NULL,
  format_currency TEXT NOT NULL, accounting_dt TEXT NOT NULL, received_dt TEXT NOT NULL DEFAULT '',
  deposit_type TEXT NOT NULL DEFAULT 'O', control_amt INTEGER NOT NULL, control_cnt INTEGER NOT NULL,
  oprid TEXT NOT NULL, bal_status TEXT NOT NULL DEFAULT 'I', dep_post_status TEXT NOT NULL DEFAULT 'N',
  origin TEXT NOT NULL, saved_at_ms INTEGER NOT NULL, PRIMARY KEY(deposit_bu, deposit_id)) STRICT, WITHOUT ROWID;
CREATE TABLE payment(deposit_bu TEXT, deposit_id TEXT, payment_seq_num INTEGER, payment_id TEXT NOT NULL,
  payment_amt INTEGER NOT NULL, payment_currency TEXT NOT NULL, payment_method TEXT NOT NULL DEFAULT '',
  accounting_dt TEXT NOT NULL, x_external_id TEXT NOT NULL DEFAULT '', x_approved_by TEXT NOT NULL DEFAULT '',
  payment_status TEXT NOT NULL DEFAULT 'U', status_text TEXT NOT NULL DEFAULT '', saved_at_ms INTEGER NOT NULL,
  sort_key TEXT NOT NULL, misc_payment TEXT NOT NULL DEFAULT 'N', acctg_template TEXT NOT NULL DEFAULT '', PRIMARY KEY(deposit_bu, deposit_id, payment_seq_num)) STRICT, WITHOUT ROWID;
CREATE TABLE payment_id_cust(deposit_bu TEXT, deposit_id TEXT, payment_seq_num INTEGER, id_seq_num INTEGER,
  cust_id TEXT NOT NULL, PRIMARY KEY(deposit_bu, deposit_id, payment_seq_num, id_seq_num)) STRICT, WITHOUT ROWID;
CREATE TABLE payment_id_item(deposit_bu TEXT, deposit_id TEXT, payment_seq_num INTEGER, id_seq_num INTEGER,
  business_unit TEXT NOT NULL, cust_id TEXT NOT NULL, item TEXT NOT NULL, item_line INTEGER NOT NULL DEFAULT 0,
  pay_amt INTEGER NOT NULL DEFAULT 0, applied_key TEXT, applied_amt INTEGER, entry_type TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(deposit_bu, deposit_id, payment_seq_num, id_seq_num)) STRICT, WITHOUT ROWID;
${JOURNAL_TABLES}CREATE TABLE refund_voucher(payment_id TEXT NOT NULL, item TEXT NOT NULL, amount INTEGER NOT NULL) STRICT;
CREATE TABLE group_control(group_bu TEXT, group_id TEXT, group_type TEXT NOT NULL, post_status TEXT NOT NULL,
  message_set_nbr INTEGER NOT NULL, message_nbr INTEGER NOT NULL, message_text TEXT NOT NULL,
  deposit_bu TEXT NOT NULL, deposit_id TEXT NOT NULL, payment_seq_num INTEGER NOT NULL,
  PRIMARY KEY(group_bu, group_id)) STRICT, WITHOUT ROWID;
CREATE TABLE payment_staging(deposit_bu TEXT NOT NULL, payment_id TEXT NOT NULL) STRICT;
CREATE TABLE load_error(deposit_bu TEXT NOT NULL, payment_id TEXT NOT NULL, message_text TEXT NOT NULL) STRICT;
CREATE TABLE colleague_payment(id INTEGER PRIMARY KEY, payment TEXT NOT NULL) STRICT;
`;

/** Made after the bulk load: indexes grow faster in one pass than row by row. */
const INDEXES = `
CREATE INDEX item_open ON item(sort_key) WHERE item_status = 'O';
CREATE UNIQUE INDEX payment_sort ON payment(sort_key, accounting_dt);
CREATE INDEX payment_by_id ON payment(payment_id);
CREATE INDEX payment_by_external_id ON payment(x_external_id) WHERE x_external_id <> '';
CREATE INDEX payment_unapplied ON payment(sort_key) WHERE payment_status = 'U';
CREATE INDEX payment_applied ON payment(sort_key) WHERE payment_status = 'A';
CREATE INDEX group_in_error ON group_control(post_status) WHERE post_status = 'E';
`;

/** Decimals of the site's currency table; everything not named here has 2 and must be in this list to be accepted. */
const CURRENCIES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ['USD', 'CAD', 'EUR', 'GBP', 'CHF', 'HUF', 'AUD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'MXN', 'TWD'].map((code) => [
      code,
      2,
    ]),
  ),
  ...Object.fromEntries(['JPY', 'ISK', 'UGX', 'KRW', 'CLP', 'VND'].map((code) => [code, 0])),
  ...Object.fromEntries(['KWD', 'BHD', 'JOD', 'OMR', 'TND'].map((code) => [code, 3])),
};

const PERIODS = [
  ['2026-09-01', '2026-09-30', 'N'],
  ['2026-10-01', '2026-10-31', 'Y'],
  ['2026-11-01', '2026-11-30', 'Y'],
] as const;

/** Creates the tables and the site's own reference data (units, currencies, banks, periods) in an empty file. */
export function createBookTables(books: Books): void {
  books.exec(TABLES);
  addPendingItemTables(books);
  addJournalLineTable(books);
  addPartyTables(books);
  for (const [code, decimals] of Object.entries(CURRENCIES))
    books.prepare('INSERT INTO currency VALUES (?, ?)').run(code, decimals);
  for (const unit of SAMPLE_UNITS) {
    books.prepare('INSERT INTO business_unit VALUES (?, ?)').run(unit.businessUnit, 'SHARE');
    books
      .prepare(`INSERT INTO bank_account VALUES (?, ?, ?, 'A', ?)`)
      .run(unit.bankCode, unit.bankAccountKey, unit.settlement, unit.cashAccount);
    for (const [from, to, open] of PERIODS)
      books.prepare('INSERT INTO open_period VALUES (?, ?, ?, ?)').run(unit.businessUnit, from, to, open);
  }
  insertTemplates(books);
  books.prepare(`INSERT INTO bank_account VALUES ('OLDBK', 'OLD1', 'USD', 'I', '101900')`).run();
}

/** The templates of this site; one is out of use. */
const TEMPLATES = [
  ['STRIPEFEE', 'Stripe fees', 'A', '651000'],
  ['STRIPETAX', 'Tax on Stripe fees', 'A', '165000'],
  ['STRIPEFX', 'Conversion by Stripe', 'A', '652000'],
  ['STRIPERES', 'Stripe reserves', 'A', '118000'],
  ['STRIPEPAY', 'Stripe payouts in transit', 'A', '109000'],
  ['STRIPEADJ', 'Stripe adjustments', 'A', '653000'],
  ['MISCCASH', 'Miscellaneous receipts', 'A', '499000'],
  ['OLDFEES', 'Card fees until 2024', 'I', '650000'],
] as const;

function insertTemplates(books: Books): void {
  const insert = books.prepare('INSERT INTO acctg_template VALUES (?, ?, ?, ?)');
  for (const template of TEMPLATES) insert.run(...template);
}

/** Adds the secondary indexes; call once, after the bulk load. */
export function createBookIndexes(books: Books): void {
  books.exec(INDEXES);
}

/**
 * Opens finished books for serving: WAL with a synced commit, so that a saved deposit survives a kill. Throws when
 * unfinished.
 */
export function openBooks(file: string): Books {
  const books = new Database(file, { fileMustExist: true });
  try {
    books.pragma('journal_mode = WAL');
    books.pragma('synchronous = FULL');
    books.pragma('busy_timeout = 5000');
    books.pragma('cache_size = -65536');
    if (readSite(books, 'complete') !== 'Y')
      throw new Error(
        `The PeopleSoft sample books in ${file} were never finished. Delete the folder and make them again.`,
      );
    addCashAccounts(books);
    addEntryTypes(books);
    addDirectJournals(books);
    addPendingItemTables(books);
    addJournalLineTable(books);
    addPartyTables(books);
    return books;
  } catch (error) {
    books.close();
    throw error;
  }
}

/** A sample home is kept for ever: books made before bank accounts named their cash account get it now. */
function addCashAccounts(books: Books): void {
  const columns = books.pragma('table_info(bank_account)') as readonly { readonly name: string }[];
  if (columns.some(({ name }) => name === 'account')) return;
  books.transaction(() => {
    books.exec("ALTER TABLE bank_account ADD COLUMN account TEXT NOT NULL DEFAULT ''");
    const name = books.prepare('UPDATE bank_account SET account = ? WHERE bank_cd = ? AND bank_acct_key = ?');
    for (const unit of SAMPLE_UNITS) name.run(unit.cashAccount, unit.bankCode, unit.bankAccountKey);
  })();
}

/** Books made before item references named an entry type get the column, and the vouchers that some of them make. */
function addEntryTypes(books: Books): void {
  const columns = books.pragma('table_info(payment_id_item)') as readonly { readonly name: string }[];
  if (columns.some(({ name }) => name === 'entry_type')) return;
  books.transaction(() => {
    books.exec("ALTER TABLE payment_id_item ADD COLUMN entry_type TEXT NOT NULL DEFAULT ''");
    books.exec(
      'CREATE TABLE refund_voucher(payment_id TEXT NOT NULL, item TEXT NOT NULL, amount INTEGER NOT NULL) STRICT',
    );
  })();
}

/** Books made before payments could be journalled directly get what that takes. */
function addDirectJournals(books: Books): void {
  const columns = books.pragma('table_info(payment)') as readonly { readonly name: string }[];
  if (columns.some(({ name }) => name === 'misc_payment')) return;
  books.transaction(() => {
    books.exec("ALTER TABLE payment ADD COLUMN misc_payment TEXT NOT NULL DEFAULT 'N'");
    books.exec("ALTER TABLE payment ADD COLUMN acctg_template TEXT NOT NULL DEFAULT ''");
    books.exec(JOURNAL_TABLES);
    insertTemplates(books);
  })();
}

/** A value of the site table, or null. */
export function readSite(books: Books, name: string): string | null {
  const row = prepared<{ value: string }>(books, 'SELECT value FROM site WHERE name = ?').get(name);
  return row?.value ?? null;
}

/** Sets a value of the site table. */
export function writeSite(books: Books, name: string, value: string): void {
  prepared(books, 'INSERT INTO site VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value').run(
    name,
    value,
  );
}

/** Takes the next number of a counter of the site table, starting at 1. */
export function nextNumber(books: Books, counter: string): number {
  const row = prepared<{ value: string }>(
    books,
    `INSERT INTO site VALUES (?, '1') ON CONFLICT(name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value`,
  ).get(counter);
  if (!row) throw new Error(`The counter ${counter} gave no number.`);
  return Number(row.value);
}

/** The number PeopleSoft gives a deposit entered as NEXT: ten digits. */
export function nextDepositId(books: Books): string {
  return String(nextNumber(books, 'deposit_id')).padStart(10, '0');
}

/** Key by which payments page: deposit business unit, deposit id, six digits of sequence. */
export function paymentSortKey(depositBu: string, depositId: string, sequence: number): string {
  return `${depositBu}|${depositId}|${String(sequence).padStart(6, '0')}`;
}

/** Key by which items page and are asked for. */
export function itemSortKey(businessUnit: string, custId: string, item: string, itemLine: number): string {
  return `${businessUnit}|${custId}|${item}|${itemLine}`;
}
