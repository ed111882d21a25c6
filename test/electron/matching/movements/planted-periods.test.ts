import { describe, expect, it } from 'vitest';
import type { ItemRow, MovementRow, ReceiptRow } from '../../../../electron/matching/movements/snapshot.ts';
import { charge, CONFIRMED, item, match, receipt } from './company.ts';

const decided = (items: readonly ItemRow[], fields: Partial<MovementRow>, receipts: readonly ReceiptRow[] = []) =>
  match({ items, receipts, movements: [charge(5, fields)] }).get(5);

describe('a number beside a period', () => {
  it.each([
    ['a span of years', 'INV-2025', { invoice_no: '2025-2026' }],
    ['a span of days', 'INV-13110', { invoice_no: '01-31.10.2026' }],
    ['a day and a month', 'INV-1031', { invoice_no: '1031-2026' }],
    ['a period in a field for it', 'INV-48122', { invoice_period: '48122' }],
    ['the digits of another number, divided otherwise', '148001', { invoice: '1/48001' }],
    ['the digits of another number with its letters', 'INV-148001', { invoice: 'INV-1/48001' }],
    ['two numbers of four digits', 'INV-48001777', { invoice: '4800/1777' }],
    ['the digits of two in a text', 'INV-48001777', { note: '4800/1777' }],
    ['a number of another year', 'INV-0048122', { invoice: 'INV-0048122-2024' }],
    ['a number of another year, divided', 'INV-0048122', { invoice: '2024/48122' }],
    ['a part of a number of another year', 'INV-0048122', { invoice: 'INV/48122/2024' }],
    ['a part of one in a text', 'INV-0048122', { note: 'INV_48122_2024-10' }],
    ['the digits of another number with a hyphen', 'INV-148001', { reference: '1-48001' }],
  ])('decides nothing alone: %s', (_what, number, metadata) => {
    const outcome = decided([item(1), item(2, { item: number })], { metadata });
    expect(outcome?.match?.automatic ?? false).toBe(false);
  });

  it('is what its item has, with other separators in it', () => {
    for (const [number, invoice] of [
      ['RE2026100123', 'RE/2026/10/0123'],
      ['RE2026100123', 'RE-2026-10-0123'],
      ['INV2600123', 'INV/26/00123'],
      ['INV-2026-00123', 'INV/2026/00123'],
      ['2026000123', '2026/000123'],
    ] as const) {
      const outcome = decided([item(1, { item: number })], { metadata: { invoice } });
      expect(outcome?.match, invoice).toMatchObject({ automatic: true, ruleId: 'reference-exact' });
    }
  });

  it('is of the year that its item is due in, too', () => {
    const items = [item(1, { itemDate: '2026-12-20', dueDate: '2027-01-20' })];
    const year = (invoice: string) => decided(items, { accountingDate: '2027-01-10', metadata: { invoice } });
    for (const invoice of ['INV-0048001-2026', 'INV-0048001/2027-01'])
      expect(year(invoice)?.match, invoice).toMatchObject({ automatic: true, ruleId: 'reference-exact' });
    expect(year('INV-0048001-2025')?.match).toMatchObject({ automatic: false, ruleId: 'reference-exact' });
  });

  it('is left to a person beside a month that stands alone in a field for invoices', () => {
    const outcome = decided([item(1)], { metadata: { invoices: 'INV-0048001/2026-10, 202610' } });
    expect(outcome?.match).toMatchObject({ automatic: false, ruleId: 'reference-exact' });
    expect(outcome?.match?.points.map((each) => each.signal)).toContain('unknownReference');
  });

  it('is left to a person where another customer has it with its period', () => {
    const items = [item(1), item(2, { item: 'INV-0048001-2026', customer: '2002' })];
    const outcome = decided(items, { metadata: { invoice: 'INV-0048001-2026' } });
    expect(outcome?.match?.automatic ?? false).toBe(false);
  });

  it('is found in a receipt that was keyed for it, in every way that it is found in an item', () => {
    for (const [number, invoice] of [
      ['INV-0048001', 'INV-0048001-2026'],
      ['INV-0048001', '2026-INV-0048001'],
      ['44A407DC-43426', '44A407DC/43426/2026-10'],
    ] as const)
      for (const status of ['applied', 'worksheet'] as const)
        for (const items of [[item(1, { item: number })], [item(1, { item: number, availableMinor: 0 })]]) {
          const keyed = receipt(70, { status, items: [{ customer: CONFIRMED.customer, item: number }] });
          const outcome = decided(items, { metadata: { invoice } }, [keyed]);
          expect(outcome?.match, `${invoice} ${status}`).toMatchObject({ kind: 'alreadyKeyed', automatic: false });
        }
  });

  it('is met by a receipt whose comment names it with or without its period', () => {
    for (const comment of ['card INV-0047000-2026', 'card INV-0047000']) {
      const keyed = receipt(9, { comment, items: [{ customer: CONFIRMED.customer, item: 'INV-0047000' }] });
      const outcome = decided([item(1)], { description: 'INV-0047000-2026' }, [keyed]);
      expect(outcome?.match, comment).toMatchObject({ kind: 'alreadyKeyed' });
    }
  });
});

describe('the end of a descriptor that was cut off', () => {
  it('speaks against an item that begins otherwise, also where its serial looks like a year', () => {
    for (const [statementDescriptor, number] of [
      ['ACME BERLIN* 2026/2048', '2026/104711'],
      ['ACME BERLIN* 2026/2031', '2026/104711'],
      ['ACME LONDON UK* 7/2048', '7/15511'],
    ] as const)
      expect(
        decided([item(1, { item: number })], { statementDescriptor })?.match?.automatic ?? false,
        statementDescriptor,
      ).toBe(false);
  });
  it('does not where the item begins so', () => {
    const outcome = decided([item(1, { item: '2026/204811' })], { statementDescriptor: 'ACME BERLIN* 2026/2048' });
    expect(outcome?.match).toMatchObject({ automatic: true, ruleId: 'amount-customer-date' });
  });
});
