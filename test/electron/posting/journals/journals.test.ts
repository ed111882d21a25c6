import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import { SITE_DEPOSIT } from '../../../../electron/sample/peoplesoft/site.ts';
import { startPostingSite, type PostingSite, type SiteOptions } from '../posting-site.ts';
import { insertBalance, journalDesk, JOURNAL_UNIT } from './journal-desk.ts';

let site: PostingSite | null = null;
afterEach(async () => {
  await site?.close();
  site = null;
});

async function open(options: Partial<SiteOptions> = {}, unit: UnitProfile = JOURNAL_UNIT) {
  site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }], ...options });
  return { site, desk: journalDesk(site, unit) };
}

/** A round, PeopleSoft's batches, and a look at what they did. */
async function postAll(at: PostingSite): Promise<void> {
  await at.round();
  await at.simulator.runBatch();
  at.advance(600);
  await at.round();
}

describe('money that is nobody’s receivable', () => {
  it('is summed by day, class and settlement currency, and each payout stands alone', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1', feeMinor: 320, taxMinor: 20 });
    insertBalance(at.db, { id: 'txn_2', feeMinor: 100 });
    // Late in the evening of the 15th in New York is the 16th in Greenwich.
    insertBalance(at.db, { id: 'txn_3', feeMinor: 50, createdAt: '2026-10-16T03:30:00.000Z' });
    insertBalance(at.db, { id: 'txn_4', category: 'fee', amountMinor: -700 });
    insertBalance(at.db, { id: 'txn_5', category: 'fee', type: 'stripe_fx_fee', amountMinor: -30 });
    insertBalance(at.db, { id: 'txn_6', category: 'payout', amountMinor: -50_000, sourceId: 'po_1', feeMinor: 500 });
    insertBalance(at.db, { id: 'txn_7', category: 'payout', amountMinor: -1_000, sourceId: 'po_2' });
    insertBalance(at.db, { id: 'txn_8', category: 'payout_reversal', amountMinor: 1_000, sourceId: 'po_2' });
    insertBalance(at.db, { id: 'txn_9', category: 'risk_reserved_funds', amountMinor: -5_000 });
    insertBalance(at.db, { id: 'txn_10', category: 'refund', amountMinor: -2_000 });
    insertBalance(at.db, { id: 'txn_11', category: 'weather', amountMinor: -9, known: false });
    insertBalance(at.db, { id: 'txn_12', category: 'fee', amountMinor: -9, createdAt: '2026-09-30T16:00:00.000Z' });
    insertBalance(at.db, { id: 'txn_13', category: 'fee', amountMinor: -9, currency: 'EUR' });
    expect(
      desk
        .due()
        .map(({ date, journalClass, amountMinor, count, balanceTransactionId }) => [
          date,
          journalClass,
          amountMinor,
          count,
          balanceTransactionId,
        ]),
    ).toEqual([
      ['2026-10-15', 'conversion', -30, 1, null],
      ['2026-10-15', 'fees', -300 - 100 - 50 - 700 - 500, 5, null],
      ['2026-10-15', 'payouts', -50_000, 1, 'txn_6'],
      ['2026-10-15', 'payouts', -1_000, 1, 'txn_7'],
      ['2026-10-15', 'payouts', 1_000, 1, 'txn_8'],
      ['2026-10-15', 'reserves', -5_000, 1, null],
      ['2026-10-15', 'taxOnFees', -20, 1, null],
    ]);
  });

  it('is not booked as tax again where the whole fee was posted before Stripe told its tax', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1', feeMinor: 320, taxMinor: null });
    await desk.approve();
    at.db.exec('UPDATE stripe_balance_transaction SET fee_tax_minor = 20');
    expect(desk.due()).toEqual([]);
    insertBalance(at.db, { id: 'txn_2', feeMinor: 100, taxMinor: 10 });
    expect(desk.due().map(({ journalClass, amountMinor }) => [journalClass, amountMinor])).toEqual([
      ['fees', -90],
      ['taxOnFees', -10],
    ]);
  });

  it('goes out as direct journals beside customers’ payments, and is confirmed by what PeopleSoft booked', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    insertBalance(at.db, { id: 'txn_2', category: 'payout', amountMinor: -9_000, sourceId: 'po_1' });
    insertBalance(at.db, { id: 'txn_3', category: 'payout_reversal', amountMinor: 9_000, sourceId: 'po_1' });
    await at.approve(at.charge('ch_1', 10_000), [['INV-1', 10_000]]);
    await desk.approve();
    await postAll(at);
    expect(desk.postings().map(({ state, amountMinor, subject }) => [state, amountMinor, subject])).toEqual([
      ['confirmed', -320, 'journal/fees-USD-2026-10-15-1'],
      ['confirmed', -9_000, 'journal/po_1'],
      ['confirmed', 9_000, 'journal/txn_3'],
    ]);
    expect(at.states()).toEqual({ ch_1: 'confirmed' });
    expect(at.books().map(({ amount, externalId, status }) => [amount, externalId, status])).toEqual([
      ['100', 'ch_1', 'posted'],
      ['-3.2', 'fees-USD-2026-10-15-1', 'posted'],
      ['-90', 'po_1', 'posted'],
      ['90', 'po_1', 'posted'],
    ]);
    expect(journalLines(at)).toEqual([
      { account: '109000', amount: -90_000 },
      { account: '109000', amount: 90_000 },
      { account: '651000', amount: 3_200 },
    ]);
    expect(desk.due()).toEqual([]);
    expect(at.violations()).toEqual([]);
  });

  it('that comes late goes into a second document of its day, and the first stays as it is', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    await desk.approve();
    await postAll(at);
    insertBalance(at.db, { id: 'txn_2', feeMinor: 80 });
    expect(desk.due().map(({ amountMinor, count }) => [amountMinor, count])).toEqual([[-80, 1]]);
    await desk.approve();
    await postAll(at);
    expect(desk.postings().map(({ state, amountMinor, subject }) => [state, amountMinor, subject])).toEqual([
      ['confirmed', -320, 'journal/fees-USD-2026-10-15-1'],
      ['confirmed', -80, 'journal/fees-USD-2026-10-15-2'],
    ]);
  });

  it('is posted once however often it is approved', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    const picks = desk.due().map((group) => desk.pickOf(group));
    await desk.approve(picks);
    await expect(desk.approve(picks)).rejects.toThrow(/nothing left to approve/);
    expect(desk.postings()).toHaveLength(1);
  });

  it('is not approved when it is not what was seen, nor before its day is over', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    const picks = desk.due().map((group) => desk.pickOf(group));
    insertBalance(at.db, { id: 'txn_2' });
    await expect(desk.approve(picks)).rejects.toThrow(/has changed since you saw it/);
    insertBalance(at.db, { id: 'txn_3', createdAt: '2026-11-02T15:00:00.000Z' });
    await expect(desk.approve()).rejects.toThrow(/The day 2026-11-02 is not over yet/);
    expect(desk.postings()).toEqual([]);
  });

  it('is not posted by a class that the unit only lists, by a nil sum, or with decimals PeopleSoft does not keep', async () => {
    const { site: at, desk } = await open({}, { ...JOURNAL_UNIT, peopleSoftExponents: { USD: 1 } });
    insertBalance(at.db, { id: 'txn_1', category: 'risk_reserved_funds', amountMinor: -500 });
    await expect(desk.approve()).rejects.toThrow(/does not post reserves itself/);
    insertBalance(at.db, { id: 'txn_2', category: 'payout', amountMinor: -501, sourceId: 'po_1' });
    const [payout] = desk.due().filter(({ journalClass }) => journalClass === 'payouts');
    if (payout === undefined) throw new Error('no payout is due');
    await expect(desk.approve([desk.pickOf(payout)])).rejects.toThrow(/fewer decimals/);
    insertBalance(at.db, { id: 'txn_3', category: 'fee', amountMinor: -40 });
    insertBalance(at.db, { id: 'txn_4', category: 'fee', amountMinor: 40 });
    const [fees] = desk.due().filter(({ journalClass }) => journalClass === 'fees');
    if (fees === undefined) throw new Error('no fees are due');
    await expect(desk.approve([desk.pickOf(fees)])).rejects.toThrow(/comes to nothing/);
  });
});

