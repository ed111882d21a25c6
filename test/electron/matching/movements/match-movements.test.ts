import { describe, expect, it } from 'vitest';
import { pairingText } from '../../../../electron/matching/pairing.ts';
import { CONFIRMED, PROPOSED, charge, hashItems, item, match, receipt, type Rows } from './company.ts';

/** Paid into another bank account, on an item that is closed and gone. */
const cheque = (fields: Partial<Parameters<typeof receipt>[1]>) =>
  receipt(70, { clearingUnit: null, items: [{ customer: '1001', item: 'INV-0047777' }], ...fields });

const allocated = (
  outcome: { match: { allocations: readonly { itemKey: number; amountMinor: number }[] } | null } | undefined,
) => outcome?.match?.allocations.map((each) => [each.itemKey, each.amountMinor]);

describe('references', () => {
  it('matches a charge to the invoice its metadata names, however the number is written', () => {
    for (const invoice of ['INV-0048001', 'inv 0048001', '48001', 'INV0048001', '#48001']) {
      const outcome = match({ items: [item(1)], movements: [charge(5, { metadata: { invoice } })] }).get(5);
      expect(outcome, invoice).toMatchObject({ state: 'proposed', attention: null, score: 0.96 });
      expect(outcome?.match).toMatchObject({ automatic: true, ruleId: 'reference-exact', margin: null, linkId: 9 });
      expect(allocated(outcome)).toEqual([[1, 10_000]]);
    }
  });

  it('matches it with the period that a number is of, and takes no part of it for a number that is missing', () => {
    for (const [number, invoice] of [
      ['INV-0048001', 'INV/0048001/2026-10'],
      ['INV-0048001', '2026/INV-0048001'],
      ['44A407DC-43426', '44A407DC/43426/2026-10'],
      ['44A407DC-43426', '44A407DC/43426'],
      ['RE-1001-2026', 'RE-1001-2026'],
    ] as const) {
      const items = [item(1, { item: number }), item(2, { item: 'RE-1001', availableMinor: 7_500 })];
      const outcome = match({ items, movements: [charge(5, { metadata: { invoice } })] }).get(5);
      expect(outcome?.match, invoice).toMatchObject({ automatic: true, ruleId: 'reference-exact' });
      expect(allocated(outcome), invoice).toEqual([[1, 10_000]]);
      expect(outcome?.match?.points.map((each) => each.signal)).not.toContain('unknownReference');
    }
  });

  it('leaves a second number that no item has to a person, also where the two are joined', () => {
    for (const invoice of ['INV-0048001/INV-0048777', 'INV-0048001, INV-0048777/2026-10', '2026/48777 48001']) {
      const outcome = match({ items: [item(1)], movements: [charge(5, { metadata: { invoice } })] }).get(5);
      expect(outcome?.match, invoice).toMatchObject({ automatic: false, ruleId: 'reference-exact' });
      expect(outcome?.match?.points.map((each) => each.signal)).toContain('unknownReference');
    }
  });

  it('says of an item that fits why it is not proposed: another charge names it, and pays something else', () => {
    const items = [item(1, { availableMinor: 1_000 }), item(2, { availableMinor: 2_000 })];
    const movements = [
      charge(5, { amountMinor: 2_000, metadata: { invoices: 'INV-0048001, INV-0048002' } }),
      charge(6, { amountMinor: 1_000 }),
    ];
    const outcomes = match({ items, movements });
    expect(allocated(outcomes.get(5))).toEqual([[2, 2_000]]);
    expect(outcomes.get(6)).toMatchObject({
      state: 'unmatched',
      reason: 'INV-0048001 fits by amount and date, but is claimed by another charge.',
    });
  });

  it('says of several that fit how many there are, without those that a person rejected', () => {
    const numbers = [1, 2, 3, 4];
    const items = numbers.map((at) => item(at, { itemDate: `2026-10-0${at}` }));
    const named = numbers.map((at) => charge(10 + at, { metadata: { invoice: `INV-004800${at}` } }));
    const reasonOf = (fields: Partial<Parameters<typeof charge>[1]>, some = items) =>
      match({ items: some, movements: [...named.slice(0, some.length), charge(5, fields)] }).get(5)?.reason;
    const claimed = 'fit by amount and date, but are claimed by other charges';
    expect(reasonOf({})).toBe(`INV-0048003, INV-0048004 and 2 others ${claimed}.`);
    expect(reasonOf({}, items.slice(0, 2))).toBe(`INV-0048001 and INV-0048002 ${claimed}.`);
    const rejected = [4, 3].map((itemKey) => pairingText({ kind: 'payment', itemKeys: [itemKey] }, hashItems));
    expect(reasonOf({ rejected: rejected.slice(0, 1) })).toBe(`INV-0048001, INV-0048002 and another one ${claimed}.`);
    expect(reasonOf({ rejected, metadata: { invoice: 'INV-0049999' } })).toBe(
      `It names INV0049999, which is not among the open items, and INV-0048001 and INV-0048002 ${claimed}.`,
    );
  });

  it('explains three references in the words of the points, and keeps the runner-up with its margin', () => {
    const items = [
      item(1, { availableMinor: 240_000 }),
      item(2, { availableMinor: 153_000 }),
      item(3, { availableMinor: 25_000 }),
      item(4, { availableMinor: 418_000, dueDate: '2026-10-31' }),
    ];
    const movement = charge(5, { amountMinor: 418_000, metadata: { invoices: '48001, 48002, 48003' } });
    const outcome = match({ items, movements: [movement] }).get(5);
    expect(outcome?.match?.points.map((each) => [each.text, each.points])).toEqual([
      ['Three invoice numbers in metadata', 62],
      ['Sum equal to the cent', 24],
      ['Confirmed customer link', 10],
    ]);
    expect(outcome?.match?.runnerUp).toMatchObject({ items: ['INV-0048004'], score: 0.65 });
    expect(outcome?.match).toMatchObject({ automatic: true, margin: 0.31 });
    expect(allocated(outcome)).toEqual([
      [1, 240_000],
      [2, 153_000],
      [3, 25_000],
    ]);
  });

  describe('charges that name one item and pay it in parts', () => {
    const part = (key: number, amountMinor: number, fields: Partial<Parameters<typeof charge>[1]> = {}) =>
      charge(key, { amountMinor, metadata: { invoice: 'INV-0048001' }, ...fields });
    const automatic = (movements: readonly ReturnType<typeof charge>[]) =>
      [...match({ items: [item(1)], movements }).values()].map((outcome) => outcome.match?.automatic);

    it('are decided alone when they are together exactly what is open, each with its part', () => {
      const outcomes = match({ items: [item(1)], movements: [part(5, 2_500), part(6, 4_000), part(7, 3_500)] });
      expect([5, 6, 7].map((key) => allocated(outcomes.get(key)))).toEqual([[[1, 2_500]], [[1, 4_000]], [[1, 3_500]]]);
      for (const outcome of outcomes.values()) {
        expect(outcome.match).toMatchObject({ automatic: true, ruleId: 'reference-exact', ruleVersion: 5 });
        expect(outcome.match?.points.map((each) => [each.text, each.points])).toContainEqual([
          'Three charges that name it equal to the cent together',
          24,
        ]);
        expect(outcome.reason).toBe('3 charges that name INV-0048001 are together exactly what is open on it.');
      }
    });

    it('stay short by themselves when they are less than is open together, and are contested when they are more', () => {
      const less = match({ items: [item(1)], movements: [part(5, 2_500), part(6, 7_000)] });
      expect([...less.values()]).toMatchObject([{ attention: 'amountDiffers' }, { attention: 'amountDiffers' }]);
      expect(less.get(5)?.reason).toBe('75.00 USD short.');
      const more = match({ items: [item(1)], movements: [part(5, 4_000), part(6, 7_000)] });
      expect([...more.values()].map(({ state }) => state)).toEqual(['ambiguous', 'ambiguous']);
    });

    it('are left to a person when two may be one payment made twice, or rest on what is not certain', () => {
      expect(automatic([part(5, 5_000), part(6, 5_000)])).toEqual([false, false]);
      expect(automatic([part(5, 5_000), part(6, 5_000, { accountingDate: '2026-10-30' })])).toEqual([true, true]);
      expect(automatic([part(5, 4_000), part(6, 6_000, { link: PROPOSED })])).toEqual([false, false]);
      const standing = { attention: null, words: 'Given back.' } as const;
      expect(automatic([part(5, 4_000), part(6, 6_000, { standing })])).toEqual([false, false]);
      const stranger = part(7, 1_000, { link: { ...CONFIRMED, linkId: 8, customer: '2002' } });
      expect(automatic([part(5, 4_000), part(6, 6_000), stranger]).slice(0, 2)).toEqual([false, false]);
    });
  });

  it('reads description, statement descriptor, Stripe invoice number and purchase order', () => {
    const items = [item(1, { poReference: 'PO-7731' })];
    const state = (fields: object) => match({ items, movements: [charge(5, fields)] }).get(5)?.match?.automatic;
    expect(state({ description: 'Payment for invoice 48001' })).toBe(true);
    expect(state({ statementDescriptor: 'TIEOUT* 48001' })).toBe(true);
    expect(state({ metadata: { order: 'po 7731' } })).toBe(true);
    const invoices = [{ number: 'INV-0048001', paidMinor: 10_000, exponent: 2, metadata: {} }];
    expect(state({ invoices })).toBe(true);
  });

  it('does not trust the last word of a statement descriptor that may have been cut off', () => {
    const statementDescriptor = 'TIEOUT PAYMENT * 48001'.padStart(22, 'X');
    const outcome = match({ items: [item(1)], movements: [charge(5, { statementDescriptor })] }).get(5);
    expect(outcome?.match).toMatchObject({ ruleId: 'amount-customer-date', automatic: true });
    const other = 'TIEOUT PAYMENT * 48077'.padStart(22, 'X');
    const doubted = match({ items: [item(1)], movements: [charge(5, { statementDescriptor: other })] }).get(5);
    expect(doubted?.match).toMatchObject({ ruleId: 'amount-customer-date', automatic: false });
  });

  it('never decides alone over a link that is only proposed, and says what to confirm', () => {
    const outcome = match({
      items: [item(1)],
      movements: [charge(5, { link: PROPOSED, metadata: { invoice: '48001' } })],
    }).get(5);
    expect(outcome).toMatchObject({
      state: 'proposed',
      attention: 'noCustomerLink',
      reason: 'First confirm that its Stripe customer is 1001.',
    });
    expect(outcome?.match?.automatic).toBe(false);
  });

  it('leaves a charge unmatched that names another customer’s item, and keeps it as a candidate', () => {
    const items = [item(1, { customer: '2002' })];
    const outcome = match({ items, movements: [charge(5, { metadata: { invoice: 'INV-0048001' } })] }).get(5);
    expect(outcome).toMatchObject({
      state: 'unmatched',
      attention: 'noItem',
      reason: "It names INV-0048001 of 2002, which is another customer's.",
    });
    expect(outcome?.candidates[0]?.items).toEqual(['INV-0048001']);
    const unlinked = match({ items, movements: [charge(5, { link: null, metadata: { invoice: 'INV-0048001' } })] }).get(
      5,
    );
    expect(unlinked).toMatchObject({ state: 'unmatched', attention: 'noCustomerLink' });
  });

  it('proposes a short payment of one item as a part, and decides it alone only when Stripe says that very part', () => {
    const short = charge(5, { amountMinor: 6_000, metadata: { invoice: '48001' } });
    expect(match({ items: [item(1)], movements: [short] }).get(5)).toMatchObject({
      state: 'proposed',
      attention: 'amountDiffers',
      reason: '40.00 USD short.',
    });
    const stated = (key: number, paidMinor: number) =>
      charge(key, {
        amountMinor: paidMinor,
        invoices: [{ number: 'INV-0048001', paidMinor, exponent: 2, metadata: {} }],
      });
    const both = match({ items: [item(1)], movements: [stated(5, 6_000), stated(6, 4_000)] });
    expect([both.get(5)?.match?.automatic, both.get(6)?.match?.automatic]).toEqual([true, true]);
    expect([allocated(both.get(5)), allocated(both.get(6))]).toEqual([[[1, 6_000]], [[1, 4_000]]]);
  });

  it('proposes an overpayment with its remainder', () => {
    const outcome = match({
      items: [item(1)],
      movements: [charge(5, { amountMinor: 10_500, metadata: { invoice: '48001' } })],
    }).get(5);
    expect(outcome).toMatchObject({ state: 'proposed', attention: 'amountDiffers' });
    expect(allocated(outcome)).toEqual([[1, 10_000]]);
  });

  it('gives an item that two charges name to neither of them', () => {
    const movements = [5, 6].map((key) => charge(key, { metadata: { invoice: '48001' } }));
    const outcomes = match({ items: [item(1)], movements });
    for (const key of [5, 6])
      expect(outcomes.get(key)).toMatchObject({ state: 'ambiguous', attention: 'possibleDuplicate', match: null });
  });

  it('also hears rivals that are excluded or not linked', () => {
    const metadata = { invoice: 'INV-0048001' };
    const excluded = charge(6, { metadata, gate: 'excluded', shutBy: 'beforeGoLive' });
    const outcomes = match({ items: [item(1)], movements: [charge(5, { metadata }), excluded] });
    expect(outcomes.get(5)?.state).toBe('ambiguous');
    expect(outcomes.get(6)).toMatchObject({ state: 'excluded', attention: null, reason: null, gate: 'beforeGoLive' });
    const stranger = charge(6, { metadata, link: null });
    expect(match({ items: [item(1)], movements: [charge(5, { metadata }), stranger] }).get(5)?.state).toBe('ambiguous');
  });

  it('calls a charge a possible duplicate when another charge already pays the item it names', () => {
    const items = [item(1, { availableMinor: 0, taken: true }), item(2)];
    const outcome = match({ items, movements: [charge(5, { metadata: { invoice: '48001' } })] }).get(5);
    expect(outcome).toMatchObject({ state: 'unmatched', attention: 'possibleDuplicate', match: null });
  });

  it('does not decide alone on an item that another approved charge pays in part', () => {
    const items = [item(1, { availableMinor: 4_000, taken: true })];
    const outcome = match({
      items,
      movements: [charge(5, { amountMinor: 4_000, metadata: { invoice: '48001' } })],
    }).get(5);
    expect(outcome?.match?.automatic).toBe(false);
  });

  it('does not decide alone when one of the named items is unknown', () => {
    const movement = charge(5, { metadata: { invoices: '48001, 99999' } });
    expect(match({ items: [item(1)], movements: [movement] }).get(5)).toMatchObject({
      state: 'proposed',
      attention: 'proposal',
    });
  });

  it('compares amounts of systems with different decimals exactly', () => {
    const items = [item(1, { currency: 'ISK', exponent: 0, availableMinor: 5_000 })];
    const movement = charge(5, { currency: 'ISK', exponent: 2, amountMinor: 500_000, metadata: { invoice: '48001' } });
    const outcome = match({ items, movements: [movement] }).get(5);
    expect(outcome?.match?.allocations).toEqual([{ itemKey: 1, amountMinor: 500_000, itemAmountMinor: 5_000 }]);
    expect(outcome?.match?.automatic).toBe(true);
  });
});

