import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/domain/ids.ts';
import { MERGE_FIELDS } from '../../shared/domain/merge-fields.ts';
import { NO_PARTICULARS } from '../../shared/domain/customer-particulars.ts';
import { evidenceHash, factsOf } from '../../electron/engine/doubles/customer-facts.ts';
import { customerKeys } from '../../electron/engine/customers/customer-view.ts';
import { decideDuplicate, undoDuplicate } from '../../electron/engine/duplicates/decide-duplicate.ts';
import { duplicateKeys } from '../../electron/engine/duplicates/duplicate-view.ts';
import { allMerges } from '../../electron/ledger/customer-merge-store.ts';
import { directLedger } from '../../electron/ledger/direct-ledger.ts';
import { clusterOfKey } from '../../electron/ledger/duplicate-cluster-store.ts';
import { insertDouble, partiesKey, type Party } from '../../electron/ledger/duplicate-party-store.ts';
import { openBooks, type Books } from '../electron/engine/matching/books.ts';
import { tablesOf } from '../electron/engine/doubles/customers-of-books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT, operatorId: null };
const IDS = ['cus_A', 'cus_B', 'cus_C', 'cus_D', 'cus_E'];

let books: Books;
beforeAll(() => {
  books = openBooks();
  for (const id of IDS) books.stripeCustomer(id, `Customer ${id}`);
});
afterAll(() => books.close());

/** The cluster of some customers, put before a person if it is not yet. */
function suspected(ids: readonly string[]): { clusterId: number; version: number } {
  const parties = ids.map((customerId): Party => ({ system: 'stripe', book: 'acct_1', customerId }));
  const known = clusterOfKey(books.db, partiesKey(parties));
  if (known !== null) return known;
  const facts = ids.map((id) => factsOf(`Customer ${id}`, NO_PARTICULARS));
  const money = { amountMinor: 0, exponent: 0, currency: 'USD' };
  const told = {
    unit: 'US',
    kind: 'doubleCustomer',
    score: 0.9,
    pointsJson: '[]',
    customer: null,
    firstAt: '',
    lastAt: '',
  };
  const head = { ...money, ...told, evidenceHash: evidenceHash(facts) };
  return { clusterId: insertDouble(books.db, { head, parties }, AT), version: 1 };
}

describe('a merge of Stripe customers', () => {
  it('keeps and finds every id, and undone it leaves every table as it was, whatever was picked', async () => {
    const ledger = directLedger(books.db);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(IDS, { minLength: 2 }),
        fc.array(fc.nat(), { minLength: MERGE_FIELDS.length, maxLength: MERGE_FIELDS.length }),
        fc.nat(),
        async (ids, picked, kept) => {
          const { clusterId, version } = suspected(ids);
          const before = tablesOf(books);
          const picks = MERGE_FIELDS.map((field, at) => ({ field, from: (picked[at] ?? 0) % ids.length }));
          await ledger.write(decideDuplicate, {
            ...clerk,
            clusterId,
            seenVersion: version,
            as: 'sameEvent',
            keep: kept % ids.length,
            picks,
            reason: 'one company',
            expiresDate: null,
          });
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
        },
      ),
      { numRuns: 25 },
    );
  });
});
