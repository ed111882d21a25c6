import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { matchingProfile } from '../../../electron/engine/matching/matching-request.ts';
import { readLinks } from '../../../electron/engine/matching/read-links.ts';
import { getLink } from '../../../electron/ledger/crosswalk-store.ts';
import { linkTrouble } from '../../../electron/ledger/link-trouble.ts';
import { partyKey } from '../../../electron/matching/customers/party-key.ts';
import { linkOn } from '../../../electron/matching/customers/propose-links.ts';
import type { Instant, LinkId, PlainDate } from '../../../shared/domain/ids.ts';
import { suspectCustomers } from '../engine/doubles/merge-in-books.ts';
import { openBooks, profile, type Books } from '../engine/matching/books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const STRIPE = ['cus_A', 'cus_B', 'cus_C'];
const PEOPLESOFT = ['1001', '2002', '3003'];
const DAYS = ['2026-10-05', '2026-10-10', '2026-10-12', '2026-10-15', '2026-10-18', '2026-10-28'] as PlainDate[];

let books: Books;
beforeAll(() => {
  books = openBooks();
  for (const id of STRIPE) books.stripeCustomer(id, `Customer ${id}`);
  for (const id of PEOPLESOFT) books.customer(id, `Customer ${id}`);
});
afterAll(() => books.close());

/** Links that persons made and ended, in the order they were made; a merge of the first so many customers. */
const aCrosswalk = fc.record({
  links: fc.uniqueArray(
    fc.record({
      customer: fc.constantFrom(...STRIPE),
      custId: fc.constantFrom(...PEOPLESOFT),
      until: fc.constantFrom(null, '2026-10-10', '2026-10-10', '2026-10-15'),
    }),
    { maxLength: 7, selector: ({ customer, custId }) => `${customer} ${custId}` },
  ),
  merged: fc.constantFrom(0, 2, 3),
});

function write({ links, merged }: typeof aCrosswalk extends fc.Arbitrary<infer Value> ? Value : never): void {
  const linked = new Set<string>();
  for (const { customer, custId, until } of links) {
    // One confirmed link at a time; a second one was rejected.
    const state = until === null ? (linked.has(customer) ? 'rejected' : 'confirmed') : 'retired';
    if (state === 'confirmed') linked.add(customer);
    books.run(
      `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at, decided_by,
         decided_at, valid_until_date, by_hand) VALUES ('acct_1', ?, 'SHARE', ?, ?, 'person', '{}', 'x', ?, 'CLERK', ?, ?, 1)`,
      customer,
      custId,
      state,
      AT,
      AT,
      until,
    );
  }
  if (merged === 0) return;
  const members = STRIPE.slice(0, merged);
  const { clusterId } = suspectCustomers(books, members);
  const mergeId = books.run(
    `INSERT INTO customer_merge (cluster_id, account, customer_id, name_of, email_of, phone_of, address_of, tax_id_of, merged_by, merged_at)
     VALUES (?, 'acct_1', 'cus_A', 'cus_A', 'cus_A', 'cus_A', 'cus_A', 'cus_A', 'ana', ?)`,
    clusterId,
    AT,
  );
  for (const member of members) books.run("INSERT INTO customer_merge_member VALUES ('acct_1', ?, ?)", member, mergeId);
}

it('is told of no link that matching would use on that day', () => {
  let used = 0;
  fc.assert(
    fc.property(aCrosswalk, (crosswalk) => {
      books.db.exec('BEGIN');
      try {
        write(crosswalk);
        const links = readLinks(books.db, matchingProfile(profile));
        for (const customerId of STRIPE)
          for (const accountingDate of DAYS) {
            const link = linkOn(links, partyKey('acct_1', customerId), accountingDate);
            if (link?.strength !== 'confirmed' || link.linkId === null) continue;
            used += 1;
            const { linkId } = getLink(books.db, link.linkId as LinkId);
            const movement = { account: 'acct_1', customerId, accountingDate };
            expect([linkTrouble(books.db, { linkId }, movement), crosswalk, movement]).toEqual([
              null,
              crosswalk,
              movement,
            ]);
          }
      } finally {
        books.db.exec('ROLLBACK');
      }
    }),
    { numRuns: 300 },
  );
  expect(used).toBeGreaterThan(1_000);
});
