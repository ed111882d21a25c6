import { describe, expect, it } from 'vitest';
import {
  checkoutSession,
  documentOf,
  isSameDocument,
  namedDocuments,
  namedNumbers,
} from '../../../../electron/matching/duplicates/named-documents.ts';

const named = (description: string | null, metadata: Record<string, string> = {}, invoices: string[] = []) =>
  namedDocuments({ description, metadata, invoices });

describe('what a charge names', () => {
  it('is one number, whatever its prefix and leading zeros', () => {
    expect(named('Invoice INV-0048112', { invoice: '48112' }, ['INV-0048112'])).toEqual(['48112']);
  });

  it('is no date, no year, no session and no field that names nothing', () => {
    expect(
      named('Payment of 2026-10-05, October 2026', { checkout_session: 'cs_test_a1b2c3d4', note: '77123' }),
    ).toEqual([]);
  });

  it.each([
    ['Order 12345 15.10.2026', ['12345']],
    ['Order 23456, 5.10.2026!', ['23456']],
    ['Order 2026-0045 of (5.10.2026)', ['0045/2026']],
    ['Order 23456 10/5/26', ['23456']],
    ['Rechnung 15.10.2026', []],
    ['Services 10/2026', []],
    ['Services Oct-2026', []],
    ['Plan 2026-10-01/2026-10-31', []],
    ['Plan 01.10.2026-31.10.2026', []],
    ['INV-2026001', ['2026001']],
  ])('is no part of a date: %s', (text, numbers) => {
    expect(named(text)).toEqual(numbers);
    expect(named(null, { invoice: text })).toEqual(numbers);
  });

  it.each([
    ['INV-0045232-2026', '45232/2026'],
    ['INV/0045232/2026-10', '45232/2026-10'],
    ['2026/45232', '45232/2026'],
    ['INV-0045232', '45232'],
    ['44A407DC/43426/2026-10', '43426/2026-10'],
  ])('is a number with the period that it is of: %s', (text, number) => {
    expect(named(text)).toEqual([number]);
    expect(named(null, { invoice: `Invoice ${text}` })).toEqual([number]);
  });

  it('is spelled as Stripe and PeopleSoft have it', () => {
    for (const number of ['INV-0045232-2026', 'INV 0045232/2026', 'INV.45232.2026'])
      expect(documentOf(number)).toBe('45232/2026');
    expect([documentOf('INV-0048112'), documentOf('A12-X'), documentOf('1 48112')]).toEqual([
      '48112',
      'A12X',
      '148112',
    ]);
  });

  it('is the same with and without its period, and another one of another period', () => {
    const same = ['45232', '45232/2026', '45232/2026-10', '452322026'];
    expect(same.slice(1).map((each) => isSameDocument('45232/2026', each))).toEqual([true, true, true]);
    expect(same.map((each) => isSameDocument('45232/2027', each))).toEqual([true, false, false, false]);
    expect(isSameDocument('45232/2026-11', '45232/2026-10')).toBe(false);
    expect([isSameDocument('45232', '452322026'), isSameDocument('45232', '45233')]).toEqual([false, false]);
  });

  it('is looked for among the items with its period and without', () => {
    expect(namedNumbers({ description: 'INV/0045232/2026-10 of 15.10.2026', metadata: {} })).toEqual([
      '45232202610',
      '45232',
    ]);
  });

  it('tells the checkout session apart', () => {
    expect(checkoutSession({ order: '1', session: 'cs_test_a1b2c3d4' })).toBe('cs_test_a1b2c3d4');
    expect(checkoutSession({ order: 'cs' })).toBeNull();
  });
});
