import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { customerDetail } from '../../../../electron/engine/customers/customer-detail.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { probabilityOf } from '../../../../electron/matching/parties/score-pairs.ts';
import type { LinkingRules } from '../../../../shared/contract/profile-linking.ts';
import { openBooks, profile, type Books } from './books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const FIRST = 'Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ironbark Juniper'.split(' ');
const SECOND = 'Foundry Logistics Bakery Optics Shipping Textiles'.split(' ');
const NAMES = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`));

function background(): void {
  for (const [number, name] of NAMES.entries()) {
    books.customer(String(5000 + number), `${name.toUpperCase()} LTD`);
    books.stripeCustomer(`cus_B${number}`, `${name} Limited`);
  }
  books.stripeCustomer('cus_A', 'Halvorsen & Sons Marine AS');
  books.customer('1001', 'HALVORSEN AND SONS MARINE');
}

/** What both systems come to tell: a VAT id and a city of everybody. */
function tellMore(vatIdOf1001: string): void {
  for (const number of NAMES.keys()) {
    const vatId = `DE8119${String(10_007 * (number + 1)).padStart(6, '0')}`;
    tellStripe(`cus_B${number}`, vatId);
    tellPeopleSoft(String(5000 + number), vatId);
  }
  tellStripe('cus_A', 'DE500000001');
  tellPeopleSoft('1001', vatIdOf1001);
}
const tellStripe = (customerId: string, vatId: string) =>
  books.run(
    "UPDATE stripe_customer SET city = 'Köln', tax_ids_json = ? WHERE customer_id = ?",
    JSON.stringify([{ type: 'eu_vat', value: vatId }]),
    customerId,
  );
const tellPeopleSoft = (custId: string, vatId: string) =>
  books.run("UPDATE ps_customer SET city = 'KÖLN', vat_id = ? WHERE cust_id = ?", vatId, custId);

const link = () =>
  books.all<{ state: string; basis: string; evidence: string }>(
    "SELECT state, basis, evidence_json AS evidence FROM crosswalk_link WHERE customer_id = 'cus_A'",
  );
const detail = (linking: LinkingRules = profile.linking) =>
  directLedger(books.db).read(customerDetail, {
    customerKey:
      books.all<{ key: number }>(
        "SELECT customer_key AS key FROM stripe_customer_number WHERE customer_id = 'cus_A'",
      )[0]?.key ?? 0,
    custId: '1001',
    setId: 'SHARE',
    sharedIdKey: null,
    linking,
    whyNotDecide: null,
  });
const models = () => books.all<{ version: number }>('SELECT version FROM link_model ORDER BY version');

describe('what else is known of customers', () => {
  it('is learned from as soon as both systems tell it, once, and shown with what it adds', async () => {
    background();
    await books.match();
    expect(models()).toHaveLength(1);
    tellMore('500 000 001');
    await books.match();
    expect(models()).toEqual([{ version: 1 }, { version: 2 }]);
    expect(await books.match()).toMatchObject({ changed: 0, links: 0 });
    expect(models()).toHaveLength(2);
    expect(link()).toMatchObject([{ state: 'proposed', evidence: expect.stringContaining('500000001') as unknown }]);
    const { candidates } = await detail();
    const [own] = candidates;
    expect(own).toMatchObject({
      custId: '1001',
      modelVersion: 2,
      rule: expect.stringContaining('same tax id') as unknown,
    });
    expect(own?.fields.find(({ field }) => field === 'vatId')).toMatchObject({
      stripe: 'DE500000001',
      peopleSoft: '500 000 001',
      agreement: 'equal',
    });
    for (const { points, score } of candidates)
      expect(probabilityOf(points.reduce((sum, each) => sum + each.points, 0))).toBe(score);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('forbids what only names speak for: another tax id takes the proposal back and says why', async () => {
    background();
    await books.match();
    expect(link()).toMatchObject([{ state: 'proposed' }]);
    tellMore('DE277777777');
    await books.match();
    expect(link()).toMatchObject([{ state: 'retired' }]);
    const { candidates } = await detail();
    expect(candidates.find(({ custId }) => custId === '1001')?.whyNot).toContain('another tax id');
  });

  it('counts as the rules of the site say, from the next run on', async () => {
    background();
    tellMore('DE277777777');
    await books.match();
    expect(link()).toEqual([]);
    const linking: LinkingRules = { compare: ['name', 'address'] };
    const changed = { ...profile, linking: { compare: [...linking.compare] } };
    await books.match({ profile: changed });
    expect(link()).toMatchObject([{ state: 'proposed' }]);
    const { candidates } = await detail(linking);
    const [own] = candidates;
    expect(own?.points.map(({ signal }) => signal)).not.toContain('vatId');
    expect(own?.fields.find(({ field }) => field === 'vatId')).toMatchObject({ agreement: 'notCompared' });
    await books.match();
    expect(link()).toMatchObject([{ state: 'retired' }]);
  });
});