describe('amount, customer and date', () => {
  it('decides the lone item of the same amount alone where the books hold nothing against it', () => {
    const outcome = match({ items: [item(1)], movements: [charge(5)] }).get(5);
    expect(outcome).toMatchObject({ state: 'proposed', attention: null, score: 0.85 });
    expect(outcome?.match).toMatchObject({ ruleId: 'amount-customer-date', automatic: true, margin: null });
    const proposed = match({ items: [item(1)], movements: [charge(5, { link: PROPOSED })] }).get(5);
    expect(proposed).toMatchObject({ attention: 'noCustomerLink', match: { automatic: false } });
  });

  it.each<[string, Rows]>([
    ['a cheque of the same customer and amount', { movements: [charge(5)], receipts: [cheque({})] }],
    ['a further charge of its amount days apart', { movements: [charge(5), charge(6, { gate: 'decided' })] }],
    [
      'an item of that amount that is paid',
      { movements: [charge(5)], items: [item(2, { availableMinor: 0, originalMinor: 10_000 })] },
    ],
    [
      'an item of that amount outside the window',
      { movements: [charge(5)], items: [item(2, { itemDate: '2026-01-01', dueDate: null })] },
    ],
    ['a number in its words that nothing has', { movements: [charge(5, { description: 'contract 77123' })] }],
    ['an item that is dated after it', { movements: [charge(5, { accountingDate: '2026-09-25' })] }],
    ['an item paid in part before', { movements: [charge(5)], items: [item(1, { originalMinor: 20_000 })] }],
  ])('only proposes it over %s', (_what, rows) => {
    const items = [...(rows.items ?? [])];
    if (!items.some(({ key }) => key === 1)) items.push(item(1));
    const outcome = match({ ...rows, items }).get(5);
    expect(outcome).toMatchObject({ state: 'proposed', match: { ruleId: 'amount-customer-date', automatic: false } });
    expect(allocated(outcome)).toEqual([[1, 10_000]]);
  });

  it('does not propose the lone item to a charge that names one which a receipt paid', () => {
    const receipts = [cheque({})];
    const movement = charge(5, { description: 'Invoice INV-0047777' });
    expect(match({ items: [item(1)], receipts, movements: [movement] }).get(5)).toMatchObject({
      state: 'unmatched',
      attention: 'possibleDuplicate',
      reason: 'What it names was paid by receipt M70 of 2026-10-16, and nothing of it is open.',
    });
  });

  it('proposes none of several items of one amount, nor one item to several charges', () => {
    const several = match({ items: [item(1), item(2)], movements: [charge(5)] }).get(5);
    expect(several).toMatchObject({
      state: 'ambiguous',
      attention: 'severalCandidates',
      reason: '2 open items of this customer have its amount.',
    });
    expect(several?.candidates).toHaveLength(2);
    const rivals = match({ items: [item(1)], movements: [charge(5), charge(6)] });
    expect([rivals.get(5)?.state, rivals.get(6)?.state]).toEqual(['ambiguous', 'ambiguous']);
  });

  it('ignores items outside the date window, of other currencies and of other customers', () => {
    const items = [
      item(1, { itemDate: '2026-01-01', dueDate: '2026-01-31' }),
      item(2, { currency: 'EUR' }),
      item(3, { customer: '2002' }),
    ];
    expect(match({ items, movements: [charge(5)] }).get(5)).toMatchObject({ state: 'unmatched', attention: 'noItem' });
  });

  it('does not propose a pairing that a person rejected, and frees the item for others', () => {
    const rejected = ['items 1'];
    const outcomes = match({ items: [item(1)], movements: [charge(5, { rejected }), charge(6)] });
    expect(outcomes.get(5)?.match).toBeNull();
    expect(allocated(outcomes.get(6))).toEqual([[1, 10_000]]);
  });

  it('leaves an item alone that a charge names', () => {
    const named = charge(6, { amountMinor: 6_000, metadata: { invoice: '48001' } });
    expect(match({ items: [item(1)], movements: [charge(5), named] }).get(5)?.state).toBe('unmatched');
  });
});

