import { money } from '../../../shared/domain/money.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postingsOfMatch } from '../../../electron/ledger/posting-store.ts';
import { adoptFounders } from '../../../electron/ledger/person-store.ts';
import { reversePosting } from '../../../electron/posting/reversals/reverse-posting.ts';
import { reverseReturned } from '../../../electron/posting/reversals/reverse-returned.ts';
import { approveStraightThrough } from '../../../electron/posting/decisions/straight-through.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { MatchId, MovementKey } from '../../../shared/domain/ids.ts';
import { SITE_DEPOSIT } from '../../../electron/sample/peoplesoft/site.ts';
import { deskOf } from './decision-desk.ts';
import { insertLink } from './site-rows.ts';
import { startPostingSite, UNIT, type PostingSite } from './posting-site.ts';

let site: PostingSite;
let desk: ReturnType<typeof deskOf>;
beforeEach(async () => {
  site = await startPostingSite({
    items: [
      { item: 'INV-1', amount: '100.00' },
      { item: 'INV-2', amount: '50.00' },
      { item: 'CM-1', amount: '-40.00' },
    ],
  });
  desk = deskOf(site);
});
afterEach(() => site.close());

const RULED: UnitProfile = {
  ...UNIT,
  straightThrough: {
    ruleIds: ['refund-of-charge', 'refund-failed'],
    limitMinor: { USD: 1_000_000 },
    approvedBy: 'REVIEWER',
  },
};
const refundOf = (chargeId: string, id: string, minor: number): MovementKey =>
  site.charge(id, -minor, { kind: 'refund', chargeId, date: '2026-10-20' });
const chargeOf = (id: string, minor = 10_000): MovementKey => site.charge(id, minor);
const confirmed = async (): Promise<void> => {
  await site.round();
  await site.simulator.runBatch();
  await site.round({ bulk: false });
};
const balance = (item: string) => {
  const found = site.bookItem(item);
  return found === null ? null : `${found.status} ${found.balance}`;
};
const postingOf = (id: string) => {
  const row = site.db
    .prepare(
      'SELECT posting_id AS postingId, posting.version, posting.state, effect, posting.amount_minor AS minor FROM posting JOIN movement USING (movement_key) WHERE object_id = ? ORDER BY posting_id DESC LIMIT 1',
    )
    .get(id) as { postingId: number; version: number; state: string; effect: string; minor: number };
  return row;
};
const reverse = (id: string, reason = 'paid the wrong invoice', post = true) => {
  const { postingId, version } = postingOf(id);
  return site.ledger.write(reversePosting, {
    ...desk.who(),
    postingId,
    seenVersion: version,
    unit: UNIT,
    reason,
    post,
  });
};

