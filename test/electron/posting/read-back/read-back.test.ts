import { describe, expect, it } from 'vitest';
import type {
  PaymentApplication,
  PaymentDocument,
  PeopleSoftPayment,
} from '../../../../electron/connectors/peoplesoft/types.ts';
import { GROUP_WORDS } from '../../../../electron/posting/sending/document-words.ts';
import { readingLagMs } from '../../../../electron/posting/read-back/canary.ts';
import { absenceDoubt, judgePayment, type AbsenceEvidence } from '../../../../electron/posting/read-back/read-back.ts';
import type { Instant, PlainDate } from '../../../../shared/domain/ids.ts';
import { money } from '../../../../shared/domain/money.ts';

const DATE = '2026-10-15' as PlainDate;
const item = (name: string, minor: number, exponent = 2): PaymentApplication => ({
  businessUnit: 'US001',
  custId: 'C100',
  item: name,
  itemLine: 1,
  amount: money(minor, exponent, 'USD'),
});
const document: PaymentDocument = {
  paymentSeq: 1,
  paymentId: 'T00000000000ABC',
  amount: money(10_000, 2, 'USD'),
  accountingDate: DATE,
  paymentMethod: 'EFT',
  custId: 'C100',
  externalId: 'ch_1Abc',
  approvedBy: 'CLERK',
  items: [item('INV-1', 6_000), item('INV-2', 4_000)],
};
const sent = { document, depositBu: 'US001', bankCode: 'STRPE', bankAccountKey: 'US01' };
const there = (change: Partial<PeopleSoftPayment> = {}): PeopleSoftPayment => ({
  depositBu: 'US001',
  depositId: '17',
  paymentSeq: 1,
  paymentId: 'T00000000000ABC',
  amount: money(10_000, 2, 'USD'),
  accountingDate: DATE,
  bankCode: 'STRPE',
  bankAccountKey: 'US01',
  enteredBy: 'TIEOUT',
  comment: 'ch_1Abc',
  status: 'posted',
  statusText: null,
  application: [item('INV-2', 4_000), item('INV-1', 6_000)],
  ...change,
});
const verdict = (...found: PeopleSoftPayment[]) => judgePayment(sent, found);

describe('a payment that is there', () => {
  it('is confirmed when every field agrees and it is posted to the approved items, in any order and exponent', () => {
    expect(verdict(there())).toMatchObject({ verdict: 'confirmed' });
    expect(verdict(there({ amount: money(100_000, 3, 'USD') }))).toMatchObject({ verdict: 'confirmed' });
    expect(
      verdict(there({ application: [item('INV-1', 6), item('INV-1', 5_994), item('INV-2', 40_000, 3)] })),
    ).toMatchObject({
      verdict: 'confirmed',
    });
  });

  it('is found without regard to case', () => {
    expect(verdict(there({ paymentId: 't00000000000abc', comment: 'CH_1ABC ' }))).toMatchObject({
      verdict: 'confirmed',
    });
    expect(verdict(there({ comment: null }))).toMatchObject({ verdict: 'confirmed' });
  });

  it.each([
    ['unapplied', null],
    ['applied', null],
    ['worksheet', 'sent to a payment worksheet: a clerk has to finish it in PeopleSoft'],
  ] as const)('is only accepted while it is %s', (status, exception) => {
    expect(verdict(there({ status }))).toMatchObject({ verdict: 'accepted', exception });
  });

  it.each([
    ['another amount', { amount: money(9_999, 2, 'USD') }, 'amount 99.99 USD instead of 100.00 USD'],
    ['another currency', { amount: money(10_000, 2, 'CAD') }, 'amount 100.00 CAD instead'],
    ['another date', { accountingDate: '2026-11-01' as PlainDate }, 'accounting date 2026-11-01 instead of 2026-10-15'],
    ['another bank', { bankAccountKey: 'US02' }, 'bank STRPE/US02 instead of STRPE/US01'],
    ['another deposit business unit', { depositBu: 'DE001' }, 'deposit business unit DE001'],
    ['another Stripe id', { comment: 'ch_2' }, 'Stripe id CH_2 instead of CH_1ABC'],
    ['a group in error', { status: 'error', statusText: 'Item is closed (6035,110)' }, 'Item is closed (6035,110)'],
    ['a group in error without words', { status: 'error' }, 'Receivables Update refused it without a message'],
    ['a missing item', { application: [item('INV-1', 6_000)] }, 'INV-2 is missing'],
    [
      'another item',
      { application: [item('INV-1', 6_000), item('INV-2', 4_000), item('INV-3', 1)] },
      'INV-3 was not approved',
    ],
    [
      'another share',
      { application: [item('INV-1', 5_000), item('INV-2', 5_000)] },
      'applied with 50.00 to INV-1 instead of 60.00',
    ],
    [
      'other items already when applied',
      { status: 'applied', application: [item('INV-9', 10_000)] },
      'INV-1 is missing',
    ],
  ] as const)('with %s is wrong', (_what, change, text) => {
    const result = verdict(there(change as Partial<PeopleSoftPayment>));
    expect(result).toMatchObject({ verdict: 'wrong', text: expect.stringContaining(text) as string });
  });

  it('twice is wrong, with both places', () => {
    expect(verdict(there(), there({ depositId: '18' }))).toMatchObject({
      verdict: 'wrong',
      text: 'PeopleSoft holds this payment 2 times: deposits 17/1, 18/1',
    });
  });

  it('under another reference is absent', () => {
    expect(verdict(there({ paymentId: 'T00000000000ABD' }))).toEqual({ verdict: 'absent' });
    expect(verdict()).toEqual({ verdict: 'absent' });
  });
});