describe('several items, one sum', () => {
  const amounts = (...minor: number[]) => minor.map((availableMinor, at) => item(at + 1, { availableMinor }));
  it('proposes the only set of items that adds up', () => {
    const outcome = match({ items: amounts(3_000, 7_000, 5_500), movements: [charge(5)] }).get(5);
    expect(outcome?.match).toMatchObject({ ruleId: 'amount-customer-set', automatic: false });
    expect(allocated(outcome)).toEqual([
      [1, 3_000],
      [2, 7_000],
    ]);
  });
  it('proposes none of several sets', () => {
    const outcome = match({ items: amounts(3_000, 7_000, 4_000, 6_000), movements: [charge(5)] }).get(5);
    expect(outcome).toMatchObject({ state: 'ambiguous', match: null });
  });
  it('gives items that two charges want to neither', () => {
    const movements = [charge(5, { amountMinor: 10_000 }), charge(6, { amountMinor: 9_000 })];
    const outcomes = match({ items: amounts(3_000, 7_000, 6_000), movements });
    expect([outcomes.get(5)?.state, outcomes.get(6)?.state]).toEqual(['ambiguous', 'ambiguous']);
  });
  it('says not evaluated, and not unmatched, when there are too many items to try', () => {
    const items = Array.from({ length: 250 }, (_, at) => item(at + 1, { availableMinor: 100 + at }));
    expect(match({ items, movements: [charge(5)] }).get(5)).toMatchObject({
      state: 'notEvaluated',
      attention: 'notEvaluated',
    });
  });
});

