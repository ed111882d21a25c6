import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { approveByPerson } from '../../../../electron/posting/decisions/decide.ts';
import { redoByPerson } from '../../../../electron/posting/decisions/redo.ts';
import { approveStraightThrough } from '../../../../electron/posting/decisions/straight-through.ts';
import { whyNotUndo, undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { openBooks, profile, type Books } from './books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const WHO = { actor: 'CLERK', machine: 'M', at: AT };
const NOBODY: UnitProfile = profile.units[0]!;
const RULED: UnitProfile = {
  ...NOBODY,
  straightThrough: { ruleIds: ['keyed-by-hand'], limitMinor: { USD: 1_000_000 }, approvedBy: 'REVIEWER' },
};

let books: Books;
let charge: number;
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'A', { peoplesoft_customer: '1001' });
  books.customer('1001', 'A');
  charge = books.movement('charge', 'ch_1', 10_000, { settlement_currency: 'USD' });
  books.run(
    `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
       bank_account_key, entered_by, comment, status, seen_run)
     VALUES ('US001', '7', 1, 'M1', 10000, 2, 'USD', '2026-10-16', 'STRPE', 'US01', 'KMILLER', 'Stripe ch_1', 'posted', 1)`,
  );
});
afterEach(() => books.close());

const ledger = () => directLedger(books.db);
const matchAndDecide = async (unit: UnitProfile) => {
  await books.match();
  return ledger().write(approveStraightThrough, { ...WHO, unit, setId: 'SHARE', afterMatchId: 0, limit: 500 });
};
const undo = () => ledger().write(undoByPerson, { ...WHO, movementKey: charge });
const row = () =>
  books.all<{ state: string; attention: string | null; state_reason: string | null; version: number }>(
    'SELECT state, attention, state_reason, version FROM movement WHERE movement_key = ?',
    charge,
  )[0];
const approve = (allocations: { itemKey: number; seenVersion: number; amountMinor: number }[], reason: string | null) =>
  ledger().write(approveByPerson, {
    ...WHO,
    unit: RULED,
    setId: 'SHARE',
    movementKey: charge,
    seenVersion: row()!.version,
    allocations,
    post: false,
    reason,
    confirmLinkId: null,
    linkCustomer: false,
  });
const vanish = () =>
  books.db.exec(
    "UPDATE ps_payment SET status = 'error', status_text = 'PeopleSoft no longer shows this payment' WHERE payment_id = 'M1'",
  );
const GONE = 'Receipt 7 M1 does not stand for it any more: PeopleSoft no longer shows this payment.';

describe('a receipt that somebody keyed for a charge', () => {
  it('is taken over by nobody but a person where no rule may decide', async () => {
    expect(await matchAndDecide(NOBODY)).toMatchObject({ approved: 0, left: 1 });
    expect(row()).toMatchObject({ state: 'proposed', attention: 'proposal' });
    await approve([], null);
    expect(row()).toMatchObject({ state: 'posted' });
    expect(await undo()).toMatchObject({ undone: 'approval' });
    expect(row()).toMatchObject({ state: 'proposed' });
  });

  it('is taken over by a rule that a reviewer approved, with an audit row, and can be taken back and given again', async () => {
    expect(await matchAndDecide(RULED)).toMatchObject({ approved: 1, payments: 0 });
    expect(row()).toMatchObject({ state: 'posted', attention: null });
    expect(books.all("SELECT actor FROM audit WHERE action = 'match.approvedByRule'")).toEqual([{ actor: 'REVIEWER' }]);
    expect(whyNotUndo(books.db, charge, 'CLERK')).toBeNull();
    expect(await undo()).toMatchObject({ undone: 'approval' });
    expect(row()).toMatchObject({ state: 'proposed', state_reason: 'approval by rule taken back by CLERK' });
    expect(await matchAndDecide(RULED)).toMatchObject({ approved: 0 });
    await ledger().write(redoByPerson, { ...WHO, units: [RULED], setId: 'SHARE' });
    expect(row()).toMatchObject({ state: 'posted' });
    expect(findViolations(books.db)).toEqual([]);
  });

  it.each([
    ['vanishes from PeopleSoft', 'PeopleSoft no longer shows this payment'],
    ['is in error there', 'Budget check failed'],
  ])('gives the charge back to a person when it %s, and she can have it posted', async (_what, words) => {
    await matchAndDecide(RULED);
    books.run("UPDATE ps_payment SET status = 'error', status_text = ? WHERE payment_id = 'M1'", words);
    expect((await books.match()).changed).toBeGreaterThan(0);
    const back = {
      attention: 'changedSinceApproval',
      state_reason: `Receipt 7 M1 does not stand for it any more: ${words}.`,
    };
    expect(row()).toMatchObject(back);
    expect(await books.match()).toMatchObject({ changed: 0 });
    expect(await matchAndDecide(RULED)).toMatchObject({ approved: 0 });
    expect(row()).toMatchObject(back);
    expect(books.all("SELECT actor FROM audit WHERE action = 'match.returned'")).toEqual([{ actor: 'clerk' }]);
    await expect(approve([], null)).rejects.toMatchObject({
      message: expect.stringContaining('cannot be taken over') as string,
    });
    const itemKey = books.item('1001', 'INV-1', 10_000);
    await approve([{ itemKey, seenVersion: 1, amountMinor: 10_000 }], 'the receipt was deleted');
    expect(books.all('SELECT state, generation FROM posting')).toEqual([{ state: 'approved', generation: 1 }]);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('is not taken over by a rule when it is gone before the rule decides', async () => {
    await books.match();
    vanish();
    const args = { ...WHO, unit: RULED, setId: 'SHARE', afterMatchId: 0, limit: 500 };
    expect(await ledger().write(approveStraightThrough, args)).toMatchObject({ approved: 0, left: 1 });
    expect(row()?.state_reason?.toLowerCase()).toContain(GONE.toLowerCase().slice(0, -1));
  });
});
