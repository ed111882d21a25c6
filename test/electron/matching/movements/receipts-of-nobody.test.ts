import { describe, expect, it } from 'vitest';
import type { MovementRow, ReceiptRow } from '../../../../electron/matching/movements/snapshot.ts';
import { pairingText } from '../../../../electron/matching/pairing.ts';
import { charge, hashItems, item, match, NOBODY_KEYED, PROPOSED, receipt, type Rows } from './company.ts';

/** A receipt in the clearing account that is not applied, so that nobody knows whose it is. */
const nobody = (key: number, fields: Partial<ReceiptRow> = {}): ReceiptRow =>
  receipt(key, { ...NOBODY_KEYED, ...fields });
const NAMING = { metadata: { invoice: 'INV-0048001' } };
const OF_OTHER = { linkId: 8, customer: '2002', strength: 'confirmed' } as const;
const decided = (fields: Partial<MovementRow>, receipts: readonly ReceiptRow[], more: Partial<Rows> = {}) => {
  const items = [item(1), ...(more.items ?? [])];
  return match({ items, receipts, movements: [charge(5, fields), ...(more.movements ?? [])] }).get(5);
};
const KEYED_BY_NAME =
  'Receipt M70 of 2026-10-16 of no one customer names the same invoice and may be this charge, keyed by hand.';
const KEYED_BY_SIZE =
  'Receipt M70 of 2026-10-16 of no one customer has its amount and may be this charge, keyed by hand.';
const IN_DOUBT =
  'Receipt M70 of 2026-10-16 of no one customer may be this charge, keyed by hand, or another of the same amount.';
const ONE_MORE = { movements: [charge(6, { link: OF_OTHER, description: 'thank you' })] };

describe('a receipt of nobody that names what the charge names', () => {
  it('is proposed for it, and never without a person', () => {
    const outcome = decided(NAMING, [nobody(70, { comment: 'Stripe INV-0048001' })]);
    expect(outcome).toMatchObject({
      state: 'proposed',
      attention: 'proposal',
      reason: KEYED_BY_NAME,
      score: 0.83,
      match: { kind: 'alreadyKeyed', ruleId: 'keyed-by-hand', automatic: false, paymentKey: 70, allocations: [] },
    });
    expect(outcome?.match?.points.map(({ signal, points }) => [signal, points])).toEqual([
      ['amount', 30],
      ['payerUnknown', 0],
      ['date', 8],
      ['receiptNamesInvoice', 45],
    ]);
  });
  it('is proposed also where the item is gone, and for a charge whose customer nobody knows', () => {
    const receipts = [nobody(70, { comment: 'Stripe INV-0047000' })];
    const gone = { metadata: { invoice: 'INV-0047000' } };
    expect(decided(gone, receipts)).toMatchObject({ reason: KEYED_BY_NAME, match: { paymentKey: 70 } });
    expect(decided({ ...gone, link: null }, receipts)).toMatchObject({
      reason: KEYED_BY_NAME,
      match: { paymentKey: 70 },
    });
    expect(decided({ ...gone, link: PROPOSED }, receipts)).toMatchObject({
      attention: 'noCustomerLink',
      match: { paymentKey: 70, automatic: false },
    });
  });
  it('is for that charge alone: another of its amount is decided as ever', () => {
    const receipts = [nobody(70, { comment: 'Stripe INV-0048001' })];
    const movements = [charge(5, NAMING), charge(6, { link: OF_OTHER })];
    const outcomes = match({ items: [item(1), item(2, { customer: '2002' })], receipts, movements });
    expect(outcomes.get(5)?.match).toMatchObject({ paymentKey: 70 });
    expect(outcomes.get(6)?.match).toMatchObject({ ruleId: 'amount-customer-date', automatic: true });
  });
  it('is left to a person where two do, or where two charges name it', () => {
    const comment = 'Stripe INV-0048001';
    for (const receipts of [
      [nobody(70, { comment }), nobody(71, { comment })],
      [nobody(71, { comment }), nobody(70, { comment })],
    ])
      expect(decided(NAMING, receipts)).toMatchObject({
        state: 'ambiguous',
        attention: 'severalCandidates',
        reason:
          '2 receipts have its amount and may be this charge, keyed by hand: M70 of 2026-10-16; M71 of 2026-10-16.',
      });
    const twice = decided(NAMING, [nobody(70, { comment })], { movements: [charge(6, NAMING)] });
    expect(twice).toMatchObject({ state: 'ambiguous', match: null });
  });
  it('comes after a receipt of the customer itself', () => {
    const mine = receipt(60, { items: [{ customer: '1001', item: 'INV-0048001' }] });
    expect(decided(NAMING, [nobody(70, { comment: 'INV-0048001' }), mine])?.match).toMatchObject({ paymentKey: 60 });
  });
  it.each<[string, Partial<ReceiptRow>]>([
    ['is of another amount', { amountMinor: 9_999 }],
    ['is in another currency', { currency: 'EUR' }],
    ['is six days away', { accountingDate: '2026-10-21' }],
    ['lies in another bank account', { clearingUnit: null }],
    ['is money that went out', { amountMinor: -10_000 }],
  ])('is none of it where it %s', (_what, fields) => {
    const outcome = decided(NAMING, [nobody(70, { comment: 'Stripe INV-0048001', ...fields })]);
    expect(outcome?.match).toMatchObject({ ruleId: 'reference-exact', automatic: true });
  });
});

