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
