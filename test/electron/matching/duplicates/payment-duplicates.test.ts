import { describe, expect, it } from 'vitest';
import { weighPayments, type PaymentFacts } from '../../../../electron/matching/duplicates/weigh-payments.ts';
import { SUSPECT_FROM } from '../../../../electron/matching/duplicates/suspicion.ts';

const payment = (fields: Partial<PaymentFacts> = {}): PaymentFacts => ({
  paymentId: 'M1',
  bank: 'STRPE/US01',
  day: 20_000,
  named: [],
  items: ['1001 INV-1'],
  isOurs: false,
  alike: 2,
  hasRoom: false,
  ...fields,
});
const isSuspected = (one: PaymentFacts, other: PaymentFacts) => weighPayments(one, other).score >= SUSPECT_FROM;

describe('a receipt booked twice', () => {
  it('is suspected by its payment id, its charge, its item, or a rare amount left on account the same day', () => {
    expect(isSuspected(payment(), payment({ items: [] }))).toBe(true);
    expect(isSuspected(payment({ named: ['ch_1'] }), payment({ paymentId: 'M2', named: ['ch_1'], items: [] }))).toBe(
      true,
    );
    expect(isSuspected(payment({ alike: 9 }), payment({ paymentId: 'M2', alike: 9 }))).toBe(true);
    expect(isSuspected(payment(), payment({ paymentId: 'M2', items: [] }))).toBe(true);
  });

  it('is not suspected of payments that name different charges, pay different items, or were each sent for a movement', () => {
    expect(isSuspected(payment({ named: ['ch_1'] }), payment({ paymentId: 'M2', named: ['ch_2'] }))).toBe(false);
    expect(isSuspected(payment(), payment({ paymentId: 'M2', items: ['1001 INV-2'] }))).toBe(false);
    const ours = { isOurs: true, items: ['1001 INV-1'] };
    expect(isSuspected(payment(ours), payment({ ...ours, paymentId: 'M2' }))).toBe(false);
  });

  it('is not suspected of two parts of an item that was large enough for both, nor of a common amount on account', () => {
    expect(isSuspected(payment({ hasRoom: true }), payment({ paymentId: 'M2', hasRoom: true }))).toBe(false);
    expect(isSuspected(payment({ alike: 9 }), payment({ paymentId: 'M2', items: [], alike: 9 }))).toBe(false);
  });
});