describe('a receipt of nobody that names nothing', () => {
  it.each<[string, Partial<MovementRow>]>([
    ['names an open item', NAMING],
    ['names nothing either', {}],
    ['is linked to nobody', { link: null }],
  ])('is proposed for the only charge that fits it, which %s', (_what, fields) => {
    expect(decided(fields, [nobody(70)])).toMatchObject({
      state: 'proposed',
      attention: 'proposal',
      reason: KEYED_BY_SIZE,
      score: 0.38,
      match: { kind: 'alreadyKeyed', automatic: false, paymentKey: 70 },
    });
  });
  it('leaves the charge to its rules once a person said that it is not its', () => {
    const rejected = [pairingText({ kind: 'alreadyKeyed', paymentKey: 70 }, hashItems)];
    const outcome = decided({ ...NAMING, rejected }, [nobody(70)]);
    expect([outcome?.match?.ruleId, outcome?.match?.automatic]).toEqual(['reference-exact', true]);
  });
  it.each<[string, string, Partial<MovementRow>]>([
    ['an item it names', 'reference-exact', NAMING],
    ['the lone item of its amount', 'amount-customer-date', {}],
  ])('leaves every charge that it may be for to a person: %s', (_what, ruleId, fields) => {
    const [one, other] = [charge(5, fields), charge(6, { link: OF_OTHER, description: 'thank you' })];
    for (const movements of [
      [one, other],
      [other, one],
    ]) {
      const items = [item(1), item(2, { customer: '2002' })];
      const outcomes = match({ items, receipts: [nobody(70)], movements });
      expect(outcomes.get(5)).toMatchObject({
        state: 'proposed',
        attention: 'proposal',
        reason: IN_DOUBT,
        match: { ruleId, automatic: false, allocations: [{ itemKey: 1 }] },
      });
      expect(outcomes.get(6)).toMatchObject({ reason: IN_DOUBT, match: { automatic: false } });
    }
  });
  it('is told of together with others of its size', () => {
    const outcome = decided(NAMING, [nobody(70), nobody(71)]);
    expect(outcome).toMatchObject({
      reason:
        '2 receipts of no one customer have its amount and may be this charge, keyed by hand: M70 of 2026-10-16; M71 of 2026-10-16.',
      match: { ruleId: 'reference-exact', automatic: false },
    });
  });
  it('holds all parts that are settled together, where it may be one of them', () => {
    const parts = [4_000, 6_000].map((amountMinor, at) => charge(5 + at, { ...NAMING, amountMinor }));
    const settled = (receipts: readonly ReceiptRow[]) =>
      [5, 6].map((key) => match({ items: [item(1)], receipts, movements: parts }).get(key)?.match?.automatic);
    expect(settled([])).toEqual([true, true]);
    expect(settled([nobody(70, { amountMinor: 4_000 }), nobody(71, { amountMinor: 4_000 })])).toEqual([false, false]);
  });
  it('lets a first look go to the customer link where that is only proposed', () => {
    const outcome = decided({ ...NAMING, link: PROPOSED }, [nobody(70)], ONE_MORE);
    expect(outcome).toMatchObject({
      attention: 'noCustomerLink',
      reason: 'First confirm that its Stripe customer is 1001.',
      match: { ruleId: 'reference-exact' },
    });
  });
});

