import { describe, expect, it } from 'vitest';
import { checkoutSession, namedDocuments } from '../../../../electron/matching/duplicates/named-documents.ts';

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

  it('tells the checkout session apart', () => {
    expect(checkoutSession({ order: '1', session: 'cs_test_a1b2c3d4' })).toBe('cs_test_a1b2c3d4');
    expect(checkoutSession({ order: 'cs' })).toBeNull();
  });
});
