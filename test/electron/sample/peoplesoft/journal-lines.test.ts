import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPeopleSoftBooks } from '../../../../electron/sample/peoplesoft/books.ts';
import { openBooks } from '../../../../electron/sample/peoplesoft/books-schema.ts';
import { postItemGroup, waitingGroups } from '../../../../electron/sample/peoplesoft/pending-item-posting.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function openedBooks() {
  const file = join(temporaryFolder(), 'peoplesoft.sqlite');
  const writer = createPeopleSoftBooks(file);
  const customer = { setId: 'SHARE', custId: 'C1', name: 'Ada Ltd', active: true, externalId: null };
  writer.add({ kind: 'customer', customer });
  writer.close();
  const books = openBooks(file);
  onTestFinished(() => void books.close());
  return books;
}

const ENTERED = `
INSERT INTO item_group(group_bu, group_id, accounting_dt, control_amt, control_cnt, control_currency, oprid, saved_at_ms)
  VALUES ('US001', 'G1', '2026-10-20', 119000, 1, 'USD', 'TIEOUT_INT', 0);
INSERT INTO pending_item(group_bu, group_id, group_seq_num, business_unit, cust_id, item, entry_type, entry_amt, entry_currency, accounting_dt)
  VALUES ('US001', 'G1', 1, 'US001', 'C1', 'ADA-1', 'IN', 119000, 'USD', '2026-10-20');
INSERT INTO pending_dst VALUES ('US001', 'G1', 1, 1, '400000', -100000), ('US001', 'G1', 1, 2, '230000', -19000);`;

describe('a group of items that Receivables posts', () => {
  it('goes to the general ledger with it: receivables on one side, its distribution on the other', () => {
    const books = openedBooks();
    books.exec(ENTERED);
    for (const group of waitingGroups(books, 10)) expect(postItemGroup(books, group)).toBe(true);
    const lines = books.prepare('SELECT journal_id, account, monetary_amount FROM journal_line ORDER BY journal_line');
    expect(lines.raw().all()).toEqual([
      ['ARG1', '120000', 119_000],
      ['ARG1', '400000', -100_000],
      ['ARG1', '230000', -19_000],
    ]);
  });

  it('leaves the general ledger alone when it is in error', () => {
    const books = openedBooks();
    books.exec(ENTERED.replace('-19000', '-18000'));
    for (const group of waitingGroups(books, 10)) expect(postItemGroup(books, group)).toBe(false);
    expect(books.prepare('SELECT count(*) FROM journal_line').pluck().get()).toBe(0);
  });
});
