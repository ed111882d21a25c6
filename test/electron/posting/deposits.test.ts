import { afterEach, describe, expect, it } from 'vitest';
import { countStates, paidCharges, startApproved } from './approved-site.ts';
import { startPostingSite, type PostingSite, type SiteOptions } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const approved = async (count: number, options: Partial<SiteOptions> = {}): Promise<void> => {
  site = await startApproved(count, options);
};
const stateCounts = (): Record<string, number> => countStates(site);
const paid = (): string[] => paidCharges(site);

describe('a deposit', () => {
  it('holds payments of one currency, date and account, with their totals, in every exponent', async () => {
    site = await startPostingSite({
      items: [
        { item: 'INV-USD', amount: '100.00' },
        { item: 'INV-JPY', amount: '5000', currency: 'JPY' },
        { item: 'INV-KWD', amount: '1.250', currency: 'KWD' },
        { item: 'INV-ISK', amount: '900', currency: 'ISK' },
        { item: 'INV-UGX', amount: '70000', currency: 'UGX' },
      ],
    });
    const charges = [
      ['USD', 2, 10_000],
      ['JPY', 0, 5_000],
      ['KWD', 3, 1_250],
      ['ISK', 2, 90_000],
      ['UGX', 2, 7_000_000],
    ] as const;
    for (const [currency, exponent, minor] of charges)
      await site.approve(site.charge(`ch_${currency}`, minor, { currency, exponent }), [[`INV-${currency}`, minor]]);
    await site
      .approve(site.charge('ch_later', 2_000, { date: '2026-10-16' }), [['INV-USD', 10]])
      .catch(() => undefined);
    expect((await site.round()).send).toMatchObject({ sent: 5, rejected: 0, stopped: null });
    await site.simulator.runBatch();
    expect((await site.round()).confirm.confirmed).toBe(5);
    expect(Object.fromEntries(site.books().map((each) => [each.currency, each.amount]))).toEqual({
      USD: '100',
      JPY: '5000',
      KWD: '1.25',
      ISK: '900',
      UGX: '70000',
    });
    expect(new Set(site.books().map((payment) => payment.depositId)).size).toBe(5);
    expect(site.violations()).toEqual([]);
  });

  it('pays several invoices with one charge, and one invoice with several charges', async () => {
    site = await startPostingSite({
      items: [
        { item: 'INV-1', amount: '60.00' },
        { item: 'INV-2', amount: '40.00' },
        { item: 'INV-3', amount: '100.00' },
      ],
    });
    await site.approve(site.charge('ch_1', 10_000), [
      ['INV-1', 6_000],
      ['INV-2', 4_000],
    ]);
    await site.approve(site.charge('ch_2', 7_000), [['INV-3', 7_000]]);
    await site.approve(site.charge('ch_3', 3_000), [['INV-3', 3_000]]);
    await site.round();
    await site.simulator.runBatch();
    expect((await site.round()).confirm.confirmed).toBe(3);
    expect(site.db.prepare("SELECT status, balance_minor FROM ar_item WHERE item = 'INV-3'").get()).toEqual({
      status: 'closed',
      balance_minor: 0,
    });
    expect(site.violations()).toEqual([]);
  });

  it('holds at most as many payments as the site wants, and all of more than one read are found again', async () => {
    await approved(120, { paymentsPerDeposit: 60 });
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    expect((await site.round()).send).toMatchObject({ sent: 60, unknown: 60 });
    expect((await site.round()).doubts).toMatchObject({ settled: 60, stillUnknown: 0 });
    expect(stateCounts()).toEqual({ accepted: 120 });
    expect(new Set(paid()).size).toBe(120);
    expect(site.violations()).toEqual([]);
  });

  it('of which one payment is hidden stays unknown for that one; the others go on to be confirmed', async () => {
    await approved(3);
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    site.changeBooks("UPDATE payment SET deposit_bu = 'DE001' WHERE payment_seq_num = 2 AND payment_id LIKE 'T%'");
    site.advance(100_000);
    await site.round();
    await site.simulator.runBatch();
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'unknown', ch_3: 'confirmed' });
    site.advance(100_000);
    expect((await site.round()).send.sent).toBe(0);
    expect(site.violations()).toEqual([]);
  });
});

describe('the read-back of a large deposit', () => {
  it('leaves it to the connector how many payments one query takes', async () => {
    await approved(60);
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    const asked: number[] = [];
    const { peopleSoft } = site.ports;
    await site.round(
      {},
      {
        ...site.ports,
        peopleSoft: {
          ...peopleSoft,
          findPayments: (depositBu, paymentIds, canary, signal) => {
            asked.push(paymentIds.length);
            return peopleSoft.findPayments(depositBu, paymentIds, canary, signal);
          },
        },
      },
    );
    // Once for the doubt, once to see whether they are posted.
    expect(asked).toEqual([60, 60]);
    expect(stateCounts()).toEqual({ accepted: 60 });
  });
});

