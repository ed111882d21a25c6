import { describe, expect, it } from 'vitest';
import { PROPOSED, charge, item, match, receipt } from './company.ts';

describe('refunds and disputes', () => {
  const refund = (key: number, fields = {}) =>
    charge(key, {
      kind: 'refund',
      objectId: `re_${key}AAAAAA`,
      chargeId: 'ch_5AAAAAA',
      amountMinor: -4_000,
      ...fields,
    });
  const credit = (key: number, fields = {}) =>
    item(key, { item: `CM-${key}`, availableMinor: 0, isCredit: true, refundableMinor: 4_000, ...fields });
  const named = { poReference: 'INV-0048001' };
  const paying = charge(5, { metadata: { invoice: 'INV-0048001' } });

  it.each([
    ['the invoice its charge names', named, paying],
    ['the item its charge pays', named, charge(5, { gate: 'decided' })],
    ['the refund', { poReference: 're_7AAAAAA' }, charge(5)],
    ['the charge', { poReference: 'ch_5AAAAAA' }, charge(5)],
  ])('pays a refund back on the credit memo that names %s', (_what, words, paid) => {
    const source = paid.gate === 'decided' ? { chargePays: [{ itemKey: 1, amountMinor: 10_000 }] } : {};
    const outcome = match({ items: [item(1), credit(2, words)], movements: [paid, refund(7, source)] }).get(7);
    expect(outcome).toMatchObject({ state: 'proposed', attention: null, score: 1 });
    expect(outcome?.match).toMatchObject({
      kind: 'refundOfCharge',
      automatic: true,
      chargeMovementKey: 5,
      allocations: [{ itemKey: 2, amountMinor: 4_000, itemAmountMinor: 4_000 }],
    });
  });
  it('only proposes a credit memo that has the amount alone, or over a link that nobody confirmed', () => {
    const alone = match({ items: [item(1), credit(2)], movements: [paying, refund(7)] }).get(7);
    expect(alone).toMatchObject({ attention: 'proposal', match: { automatic: false } });
    expect(alone?.reason).toBe('Credit memo CM-2 has its amount, but names nothing of its charge.');
    const link = match({ items: [item(1), credit(2, named)], movements: [paying, refund(7, { link: PROPOSED })] }).get(
      7,
    );
    expect(link).toMatchObject({ attention: 'noCustomerLink', match: { automatic: false } });
  });
  it('lets a person choose where two credit memos, or two refunds, are alike', () => {
    const items = [item(1), credit(2, named), credit(3, named)];
    expect(match({ items, movements: [paying, refund(7)] }).get(7)).toMatchObject({
      state: 'ambiguous',
      attention: 'severalCandidates',
      candidates: [{ items: ['CM-2'] }, { items: ['CM-3'] }],
    });
    const both = match({ items: items.slice(0, 2), movements: [paying, refund(7), refund(8)] });
    expect([both.get(7)?.state, both.get(8)?.state]).toEqual(['ambiguous', 'ambiguous']);
  });
  it('takes no credit memo of another customer, currency or amount, and none that is taken', () => {
    for (const other of [{ customer: '1002' }, { currency: 'EUR' }, { refundableMinor: 3_999 }, { refundableMinor: 0 }])
      expect(
        match({ items: [item(1), credit(2, { ...named, ...other })], movements: [paying, refund(7)] }).get(7),
      ).toMatchObject({
        attention: 'refundOrDispute',
        match: { automatic: false, allocations: [{ itemKey: 1, amountMinor: 4_000 }] },
      });
  });
  it('without a credit memo leaves it to a person, with the items it would open again', () => {
    const outcome = match({ items: [item(1)], movements: [paying, refund(7)] }).get(7);
    expect(outcome).toMatchObject({ state: 'proposed', attention: 'refundOrDispute' });
    expect(outcome?.reason).toBe(
      'Refund without credit: no credit memo is open for it. A person decides whether it opens INV-0048001 again.',
    );
    expect(outcome?.match?.automatic).toBe(false);
    const nothing = match({ movements: [charge(5), refund(7)] }).get(7);
    expect(nothing).toMatchObject({ state: 'unmatched', attention: 'refundOrDispute', match: null });
  });
  it('of a charge on account goes back on that, and never on more than is left there', () => {
    const on = (chargeLeftMinor: number) =>
      match({ movements: [charge(5, { gate: 'decided' }), refund(7, { chargeLeftMinor })] }).get(7);
    expect(on(4_000)?.match).toMatchObject({ automatic: true, allocations: [] });
    expect(on(3_999)?.match).toBeNull();
  });
  it('is not posted again where somebody keyed the negative payment for it', () => {
    const out = (fields = {}) => receipt(20, { amountMinor: -4_000, comment: 'refund re_7AAAAAA', ...fields });
    const items = [item(1), credit(2, named)];
    const keyed = (fields = {}) => match({ items, receipts: [out(fields)], movements: [paying, refund(7)] });
    expect(keyed().get(7)?.match).toMatchObject({ kind: 'alreadyKeyed', paymentKey: 20, automatic: true });
    expect(keyed({ amountMinor: -3_000 }).get(7)).toMatchObject({
      attention: 'amountDiffers',
      match: { automatic: false },
    });
    expect(keyed({ comment: null, accountingDate: '2026-10-17' }).get(7)?.match).toMatchObject({
      kind: 'alreadyKeyed',
      automatic: false,
    });
    expect(keyed({ comment: null, accountingDate: '2026-12-17' }).get(7)?.match?.kind).toBe('refundOfCharge');
    const charged = charge(6, { amountMinor: 4_000 });
    const receipts = [out({ comment: null })];
    expect(match({ receipts, movements: [charged] }).get(6)?.match ?? null).toBeNull();
  });
  it('lets a person choose where two negative payments, or two refunds, are alike, whichever row comes first', () => {
    const out = (key: number, fields = {}) =>
      receipt(key, { amountMinor: -4_000, accountingDate: '2026-10-16', ...fields });
    const same = [out(20), out(21)];
    for (const receipts of [same, same.toReversed()]) {
      const outcome = match({ receipts, movements: [charge(5), refund(7)] }).get(7);
      expect(outcome).toMatchObject({ state: 'ambiguous', attention: 'severalCandidates', match: null });
      expect(outcome?.reason).toBe(
        '2 receipts have its amount and may be this refund, keyed by hand: M20 of 2026-10-16; M21 of 2026-10-16.',
      );
    }
    const both = match({ receipts: [out(20)], movements: [charge(5), refund(7), refund(8)] });
    for (const key of [7, 8])
      expect(both.get(key)).toMatchObject({
        state: 'ambiguous',
        attention: 'severalCandidates',
        reason: 'Receipt M20 of 2026-10-16 fits this refund and others of the same amount.',
      });
    const named = [out(20, { comment: 're_7AAAAAA' }), out(21, { comment: 're_7AAAAAA' })];
    for (const receipts of [named, named.toReversed()])
      expect(match({ receipts, movements: [charge(5), refund(7)] }).get(7)).toMatchObject({
        state: 'ambiguous',
        reason: '2 receipts name this refund: M20 of 2026-10-16; M21 of 2026-10-16.',
      });
  });
  it('knows one negative payment for the sum of the refunds it names, and gives it to none when the sum is another', () => {
    const keyed = (amountMinor: number) =>
      match({
        receipts: [receipt(20, { amountMinor, comment: 're_7AAAAAA re_8AAAAAA' })],
        movements: [charge(5), refund(7), refund(8)],
      });
    const whole = keyed(-8_000);
    for (const key of [7, 8])
      expect(whole.get(key)?.match).toMatchObject({ kind: 'alreadyKeyed', paymentKey: 20, automatic: true });
    const half = keyed(-4_000);
    for (const key of [7, 8])
      expect(half.get(key)).toMatchObject({ attention: 'amountDiffers', match: { automatic: false } });
  });
  it('a charge never pays a credit memo, whatever it names', () => {
    const outcome = match({
      items: [credit(2)],
      movements: [charge(5, { amountMinor: 4_000, metadata: { invoice: 'CM-2' } })],
    });
    expect(outcome.get(5)?.match ?? null).toBeNull();
  });
  it('matches none of the refunds that together are more than the charge', () => {
    const outcomes = match({ movements: [charge(5), refund(7), refund(8, { amountMinor: -7_000 })] });
    expect(outcomes.get(7)).toMatchObject({ state: 'unmatched', attention: 'refundOrDispute' });
    expect(outcomes.get(8)?.match).toBeNull();
  });
  it('waits for a charge it has not got, and does not count one that came back against the charge', () => {
    expect(match({ movements: [refund(7)] }).get(7)?.state).toBe('notEvaluated');
    const back = { amountMinor: -7_000, sourceStatus: 'failed', gate: 'excluded', shutBy: 'refundFailed' };
    const outcomes = match({ movements: [charge(5), refund(7), refund(8, back)] });
    expect(outcomes.get(7)?.reason).toMatch(/^Refund without credit/);
    expect(outcomes.get(8)).toMatchObject({ state: 'excluded', gate: 'refundFailed' });
  });
  it('leaves disputes to a person', () => {
    const dispute = charge(7, { kind: 'dispute', chargeId: 'ch_5AAAAAA', sourceStatus: 'lost' });
    expect(match({ movements: [charge(5), dispute] }).get(7)).toMatchObject({
      state: 'unmatched',
      attention: 'refundOrDispute',
    });
  });
});
