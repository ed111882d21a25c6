import type Database from 'better-sqlite3';

/** Journal lines that other systems than Receivables gave the general ledger: billing and the bank's statement. Amounts are thousandths. */
const TABLE = `
CREATE TABLE IF NOT EXISTS journal_line(business_unit TEXT, journal_id TEXT, journal_date TEXT, journal_line INTEGER,
  account TEXT NOT NULL, monetary_amount INTEGER NOT NULL, currency_cd TEXT NOT NULL, source TEXT NOT NULL,
  PRIMARY KEY(business_unit, journal_date, journal_id, journal_line)) STRICT, WITHOUT ROWID;
`;

/** Books made before the general ledger had other journals get the empty table on opening. */
export function addJournalLineTable(books: Database.Database): void {
  books.exec(TABLE);
}
