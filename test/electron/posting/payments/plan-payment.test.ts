import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { describe, expect, it } from 'vitest';
import type { CheckedAllocation } from '../../../../electron/posting/decisions/match-allocation.ts';
import { depositDocument } from '../../../../electron/posting/deposits/deposit-document.ts';
import { documentHash, payloadText, readPayload } from '../../../../electron/posting/payments/payment-payload.ts';
import { planPayment, postingBlocked, unitToday } from '../../../../electron/posting/payments/plan-payment.ts';
import type { MovementRow } from '../../../../electron/ledger/movement-store.ts';
import { money } from '../../../../shared/domain/money.ts';
import { UNIT } from '../posting-site.ts';

const movement = (change: Partial<MovementRow> = {}): MovementRow =>
  ({
    account: 'acct_1',
    livemode: 1,
    kind: 'charge',
    objectId: 'ch_3Abc',
    amountMinor: 90_000,
    exponent: 2,
    currency: 'ISK',
    settlementCurrency: 'USD',
    accountingDate: '2026-10-15',
    sourceStatus: 'succeeded',
    ...change,
  }) as MovementRow;
const allocation: CheckedAllocation = {
  itemKey: 1,
  businessUnit: 'US001',
  custId: 'C100',
  item: 'INV-1',
  itemLine: 1,
  balance: money(1_000, 0, 'ISK'),
  amount: money(90_000, 2, 'ISK'),
  itemAmount: money(900, 0, 'ISK'),
  isOutward: false,
};
const plan = (change: Partial<MovementRow> = {}, unit = UNIT) =>
  planPayment({
    accountingDate: (change.accountingDate ?? '2026-10-15') as PlainDate,
    movement: movement(change),
    allocations: [allocation],
    unit,
    setId: 'SHARE',
    approvedBy: 'CLERK',
    generation: 1,
  });

describe('the payment of a charge', () => {
  it('is gross, in the presentment currency, to the clearing account of the settlement currency', () => {
    expect(plan()).toMatchObject({
      document: {
        paymentId: expect.stringMatching(/^T[0-9A-Z]{14}$/) as string,
        amount: money(90_000, 2, 'ISK'),
        custId: 'C100',
        externalId: 'ch_3Abc',
        approvedBy: 'CLERK',
        items: [{ item: 'INV-1', amount: money(900, 0, 'ISK') }],
      },
      depositBu: 'US001',
      bankCode: 'STRPE',
      bankAccountKey: 'US01',
      accountCurrency: 'USD',
      accountingDate: '2026-10-15',
      itemBalances: [{ item: 'INV-1', balance: money(1_000, 0, 'ISK') }],
    });
  });

  it('is the same text for the same approval, and is not believed once it was altered', () => {
    const text = payloadText(plan());
    expect(payloadText(plan())).toBe(text);
    expect(readPayload(text, documentHash(text))).toEqual(plan());
    expect(() => readPayload(text.replace('INV-1', 'INV-2'), documentHash(text))).toThrow(
      'differs from what was approved',
    );
  });

  it.each([
    ['a fee', { kind: 'fee', amountMinor: -500 }, UNIT, 'BAD_INPUT'],
    ['a refund that failed', { kind: 'refund', amountMinor: -500, sourceStatus: 'failed' }, UNIT, 'BAD_INPUT'],
    ['an inquiry', { kind: 'dispute', amountMinor: -500, sourceStatus: 'warning_closed' }, UNIT, 'BAD_INPUT'],
    ['nothing', { amountMinor: 0 }, UNIT, 'BAD_INPUT'],
    ['a charge that failed after all', { sourceStatus: 'failed' }, UNIT, 'BAD_INPUT'],
    ['a unit without a go-live date', {}, { ...UNIT, goLiveDate: null }, 'POSTING_NO_GO_LIVE'],
    ['a day before go-live', { accountingDate: '2026-09-30' }, UNIT, 'POSTING_BEFORE_GO_LIVE'],
    ['a settlement currency without an account', { settlementCurrency: 'EUR' }, UNIT, 'POSTING_NO_CLEARING_ACCOUNT'],
  ] as const)('is blocked for %s', (_what, change, unit, code) => {
    const blocked = postingBlocked(movement(change as Partial<MovementRow>), unit);
    expect(blocked?.code).toBe(code);
    expect(() => plan(change as Partial<MovementRow>, unit)).toThrow(blocked?.text ?? 'blocked');
  });

  it('of a refund is negative throughout', () => {
    const refund = planPayment({
      accountingDate: '2026-10-15' as PlainDate,
      movement: movement({ kind: 'refund', objectId: 're_1', amountMinor: -90_000 }),
      allocations: [{ ...allocation, isOutward: true }],
      unit: UNIT,
      setId: 'SHARE',
      approvedBy: 'ANNA',
      generation: 1,
    });
    expect(refund.document.amount).toEqual(money(-90_000, 2, 'ISK'));
    expect(refund.document.items.map(({ amount }) => amount)).toEqual([money(-900, 0, 'ISK')]);
    expect(refund.document.paymentId).not.toBe(plan({ objectId: 're_1' }).document.paymentId);
  });

  it('goes to the only clearing account while the settlement currency is not known, and to none of several', () => {
    expect(plan({ settlementCurrency: null }).bankAccountKey).toBe('US01');
    const [first] = UNIT.clearing;
    const two = {
      ...UNIT,
      clearing: [...UNIT.clearing, { ...first!, settlementCurrency: 'CAD', bankAccountKey: 'US02' }],
    };
    expect(postingBlocked(movement({ settlementCurrency: null }), two)?.code).toBe('POSTING_NO_CLEARING_ACCOUNT');
    expect(plan({ settlementCurrency: 'CAD' }, two).bankAccountKey).toBe('US02');
  });

  it('knows the unit’s own day', () => {
    expect(unitToday(UNIT, Date.parse('2026-11-01T03:59:00Z'))).toBe('2026-10-31');
    expect(unitToday(UNIT, Date.parse('2026-11-01T04:01:00Z'))).toBe('2026-11-01');
  });
});

describe('a deposit document', () => {
  it('numbers its payments from 1 and totals them exactly, whatever exponents they came with', () => {
    const other = plan({ objectId: 'ch_4', amountMinor: 700, exponent: 0 });
    const head = {
      depositBu: 'US001',
      depositId: 'NEXT',
      bankCode: 'STRPE',
      bankAccountKey: 'US01',
      currency: 'ISK',
      accountingDate: '2026-10-15',
    };
    const document = depositDocument(head, [plan(), other]);
    expect(document).toMatchObject({ control: money(160_000, 2, 'ISK'), controlCount: 2 });
    expect(document.payments.map(({ paymentSeq, externalId }) => [paymentSeq, externalId])).toEqual([
      [1, 'ch_3Abc'],
      [2, 'ch_4'],
    ]);
  });
});