describe('a receipt of nobody for something else', () => {
  const two = { items: [item(2, { customer: '2002' }), item(3, { availableMinor: 0 })] };
  it.each<[string, string, Partial<MovementRow>]>([
    ['another item of its customer', 'Stripe INV-0048003', NAMING],
    ['another item of its customer by its digits', 'Stripe 48003', NAMING],
    ['an item of another customer', 'Stripe INV-0048002', NAMING],
    ['an item of another customer, and the charge nothing', 'Stripe INV-0048002', {}],
    ['another charge', 'Stripe ch_9ZZZZZZ', NAMING],
    ['another payment', 'pi_9ZZZZZZ', {}],
  ])('casts no doubt: it names %s', (_what, comment, fields) => {
    // Another item of its amount would be in the way of the lone one.
    const more = Object.keys(fields).length === 0 ? { items: two.items.slice(0, 1) } : two;
    expect(decided(fields, [nobody(70, { comment })], more)?.match).toMatchObject({
      automatic: true,
      allocations: [{ itemKey: 1 }],
    });
  });
  it.each<[string, string, Partial<MovementRow>]>([
    ['the lone item of a charge that names none', 'Stripe INV-0048001', {}],
    ['a number that nothing has', 'Stripe INV-0099999', NAMING],
    ['digits that only another customer’s item has', 'batch of Tuesday 48002', NAMING],
  ])('is not what names %s', (_what, comment, fields) => {
    expect(decided(fields, [nobody(70, { comment })], two)?.match).toMatchObject({
      kind: 'alreadyKeyed',
      paymentKey: 70,
    });
  });
  it('is for the customers whose items it pays, where these are several', () => {
    const pays = (...customers: readonly string[]) =>
      customers.map((customer, at) => ({ customer, item: `INV-004700${at}` }));
    const others = nobody(70, { status: 'applied', items: pays('2002', '3003') });
    expect(decided({}, [others])?.match).toMatchObject({ ruleId: 'amount-customer-date', automatic: true });
    const mine = nobody(70, { status: 'applied', items: pays('1001', '3003') });
    expect(decided({}, [mine])?.match).toMatchObject({ kind: 'alreadyKeyed', automatic: false, paymentKey: 70 });
    expect(decided(NAMING, [mine])?.match).toMatchObject({ ruleId: 'reference-exact', automatic: true });
  });
});

describe('receipts of nobody in crowds', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => at);
  it('put every charge of their amount before a person, and are told of and not told apart', () => {
    const movements = many(3_000).map((at) =>
      charge(10_000 + at, { link: { ...OF_OTHER, customer: `C${at}` }, metadata: { invoice: `INV-00${50_000 + at}` } }),
    );
    const items = many(3_000).map((at) => item(at + 1, { customer: `C${at}`, item: `INV-00${50_000 + at}` }));
    const outcomes = match({ items, receipts: many(3_000).map((at) => nobody(at + 1)), movements });
    expect([...outcomes.values()].every((each) => each.match?.automatic === false)).toBe(true);
    expect(outcomes.get(10_000)?.reason).toContain('At least 100 receipts of no one customer have its amount');
  });
  it('that each name what one charge names are each for that', () => {
    const movements = many(2_000).map((at) => charge(10_000 + at, { metadata: { invoice: `INV-00${50_000 + at}` } }));
    const items = many(2_000).map((at) => item(at + 1, { item: `INV-00${50_000 + at}` }));
    const receipts = many(1_000).map((at) => nobody(at + 1, { comment: `INV-00${50_000 + at}` }));
    const outcomes = match({ items, receipts, movements });
    for (const at of many(2_000))
      expect(outcomes.get(10_000 + at)?.match).toMatchObject(
        at < 1_000 ? { paymentKey: at + 1, automatic: false } : { ruleId: 'reference-exact', automatic: true },
      );
  });
});

