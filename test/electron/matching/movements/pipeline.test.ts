import { describe, expect, it } from 'vitest';
import { matchingTolerancesSchema } from '../../../../shared/contract/profile-tolerances.ts';
import { PIPELINE, stagesOf } from '../../../../electron/matching/movements/pipeline.ts';
import { RULES } from '../../../../electron/matching/rules.ts';
import type { Outcome } from '../../../../electron/matching/movements/outcome.ts';
import { charge, item, match, type Rows } from './company.ts';
import { RULE_COMPANIES } from './rule-companies.ts';

const allocated = (outcome: Outcome | undefined) =>
  outcome?.match?.allocations.map((each) => [each.itemKey, each.amountMinor]);
const amounts = (...minor: number[]) => minor.map((availableMinor, at) => item(at + 1, { availableMinor }));
const planted = (ruleId: string): Map<number, Outcome> => match(RULE_COMPANIES[ruleId] ?? { movements: [] });

describe('the pipeline', () => {
  it('has every rule of the catalogue once, in its order, and only rules that may decide alone say so', () => {
    expect(PIPELINE.map(({ id, version, code }) => [id, version, code])).toEqual(
      RULES.map(({ id, version }, at) => [id, version, at + 1]),
    );
    const orders = stagesOf(PIPELINE).flatMap((stage) => stage.map(({ order }) => order));
    expect(orders).toEqual(orders.toSorted((left, right) => left - right));
    expect(PIPELINE.filter(({ automaticAllowed }) => automaticAllowed).map(({ id }) => id)).toEqual([
      'keyed-by-hand',
      'reference-exact',
      'amount-customer-date',
      'refund-of-charge',
    ]);
  });

  it('gives two charges of one amount the items that fit the dates of both, and leaves that to a person', () => {
    const items = [
      item(1, { itemDate: '2026-07-01', dueDate: '2026-07-20' }),
      item(2, { itemDate: '2026-10-01', dueDate: '2026-10-20' }),
    ];
    const movements = [charge(5, { accountingDate: '2026-07-25' }), charge(6, { accountingDate: '2026-08-30' })];
    const outcomes = match({ items, movements });
    expect([allocated(outcomes.get(5)), allocated(outcomes.get(6))]).toEqual([[[1, 10_000]], [[2, 10_000]]]);
    expect([outcomes.get(5)?.match?.automatic, outcomes.get(6)?.match?.automatic]).toEqual([false, false]);
  });

  it('proposes an item to the charge that names it in full, and not to one that names it less surely', () => {
    const named = charge(5, { metadata: { invoice: 'INV-0048001' }, description: 'INV-0048001' });
    const less = charge(6, { amountMinor: 9_000, statementDescriptor: 'TIEOUT* 48001' });
    const outcomes = match({ items: [item(1)], movements: [named, less] });
    expect(outcomes.get(5)).toMatchObject({ state: 'proposed', match: { automatic: false } });
    expect(outcomes.get(6)).toMatchObject({ state: 'ambiguous', match: null });
  });

  it('tells nothing apart among very many rows of one customer and amount, and says how many there are', () => {
    const many = Array.from({ length: 600 }, (_, at) => at);
    const items = many.map((at) => item(at + 1));
    const movements = many.map((at) => charge(5_000 + at));
    const outcomes = match({ items, movements });
    expect([...outcomes.values()].every(({ state }) => state === 'ambiguous')).toBe(true);
    expect(outcomes.get(5_000)?.reason).toBe('600 open items of this customer have its amount.');
    expect(outcomes.get(5_000)?.candidates).toHaveLength(5);
  });
});

describe('references with one slip of the pen', () => {
  const state = (fields: object, items = [item(1)]) => match({ items, movements: [charge(5, fields)] }).get(5);
  it.each([
    ['a wrong digit', 'INV-0048091'],
    ['a digit missing', 'INV-004801'],
    ['a digit too many', 'INV-00480011'],
    ['digits that changed places', 'INV-0084001'],
    ['letters that look like digits', 'INV-OO48OOl'],
    ['another prefix', 'RE-0048001'],
    ['one character at a time', 'I N V 0 0 4 8 0 0 1'],
  ])('are proposed and never decided alone: %s', (_what, text) => {
    const outcome = state({ description: `Payment ${text} thanks` });
    expect(outcome).toMatchObject({ state: 'proposed', attention: 'proposal' });
    expect(outcome?.match).toMatchObject({ automatic: false, ruleId: 'reference-typo' });
    expect(allocated(outcome)).toEqual([[1, 10_000]]);
  });
  it('need the amount to the cent, and only that item', () => {
    const metadata = { invoice: 'INV-0048091' };
    expect(state({ metadata, amountMinor: 9_999 })?.match).toBeNull();
    const both = state({ metadata: { invoice: 'INV-0048003' } }, [item(1), item(2)]);
    expect(both).toMatchObject({ state: 'ambiguous', match: null });
  });
  it('are proposed although the number happens to be another customer’s', () => {
    const items = [item(1), item(9, { customer: '2002', item: 'INV-0048091' })];
    const outcome = state({ metadata: { invoice: 'INV-0048091' } }, items);
    expect(outcome?.match).toMatchObject({ ruleId: 'reference-typo', automatic: false });
    expect(outcome?.match?.points.at(-1)).toMatchObject({ signal: 'foreignReference', points: -15 });
  });
});