describe('a refund in a person’s hands', () => {
  it('goes out against the credit memo as a negative payment, and closes it', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    await site.approve(refundOf('ch_1', 're_1', 4_000), [['CM-1', 4_000]]);
    await confirmed();
    expect(site.states()).toEqual({ ch_1: 'confirmed', re_1: 'confirmed' });
    expect(site.books().map(({ externalId, amount, status }) => [externalId, amount, status])).toEqual([
      ['ch_1', '100', 'posted'],
      ['re_1', '-40', 'posted'],
    ]);
    expect([balance('INV-1'), balance('CM-1')]).toEqual(['closed 0', 'closed 0']);
    expect(desk.movement('re_1').state).toBe('posted');
    expect(site.violations()).toEqual([]);
  });

  it('without a credit memo needs a reason, and opens the item again', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    const refund = refundOf('ch_1', 're_1', 2_500);
    await expect(site.approve(refund, [['INV-1', 2_500]])).rejects.toMatchObject({
      detailCode: 'MATCH_REASON_NEEDED',
      message: 'There is no credit memo for this refund: it opens INV-1 again.',
    });
    await site.approve(refund, [['INV-1', 2_500]], { reason: 'goods came back' });
    await confirmed();
    expect(balance('INV-1')).toBe('open 25');
    expect(site.violations()).toEqual([]);
  });

  it('is never more than was paid on the item, than the credit, or than itself, and never partly on nothing', async () => {
    await site.approve(chargeOf('ch_1', 6_000), [['INV-1', 6_000]]);
    await confirmed();
    const refund = refundOf('ch_1', 're_1', 6_000);
    const reason = 'agreed';
    await expect(site.approve(refund, [['CM-1', 4_001]], { reason })).rejects.toMatchObject({
      message: 'Of the credit CM-1 only 40.00 USD is left.',
    });
    await expect(site.approve(refund, [['INV-1', 6_001]], { reason })).rejects.toMatchObject({
      detailCode: 'ALLOCATION_EXCEEDS_ITEM',
    });
    await expect(site.approve(refund, [['INV-2', 6_000]], { reason })).rejects.toMatchObject({
      message: 'Only 0.00 USD of what was paid on item INV-2 can be paid back.',
    });
    await expect(site.approve(refund, [['CM-1', 4_000]], { reason })).rejects.toMatchObject({
      detailCode: 'BAD_INPUT',
      message: expect.stringContaining('20.00 USD of the refund is not allocated') as string,
    });
    await site.approve(refund, [['INV-1', 6_000]], { reason });
    const second = refundOf('ch_1', 're_2', 100);
    await expect(site.approve(second, [['INV-1', 100]], { reason })).rejects.toMatchObject({
      message: 'Only 0.00 USD of what was paid on item INV-1 can be paid back.',
    });
  });

  it('is refused while its charge is undecided or unknown', async () => {
    await expect(site.approve(refundOf('ch_9', 're_1', 4_000), [['CM-1', 4_000]])).rejects.toMatchObject({
      message: 'This refund cannot go out yet: its charge has not been read from Stripe.',
    });
    chargeOf('ch_1');
    await expect(site.approve(refundOf('ch_1', 're_2', 4_000), [['CM-1', 4_000]])).rejects.toMatchObject({
      message: 'This refund cannot go out yet: its charge ch_1 is not approved yet.',
    });
  });

  it('of a charge before go-live waits for nothing', async () => {
    site.charge('ch_old', 4_000, { date: '2026-09-20' });
    await site.approve(refundOf('ch_old', 're_1', 4_000), [['CM-1', 4_000]]);
    await confirmed();
    expect(site.states()).toEqual({ re_1: 'confirmed' });
  });

  it('of what its charge left on account needs no item', async () => {
    const charge = chargeOf('ch_1', 12_000);
    await site.approve(charge, [['INV-1', 10_000]], { reason: 'overpaid' });
    const refund = refundOf('ch_1', 're_1', 2_000);
    const decided = await site.approve(refund, []);
    const [posting] = postingsOfMatch(
      site.db,
      site.db.prepare('SELECT match_id FROM posting WHERE posting_id = ?').pluck().get(decided.postingId) as MatchId,
    );
    expect(JSON.parse(posting?.payloadJson ?? '{}')).toMatchObject({
      document: { custId: 'C100', amount: { minor: -2_000 }, items: [] },
    });
    await expect(site.approve(refundOf('ch_1', 're_2', 1), [])).rejects.toMatchObject({ detailCode: 'BAD_INPUT' });
  });
});