describe('a limit', () => {
  it('sends no more payments than that', async () => {
    await approved(5, { paymentsPerDeposit: 2 });
    expect((await site.round({ limit: 3 })).send.sent).toBe(3);
    expect(stateCounts()).toEqual({ accepted: 3, queued: 2 });
    expect((await site.round({ limit: 0 })).send.sent).toBe(0);
  });

  it('does not tear a deposit that has to go again whole', async () => {
    await approved(3);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    site.advance(100_000);
    expect((await site.round({ limit: 2 })).send.sent).toBe(0);
    expect((await site.round({ limit: 3 })).send.sent).toBe(3);
  });
});

describe('what changed in PeopleSoft since approval', () => {
  it.each([
    ['an item was partly paid', "UPDATE item SET bal_amt = 50000 WHERE item = 'INV-2'", 'open balance of item INV-2'],
    ['an item was closed', "UPDATE item SET bal_amt = 0, item_status = 'C' WHERE item = 'INV-2'", 'INV-2 was closed'],
    ['an item went', "DELETE FROM item WHERE item = 'INV-2'", 'INV-2 is no longer in PeopleSoft'],
  ])('%s: that payment comes back with the reason, the others go', async (_what, sql, reason) => {
    await approved(3);
    site.changeBooks(sql);
    expect((await site.round()).send).toMatchObject({ sent: 2, returned: 1, stopped: null });
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'withdrawn', ch_3: 'accepted' });
    expect(
      site.db.prepare("SELECT state, attention, state_reason FROM movement WHERE object_id = 'ch_2'").get(),
    ).toEqual({
      state: 'unmatched',
      attention: 'changedSinceApproval',
      state_reason: expect.stringContaining(reason) as string,
    });
    expect(site.violations()).toEqual([]);
  });

  it.each([
    ['customer inactive', "UPDATE customer SET cust_status = 'I'", 'customer C100 is inactive'],
    ['period closed', "UPDATE open_period SET open_flag = 'N'", 'is closed for US001'],
    ['clearing account inactive', "UPDATE bank_account SET acct_status = 'I'", 'not an active account'],
    [
      'another cash account',
      "UPDATE bank_account SET account = '101300'",
      '101100 when approved, 101300 in PeopleSoft',
    ],
  ])('%s: everything comes back, nothing is sent', async (_what, sql, reason) => {
    await approved(2);
    site.changeBooks(sql);
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 2 });
    expect(site.books()).toEqual([]);
    const reasons = site.db.prepare('SELECT state_reason FROM movement WHERE attention IS NOT NULL').pluck().all();
    expect(reasons).toEqual([expect.stringContaining(reason), expect.stringContaining(reason)]);
  });

  it('is noticed too before a deposit goes again; its innocent payments go by themselves', async () => {
    await approved(3);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    site.changeBooks("UPDATE item SET bal_amt = 0, item_status = 'C' WHERE item = 'INV-2'");
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'withdrawn', ch_3: 'confirmed' });
    expect(paid().toSorted()).toEqual(['ch_1', 'ch_3']);
    expect(site.violations()).toEqual([]);
  });

  it('is not our own other payment of the same item, sent or confirmed meanwhile', async () => {
    site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }] });
    await site.approve(site.charge('ch_1', 3_000), [['INV-1', 3_000]]);
    await site.approve(site.charge('ch_2', 3_000, { date: '2026-10-16' }), [['INV-1', 3_000]]);
    await site.approve(site.charge('ch_3', 3_000, { date: '2026-10-17' }), [['INV-1', 3_000]]);
    await site.round({ limit: 1 });
    await site.simulator.runBatch();
    await site.round({ limit: 1 });
    await site.simulator.runBatch();
    await site.finish();
    expect(stateCounts()).toEqual({ confirmed: 3 });
    expect(site.violations()).toEqual([]);
  });
});

describe('two payments of one item', () => {
  it('the second is approved on the balance that the first has left, and goes although the first is confirmed later', async () => {
    site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }] });
    await site.approve(site.charge('ch_1', 4_000), [['INV-1', 4_000]]);
    await site.round();
    await site.simulator.runBatch();
    // A poll reads the item after Receivables Update, before we have looked at the payment.
    site.db.exec("UPDATE ar_item SET balance_minor = 6000 WHERE item = 'INV-1'");
    site.advance(60);
    await site.approve(site.charge('ch_2', 1_000), [['INV-1', 1_000]]);
    site.advance(60);
    await site.round({ limit: 0 });
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'queued' });
    expect((await site.round()).send).toMatchObject({ sent: 1, returned: 0 });
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'confirmed' });
    expect(site.violations()).toEqual([]);
  });
});
