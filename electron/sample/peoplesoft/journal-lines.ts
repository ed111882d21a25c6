import type Database from 'better-sqlite3';

/** Journal lines that are not those of payments: of billing, the bank's statement, and items that Receivables posted. Amounts are thousandths. */
const TABLE = `
CREATE TABLE IF NOT EXISTS journal_line(business_unit TEXT, journal_id TEXT, journal_date TEXT, journal_line INTEGER,
  account TEXT NOT NULL, monetary_amount INTEGER NOT NULL, currency_cd TEXT NOT NULL, source TEXT NOT NULL,
  PRIMARY KEY(business_unit, journal_date, journal_id, journal_line)) STRICT, WITHOUT ROWID;
`;

/** Books made before the general ledger had other journals get the empty table on opening. */
export function addJournalLineTable(books: Database.Database): void {
  books.exec(TABLE);
}

const RECEIVABLES = '120000';
const LINES_AN_ITEM = 1_000;

/** What a posted group of items gives the general ledger: the receivables account on one side, its distribution lines on the other. */
export function journalItemGroup(
  books: Database.Database,
  group: { readonly group_bu: string; readonly group_id: string },
): void {
  const { group_bu, group_id } = group;
  const head = `business_unit, 'AR' || group_id, accounting_dt, group_seq_num * ${LINES_AN_ITEM}`;
  const items = 'FROM pending_item WHERE group_bu = :group_bu AND group_id = :group_id';
  const lines = `FROM pending_item JOIN pending_dst USING (group_bu, group_id, group_seq_num)
    WHERE group_bu = :group_bu AND group_id = :group_id`;
  for (const select of [
    `${head}, '${RECEIVABLES}', entry_amt, entry_currency, 'AR' ${items}`,
    `${head} + dst_seq_num, account, monetary_amount, entry_currency, 'AR' ${lines}`,
  ])
    books.prepare(`INSERT INTO journal_line SELECT ${select}`).run({ group_bu, group_id });
}