describe('a refund waits for its charge', () => {
  it('until that is confirmed, and then goes in the same round', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await site.approve(refundOf('ch_1', 're_1', 4_000), [['CM-1', 4_000]], { post: true });
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'accepted', re_1: 'queued' });
    await site.simulator.runBatch();
    await site.round({ bulk: false });
    expect(site.states()).toEqual({ ch_1: 'confirmed', re_1: 'accepted' });
    await site.simulator.runBatch();
    await site.round({ bulk: false });
    expect(site.states()).toEqual({ ch_1: 'confirmed', re_1: 'confirmed' });
    expect(site.violations()).toEqual([]);
  });

  it('also where it opens the very item that the charge pays', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await site.approve(refundOf('ch_1', 're_1', 10_000), [['INV-1', 10_000]], { reason: 'order cancelled' });
    await confirmed();
    await confirmed();
    expect(site.states()).toEqual({ ch_1: 'confirmed', re_1: 'confirmed' });
    expect(balance('INV-1')).toBe('open 100');
    expect(site.violations()).toEqual([]);
  });

  it('and comes back with the words when PeopleSoft refuses the charge', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await site.approve(refundOf('ch_1', 're_1', 4_000), [['CM-1', 4_000]]);
    site.simulator.arm({ form: 'notificationZero', on: 'Create' });
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'rejected', re_1: 'withdrawn' });
    expect(desk.movement('re_1')).toMatchObject({ state: 'unmatched', attention: 'changedSinceApproval' });
    expect(desk.movement('re_1').reason).toMatch(/^it waited for payment T\w+ of its charge, which is rejected: /);
    await site.finish();
    expect(site.books()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it('and comes back when a person takes the approval of the charge back', async () => {
    const charge = chargeOf('ch_1');
    await site.approve(charge, [['INV-1', 10_000]]);
    await site.approve(refundOf('ch_1', 're_1', 10_000), [['INV-1', 10_000]], { reason: 'order cancelled' });
    await desk.undo(charge);
    expect(site.states()).toEqual({ ch_1: 'withdrawn', re_1: 'withdrawn' });
    expect(site.violations()).toEqual([]);
  });

  it('is undone like any decision while it has not left', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    const refund = refundOf('ch_1', 're_1', 4_000);
    await site.approve(refund, [['CM-1', 4_000]]);
    expect(await desk.undo(refund)).toMatchObject({ undone: 'approval' });
    expect(site.states()).toMatchObject({ re_1: 'withdrawn' });
    expect(await desk.redo()).toMatchObject({ undone: 'approval' });
    await confirmed();
    await confirmed();
    expect(site.states()).toEqual({ ch_1: 'confirmed', re_1: 'confirmed' });
    expect(site.books()).toHaveLength(2);
  });

  it('is given back when Stripe shows it as failed before it left', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    await site.approve(refundOf('ch_1', 're_1', 4_000), [['CM-1', 4_000]]);
    site.db.exec("UPDATE movement SET source_status = 'failed' WHERE object_id = 're_1'");
    await site.round();
    expect(desk.movement('re_1')).toMatchObject({
      state: 'unmatched',
      reason: 'Stripe no longer shows this refund as succeeded, but as failed',
    });
    expect(site.books()).toHaveLength(1);
  });
});

describe('a rule', () => {
  const propose = (id: string, item: string, minor: number) =>
    desk.propose(refundOf('ch_1', id, minor), [[item, minor]], {
      kind: 'refundOfCharge',
      ruleId: 'refund-of-charge',
      automatic: true,
    });
  const run = () =>
    site.ledger.write(approveStraightThrough, {
      ...desk.who(),
      unit: RULED,
      setId: 'SHARE',
      afterMatchId: 0,
      limit: 100,
      walk: 'refunds',
    });

  it('leaves a refund alone until its charge is approved, without asking a person, then posts it', async () => {
    const charge = chargeOf('ch_1');
    await propose('re_1', 'CM-1', 4_000);
    expect(await run()).toMatchObject({ approved: 0, left: 1 });
    expect(desk.movement('re_1')).toMatchObject({
      state: 'proposed',
      attention: null,
      reason: 'It waits: its charge ch_1 is not approved yet.',
    });
    await site.approve(charge, [['INV-1', 10_000]]);
    expect(await run()).toMatchObject({ approved: 1, payments: 1 });
    await confirmed();
    await confirmed();
    expect(site.states()).toEqual({ ch_1: 'confirmed', re_1: 'confirmed' });
    expect(site.violations()).toEqual([]);
  });

  it('never pays back on an item without a credit memo', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await propose('re_1', 'INV-1', 4_000);
    expect(await run()).toMatchObject({ approved: 0 });
    expect(desk.movement('re_1')).toMatchObject({ attention: 'proposal', reason: 'there is no credit memo for it' });
  });
});