describe('cash that stays on account', () => {
  const unnamed = (change: Partial<PaymentDocument> = {}) => ({
    ...sent,
    document: { ...document, items: [], ...change },
  });
  const posted = (change: Partial<PeopleSoftPayment> = {}) => there({ application: [], ...change });

  it('is confirmed on the account of the approved customer and wrong on another one’s, at any status', () => {
    expect(judgePayment(unnamed(), [posted({ onAccountOf: 'C100' })])).toMatchObject({ verdict: 'confirmed' });
    for (const status of ['posted', 'applied', 'unapplied'] as const)
      expect(judgePayment(unnamed(), [posted({ onAccountOf: 'C999', status })])).toMatchObject({
        verdict: 'wrong',
        text: 'saved differently from what was approved: on the account of customer C999 instead of C100',
      });
  });

  it.each([undefined, ''])('is only accepted where the query says %j of it, and what to add is said', (onAccountOf) => {
    const found = posted(onAccountOf === undefined ? {} : { onAccountOf });
    expect(judgePayment(unnamed(), [found])).toMatchObject({
      verdict: 'accepted',
      exception: expect.stringContaining('add its column PAYMENT_CUST_ID') as string,
    });
  });

  it('is looked for also where items take a part, and not where they take all or where it is journalled', () => {
    const part = [item('INV-1', 6_000)];
    const parted = unnamed({ items: part });
    expect(judgePayment(parted, [posted({ application: part, onAccountOf: 'C999' })])).toMatchObject({
      verdict: 'wrong',
    });
    expect(judgePayment(parted, [posted({ application: part })])).toMatchObject({ verdict: 'accepted' });
    expect(verdict(there({ onAccountOf: 'C-PARENT' }))).toMatchObject({ verdict: 'confirmed' });
    const journal = unnamed({ custId: null, accountingTemplate: 'FEES' });
    expect(judgePayment(journal, [posted({ journalTemplate: 'FEES', onAccountOf: '' })])).toMatchObject({
      verdict: 'confirmed',
    });
  });
});

describe('absence', () => {
  const evidence: AbsenceEvidence = {
    nowMs: 1_000,
    countsFromMs: 900,
    waitedMs: 300,
    mustWaitMs: 300,
    lagMs: 100,
    canarySeen: true,
    staged: false,
    keyTaken: false,
  };

  it('is proven when settled, past the lag, with the canary seen and nothing on its way', () => {
    expect(absenceDoubt(evidence)).toBeNull();
  });

  it.each([
    [{ nowMs: 999 }, 'too early'],
    [{ lagMs: 101 }, 'too early'],
    [{ waitedMs: 299 }, 'whatever the clock says'],
    [{ canarySeen: false }, 'did not show a known earlier payment'],
    [{ staged: true }, 'staging or error table'],
    [{ keyTaken: true }, 'says that this deposit exists'],
  ])('is doubted with %j', (change, text) => {
    expect(absenceDoubt({ ...evidence, ...change })?.text).toContain(text);
  });

  it('is told of an item in words of items and their group', () => {
    const of = (change: Partial<AbsenceEvidence>) =>
      absenceDoubt({ ...evidence, ...change, words: GROUP_WORDS })?.text ?? '';
    expect(of({ canarySeen: false })).toContain('did not show a known earlier item');
    expect(of({ keyTaken: true })).toContain('this item group exists, but shows none of its items');
  });
});

describe('how far reads may lag', () => {
  const at = (second: number) => new Date(second * 1_000).toISOString() as Instant;
  const own = (sentAt: number, firstSeenAt: number | null) => ({
    paymentId: 'T1',
    own: { depositKey: 1, sentAt: at(sentAt), firstSeenAt: firstSeenAt === null ? null : at(firstSeenAt) },
  });

  // Now is second 1,000; the question is about the books as of second 500; settle time 10 seconds.
  it.each([
    ['not at all when ours was sent after the moment in question', own(501, 507), 0],
    ['nor when it was sent at that very moment and is shown now for the first time', own(500, null), 0],
    ['twelve settle times when ours was sent before', own(499, 505), 120_000],
    ['longer when ours took longer to be shown', own(100, 400), 300_000],
    ['as long as it took until now when it is shown for the first time', own(100, null), 900_000],
    ['twelve settle times after a clock was set back', own(100, 90), 120_000],
    ['twelve settle times when only payments of others are known', { paymentId: 'CHEQUE', own: null }, 120_000],
    ['twelve settle times when no payment is known', null, 120_000],
  ])('%s', (_what, canary, lagMs) => {
    const question = { asOfMs: 500_000, nowMs: 1_000_000, settleSeconds: 10, sentAfterDoubtMs: 10_000 };
    expect(readingLagMs(canary, question)).toBe(lagMs);
  });

  it.each([null, 0, 9_999])('is not proven by a clock that says later when %s ms passed', (sentAfterDoubtMs) => {
    const question = { asOfMs: 500_000, nowMs: 1_000_000, settleSeconds: 10, sentAfterDoubtMs };
    expect(readingLagMs(own(501, 507), question)).toBe(120_000);
  });
});