describe('receipts keyed by hand', () => {
  it('recognises a receipt that names the charge, and proposes it; alone over a confirmed link only', () => {
    const keyed = receipt(70, { comment: 'Stripe ch_5AAAAAA' });
    const outcome = match({ receipts: [keyed], movements: [charge(5)] }).get(5);
    expect(outcome).toMatchObject({ state: 'proposed', attention: null, score: 1 });
    expect(outcome?.match).toMatchObject({ kind: 'alreadyKeyed', automatic: true, paymentKey: 70, allocations: [] });
    const unlinked = match({ receipts: [keyed], movements: [charge(5, { link: null })] }).get(5);
    expect(unlinked).toMatchObject({ state: 'proposed', attention: 'proposal' });
    expect(unlinked?.match).toMatchObject({ kind: 'alreadyKeyed', automatic: false, paymentKey: 70 });
    const others = receipt(71, { comment: 'ch_5AAAAAA', items: [{ customer: '2002', item: 'INV-9' }] });
    expect(match({ receipts: [others], movements: [charge(5)] }).get(5)?.match).toMatchObject({ automatic: false });
    const unposted = match({
      receipts: [receipt(70, { comment: 'ch_5AAAAAA', status: 'unapplied' })],
      movements: [charge(5)],
    }).get(5);
    expect(unposted).toMatchObject({ state: 'proposed', attention: null });
  });
  it('recognises one receipt for the sum of the charges it names', () => {
    const keyed = receipt(70, { comment: 'ch_5AAAAAA ch_6AAAAAA', amountMinor: 15_000 });
    const outcomes = match({ receipts: [keyed], movements: [charge(5), charge(6, { amountMinor: 5_000 })] });
    expect([outcomes.get(5)?.state, outcomes.get(6)?.state]).toEqual(['proposed', 'proposed']);
  });
  it('asks a person when the amount differs or several receipts name the charge', () => {
    const comment = 'ch_5AAAAAA';
    const differs = match({ receipts: [receipt(70, { comment, amountMinor: 9_000 })], movements: [charge(5)] }).get(5);
    expect(differs).toMatchObject({ state: 'proposed', attention: 'amountDiffers' });
    const twice = match({ receipts: [receipt(70, { comment }), receipt(71, { comment })], movements: [charge(5)] }).get(
      5,
    );
    expect(twice).toMatchObject({ state: 'ambiguous', attention: 'severalCandidates' });
  });
  it('recognises a receipt that names the same invoice, even when the item is closed and gone', () => {
    const keyed = receipt(70, { comment: 'INV-0048001', items: [{ customer: '1001', item: 'INV-0048001' }] });
    const outcome = match({ receipts: [keyed], movements: [charge(5, { description: 'Invoice 48001' })] }).get(5);
    expect(outcome?.match).toMatchObject({ kind: 'alreadyKeyed', automatic: true });
  });
  it('only proposes a receipt of the same customer, amount and days, and keeps the charge from being posted alone', () => {
    const keyed = receipt(70, { items: [{ customer: '1001', item: 'INV-0048001' }] });
    const outcome = match({ receipts: [keyed], items: [item(9)], movements: [charge(5)] }).get(5);
    expect(outcome?.match).toMatchObject({ kind: 'alreadyKeyed', automatic: false });
    const late = receipt(70, { accountingDate: '2026-10-30', items: [{ customer: '1001', item: 'INV-0048001' }] });
    expect(match({ receipts: [late], movements: [charge(5)] }).get(5)?.match).toBeNull();
  });
  it('pays no attention to a receipt for other items than the charge names, nor to one in another bank account', () => {
    const other = receipt(70, { items: [{ customer: '1001', item: 'INV-0047777' }] });
    const movement = charge(5, { metadata: { invoice: '48001' } });
    expect(match({ items: [item(1)], receipts: [other], movements: [movement] }).get(5)?.match?.ruleId).toBe(
      'reference-exact',
    );
    const cheque = receipt(70, { clearingUnit: null, items: [{ customer: '1001', item: 'INV-0048001' }] });
    expect(match({ items: [item(1)], receipts: [cheque], movements: [movement] }).get(5)?.match?.ruleId).toBe(
      'reference-exact',
    );
  });
});

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

describe('what matching leaves alone', () => {
  it('says nothing about decided movements and failed look-ups', () => {
    const movements = [charge(5, { gate: 'decided' }), charge(6, { gate: 'lookupFailed' })];
    expect(match({ items: [item(1)], movements }).size).toBe(0);
  });
  it('keeps a movement before a person that changed since its approval', () => {
    const movement = charge(5, {
      standing: { attention: 'changedSinceApproval', words: null },
      metadata: { invoice: '48001' },
    });
    const outcome = match({ items: [item(1)], movements: [movement] }).get(5);
    expect(outcome).toMatchObject({ state: 'proposed', attention: 'changedSinceApproval' });
    expect(outcome?.match?.automatic).toBe(false);
  });
  it('does not decide alone over a link in doubt', () => {
    const link = { ...CONFIRMED, strength: 'doubtful' } as const;
    const movement = charge(5, {
      link,
      linkNote: 'Customer 1001 is inactive in PeopleSoft.',
      metadata: { invoice: '48001' },
    });
    expect(match({ items: [item(1)], movements: [movement] }).get(5)).toMatchObject({
      attention: 'proposal',
      reason: 'Customer 1001 is inactive in PeopleSoft.',
    });
  });
});
