import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApprovalRequest } from '../../../../electron/ledger/approval-request-store.ts';
import { unitSchema } from '../../../../shared/contract/profile.ts';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import { clerkWithLimit } from '../clerk-with-limit.ts';
import { deskOf } from '../decision-desk.ts';
import { linkedCharge } from '../items/decide-charge.ts';
import { startInvoiceSite } from '../items/invoice-site.ts';
import { startPostingSite, UNIT, type PostingSite } from '../posting-site.ts';

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

const confirmed = async (): Promise<void> => {
  await site.round();
  await site.simulator.runBatch();
  await site.round({ bulk: false });
};
const liveMatch = (key: MovementKey) =>
  site.db
    .prepare(
      `SELECT kind, state, charge_movement_key AS chargeKey, (SELECT group_concat(outward) FROM allocation WHERE match_id = m.match_id) AS outward
       FROM match m JOIN match_movement USING (match_id) WHERE movement_key = ? AND live = 1`,
    )
    .get(key);

describe.each(['refund', 'dispute'] as const)('a %s above the clerk’s limit', (kind) => {
  const MINOR = 4_000;
  const reason = 'goods came back';
  let paid: MovementKey;
  let out: MovementKey;
  let waits: string | null;
  beforeEach(async () => {
    paid = site.charge('ch_1', 10_000);
    await site.approve(paid, [['INV-1', 10_000]]);
    await confirmed();
    clerkWithLimit(site, 1_000);
    out = site.charge('out_1', -MINOR, { kind, chargeId: 'ch_1', date: '2026-10-20' });
    if (kind === 'dispute')
      site.db.exec(
        `UPDATE movement SET source_status = 'needs_response', settlement_minor = -${MINOR} WHERE movement_key = ${out}`,
      );
    waits = (await site.approve(out, [['INV-1', MINOR]], { reason })).waits;
  });

  it('waits as money that goes out, for its charge', () => {
    expect(waits).toContain('above your limit of 10.00 USD');
    const matchKind = kind === 'refund' ? 'refundOfCharge' : 'payment';
    expect(liveMatch(out)).toEqual({ kind: matchKind, state: 'proposed', chargeKey: paid, outward: '1' });
    expect(site.violations()).toEqual([]);
  });

  it('is confirmed once the reviewer approves what was asked', async () => {
    const asked = site.db.prepare('SELECT max(match_id) FROM match').pluck().get();
    await site.approve(out, [['INV-1', MINOR]], { actor: 'REVIEWER', reason });
    expect(site.db.prepare('SELECT match_id FROM posting ORDER BY posting_id DESC').pluck().get()).toBe(asked);
    await confirmed();
    expect(site.states()).toEqual({ ch_1: 'confirmed', out_1: 'confirmed' });
    expect(site.bookItem('INV-1')).toMatchObject({ status: 'open', balance: '40' });
    expect(site.violations()).toEqual([]);
  });

  it('is a person’s again when the reviewer refuses it', async () => {
    await desk.reject(out, { actor: 'REVIEWER', reason: 'not agreed' });
    expect(desk.movement('out_1')).toMatchObject({ state: 'unmatched', reason: 'not agreed' });
    expect(site.violations()).toEqual([]);
  });

  it('is as before when the clerk takes her question back', async () => {
    await desk.undo(out);
    expect([liveMatch(out), desk.movement('out_1').state]).toEqual([undefined, 'unmatched']);
    expect(site.violations()).toEqual([]);
  });
});

