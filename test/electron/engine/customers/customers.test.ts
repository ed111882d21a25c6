import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LINKING } from '../../../../shared/contract/profile-linking.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { customerDetail } from '../../../../electron/engine/customers/customer-detail.ts';
import { customerKeys, customerRows } from '../../../../electron/engine/customers/customer-view.ts';
import { decideCustomer } from '../../../../electron/engine/customers/decide-customer.ts';
import { undoCustomer } from '../../../../electron/engine/customers/undo-customer.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { probabilityOf } from '../../../../electron/matching/parties/score-pairs.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT, operatorId: null };
const FIRST = 'Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ironbark Juniper'.split(' ');
const SECOND = 'Foundry Logistics Bakery Optics Shipping Textiles Instruments Brewery'.split(' ');
const NAMES = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`));

/** Enough customers of ordinary names for a model to be learned from: each is in both systems, written otherwise. */
function background(order: readonly string[] = NAMES): void {
  for (const name of order) {
    const number = NAMES.indexOf(name);
    books.customer(String(5000 + number), `${name.toUpperCase()} LTD`);
    books.stripeCustomer(`cus_B${number}`, `${name} Limited`);
  }
}
const links = (customerId = 'cus_A') =>
  books.all<{ cust_id: string; state: string; basis: string }>(
    'SELECT cust_id, state, basis FROM crosswalk_link WHERE customer_id = ? ORDER BY cust_id',
    customerId,
  );
const candidates = () =>
  books.all(
    'SELECT customer_id, rank, cust_id, score, points_json, model_version FROM customer_candidate ORDER BY customer_id, rank',
  );
const keyOf = (customerId: string): number =>
  books.all<{ key: number }>(
    'SELECT customer_key AS key FROM stripe_customer_number WHERE customer_id = ?',
    customerId,
  )[0]?.key ?? 0;
const detailOf = (customerId: string, custId: string | null = null) =>
  directLedger(books.db).read(customerDetail, {
    customerKey: keyOf(customerId),
    custId,
    setId: 'SHARE',
    sharedIdKey: null,
    linking: DEFAULT_LINKING,
    whyNotDecide: null,
  });
const decide = async (as: 'confirmed' | 'rejected', custId: string, customerId = 'cus_A') => {
  const { candidates: all } = await detailOf(customerId, custId);
  const seenVersion = all.find((each) => each.custId === custId)?.link?.version ?? 0;
  const of = { customerKey: keyOf(customerId), custId, setId: 'SHARE', sharedIdKey: null, seenVersion, as };
  return directLedger(books.db).write(decideCustomer, { ...clerk, ...of });
};
const undo = (customerId = 'cus_A') =>
  directLedger(books.db).write(undoCustomer, { ...clerk, customerKey: keyOf(customerId), setId: 'SHARE' });

/** A customer whose name is written otherwise in the two systems. */
function garbled(): void {
  background();
  books.stripeCustomer('cus_A', 'Halvorsen & Sons Marine AS');
  books.customer('1001', 'HALVORSEN AND SONS MARINE');
}

describe('customers that resemble each other', () => {
  it('are proposed with a score that its points give, once, and a rerun changes nothing', async () => {
    garbled();
    await books.match();
    expect(links()).toEqual([{ cust_id: '1001', state: 'proposed', basis: 'score' }]);
    const { row, candidates: found } = await detailOf('cus_A');
    expect(row).toMatchObject({ state: 'proposed', custId: '1001', peopleSoftName: 'HALVORSEN AND SONS MARINE' });
    for (const { points, score } of found)
      expect(probabilityOf(points.reduce((sum, each) => sum + each.points, 0))).toBe(score);
    const before = candidates();
    expect(await books.match()).toMatchObject({ changed: 0, links: 0 });
    expect(candidates()).toEqual(before);
    expect(books.all('SELECT version FROM link_model')).toEqual([{ version: 1 }]);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('have the same candidates in whatever order they came', async () => {
    garbled();
    await books.match();
    const forwards = candidates();
    books.close();
    books = openBooks();
    books.customer('1001', 'HALVORSEN AND SONS MARINE');
    background(NAMES.toReversed());
    books.stripeCustomer('cus_A', 'Halvorsen & Sons Marine AS');
    await books.match();
    expect(candidates()).toEqual(forwards);
  });

  it('are not touched by an unrelated customer while the model is frozen', async () => {
    garbled();
    await books.match();
    const before = candidates();
    books.stripeCustomer('cus_Z', 'Quellwasser Zylinder');
    await books.match();
    expect(candidates()).toEqual(before);
  });

  it('are never guessed between: of two equal ones none is proposed', async () => {
    garbled();
    books.customer('1002', 'HALVORSEN AND SONS MARINE');
    await books.match();
    expect(links()).toEqual([]);
    const { row, candidates: found } = await detailOf('cus_A');
    expect(row).toMatchObject({ state: 'none', margin: 0 });
    expect(found.map(({ whyNot }) => whyNot !== null)).not.toContain(false);
  });

  it('are not proposed where PeopleSoft keeps the id of another Stripe customer', async () => {
    background();
    books.stripeCustomer('cus_A', 'Halvorsen & Sons Marine AS');
    books.customer('1001', 'HALVORSEN AND SONS MARINE', 'cus_Other');
    books.stripeCustomer('cus_C', 'HALVORSEN AND SONS MARINE');
    await books.match();
    expect([...links(), ...links('cus_C')]).toEqual([]);
    const { candidates: asked } = await detailOf('cus_A', '1001');
    expect(asked.find(({ custId }) => custId === '1001')?.whyNot).toContain('cus_Other');
  });

  it('say why not of any PeopleSoft customer somebody asks about', async () => {
    garbled();
    await books.match();
    const why = async (custId: string) =>
      (await detailOf('cus_A', custId)).candidates.find((each) => each.custId === custId)?.whyNot;
    expect(await why('5003')).toContain('share too little');
    expect(await why('9999')).toBe('PeopleSoft has no customer of this id.');
    expect(await why('1001')).toBeNull();
  });
});

describe('what a person says of two customers', () => {
  it('links them, moves no other score, and is taken back', async () => {
    garbled();
    await books.match();
    const before = candidates();
    expect((await decide('confirmed', '1001')).text).toContain('is linked to 1001');
    await books.match();
    expect(links()).toEqual([{ cust_id: '1001', state: 'confirmed', basis: 'score' }]);
    expect(candidates()).toEqual(before);
    await undo();
    expect(links()).toMatchObject([{ state: 'proposed' }]);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('keeps a rejected pair away until a name changes, whether it was proposed or not', async () => {
    garbled();
    await books.match();
    await decide('rejected', '1001');
    await decide('rejected', '5003');
    await books.match();
    expect(links()).toMatchObject([
      { cust_id: '1001', state: 'rejected' },
      { cust_id: '5003', state: 'rejected' },
    ]);
    books.run("UPDATE ps_customer SET name = 'HALVORSEN SONS MARINE AS' WHERE cust_id = '1001'");
    await books.match();
    expect(links()[0]).toMatchObject({ cust_id: '1001', state: 'proposed' });
  });

  it('may name a customer that nothing proposed, but none that PeopleSoft does not have', async () => {
    garbled();
    await books.match();
    await decide('confirmed', '5003');
    await books.match();
    expect(links().filter(({ state }) => state === 'confirmed')).toMatchObject([{ cust_id: '5003', basis: 'person' }]);
    await expect(decide('confirmed', '9999')).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('is refused when the pair has changed since it was seen', async () => {
    garbled();
    await books.match();
    const of = {
      customerKey: keyOf('cus_A'),
      custId: '1001',
      setId: 'SHARE',
      sharedIdKey: null,
      seenVersion: 7,
      as: 'confirmed' as const,
    };
    await expect(directLedger(books.db).write(decideCustomer, { ...clerk, ...of })).rejects.toMatchObject({
      code: 'STALE_VERSION',
    });
  });
});

describe('the list of customers to link', () => {
  it('holds each customer under how it stands, the best score first, and finds it by either name', async () => {
    garbled();
    books.stripeCustomer('cus_N', 'Quellwasser Zylinder');
    await books.match();
    const ledger = directLedger(books.db);
    const idsOf = async (facet: 'toDecide' | 'noCandidate' | 'confirmed' | 'rejected' | 'all', text?: string) => {
      const found = await ledger.read(customerKeys, {
        list: 'customers',
        unit: 'US',
        facet,
        ...(text === undefined ? {} : { text }),
      });
      const rows = await ledger.read(customerRows, { keys: [...found], setId: 'SHARE' });
      return rows.map(({ customerId }) => customerId);
    };
    expect(await idsOf('toDecide', 'halvorsen')).toEqual(['cus_A']);
    expect(await idsOf('toDecide', 'sons marine')).toEqual(['cus_A']);
    expect(await idsOf('noCandidate')).toContain('cus_N');
    await decide('confirmed', '1001');
    expect(await idsOf('confirmed')).toEqual(['cus_A']);
    expect(await idsOf('all')).toHaveLength(NAMES.length + 2);
  });
});