describe('a confirmed posting', () => {
  it.each([
    ['above her limit', { limits: [money(9_999, 2, 'USD')] }, 'APPROVAL_ABOVE_LIMIT'],
    ['where her role only looks', { roles: ['auditor'] as const }, 'NOT_ALLOWED'],
  ])('is not taken back %s', async (_what, change, detailCode) => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    const record = { name: 'Clerk', operatorId: null, roles: ['preparer'] as const, limits: null, isActive: true };
    const { actor: personId, machine, at } = desk.who();
    adoptFounders(site.db, {
      founders: [{ personId, record: { ...record, ...change }, basis: 'sample' }],
      machine,
      at,
    });
    await expect(reverse('ch_1')).rejects.toMatchObject({ detailCode });
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
  });

  it('is taken back by a document of its own: both stand, the item is open again, the movement is a person’s', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    await expect(reverse('ch_1', ' ')).rejects.toMatchObject({ detailCode: 'POSTING_REASON_NEEDED' });
    await reverse('ch_1');
    await expect(reverse('ch_1')).rejects.toMatchObject({ detailCode: 'POSTING_NOT_REVERSIBLE' });
    await confirmed();
    const rows = site.db.prepare('SELECT state, effect, generation FROM posting ORDER BY posting_id').all();
    expect(rows).toEqual([
      { state: 'reversed', effect: 'payment', generation: 1 },
      { state: 'confirmed', effect: 'reversal', generation: 1 },
    ]);
    expect(site.books().map(({ amount }) => amount)).toEqual(['100', '-100']);
    expect(balance('INV-1')).toBe('open 100');
    expect(desk.movement('ch_1')).toMatchObject({ state: 'unmatched', attention: 'changedSinceApproval' });
    expect(site.violations()).toEqual([]);
    await site.approve(site.movementKey('ch_1'), [
      ['INV-1', 5_000],
      ['INV-2', 5_000],
    ]);
    await confirmed();
    expect([balance('INV-1'), balance('INV-2')]).toEqual(['open 50', 'closed 0']);
    expect(site.violations()).toEqual([]);
  });

  it('is not taken back while a refund rests on it, but after that one is', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await site.approve(refundOf('ch_1', 're_1', 4_000), [['CM-1', 4_000]]);
    await confirmed();
    await confirmed();
    const version = site.db.prepare('SELECT version FROM posting WHERE posting_id = 1').pluck().get() as number;
    const charge = () =>
      site.ledger.write(reversePosting, {
        ...desk.who(),
        postingId: 1,
        seenVersion: version,
        unit: UNIT,
        reason: 'wrong',
        post: true,
      });
    await expect(charge()).rejects.toMatchObject({
      message: expect.stringMatching(/^Refund T\w+ rests on it/) as string,
    });
    await reverse('re_1');
    await confirmed();
    expect(balance('CM-1')).toBe('open -40');
    await charge();
    await confirmed();
    expect(balance('INV-1')).toBe('open 100');
    expect(site.violations()).toEqual([]);
  });

  it('a reversal that has not left is undone, and one PeopleSoft refuses leaves the posting as it stands', async () => {
    const key = chargeOf('ch_1');
    await site.approve(key, [['INV-1', 10_000]]);
    await confirmed();
    await reverse('ch_1', 'wrong', false);
    expect(await desk.undo(key)).toMatchObject({ undone: 'reversal' });
    await site.finish();
    expect(site.books()).toHaveLength(1);
    await reverse2();
    site.simulator.arm({ form: 'notificationZero', on: 'Create' });
    await site.round();
    expect(site.db.prepare('SELECT state FROM posting ORDER BY posting_id').pluck().all()).toEqual([
      'confirmed',
      'withdrawn',
      'rejected',
    ]);
    expect(desk.movement('ch_1')).toMatchObject({ state: 'posted', attention: 'postingProblem' });
    expect(site.violations()).toEqual([]);
  });

  const reverse2 = () => {
    const version = site.db.prepare('SELECT version FROM posting WHERE posting_id = 1').pluck().get() as number;
    const [postingId, post] = [1, true];
    return site.ledger.write(reversePosting, {
      ...desk.who(),
      postingId,
      seenVersion: version,
      unit: UNIT,
      reason: 'wrong',
      post,
    });
  };

  it('an answer lost after PeopleSoft saved the reversal is read back, never sent twice', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    await reverse('ch_1');
    site.simulator.arm({ form: 'dropConnection', on: 'Create', commit: 'first' });
    await site.round();
    await site.finish();
    expect(site.books().map(({ amount }) => amount)).toEqual(['100', '-100']);
    expect(postingOf('ch_1')).toMatchObject({ state: 'confirmed', effect: 'reversal' });
    expect(site.violations()).toEqual([]);
  });
});

