import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compactReference,
  namesAnItem,
  referencePieces,
  splitReference,
} from '../../../../electron/matching/movements/reference-tokens.ts';

describe('item numbers in texts', () => {
  it('are compared without case, punctuation, prefix and leading zeros', () => {
    expect(compactReference('inv-0048112')).toBe('INV0048112');
    expect(splitReference('INV0048112')).toEqual({ prefix: 'INV', core: '48112' });
    expect(splitReference('48112')).toEqual({ prefix: '', core: '48112' });
  });
  it('are compacted and split as their definition says, whatever a text is made of', () => {
    const unit = fc.constantFrom(
      'a',
      'Z',
      '0',
      '9',
      '-',
      '_',
      ' ',
      '#',
      'é',
      '٣',
      'Ａ',
      '１',
      'ß',
      'ﬁ',
      '\t',
      '48',
      'INV',
    );
    const text = fc.oneof(
      fc.array(unit, { maxLength: 14 }).map((units) => units.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (words) => {
        const compact = words
          .normalize('NFKC')
          .toUpperCase()
          .replace(/[^\p{L}\p{N}]+/gu, '');
        expect(compactReference(words)).toBe(compact);
        const parts = /^(\p{L}*)0*(\d+)$/u.exec(compact);
        const core = parts?.[2] ?? '';
        expect(splitReference(compact)).toEqual(core.length < 4 ? null : { prefix: parts?.[1], core });
      }),
      { numRuns: 500 },
    );
  });
  it('need four digits when their prefix is left out', () => {
    expect(splitReference('INV0000112')).toBeNull();
    expect(splitReference('112')).toBeNull();
  });
  it('are found as words, behind a word of letters, and as parts of a word', () => {
    expect(referencePieces('Invoices 48112, 48113, #48690.')).toEqual(['48112', '48113', '48690']);
    expect(referencePieces('Payment INV 0048112')).toEqual(['0048112', 'INV0048112']);
    expect(referencePieces('INV-48112/INV-48113')).toEqual(['INV48112INV48113', 'INV48112', 'INV48113']);
  });
  it('are not taken from ids of Stripe objects', () => {
    expect(referencePieces('in_1QabcDEF12345 ch_3QK9f81T48112')).toEqual([]);
  });
  it('are expected in fields that say so', () => {
    for (const key of ['invoice', 'Invoices', 'inv_no', 'item', 'reference', 'payment_ref'])
      expect(namesAnItem(key), key).toBe(true);
    for (const key of ['cart', 'order_id', 'billing_email', 'referrer', 'conviction'])
      expect(namesAnItem(key), key).toBe(false);
    for (const key of [
      'invoice_period',
      'invoiceDate',
      'invoice_amount',
      'item_count',
      'item-prices',
      'bill_due',
      'invoice_url',
      'invoice_amount_cents',
      'invoiceTotalUsd',
      'invoice_period_start',
      'item_price_usd',
    ])
      expect(namesAnItem(key), key).toBe(false);
    for (const key of ['tax_invoice_number', 'vatInvoiceNo', 'past_due_invoice', 'balance_invoice', 'date_ref'])
      expect(namesAnItem(key), key).toBe(true);
    for (const key of ['invoiceNumber', 'invoice_candidate', 'daily_invoice', 'itemUpdated'])
      expect(namesAnItem(key), key).toBe(true);
  });
});
