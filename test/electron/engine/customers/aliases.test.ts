import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LINKING } from '../../../../shared/contract/profile-linking.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { aliasKeys, aliasRows } from '../../../../electron/engine/customers/alias-view.ts';
import { customerDetail } from '../../../../electron/engine/customers/customer-detail.ts';
import { decideCustomer } from '../../../../electron/engine/customers/decide-customer.ts';
import {
  changeCustomerAlias,
  rememberCustomer,
  turnCustomerAlias,
} from '../../../../electron/engine/customers/keep-aliases.ts';
import { undoCustomer } from '../../../../electron/engine/customers/undo-customer.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { probabilityOf } from '../../../../electron/matching/parties/score-pairs.ts';
import type { AliasFacet } from '../../../../shared/domain/customer-aliases.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
  for (const [number, name] of NAMES.entries()) {
    books.customer(String(5000 + number), `${name.toUpperCase()} LTD`);
    books.stripeCustomer(`cus_B${number}`, `${name} Limited`);
  }
  books.customer('1001', 'HALVORSEN AND SONS MARINE');
  books.stripeCustomer('cus_A', 'Zephyr Kontor');
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT, operatorId: null };
const FIRST = 'Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel'.split(' ');
const SECOND = 'Foundry Logistics Bakery'.split(' ');
const NAMES = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`));
const TODAY = AT.slice(0, 10);
const ledger = () => directLedger(books.db);
const links = (customerId = 'cus_A') =>
  books.all<{ cust_id: string; state: string; basis: string }>(
    'SELECT cust_id, state, basis FROM crosswalk_link WHERE customer_id = ? AND state <> ?',
    customerId,
    'retired',
  );
const keyOf = (customerId: string): number =>
  books.all<{ key: number }>(
    'SELECT customer_key AS key FROM stripe_customer_number WHERE customer_id = ?',
    customerId,
  )[0]?.key ?? 0;
const detailOf = (customerId: string) =>
  ledger().read(customerDetail, {
    customerKey: keyOf(customerId),
    custId: null,
    setId: 'SHARE',
    sharedIdKey: null,
    linking: DEFAULT_LINKING,
    whyNotDecide: null,
  });
const scores = () =>
  books.all<{ customer_id: string }>('SELECT * FROM customer_candidate ORDER BY account, customer_id, rank');
const remember = (
  kind: 'name' | 'emailDomain' | 'externalId',
  spelling: string,
  custId = '1001',
  expiresDate: string | null = null,
) =>
  ledger().write(rememberCustomer, { ...clerk, kind, spelling, custId, setId: 'SHARE', expiresDate, reason: 'told' });
const aliases = async (facet: AliasFacet, text?: string) => {
  const request = { list: 'aliases' as const, unit: 'US', facet, ...(text === undefined ? {} : { text }) };
  const keys = await ledger().read(aliasKeys, { request, today: TODAY });
  return ledger().read(aliasRows, { keys: [...keys], today: TODAY });
};
const confirm = async (customerId: string, custId: string) => {
  const { candidates } = await detailOf(customerId);
  const seenVersion = candidates.find((each) => each.custId === custId)?.link?.version ?? 0;
  const of = {
    customerKey: keyOf(customerId),
    custId,
    setId: 'SHARE',
    sharedIdKey: null,
    seenVersion,
    as: 'confirmed' as const,
  };
  return ledger().write(decideCustomer, { ...clerk, ...of });
};

describe('an alias', () => {
  it('is evidence while it is live, named as a person’s memory by a reason whose points add up, and none when it is forgotten', async () => {
    await books.match();
    expect(links()).toEqual([]);
    const before = scores();
    const { aliasId } = await remember('name', ' zephyr  kontor ');
    await books.match();
    expect(links()).toEqual([{ cust_id: '1001', state: 'proposed', basis: 'score' }]);
    const { candidates } = await detailOf('cus_A');
    const [first] = candidates;
    expect(first?.points.map(({ text }) => text).join()).toContain('clerk remembers since 2026-11-02');
    for (const { points, score } of candidates)
      expect(probabilityOf(points.reduce((sum, each) => sum + each.points, 0))).toBe(score);
    expect(scores().filter(({ customer_id: id }) => id !== 'cus_A')).toEqual(
      before.filter(({ customer_id: id }) => id !== 'cus_A'),
    );
    const turn = { ...clerk, aliasId, seenVersion: 1, to: 'forgotten' as const };
    await ledger().write(turnCustomerAlias, turn);
    await books.match();
    expect(scores()).toEqual(before);
    expect(links()).toEqual([]);
    expect(await aliases('ended')).toMatchObject([{ standing: 'forgotten', forgottenBy: 'clerk' }]);
    await ledger().write(turnCustomerAlias, { ...turn, seenVersion: 2, to: 'recalled' });
    await books.match();
    expect(links()).toMatchObject([{ cust_id: '1001', state: 'proposed' }]);
  });

  it('does not count from the day after its last one, and counts again when a person gives it another', async () => {
    const { aliasId } = await remember('name', 'Zephyr Kontor', '1001', '2026-11-03');
    await books.match();
    expect(links()).toHaveLength(1);
    books.run("UPDATE customer_alias SET expires_date = '2026-11-01'");
    await books.match();
    expect(links()).toEqual([]);
    expect(await aliases('ended')).toMatchObject([{ standing: 'expired' }]);
    const change = { ...clerk, aliasId, seenVersion: 1, custId: '1001', setId: 'SHARE', reason: 'still so' };
    await ledger().write(changeCustomerAlias, { ...change, expiresDate: '2027-01-01' });
    await books.match();
    expect(links()).toHaveLength(1);
    await expect(ledger().write(changeCustomerAlias, { ...change, expiresDate: null })).rejects.toMatchObject({
      code: 'STALE_VERSION',
    });
  });

  it('says whose an id is that PeopleSoft does not know, and whose a domain of e-mail: as a proposal, never as a link', async () => {
    books.stripeCustomer('cus_M', 'Quellwasser', { peoplesoft_customer: 'OLD-77' });
    books.stripeCustomer('cus_E', 'Ebbe und Flut');
    books.run("UPDATE stripe_customer SET email = 'ar@billing.halvorsen.no' WHERE customer_id = 'cus_E'");
    await books.match();
    expect([...links('cus_M'), ...links('cus_E')]).toEqual([]);
    await remember('externalId', 'old-77');
    await remember('emailDomain', 'info@halvorsen.no');
    await books.match();
    for (const id of ['cus_M', 'cus_E']) expect(links(id)).toMatchObject([{ cust_id: '1001', state: 'proposed' }]);
    await expect(remember('emailDomain', 'gmail.com')).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(remember('name', 'X', '9999')).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(remember('name', 'X', '1001', '2026-11-01')).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('decides nothing where two of one spelling lead to two customers', async () => {
    await remember('name', 'Zephyr Kontor');
    await remember('name', 'Zephyr Kontor', '5001');
    await books.match();
    expect(links()).toEqual([]);
    expect((await aliases('live', 'zephyr')).map(({ standing }) => standing)).toEqual(['contradicted', 'contradicted']);
  });

  it('is never made over the id of another Stripe customer', async () => {
    books.run("UPDATE ps_customer SET external_id = 'cus_Other' WHERE cust_id = '1001'");
    await remember('name', 'Zephyr Kontor');
    await books.match();
    expect(links()).toEqual([]);
  });

  it('comes of itself with a confirmed link whose names differ, speaks for others of that spelling, and goes with the link', async () => {
    await books.match();
    const before = scores();
    await confirm('cus_A', '1001');
    expect(await aliases('live')).toMatchObject([
      { kind: 'name', spelling: 'Zephyr Kontor', custId: '1001', isOfLink: true, standing: 'live', madeBy: 'clerk' },
    ]);
    await books.match();
    expect(scores()).toEqual(before);
    books.stripeCustomer('cus_A2', 'ZEPHYR KONTOR');
    await books.match();
    expect(links('cus_A2')).toMatchObject([{ cust_id: '1001', state: 'proposed' }]);
    await ledger().write(undoCustomer, { ...clerk, customerKey: keyOf('cus_A'), setId: 'SHARE' });
    expect(await aliases('ended')).toMatchObject([{ standing: 'unconfirmed' }]);
    await books.match();
    expect(links('cus_A2')).toEqual([]);
  });
});
