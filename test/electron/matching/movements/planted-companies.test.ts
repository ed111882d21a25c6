import { describe, expect, it } from 'vitest';
import type { ItemRow, MovementRow, ReceiptRow } from '../../../../electron/matching/movements/snapshot.ts';
import { charge, CONFIRMED, item, match, receipt } from './company.ts';

/** The item that a planted word leads to, beside the true one of the same amount. */
const planted = (fields: Partial<ItemRow>): ItemRow[] => [item(1), item(2, fields)];
const decided = (items: readonly ItemRow[], fields: Partial<MovementRow>, receipts: readonly ReceiptRow[] = []) =>
  match({ items, receipts, movements: [charge(5, fields)] }).get(5);

describe('a number that is no invoice number', () => {
  it.each([
    ['a year', { item: 'INV-2026' }, { description: 'Subscription October 2026' }],
    ['a month and a year', { item: '2026' }, { description: 'May 2026' }],
    ['a date', { item: 'INV-20261015' }, { description: 'Paid 20261015' }],
    ['a date with separators', { item: 'INV-102026' }, { description: 'Services 10/2026' }],
    ['a phone number', { item: 'INV-48122' }, { description: 'Call 030 48122' }],
    ['groups of a phone number', { item: 'INV-2267' }, { description: '+1 555 481 2267' }],
    ['a phone number in a field of its own', { item: 'INV-48122' }, { metadata: { phone: '48122' } }],
    ['a postal code', { item: 'INV-48122' }, { metadata: { postal_code: '48122' } }],
    ['an order', { item: 'INV-48122' }, { description: 'Order 48122' }],
    ['an order joined with its word', { item: '48122' }, { description: 'Order-48122' }],
    ['an order behind a sign', { item: '48122' }, { description: 'order#48122' }],
    ['the number of an order', { item: '48122' }, { description: 'OrderNo-48122' }],
    ['a purchase order joined with its word', { item: '48122' }, { description: 'PO-48122' }],
    ['a phone number joined with its word', { item: '48122' }, { description: 'Tel.48122' }],
    ['an order in a field of its own', { item: 'INV-48122' }, { metadata: { purchase_order: '48122' } }],
    ['an account', { item: '48122' }, { description: 'Tel 48122' }],
    ['a count', { item: '7' }, { description: '7 seats' }],
    ['a short number without a word', { item: 'INV-2267' }, { description: '2267' }],
  ])('never decides alone: %s', (_what, fields, texts) => {
    const outcome = decided(planted(fields), texts);
    expect(outcome?.match?.automatic ?? false).toBe(false);
  });

  it('is the customer’s purchase order where one has it', () => {
    const items = [item(1, { poReference: '48122' }), item(2, { item: 'INV-48122' })];
    const outcome = decided(items, { metadata: { purchase_order: '48122' } });
    expect(outcome?.match).toMatchObject({ automatic: true, allocations: [{ itemKey: 1 }] });
  });

  it.each([
    ['a field of invoices', { metadata: { invoice: '2026' } }, 'INV-2026'],
    ['a word for invoices before it', { description: 'Invoice 2267' }, 'INV-2267'],
    ['a list of them', { description: 'Rechnungen 2266, 2267 und 2268' }, 'INV-2267'],
    ['a number after its year', { description: '2026/48122' }, 'INV-48122'],
    ['a word with a month behind it', { description: 'INV48122/2026-10' }, 'INV-0048122'],
    ['its own letters', { description: 'INV 2267' }, 'INV-0002267'],
    ['five digits without any word', { description: '48122' }, 'INV-0048122'],
  ])('is one in %s', (_what, texts, number) => {
    const outcome = decided([item(2, { item: number })], texts);
    expect(outcome?.match).toMatchObject({ automatic: true, ruleId: 'reference-exact' });
  });

  it('is not automatic beside the number of another customer', () => {
    const items = [item(1), item(2, { customer: '2002' })];
    const outcome = decided(items, { description: 'INV-0048001 and INV-0048002' });
    expect(outcome?.match).toMatchObject({ automatic: false, allocations: [{ itemKey: 1 }] });
    expect(outcome?.match?.points).toContainEqual(expect.objectContaining({ signal: 'foreignReference' }));
  });
});