describe('a receipt that is only proposed for a charge', () => {
  const automatic = (receipts: readonly ReceiptRow[], movements: readonly MovementRow[]) =>
    [...match({ items: [item(1)], receipts, movements }).values()].filter(
      ({ match: found }) => found?.automatic === true,
    );

  it('leaves what the charge may still pay to a person, whoever else could have it', () => {
    const late = { accountingDate: '2026-10-25' };
    for (const comment of [null, 'Stripe INV-0048001'])
      expect(automatic([nobody(70, { comment })], [charge(5, NAMING), charge(6, { ...NAMING, ...late })])).toEqual([]);
    const early = nobody(70, { accountingDate: '2026-10-09' });
    const first = { accountingDate: '2026-10-09' };
    const second = { accountingDate: '2026-10-21' };
    expect(automatic([early], [charge(5, { ...NAMING, ...first }), charge(6, second)])).toEqual([]);
    expect(automatic([early], [charge(5, first), charge(6, second)])).toEqual([]);
    const part = { ...NAMING, amountMinor: 6_000 };
    expect(automatic([nobody(70, { amountMinor: 6_000 })], [charge(5, part), charge(6, NAMING)])).toEqual([]);
    const mine = receipt(70, { items: [{ customer: '1001', item: 'INV-0047777' }] });
    expect(automatic([mine], [charge(5), charge(6, late)])).toEqual([]);
  });
  it('takes nothing from those that name what they pay, nor from what lies out of its days', () => {
    const months = Array.from({ length: 12 }, (_, at) => `2026-${String(at + 1).padStart(2, '0')}`);
    const items = months.map((month, at) => item(at + 1, { itemDate: `${month}-01`, dueDate: `${month}-10` }));
    const named = months
      .slice(1)
      .map((month, at) =>
        charge(20 + at, { accountingDate: `${month}-12`, metadata: { invoice: `INV-00${48_002 + at}` } }),
      );
    const silent = charge(5, { accountingDate: '2026-01-12' });
    const mine = receipt(70, { accountingDate: '2026-01-13', items: [{ customer: '1001', item: 'INV-0047777' }] });
    const count = (receipts: readonly ReceiptRow[]) =>
      [...match({ items, receipts, movements: [...named, silent] }).values()].filter(
        ({ match: found }) => found?.automatic === true,
      ).length;
    expect([count([]), count([mine])]).toEqual([11, 11]);
  });
  it('says the same for rows in any order', () => {
    const late = charge(6, { accountingDate: '2026-10-25' });
    const two = [charge(4), charge(5)];
    const receipts = [nobody(70), nobody(71)];
    const said = (movements: readonly MovementRow[]) => match({ items: [item(1)], receipts, movements }).get(6)?.reason;
    expect(said([...two, late])).toBe(said([late, ...two.toReversed()]));
  });
  it('says so, and leaves others alone', () => {
    const rows = [charge(5, NAMING), charge(6, { ...NAMING, accountingDate: '2026-10-25' })];
    const other = charge(7, { amountMinor: 4_000, metadata: { invoice: 'INV-0048002' } });
    const outcomes = match({
      items: [item(1), item(2, { availableMinor: 4_000 })],
      receipts: [nobody(70)],
      movements: [...rows, other],
    });
    expect(outcomes.get(6)?.match).toMatchObject({ automatic: false, allocations: [{ itemKey: 1 }] });
    expect(outcomes.get(6)?.reason).toBe('ch_5AAAAAA may pay it too, for which a receipt may have been keyed by hand.');
    expect(outcomes.get(7)?.match).toMatchObject({ automatic: true });
  });
});

describe('a word of a receipt of nobody that many charges have', () => {
  it('names none of them: each keeps its proposal, for a person', () => {
    const items = [1, 2, 3].map((key) => item(key, { customer: `100${key}` }));
    const link = (key: number) => ({ linkId: key, customer: `100${key}`, strength: 'confirmed' }) as const;
    const movements = [1, 2, 3].map((key) =>
      charge(key, { link: link(key), metadata: { invoice: `INV-00${48_000 + key}`, store: '10010' } }),
    );
    for (const outcome of match({ items, receipts: [nobody(70, { comment: 'store 10010' })], movements }).values())
      expect(outcome.match).toMatchObject({ automatic: false, ruleId: 'reference-exact' });
  });
  it('is no number of an invoice where it is a postcode', () => {
    const items = [item(1), item(2, { customer: '2002' })];
    const movements = [
      charge(5, NAMING),
      charge(6, {
        link: { linkId: 8, customer: '2002', strength: 'confirmed' },
        metadata: { invoice: 'INV-0048002', zip: '10115' },
      }),
    ];
    const outcomes = match({ items, receipts: [nobody(70, { comment: 'Acme, 10115 Berlin' })], movements });
    for (const outcome of outcomes.values()) expect(outcome.match?.automatic ?? false).toBe(false);
  });
  it('is another invoice of the books also without zeros and with its period', () => {
    const items = [item(1), item(2, { customer: '2002', availableMinor: 7_700 })];
    for (const comment of ['Stripe INV-48002', 'Stripe INV-0048002-2026', 'Stripe INV-0048002/2026']) {
      const outcome = match({ items, receipts: [nobody(70, { comment })], movements: [charge(5, NAMING)] }).get(5);
      expect(outcome?.match, comment).toMatchObject({ automatic: true, ruleId: 'reference-exact' });
    }
  });
});