describe('a refund that fails after it was posted', () => {
  const bookedBack = (sourceId: string, category: string, minor: number) =>
    site.db.exec(
      `INSERT INTO stripe_balance_transaction (account, balance_transaction_id, source_id, reporting_category, transaction_type, amount_minor, fee_minor,
         net_minor, exponent, currency, created_at, available_at, status, known)
       VALUES ('acct_1', 'txn_9', '${sourceId}', '${category}', '${category}', ${minor}, 0, ${minor}, 2, 'USD', '2026-10-29T02:00:00.000Z',
         '2026-10-29T02:00:00.000Z', 'available', 1)`,
    );

  it('is reversed by its rule, dated when the money came back, and then nobody’s any more', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await site.approve(refundOf('ch_1', 're_1', 4_000), [['CM-1', 4_000]]);
    await confirmed();
    await confirmed();
    site.db.exec(
      "UPDATE movement SET source_status = 'failed', attention = 'changedSinceApproval', version = version + 1 WHERE object_id = 're_1'",
    );
    const args = { ...desk.who(), unit: RULED, afterPostingId: 0, limit: 10 };
    expect(await site.ledger.write(reverseReturned, { ...args, unit: UNIT })).toEqual({ reversed: 0, next: null });
    expect(desk.movement('re_1')).toMatchObject({
      attention: 'changedSinceApproval',
      reason: expect.stringContaining('Take its posting back in Postings; rule refund-failed v1') as string,
    });
    expect(await site.ledger.write(reverseReturned, args)).toMatchObject({ reversed: 0 });
    expect(desk.movement('re_1').reason).toBe(
      'Stripe shows the refund as failed: Stripe has not booked its money back yet; the rule takes its posting back once it has.',
    );
    bookedBack('re_1', 'refund_failure', 4_000);
    expect(await site.ledger.write(reverseReturned, args)).toMatchObject({ reversed: 1 });
    expect(await site.ledger.write(reverseReturned, args)).toMatchObject({ reversed: 0 });
    expect(site.db.prepare("SELECT accounting_date FROM posting WHERE effect = 'reversal'").pluck().get()).toBe(
      '2026-10-28',
    );
    await confirmed();
    expect(balance('CM-1')).toBe('open -40');
    expect(desk.movement('re_1')).toMatchObject({ state: 'excluded', attention: null });
    expect(site.db.prepare("SELECT approved_rule FROM posting WHERE effect = 'reversal'").pluck().get()).toBe(
      'refund-failed v1',
    );
    expect(site.violations()).toEqual([]);
  });
});