describe('before a direct journal is sent', () => {
  it('a template that is not active brings it back, and PeopleSoft refuses it too', async () => {
    const unit: UnitProfile = {
      ...JOURNAL_UNIT,
      bookings: { fees: { how: 'directJournal', accountingTemplate: 'OLDFEES' } },
    };
    const { site: at, desk } = await open({}, unit);
    insertBalance(at.db, { id: 'txn_1' });
    await desk.approve();
    await at.round();
    expect(desk.postings().map(({ state, reason }) => [state, reason])).toEqual([
      ['withdrawn', 'accounting template OLDFEES is not active in PeopleSoft'],
    ]);
    expect(desk.due()).toHaveLength(1);
    await desk.approve();
    const blind = {
      ...at.ports,
      peopleSoft: { ...at.ports.peopleSoft, activeTemplates: async (asked: readonly string[]) => asked },
    };
    await at.round({}, blind);
    expect(desk.postings().at(-1)).toMatchObject({
      state: 'rejected',
      generation: 2,
      reason: expect.stringContaining('Invalid value') as string,
    });
    expect(at.books()).toEqual([]);
  });

  it('money that Stripe has changed since brings it back', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    await desk.approve();
    insertBalance(at.db, { id: 'txn_1', feeMinor: 330 });
    await at.round();
    expect(desk.postings().map(({ state, reason }) => [state, reason])).toEqual([
      ['withdrawn', 'fee of txn_1 at Stripe: -3.20 USD when approved, -3.30 USD now'],
    ]);
    expect(desk.due().map(({ amountMinor }) => amountMinor)).toEqual([-330]);
  });

  it('a closed period is accepted by a person, and then it posts on the first open day', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    at.changeBooks("UPDATE open_period SET open_flag = 'N' WHERE from_dt = '2026-10-01'");
    await desk.approve();
    await at.round();
    expect(desk.postings().at(-1)?.reason).toMatch(/the first open day is 2026-11-01/);
    await expect(desk.approve()).rejects.toThrow(/Posts on 2026-11-01/);
    await desk.approve(desk.due().map((group) => desk.pickOf(group, '2026-11-01')));
    await postAll(at);
    expect(desk.postings().at(-1)).toMatchObject({ state: 'confirmed', date: '2026-11-01' });
  });

  it('the mapping must have a property for the template', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    await at.approve(at.charge('ch_1', 10_000), [['INV-1', 10_000]]);
    await desk.approve();
    const { accountingTemplate: _none, ...properties } = SITE_DEPOSIT.properties;
    await at.round({}, at.portsWith({ ...SITE_DEPOSIT, properties }));
    expect(desk.postings().map(({ state }) => state)).toEqual(['rejected']);
    expect(at.states()).toEqual({ ch_1: 'accepted' });
  });
});

