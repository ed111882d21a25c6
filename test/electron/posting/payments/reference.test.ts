import { describe, expect, it } from 'vitest';
import {
  depositReference,
  effectKey,
  paymentReference,
  type BusinessEffect,
} from '../../../../electron/posting/payments/reference.ts';

const effect: BusinessEffect = { account: 'acct_1', livemode: true, objectId: 'ch_3Abc', effect: 'payment' };
const deposit = {
  unit: 'US',
  depositBu: 'US001',
  bankCode: 'STRPE',
  bankAccountKey: 'US01',
  currency: 'USD',
  accountingDate: '2026-10-15',
  cutNumber: 1,
  generation: 1,
};

describe('references', () => {
  it('never change: what is in PeopleSoft under them must be found by every later version', () => {
    expect(paymentReference(effect, 1)).toBe('TWKY8DCNKPHN9TQ');
    expect(paymentReference(effect, 2)).toBe('T1K9K7RESRBWKBE');
    expect(paymentReference({ ...effect, livemode: false }, 1)).toBe('TPQYC452ZG7X7MG');
    expect(depositReference(deposit)).toBe('D3YPHN7R2GRDDMD');
  });

  it('fit PeopleSoft’s fifteen characters and survive being stored in capitals', () => {
    for (let generation = 1; generation <= 500; generation += 1) {
      const reference = paymentReference(effect, generation);
      expect(reference).toMatch(/^T[0-9A-HJKMNP-TV-Z]{14}$/);
      expect(reference.toUpperCase()).toBe(reference);
    }
  });

  it('differ with every part of what they name', () => {
    const payments = [
      paymentReference(effect, 1),
      paymentReference(effect, 2),
      paymentReference({ ...effect, account: 'acct_2' }, 1),
      paymentReference({ ...effect, livemode: false }, 1),
      paymentReference({ ...effect, objectId: 'ch_3abc' }, 1),
    ];
    const deposits = (Object.keys(deposit) as (keyof typeof deposit)[]).map((key) =>
      depositReference({ ...deposit, [key]: key === 'cutNumber' || key === 'generation' ? 2 : 'other' }),
    );
    expect(new Set([...payments, ...deposits, depositReference(deposit)]).size).toBe(
      payments.length + deposits.length + 1,
    );
  });

  it('use all of their 70 bits evenly: 50,000 of them share none, and every character is met in every place', () => {
    const seen = new Set<string>();
    const places = Array.from({ length: 14 }, () => new Set<string>());
    for (let index = 0; index < 50_000; index += 1) {
      const reference = paymentReference({ ...effect, objectId: `ch_${index}` }, 1);
      seen.add(reference);
      for (const [place, characters] of places.entries()) characters.add(reference[place + 1] ?? '');
    }
    expect(seen.size).toBe(50_000);
    expect(places.map((characters) => characters.size)).toEqual(places.map(() => 32));
  });

  it('name an effect by account, mode, object and kind', () => {
    expect(effectKey(effect)).toBe('acct_1|live|ch_3Abc|payment');
  });
});
