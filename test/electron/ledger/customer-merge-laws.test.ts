import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoDuplicate } from '../../../electron/engine/duplicates/decide-duplicate.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { openBooks, type Books } from '../engine/matching/books.ts';
import { clerk, mergeCustomers } from '../engine/doubles/merge-in-books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
  for (const id of ['cus_A', 'cus_B', 'cus_C', 'cus_D']) books.stripeCustomer(id, `Customer ${id}`);
});
afterEach(() => books.close());

const codes = () => findViolations(books.db).map(({ code }) => code);

describe('the laws of customers that count as one', () => {
  it.each([
    ['MERGE_DOES_NOT_FIT_ANSWER', "UPDATE duplicate_cluster SET state = 'gone', decided_by = NULL, done_at = NULL"],
    ['ANSWER_OUTLIVES_UNDO', "UPDATE decision SET undone_at = '2026-11-02T16:00:00.000Z', undone_by = 'clerk'"],
    ['PARTS_DO_NOT_FIT_ANSWER', "UPDATE duplicate_party SET part = NULL WHERE customer_id = 'cus_B'"],
    ['PARTS_DO_NOT_FIT_ANSWER', "UPDATE duplicate_party SET part = 'kept'"],
    ['MERGE_LOSES_A_CUSTOMER', "DELETE FROM customer_merge_member WHERE customer_id = 'cus_B'"],
    ['MERGE_LOSES_A_CUSTOMER', "DELETE FROM stripe_customer WHERE customer_id = 'cus_B'"],
    ['MERGE_LOSES_A_CUSTOMER', "INSERT INTO customer_merge_member VALUES ('acct_1', 'cus_D', 1)"],
    ['MERGE_PICKS_A_STRANGER', "UPDATE customer_merge SET phone_of = 'cus_D'"],
    ['MERGE_PICKS_A_STRANGER', "UPDATE customer_merge SET customer_id = 'cus_D'"],
    ['MERGE_KEEPS_ANOTHER', "UPDATE customer_merge SET customer_id = 'cus_B'"],
  ])('report %s when somebody breaks it', async (code, sql) => {
    await mergeCustomers(books, ['cus_A', 'cus_B', 'cus_C'], { keep: 0 });
    expect(codes()).toEqual([]);
    books.db.exec(sql);
    expect(codes()).toContain(code);
  });

  it('report a merge that an undo has left behind', async () => {
    const clusterId = await mergeCustomers(books, ['cus_A', 'cus_B'], { keep: 1 });
    const left = ['customer_merge', 'customer_merge_member'].map((table) => [
      table,
      books.all<Record<string, string | number>>(`SELECT * FROM ${table}`),
    ]) as [string, Record<string, string | number>[]][];
    await directLedger(books.db).write(undoDuplicate, { ...clerk, clusterId });
    expect(codes()).toEqual([]);
    for (const [table, rows] of left)
      for (const row of rows)
        books.run(
          `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
            .map(() => '?')
            .join(', ')})`,
          ...Object.values(row),
        );
    expect(codes()).toEqual(['MERGE_DOES_NOT_FIT_ANSWER']);
  });

  it('report customers that go by each other in a circle, over however many answers', async () => {
    await mergeCustomers(books, ['cus_A', 'cus_B'], { keep: 0 });
    await mergeCustomers(books, ['cus_C', 'cus_D'], { keep: 0 });
    // D goes by C and B by A; now C is said to go by B, and A by D.
    books.run("UPDATE duplicate_party SET customer_id = 'cus_B' WHERE customer_id = 'cus_D'");
    books.run("UPDATE duplicate_party SET customer_id = 'cus_A' WHERE customer_id = 'cus_C'");
    expect(codes()).not.toContain('MERGE_IN_A_CIRCLE');
    books.run("UPDATE duplicate_party SET part = iif(part = 'kept', 'merged', 'kept') WHERE cluster_id = 2");
    expect(codes()).toContain('MERGE_IN_A_CIRCLE');
  });
});