describe('sums of charges', () => {
  it('are one item: each charge pays its part of it', () => {
    const outcomes = planted('charges-of-one-item');
    expect([allocated(outcomes.get(301)), allocated(outcomes.get(302))]).toEqual([[[31, 4_000]], [[31, 6_000]]]);
    expect(outcomes.get(301)).toMatchObject({
      reason: '2 charges of this customer are together exactly INV-0048031.',
      match: { ruleId: 'charges-of-one-item', automatic: false },
    });
  });
  it('are several items: the earlier charge pays what is due earlier', () => {
    const outcomes = planted('charges-and-items');
    expect([allocated(outcomes.get(301)), allocated(outcomes.get(302))]).toEqual([
      [
        [31, 3_000],
        [32, 1_000],
      ],
      [[32, 6_000]],
    ]);
  });
  it('are proposed only when no other set agrees', () => {
    const movements = [4_000, 6_000, 3_000, 7_000].map((amountMinor, at) => charge(5 + at, { amountMinor }));
    const outcomes = match({ items: amounts(10_000), movements });
    expect([...outcomes.values()].filter((outcome) => outcome.match !== null)).toEqual([]);
  });
});

describe('amounts that differ for a reason', () => {
  it('by the fee that Stripe kept: proposed with the fee as proof, short or over', () => {
    const settlement = { amountMinor: 10_000, feeMinor: 320, exponent: 2, currency: 'USD' };
    const of = (availableMinor: number) =>
      match({ items: amounts(availableMinor), movements: [charge(5, { settlement })] });
    expect(of(10_320).get(5)).toMatchObject({
      attention: 'amountDiffers',
      reason: '3.20 USD less than INV-0048001, exactly the fee that Stripe kept.',
      match: { ruleId: 'net-of-fee', automatic: false, allocations: [{ amountMinor: 10_000 }] },
    });
    expect(of(9_680).get(5)?.match?.allocations).toMatchObject([{ amountMinor: 9_680 }]);
    expect(of(10_321).get(5)?.match).toBeNull();
  });
  it('by no more than a tolerance that was set, with the residual', () => {
    const tolerances = matchingTolerancesSchema.parse({
      exceptions: [{ customer: '1001', currency: 'USD', amountToleranceMinor: 50 }],
    });
    const of = (availableMinor: number, more: Partial<Rows> = {}) =>
      match({ items: amounts(availableMinor), movements: [charge(5)], tolerances, ...more }).get(5);
    expect(of(10_050)).toMatchObject({ reason: '0.50 USD short, within the tolerance.', attention: 'amountDiffers' });
    expect(of(9_960)).toMatchObject({ reason: '0.40 USD over, within the tolerance.' });
    expect(of(10_051)?.match).toBeNull();
    expect(match({ items: amounts(10_050), movements: [charge(5)] }).get(5)?.match).toBeNull();
  });
});

describe('other currencies', () => {
  const settlement = { amountMinor: 10_000, feeMinor: 300, exponent: 2, currency: 'USD' };
  const canadian = { currency: 'CAD', amountMinor: 13_700, metadata: { invoice: '48001' } };
  const of = (fields: object, items = [item(1)]) =>
    match({ items, movements: [charge(5, { ...canadian, ...fields })] }).get(5);
  it('are shown with the rate and where it is from, and never allocated', () => {
    const outcome = of({ settlement });
    expect(outcome).toMatchObject({ state: 'unmatched', attention: 'amountDiffers', match: null });
    expect(outcome?.reason).toBe(
      'It names INV-0048001, which is in another currency than CAD. By its balance transaction Stripe converted 137.00 CAD to 100.00 USD at 0.729927: exactly what is open.',
    );
    expect(outcome?.candidates).toMatchObject([{ ruleId: 'other-currency', items: ['INV-0048001'] }]);
  });
  it('are shown with the decimals of either currency, and with what is left over', () => {
    const yen = { amountMinor: 15_000, feeMinor: 500, exponent: 0, currency: 'JPY' };
    const items = [item(1, { currency: 'JPY', exponent: 0, availableMinor: 14_000 })];
    const outcome = of({ settlement: yen, amountMinor: 13_755 }, items);
    expect(outcome?.reason).toContain(
      'Stripe converted 137.55 CAD to 15000 JPY at 109.051: 1000 JPY more than is open.',
    );
    expect(outcome?.candidates).toMatchObject([
      { allocations: [{ itemKey: 1, amountMinor: 12_838, itemAmountMinor: 14_000 }] },
    ]);
  });
  it('count as not evaluated where no rate is known', () => {
    for (const fields of [{}, { settlement: { ...settlement, currency: 'EUR' } }])
      expect(of(fields)).toMatchObject({
        state: 'notEvaluated',
        reason: 'It names INV-0048001, which is in another currency than CAD: no rate from CAD to USD is known for it.',
      });
  });
  it('are found without a name where the converted amount is open to the cent', () => {
    expect(of({ metadata: {}, settlement })?.candidates).toMatchObject([{ items: ['INV-0048001'] }]);
    expect(of({ metadata: {}, settlement }, amounts(10_001))?.candidates).toEqual([]);
  });
});

describe('disputes', () => {
  it('that are lost show the item that their charge paid, and leave the decision to a person', () => {
    expect(planted('dispute-of-charge').get(302)).toMatchObject({
      state: 'unmatched',
      attention: 'refundOrDispute',
      match: null,
      reason: 'Dispute (lost): a person decides whether it opens INV-0048031 again, which its charge paid.',
      candidates: [{ ruleId: 'dispute-of-charge', items: ['INV-0048031'] }],
    });
  });
});