describe('a charge that no item takes', () => {
  const onAccount = (key: MovementKey, more: object = {}) => {
    insertLink(site.db, 'confirmed');
    site.db.exec("UPDATE movement SET customer_id = 'cus_1'");
    return desk.approveWith(key, { onAccount: true, reason: 'prepayment for November', ...more });
  };

  it('goes on the account of its linked customer only when a person says so and why, never silently', async () => {
    const key = chargeOf('ch_1', 7_000);
    await expect(desk.approveWith(key, {})).rejects.toMatchObject({ message: 'Nothing is allocated.' });
    await expect(desk.approveWith(key, { onAccount: true, reason: 'x' })).rejects.toMatchObject({
      detailCode: 'MATCH_CUSTOMER_NOT_LINKED',
    });
    await expect(onAccount(key, { reason: ' ' })).rejects.toMatchObject({
      detailCode: 'MATCH_REMAINDER_NEEDS_REASON',
      message: '70.00 USD goes on account.',
    });
  });

  it('stands there once, is confirmed without items, and its refund goes back on it', async () => {
    const key = chargeOf('ch_1', 7_000);
    await onAccount(key);
    await confirmed();
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
    expect(site.books()).toMatchObject([
      { externalId: 'ch_1', amount: '70', custId: 'C100', status: 'posted', applications: [] },
    ]);
    await site.approve(refundOf('ch_1', 're_1', 7_000), []);
    await confirmed();
    expect(site.books().map(({ amount, custId, status }) => [amount, custId, status])).toEqual([
      ['70', 'C100', 'posted'],
      ['-70', 'C100', 'posted'],
    ]);
    expect(site.states()).toEqual({ ch_1: 'confirmed', re_1: 'confirmed' });
    expect(site.violations()).toEqual([]);
  });

  it('is not confirmed on the account of another customer', async () => {
    await onAccount(chargeOf('ch_1', 7_000));
    await site.round();
    site.changeBooks("UPDATE payment_id_cust SET cust_id = 'C999'");
    site.changeBooks("UPDATE payment SET payment_status = 'P'");
    await site.round({ bulk: false });
    expect(site.states()).toEqual({ ch_1: 'postingError' });
    expect(desk.movement('ch_1').reason).toContain('on the account of customer C999 instead of C100');
  });

  it('is taken back to the workbench by undo, and made again by redo', async () => {
    const key = chargeOf('ch_1', 7_000);
    await onAccount(key);
    expect(await desk.undo(key)).toMatchObject({ undone: 'approval' });
    expect(await desk.redo()).toMatchObject({ undone: 'approval' });
    await confirmed();
    expect(site.books()).toHaveLength(1);
    expect(site.violations()).toEqual([]);
  });
});

describe('the entry type of money that goes out', () => {
  const refundWith = async (entryType: string) => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    const unit = { ...UNIT, refunds: { entryType, voucherEntryTypes: [] } };
    const key = refundOf('ch_1', 're_1', 4_000);
    const allocations = [{ itemKey: site.itemKey('CM-1'), seenVersion: 1, amountMinor: 4_000 }];
    await desk.approveWith(key, { unit, allocations });
    await confirmed();
  };

  it('is sent with the item, and makes no voucher', async () => {
    await refundWith('CO');
    expect(site.states()).toEqual({ ch_1: 'confirmed', re_1: 'confirmed' });
    expect(site.vouchers()).toBe(0);
  });

  it('goes with the reversal of a payment too, whose lines go out', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    const { postingId, version } = postingOf('ch_1');
    const unit = { ...UNIT, refunds: { entryType: 'CO', voucherEntryTypes: ['RF'] } };
    await site.ledger.write(reversePosting, {
      ...desk.who(),
      postingId,
      seenVersion: version,
      unit,
      reason: 'wrong invoice',
      post: true,
    });
    const sent = site.db
      .prepare('SELECT payload_json FROM posting WHERE reverses = ?')
      .pluck()
      .get(postingId) as string;
    expect(JSON.parse(sent)).toMatchObject({ document: { items: [{ item: 'INV-1', entryType: 'CO' }] } });
    await confirmed();
    expect([site.states(), balance('INV-1'), site.vouchers()]).toEqual([{ ch_1: 'confirmed' }, 'open 100', 0]);
  });

  it('the bed sees damage: one that feeds the voucher process would have Payables pay a second time', async () => {
    await refundWith('RF');
    expect(site.vouchers()).toBe(1);
  });

  it('parks the refund alone, with the words, where the mapping has no property for it', async () => {
    await site.approve(chargeOf('ch_1'), [['INV-1', 10_000]]);
    await confirmed();
    const { itemEntryType: _none, ...properties } = SITE_DEPOSIT.properties;
    const ports = site.portsWith({ ...SITE_DEPOSIT, properties });
    const unit = { ...UNIT, refunds: { entryType: 'CO', voucherEntryTypes: ['RF'] } };
    const allocations = [{ itemKey: site.itemKey('CM-1'), seenVersion: 1, amountMinor: 4_000 }];
    await desk.approveWith(refundOf('ch_1', 're_1', 4_000), { unit, allocations });
    await site.approve(site.charge('ch_2', 5_000, { date: '2026-10-20' }), [['INV-2', 5_000]]);
    await site.round({}, ports);
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'accepted', re_1: 'rejected' });
    expect(desk.movement('re_1').reason).toContain('entry type CO of money that goes out has no property');
  });
});
