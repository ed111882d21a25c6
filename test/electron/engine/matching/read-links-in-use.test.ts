import { afterEach, beforeEach, expect, it } from 'vitest';
import { matchingProfile } from '../../../../electron/engine/matching/matching-request.ts';
import { readLinks } from '../../../../electron/engine/matching/read-links.ts';
import { readLinksInUse } from '../../../../electron/engine/matching/read-links-in-use.ts';
import {
  partyProfile,
  PEOPLESOFT_BY_ID,
  PEOPLESOFT_BY_STRIPE_ID,
} from '../../../../electron/engine/matching/read-parties.ts';
import { partyKey } from '../../../../electron/matching/customers/party-key.ts';
import { linkOn } from '../../../../electron/matching/customers/propose-links.ts';
import { mergeCustomers } from '../doubles/merge-in-books.ts';
import { openBooks, profile, type Books } from './books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

/** Stripe customers by what becomes of their link. */
const CUSTOMERS = [
  'cus_Plain',
  'cus_Inactive',
  'cus_Gone',
  'cus_Other',
  'cus_Ended',
  'cus_Moved',
  'cus_Carried',
  'cus_Alone',
];
const DAYS = ['2026-10-15', '2026-10-20', '2026-10-21', '2026-11-30'];

it('are read by indexes, however many customers there are', () => {
  for (const sql of [PEOPLESOFT_BY_ID, PEOPLESOFT_BY_STRIPE_ID]) {
    const plan = books.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, 'SHARE', '[]').map(({ detail }) => detail);
    expect(plan[0]).toMatch(/^SEARCH ps_customer USING INDEX .*(?:cust_id|external_id)=\?\)$/);
  }
});

it('are those that matching uses on every day: ended, in doubt, merged with others or none', async () => {
  for (const [at, id] of CUSTOMERS.entries()) {
    const isCarried = id === 'cus_Carried';
    books.customer(`100${at}`, `Customer ${at}`, isCarried ? id : null);
    books.stripeCustomer(
      id,
      `Stripe ${at}`,
      isCarried || id === 'cus_Alone' ? {} : { peoplesoft_customer: `100${at}` },
    );
  }
  await books.match();
  const link = (id: string, sql: string): unknown =>
    books.run(`UPDATE crosswalk_link SET ${sql} WHERE customer_id = ?`, id);
  for (const id of ['cus_Other', 'cus_Gone', 'cus_Ended', 'cus_Moved'])
    link(id, "basis = 'person', decided_by = 'clerk', by_hand = 1");
  books.run("UPDATE ps_customer SET status = 'inactive' WHERE cust_id = '1001'");
  books.run("UPDATE ps_customer SET present = 0 WHERE cust_id = '1002'");
  books.run(
    `UPDATE stripe_customer SET metadata_json = '{"peoplesoft_customer":"1000"}' WHERE customer_id = 'cus_Other'`,
  );
  for (const id of ['cus_Ended', 'cus_Moved']) {
    link(id, "state = 'retired', valid_until_date = '2026-10-20'");
    books.run("UPDATE stripe_customer SET metadata_json = '{}' WHERE customer_id = ?", id);
  }
  books.run(
    `UPDATE stripe_customer SET metadata_json = '{"peoplesoft_customer":"1000"}' WHERE customer_id = 'cus_Moved'`,
  );
  await books.match();
  await mergeCustomers(books, ['cus_Alone', 'cus_Plain'], { keep: 1 });
  const whole = readLinks(books.db, matchingProfile(profile));
  const seen = new Set<string>();
  for (const customerId of CUSTOMERS) {
    const party = partyKey('acct_1', customerId);
    const links = readLinksInUse(books.db, partyProfile(profile), [{ account: 'acct_1', customerId }]);
    for (const day of DAYS) {
      const used = linkOn(links, party, day);
      expect([customerId, day, used]).toEqual([customerId, day, linkOn(whole, party, day)]);
      seen.add(`${customerId} ${used?.custId ?? '-'} ${used?.strength ?? '-'}`);
    }
  }
  expect([...seen].sort()).toEqual([
    'cus_Alone 1000 confirmed',
    'cus_Carried 1006 confirmed',
    'cus_Ended - -',
    'cus_Ended 1004 confirmed',
    'cus_Gone 1002 doubtful',
    'cus_Inactive 1001 doubtful',
    'cus_Moved 1000 confirmed',
    'cus_Moved 1005 confirmed',
    'cus_Other 1003 doubtful',
    'cus_Plain 1000 confirmed',
  ]);
});