describe('a receipt of the same amount', () => {
  const alike = (comment: string, description: string) =>
    decided([item(1)], { description }, [
      receipt(9, { comment, items: [{ customer: CONFIRMED.customer, item: 'INV-0047000' }] }),
    ]);
  it.each([
    ['the year', 'Card October 2026', 'Subscription 2026'],
    ['a date', 'Card 2026-10-15', 'paid 2026-10-15'],
    ['a count', '3 invoices', '3 seats'],
    ['the customer’s own number', 'Customer 1001 card', 'account 1001'],
  ])('is not taken for the charge because both speak of %s', (_what, comment, description) => {
    expect(alike(comment, description)?.match?.automatic ?? false).toBe(false);
  });
  it('is when both name one document', () => {
    expect(alike('card INV-0047000', 'INV-0047000')?.match).toMatchObject({ kind: 'alreadyKeyed', automatic: true });
  });
  it('that many receipts mention tells none of them apart', () => {
    const receipts = [1, 2, 3, 4, 5].map((at) =>
      receipt(at, {
        comment: 'Campaign 77123',
        amountMinor: 10_000 + (at - 1) * 100,
        items: [{ customer: CONFIRMED.customer, item: `INV-004700${at}` }],
      }),
    );
    expect(decided([], { description: 'Campaign 77123' }, receipts)?.match).toMatchObject({ automatic: false });
  });
  it('that names the payment intent is for the payment, not for the attempt that failed before it', () => {
    const paymentIntentId = 'pi_1Same';
    const movements = [
      charge(5, { paymentIntentId }),
      charge(6, { paymentIntentId, gate: 'failed', sourceStatus: 'failed' }),
    ];
    const outcomes = match({ items: [item(1)], receipts: [receipt(9, { comment: 'pi_1Same' })], movements });
    expect(outcomes.get(5)?.match).toMatchObject({ kind: 'alreadyKeyed', automatic: true });
  });
});

describe('a list of numbers of which one is misspelt', () => {
  const items = [1, 2, 3].map((key) => item(key, { availableMinor: key * 1_000 }));
  it.each([
    ['in a field', { metadata: { invoices: 'INV-0048001, INV-0048002, INV-0048O03' } }],
    ['in a text', { description: 'INV-0048001, INV-0048002 and INV-0048030' }],
  ])('is proposed where the sum proves it: %s', (_what, texts) => {
    const outcome = decided(items, { ...texts, amountMinor: 6_000 });
    expect(outcome).toMatchObject({
      state: 'proposed',
      reason: 'With INV-0048003, which it names but for one slip of the pen, the sum is exact.',
      match: { automatic: false, ruleId: 'reference-exact' },
    });
    expect(outcome?.match?.allocations.map(({ itemKey }) => itemKey)).toEqual([1, 2, 3]);
  });
  it('stays an overpayment where the sum does not, or where two would prove it', () => {
    const texts = { description: 'INV-0048001, INV-0048002 and INV-0048030' };
    expect(decided(items, { ...texts, amountMinor: 6_001 })?.match?.allocations).toHaveLength(2);
    const twice = [...items, item(4, { item: 'INV-0048031', availableMinor: 3_000 })];
    expect(decided(twice, { ...texts, amountMinor: 6_000 })?.match?.allocations).toHaveLength(2);
  });
});

describe('several refunds of one charge', () => {
  const refunds = [
    charge(6, { kind: 'refund', objectId: 're_6', chargeId: 'ch_5AAAAAA', amountMinor: -6_000 }),
    charge(7, { kind: 'refund', objectId: 're_7', chargeId: 'ch_5AAAAAA', amountMinor: -6_000 }),
  ];
  const paid = charge(5, { amountMinor: 16_000, gate: 'decided' });
  const of = (fields: Partial<MovementRow>, items: readonly ItemRow[] = [item(1)]) =>
    match({ items, movements: [paid, ...refunds.map((each) => ({ ...each, ...fields }))] });
  it('are not each paid from the same cash on account', () => {
    const outcomes = of({ chargeLeftMinor: 10_000 });
    expect([6, 7].map((key) => outcomes.get(key)?.match?.automatic)).toEqual([false, false]);
    expect(outcomes.get(6)?.reason).toBe(
      'The refunds of its charge are together 20.00 USD more than it left on account.',
    );
    expect(of({ chargeLeftMinor: 12_000 }).get(6)?.match?.automatic).toBe(true);
  });
  it('do not open the same item again together for more than was paid on it', () => {
    const items = [1, 2].map((key) => item(key, { availableMinor: 0, refundableMinor: 8_000 }));
    const chargePays = items.map(({ key }) => ({ itemKey: key, amountMinor: 8_000 }));
    const outcomes = of({ chargePays }, items);
    expect([6, 7].map((key) => outcomes.get(key)?.state)).toEqual(['ambiguous', 'ambiguous']);
  });
  it('do not rest on what their charge is only proposed to pay', () => {
    const credit = item(3, { isCredit: true, availableMinor: 0, refundableMinor: 6_000, poReference: 'INV-0048001' });
    const guess = charge(5, { standing: { attention: null, words: null } });
    const outcomes = match({
      items: [item(1), credit],
      movements: [guess, ...refunds.slice(0, 1)],
    });
    expect(outcomes.get(5)?.match?.automatic).toBe(false);
    expect(outcomes.get(6)?.match?.automatic).toBe(false);
  });
});
