import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideLost, flagLostDisputes } from '../../../electron/posting/decisions/decide-lost.ts';
import { reverseReturned } from '../../../electron/posting/reversals/reverse-returned.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import { deskOf } from './decision-desk.ts';
import { startPostingSite, UNIT, type PostingSite } from './posting-site.ts';

let site: PostingSite;
let desk: ReturnType<typeof deskOf>;
let dispute: MovementKey;
beforeEach(async () => {
  site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }] });
  desk = deskOf(site);
  await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]]);
  await confirmed();
  dispute = site.charge('du_1', -9_500, { kind: 'dispute', chargeId: 'ch_1', date: '2026-10-20' });
  status('needs_response');
});
afterEach(() => site.close());

const status = (text: string) =>
  site.db.prepare("UPDATE movement SET source_status = ?, settlement_minor = -9500 WHERE object_id = 'du_1'").run(text);
const confirmed = async (): Promise<void> => {
  await site.round();
  await site.simulator.runBatch();
  await site.round({ bulk: false });
};
const withdraw = async (): Promise<void> => {
  await site.approve(dispute, [['INV-1', 9_500]], { reason: 'the bank took it back' });
  await confirmed();
};
const RULED: UnitProfile = {
  ...UNIT,
  straightThrough: { ruleIds: ['dispute-won'], limitMinor: { USD: 1_000_000 }, approvedBy: 'REVIEWER' },
};
const bookedBack = (minor: number) =>
  site.db.exec(
    `INSERT INTO stripe_balance_transaction (account, balance_transaction_id, source_id, reporting_category, transaction_type, amount_minor, fee_minor, net_minor,
       exponent, currency, created_at, available_at, status, known)
     VALUES ('acct_1', 'txn_9', 'du_1', 'dispute_reversal', 'adjustment', ${minor}, 0, ${minor}, 2, 'USD', '2026-10-29T02:00:00.000Z', '2026-10-29T02:00:00.000Z', 'available', 1)`,
  );
const look = (unit: UnitProfile) =>
  site.ledger.write(reverseReturned, { ...desk.who(), unit, afterPostingId: 0, limit: 10 });

describe('a dispute', () => {
  it('goes out of clearing and opens the item by what the bank took, with a person’s reason', async () => {
    await expect(site.approve(dispute, [['INV-1', 9_500]])).rejects.toMatchObject({
      detailCode: 'MATCH_REASON_NEEDED',
    });
    await withdraw();
    expect(site.states()).toEqual({ ch_1: 'confirmed', du_1: 'confirmed' });
    expect(site.books().map(({ externalId, amount }) => [externalId, amount])).toEqual([
      ['ch_1', '100'],
      ['du_1', '-95'],
    ]);
    expect(site.bookItem('INV-1')).toMatchObject({ status: 'open', balance: '95' });
    expect(site.violations()).toEqual([]);
  });

  it('that is only an inquiry moves no money', async () => {
    for (const inquiry of ['warning_needs_response', 'warning_closed', 'prevented']) {
      status(inquiry);
      await expect(site.approve(dispute, [['INV-1', 9_500]], { reason: 'x' })).rejects.toMatchObject({
        message: `This dispute has moved no money: Stripe shows it as ${inquiry}.`,
      });
    }
  });

  it('that is won comes back by the same lines on the day Stripe booked it, where the rule is on and as much came back', async () => {
    await withdraw();
    status('won');
    expect(await look(RULED)).toMatchObject({ reversed: 0 });
    expect(desk.movement('du_1').reason).toContain('Stripe has not booked its money back yet');
    bookedBack(9_500);
    expect(await look(UNIT)).toMatchObject({ reversed: 0 });
    expect(desk.movement('du_1').reason).toContain('rule dispute-won v1 is not switched on');
    expect(await look(RULED)).toMatchObject({ reversed: 1 });
    await confirmed();
    expect(site.books().map(({ amount, accountingDate }) => [amount, accountingDate])).toEqual([
      ['100', '2026-10-15'],
      ['-95', '2026-10-20'],
      ['95', '2026-10-28'],
    ]);
    expect(site.bookItem('INV-1')).toMatchObject({ status: 'closed', balance: '0' });
    expect(site.violations()).toEqual([]);
  });

  it('that is won with another amount is a person’s', async () => {
    await withdraw();
    status('won');
    bookedBack(9_000);
    expect(await look(RULED)).toMatchObject({ reversed: 0 });
    expect(desk.movement('du_1')).toMatchObject({
      attention: 'changedSinceApproval',
      reason: expect.stringContaining('not as much came back as went out') as string,
    });
  });

  it('that is lost asks a person, keeps what she decides as a work order, and sends nothing for it', async () => {
    const decide = (reason: string) =>
      site.ledger.write(decideLost, {
        ...desk.who(),
        movementKey: dispute,
        seenVersion: desk.versionOf(dispute),
        outcome: 'writeOff',
        reason,
      });
    await expect(decide('small')).rejects.toMatchObject({ detailCode: 'BAD_INPUT' });
    await withdraw();
    status('lost');
    const flag = () => site.ledger.write(flagLostDisputes, { unit: 'US', at: desk.who().at });
    expect(await flag()).toBe(1);
    expect(desk.movement('du_1')).toMatchObject({ state: 'posted', attention: 'refundOrDispute' });
    await expect(decide(' ')).rejects.toMatchObject({ detailCode: 'MATCH_REASON_NEEDED' });
    await decide('below the collection limit');
    expect(desk.movement('du_1')).toMatchObject({
      state: 'posted',
      attention: null,
      reason: 'Lost dispute: to be written off in PeopleSoft (maintenance worksheet). below the collection limit',
    });
    expect(await flag()).toBe(0);
    expect(await desk.undo(dispute)).toMatchObject({ undone: 'decision about the lost dispute' });
    expect(desk.movement('du_1')).toMatchObject({ state: 'posted', attention: 'refundOrDispute' });
    await site.finish();
    expect(site.books()).toHaveLength(2);
    expect(site.violations()).toEqual([]);
  });
});