describe('when the answer is lost', () => {
  it('a direct journal is read back and never sent twice', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    await desk.approve();
    at.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await at.round();
    expect(desk.postings().map(({ state }) => state)).toEqual(['unknown']);
    at.restart();
    await at.finish();
    expect(desk.postings().map(({ state }) => state)).toEqual(['confirmed']);
    expect(at.books()).toHaveLength(1);
  });

  it('a restart between approval and sending changes nothing', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    await desk.approve();
    at.reopenLedger();
    await at.finish();
    expect(desk.postings().map(({ state }) => state)).toEqual(['confirmed']);
    expect(at.books()).toHaveLength(1);
    expect(at.violations()).toEqual([]);
  });

  it('another template, or a customer’s payment, under its id is an exception and no confirmation', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    await desk.approve();
    await at.round();
    at.changeBooks("UPDATE payment SET acctg_template = 'MISCCASH' WHERE misc_payment = 'Y'");
    await at.simulator.runBatch();
    at.advance(600);
    await at.round();
    expect(desk.postings().at(-1)).toMatchObject({
      state: 'postingError',
      reason: expect.stringContaining('accounting template MISCCASH instead of STRIPEFEE') as string,
    });
  });
});

describe('taking back', () => {
  it('before it has left gives its money back to the list', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    const [first] = await desk.approve();
    if (first === undefined) throw new Error('nothing was approved');
    await desk.withdraw(first);
    expect(desk.due()).toHaveLength(1);
    await desk.approve();
    expect(desk.postings().map(({ state, generation }) => [state, generation])).toEqual([
      ['withdrawn', 1],
      ['approved', 2],
    ]);
  });

  it('after it is confirmed sends a document of its own, and then the money is due again', async () => {
    const { site: at, desk } = await open();
    insertBalance(at.db, { id: 'txn_1' });
    const [first] = await desk.approve();
    if (first === undefined) throw new Error('nothing was approved');
    await postAll(at);
    await desk.reverse(first);
    expect(desk.due()).toEqual([]);
    await postAll(at);
    expect(desk.postings().map(({ effect, state, amountMinor }) => [effect, state, amountMinor])).toEqual([
      ['journal', 'reversed', -320],
      ['reversal', 'confirmed', 320],
    ]);
    expect(desk.due().map(({ amountMinor }) => amountMinor)).toEqual([-320]);
    await desk.approve();
    expect(desk.postings().at(-1)).toMatchObject({ effect: 'journal', generation: 2 });
    expect(at.violations()).toEqual([]);
  });
});

describe('a rule that a reviewer has switched on', () => {
  it('posts its class up to the limit, names itself, and leaves alone what a person took back', async () => {
    const unit: UnitProfile = {
      ...JOURNAL_UNIT,
      straightThrough: { ruleIds: ['journal-fees', 'journal-reserves'], limitMinor: { USD: 500 }, approvedBy: 'REVA' },
    };
    const { site: at, desk } = await open({}, unit);
    insertBalance(at.db, { id: 'txn_1' });
    insertBalance(at.db, { id: 'txn_2', feeMinor: 501, createdAt: '2026-10-16T16:00:00.000Z' });
    insertBalance(at.db, { id: 'txn_3', category: 'payout', amountMinor: -100, sourceId: 'po_1' });
    insertBalance(at.db, { id: 'txn_4', category: 'risk_reserved_funds', amountMinor: -100 });
    expect(await desk.byRule()).toBe(1);
    expect(desk.postings().map(({ amountMinor, rule, state }) => [amountMinor, rule, state])).toEqual([
      [-320, 'journal-fees v1', 'approved'],
    ]);
    const [posted] = desk.postings();
    if (posted === undefined) throw new Error('the rule approved nothing');
    await desk.withdraw(posted.postingId);
    expect(await desk.byRule()).toBe(0);
  });
});

/** The entries that Receivables Update made of direct journals, beside those of the clearing account. */
function journalLines(at: PostingSite): unknown[] {
  const books = new Database(at.booksFile, { readonly: true });
  try {
    return books
      .prepare('SELECT account, monetary_amount AS amount FROM payment_misc_dst ORDER BY account, monetary_amount')
      .all();
  } finally {
    books.close();
  }
}