describe('a charge above the clerk’s limit, for which a receipt seems to be there already', () => {
  const EVERY_FORM = unitSchema.parse({
    ...UNIT,
    chargeWithoutItem: { onAccount: true, item: { businessUnit: 'US001', entryType: 'IN', revenueAccount: '400000' } },
    bookings: { chargesWithoutInvoice: { how: 'directJournal', accountingTemplate: 'MISCCASH' } },
  });
  const reason = 'the cheque is another one';
  let charge: MovementKey;
  beforeEach(async () => {
    await site.close();
    const made = await startInvoiceSite({}, EVERY_FORM);
    site = made;
    desk = deskOf(site);
    clerkWithLimit(site, 1_000);
    charge = linkedCharge(made, 'ch_1', 4_500);
    const paymentKey = site.db.prepare('SELECT payment_key FROM ps_payment').pluck().get();
    await desk.propose(charge, [], { kind: 'alreadyKeyed', paymentKey });
  });
  const ask = (form: object, more: object = {}) =>
    desk.approveWith(charge, { unit: EVERY_FORM, ...form, reason, ...more });
  const payments = () => site.books().map(({ externalId, custId }) => [externalId, custId]);

  it.each([
    ['onAccount', 'to put it on account', ['ch_1', 'C100'], ['payment']],
    ['makeItem', 'to make an item of it', ['ch_1', 'C100'], ['item', 'payment']],
    ['directJournal', 'to journal it directly', ['ch_1', ''], ['payment']],
  ])('is posted as she asked (%s) once the reviewer approves it', async (form, words, payment, effects) => {
    expect((await ask({ [form]: true })).waits).toContain('above your limit');
    expect(liveMatch(charge)).toMatchObject({ kind: 'payment', state: 'proposed' });
    const text = `CLERK asks a reviewer ${words}, although PeopleSoft seems to hold a receipt for it: ${reason}`;
    expect(desk.movement('ch_1').reason).toBe(text);
    expect(openApprovalRequest(site.db, charge)).toMatchObject({ form, reason, receiptFound: true });
    await desk.approveWith(charge, { unit: EVERY_FORM, actor: 'REVIEWER' });
    await confirmed();
    await confirmed();
    expect(payments()).toEqual([payment]);
    expect(site.db.prepare('SELECT effect FROM posting ORDER BY posting_id').pluck().all()).toEqual(effects);
    expect(desk.movement('ch_1').state).toBe('posted');
    expect(
      site.db.prepare("SELECT detail_json ->> 'reason' FROM audit WHERE action = 'match.approved'").pluck().get(),
    ).toBe(reason);
    expect(site.violations()).toEqual([]);
  });

  it('is paid by the items she chose, and the receipt is not taken over', async () => {
    const [itemKey, seenVersion] = [site.itemKey('INV-1'), 1];
    await ask({}, { allocations: [{ itemKey, seenVersion, amountMinor: 4_500 }] });
    expect(openApprovalRequest(site.db, charge)).toMatchObject({ form: null, receiptFound: true });
    expect(liveMatch(charge)).toMatchObject({ kind: 'payment' });
  });

  it('is taken over, with nothing sent, only where that was asked', async () => {
    await desk.approveWith(charge, { unit: EVERY_FORM });
    expect(liveMatch(charge)).toMatchObject({ kind: 'alreadyKeyed', state: 'proposed' });
    expect(openApprovalRequest(site.db, charge)).toMatchObject({ form: null, receiptFound: false });
    await desk.approveWith(charge, { unit: EVERY_FORM, actor: 'REVIEWER' });
    await confirmed();
    expect([desk.movement('ch_1').state, payments()]).toEqual(['posted', []]);
  });

  it('goes another way where the reviewer says so in her own words', async () => {
    await ask({ makeItem: true });
    await expect(
      desk.approveWith(charge, { unit: EVERY_FORM, actor: 'REVIEWER', onAccount: true }),
    ).rejects.toMatchObject({ detailCode: 'MATCH_REMAINDER_NEEDS_REASON' });
    await desk.approveWith(charge, { unit: EVERY_FORM, actor: 'REVIEWER', onAccount: true, reason: 'no item for it' });
    await confirmed();
    expect(payments()).toEqual([['ch_1', 'C100']]);
  });

  it('waits for her again in that form when the reviewer takes the approval back', async () => {
    await ask({ directJournal: true });
    await desk.approveWith(charge, { unit: EVERY_FORM, actor: 'REVIEWER' });
    await desk.undo(charge, 'REVIEWER');
    expect(openApprovalRequest(site.db, charge)).toMatchObject({ form: 'directJournal', reason });
  });
});
