import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  countPayments,
  hasSettledPayment,
  paymentsOfDeposit,
  placeInDeposit,
  takeOutOfDeposit,
} from '../../../electron/ledger/deposit-payment-store.ts';
import {
  acceptDeposit,
  depositsBeingSent,
  depositState,
  doubtDeposit,
  endDoubtfulDeposit,
  findDeposit,
  insertDeposit,
  lastCutNumber,
  lastGenerationOfCut,
  recutDeposit,
  sendDepositAgain,
  setDepositState,
  type NewDeposit,
} from '../../../electron/ledger/deposit-store.ts';
import { insertMatch } from '../../../electron/ledger/match-store.ts';
import { getPosting, insertPosting, isWithdrawable, setPostingState } from '../../../electron/ledger/posting-store.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import { DAY, insertCharge, insertItem, moment, paymentMatch, paymentPosting, UNIT } from './books.ts';
import type { TemporaryLedger } from './temporary-ledger.ts';
import { temporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

const PLACE = {
  unit: UNIT,
  depositBu: 'US001',
  bankCode: 'STRIP',
  bankAccountKey: 'CLR1',
  currency: 'USD',
  accountingDate: '2026-10-05',
};

function newDeposit(more: Partial<NewDeposit> = {}): number {
  return insertDeposit(ledger.db, {
    ...PLACE,
    depositId: 'NEXT',
    isIdGiven: false,
    exponent: 2,
    cutNumber: 1,
    generation: 1,
    controlMinor: 100,
    controlCount: 1,
    documentText: '{}',
    documentHash: 'h',
    mappingVersion: null,
    at: DAY,
    ...more,
  });
}

function column(depositKey: number, name: string): unknown {
  return ledger.db.prepare(`SELECT ${name} FROM deposit WHERE deposit_key = ?`).pluck().get(depositKey);
}

/** A queued payment of a charge of its own. */
function queuedPayment(objectId: string): PostingId {
  const movementKey = insertCharge(ledger.db, objectId, 100);
  const item = insertItem(ledger.db, `INV-${objectId}`, 100);
  const matchId = insertMatch(ledger.db, paymentMatch(movementKey, [[item, 100]], { state: 'approved' }));
  return insertPosting(ledger.db, paymentPosting({ matchId, movementKey }, { state: 'queued' }));
}

describe('a deposit', () => {
  it('is numbered within its place, and the same cut counts its generations', () => {
    expect([lastCutNumber(ledger.db, PLACE), lastGenerationOfCut(ledger.db, PLACE, 1)]).toEqual([0, 0]);
    newDeposit();
    newDeposit({ generation: 2 });
    newDeposit({ cutNumber: 2 });
    expect(lastCutNumber(ledger.db, PLACE)).toBe(2);
    expect(lastGenerationOfCut(ledger.db, PLACE, 1)).toBe(2);
    expect(lastCutNumber(ledger.db, { ...PLACE, currency: 'EUR' })).toBe(0);
    expect(() => newDeposit()).toThrow(/UNIQUE constraint failed: deposit/);
  });

  it('keeps the id PeopleSoft said, also where a later word of it says none', () => {
    const key = newDeposit();
    acceptDeposit(ledger.db, key, '4711');
    acceptDeposit(ledger.db, key, null);
    setDepositState(ledger.db, key, { to: 'confirmed', depositId: null });
    expect([depositState(ledger.db, key), column(key, 'deposit_id'), column(key, 'version')]).toEqual([
      'confirmed',
      '4711',
      4,
    ]);
  });

  it('that is doubted counts its absence from an instant on, until it may go again or is over', () => {
    const [again, over] = [newDeposit(), newDeposit({ cutNumber: 2 })];
    expect(depositsBeingSent(ledger.db, UNIT)).toEqual([again, over]);
    for (const key of [again, over])
      doubtDeposit(ledger.db, key, { reason: 'no answer', absenceCountsFromAt: moment(60) });
    expect(depositsBeingSent(ledger.db, UNIT)).toEqual([]);
    expect(column(again, 'absence_counts_from_at')).toBe(moment(60));
    recutDeposit(ledger.db, again);
    endDoubtfulDeposit(ledger.db, over, 'a person did not see it');
    expect([again, over].map((key) => depositState(ledger.db, key))).toEqual(['cut', 'rejected']);
    expect([again, over].map((key) => column(key, 'absence_counts_from_at'))).toEqual([null, null]);
    sendDepositAgain(ledger.db, again, { at: moment(90), mappingVersion: null });
    expect(findDeposit(ledger.db, again)).toMatchObject({
      ...PLACE,
      depositIdGiven: 0,
      cutNumber: 1,
      state: 'sending',
    });
    expect([column(again, 'sent_at'), column(again, 'cut_at')]).toEqual([moment(90), DAY]);
  });
});

describe('a payment in a deposit', () => {
  it('stands in its sequence, cannot be taken back, and is free again once it is out of it', () => {
    const [first, second] = [queuedPayment('ch_1'), queuedPayment('ch_2')];
    const depositKey = newDeposit();
    placeInDeposit(ledger.db, { postingId: second, depositKey, paymentSeq: 1 });
    placeInDeposit(ledger.db, { postingId: first, depositKey, paymentSeq: 2 });
    expect(paymentsOfDeposit(ledger.db, depositKey)).toEqual([second, first]);
    expect(isWithdrawable(ledger.db, getPosting(ledger.db, first))).toBe(false);
    takeOutOfDeposit(ledger.db, first);
    expect(paymentsOfDeposit(ledger.db, depositKey)).toEqual([second]);
    expect(isWithdrawable(ledger.db, getPosting(ledger.db, first))).toBe(true);
  });

  it('is counted by what is known of it', () => {
    const postingId = queuedPayment('ch_1');
    const depositKey = newDeposit();
    expect(countPayments(ledger.db, depositKey)).toEqual({ unknown: 0, open: 0, confirmed: 0 });
    placeInDeposit(ledger.db, { postingId, depositKey, paymentSeq: 1 });
    for (const to of ['sending', 'unknown'] as const) setPostingState(ledger.db, { postingId, to, at: DAY });
    expect(countPayments(ledger.db, depositKey)).toEqual({ unknown: 1, open: 0, confirmed: 0 });
    expect(hasSettledPayment(ledger.db, depositKey)).toBe(false);
    setPostingState(ledger.db, { postingId, to: 'accepted', at: DAY });
    expect(countPayments(ledger.db, depositKey)).toEqual({ unknown: 0, open: 1, confirmed: 0 });
    expect(hasSettledPayment(ledger.db, depositKey)).toBe(true);
  });
});
