import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MERGE_FIELDS } from '../../shared/domain/merge-fields.ts';
import { customerKeys } from '../../electron/engine/customers/customer-view.ts';
import { undoDuplicate } from '../../electron/engine/duplicates/decide-duplicate.ts';
import { duplicateKeys } from '../../electron/engine/duplicates/duplicate-view.ts';
import { allMerges } from '../../electron/ledger/customer-merge-store.ts';
import { directLedger } from '../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../electron/ledger/invariants.ts';
import { openBooks, type Books } from '../electron/engine/matching/books.ts';
import { tablesOf } from '../electron/engine/doubles/customers-of-books.ts';
import { clerk, mergeCustomers, suspectCustomers } from '../electron/engine/doubles/merge-in-books.ts';

const IDS = ['cus_A', 'cus_B', 'cus_C', 'cus_D', 'cus_E'];

let books: Books;
beforeAll(() => {
  books = openBooks();
  for (const id of IDS) books.stripeCustomer(id, `Customer ${id}`);
});
afterAll(() => books.close());

describe('a merge of Stripe customers', () => {
  it('keeps and finds every id, and undone it leaves every table as it was, whatever was picked', async () => {
    const ledger = directLedger(books.db);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(IDS, { minLength: 2 }),
        fc.array(fc.nat(), { minLength: MERGE_FIELDS.length, maxLength: MERGE_FIELDS.length }),
        fc.nat(),
        async (ids, picked, kept) => {
          suspectCustomers(books, ids);
          const before = tablesOf(books);
          const picks = MERGE_FIELDS.map((field, at) => ({ field, from: (picked[at] ?? 0) % ids.length }));
          const clusterId = await mergeCustomers(books, ids, { keep: kept % ids.length, picks });
          expect(findViolations(books.db)).toEqual([]);
          const [merge] = allMerges(books.db);
          expect(merge?.members).toEqual(ids.toSorted());
          expect(ids).toContain(merge?.customerId);
          expect(Object.values(merge?.picks ?? {}).every((id) => ids.includes(id))).toBe(true);
          for (const text of ids) {
            const found = await ledger.read(duplicateKeys, { list: 'duplicates', unit: 'US', facet: 'all', text });
            expect([...found]).toContain(clusterId);
            expect(await ledger.read(customerKeys, { list: 'customers', unit: 'US', facet: 'all', text })).toHaveLength(
              1,
            );
          }
          await ledger.write(undoDuplicate, { ...clerk, clusterId });
          expect(tablesOf(books)).toEqual(before);
          expect(findViolations(books.db)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
