import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alikeOf,
  chargeDuplicates,
  chargePairs,
  type SharedNames,
  type ChargeColumns,
} from '../../../../electron/matching/duplicates/charge-duplicates.ts';
import { weighCharges, type ChargeFacts } from '../../../../electron/matching/duplicates/weigh-charges.ts';

interface Charge {
  readonly amount: number;
  readonly customer: number;
  readonly card: number;
  readonly at: number;
  readonly document: string | null;
  /** Items of its match; null: it has none. */
  readonly pays: readonly number[] | null;
  /** Room of the item that its document names, in charges of this amount. */
  readonly holds: number;
}
const MINUTE = 60;
const DAY = 86_400;
const charge = (fields: Partial<Charge> = {}): Charge => ({
  amount: 12_500,
  customer: 1,
  card: 1,
  at: 0,
  document: null,
  pays: null,
  holds: 1,
  ...fields,
});

function columnsOf(charges: readonly Charge[]): ChargeColumns {
  return {
    count: charges.length,
    scope: new Int32Array(charges.length),
    amountMinor: Float64Array.from(charges, ({ amount }) => amount),
    customer: Int32Array.from(charges, ({ customer }) => customer),
    card: Int32Array.from(charges, ({ card }) => card),
    at: Float64Array.from(charges, ({ at }) => at),
  };
}

function namesOf(charges: readonly Charge[]): SharedNames {
  const rows = charges.flatMap(({ document }, row) => (document === null ? [] : [row]));
  return {
    rows: Int32Array.from(rows),
    names: Int32Array.from(rows, (row) => Number(charges[row]?.document)),
    order: (left, right) => left - right,
  };
}

function find(charges: readonly Charge[]) {
  const pairs = chargePairs(columnsOf(charges), namesOf(charges));
  const alike = alikeOf(pairs);
  const factsOf = (row: number): ChargeFacts => {
    const one = charges[row] ?? charge();
    const documents = one.document === null ? [] : [one.document];
    return {
      customer: one.customer < 0 ? null : `cus_${one.customer}`,
      card: one.card < 0 ? null : `card_${one.card}`,
      intent: null,
      session: null,
      at: one.at,
      documents,
      known: documents,
      holds: new Map(documents.map((document) => [document, one.holds])),
      pays: one.pays,
      choices: [],
      isRefunded: false,
      alike: alike.get(row) ?? 0,
    };
  };
  return { suspicions: chargeDuplicates(pairs, factsOf, () => false), pairs, factsOf };
}
const rowsOf = (charges: readonly Charge[]) => find(charges).suspicions.map(({ rows }) => [...rows]);

describe('suspected duplicates among charges', () => {
  it('are a charge and its retry within minutes by the same customer and card, also three of them', () => {
    expect(rowsOf([charge(), charge({ at: 2 * MINUTE })])).toEqual([[0, 1]]);
    expect(rowsOf([charge({ at: 9 * MINUTE }), charge(), charge({ at: 2 * MINUTE })])).toEqual([[1, 2, 0]]);
  });

  it('are two payments of one invoice days apart, and with another card', () => {
    const [first] = find([
      charge({ document: '48112' }),
      charge({ document: '48112', card: 2, at: 2 * DAY }),
    ]).suspicions;
    expect(first?.kind).toBe('secondSession');
    expect(first?.rows).toEqual([0, 1]);
  });

  it('are two payments of one invoice that has room for one, though neither the customer nor the card is the same', () => {
    const invoice = { document: '48112', customer: -1, card: -1 };
    expect(rowsOf([charge(invoice), charge({ ...invoice, at: 5 * DAY })])).toEqual([[0, 1]]);
    const [first] = find([charge(invoice), charge({ ...invoice, customer: 2, card: 2, at: 5 * DAY })]).suspicions;
    expect(first?.weakest.points).toContainEqual({
      signal: 'room',
      text: '48112 has no room for both.',
      points: 25,
    });
    const stranger = charge({ document: '48112', customer: 3, card: 3, at: 2 * DAY });
    expect(rowsOf([charge({ document: '48112' }), stranger])).toEqual([[0, 1]]);
    expect(rowsOf([charge({ document: '48112' }), { ...stranger, document: '48113' }])).toEqual([]);
  });

  it('are not two equal parts of an invoice that is large enough for both, days apart', () => {
    const half = { document: '48112', holds: 2 };
    expect(rowsOf([charge(half), charge({ ...half, at: 5 * DAY })])).toEqual([]);
    expect(rowsOf([charge(half), charge({ ...half, at: 2 * MINUTE })])).toEqual([[0, 1]]);
  });

  it('are two that are applied to the same item, for neither has it for itself', () => {
    expect(rowsOf([charge({ pays: [1] }), charge({ pays: [1], at: MINUTE })])).toEqual([[0, 1]]);
    expect(rowsOf([charge({ pays: [1, 2] }), charge({ pays: [2, 3], at: MINUTE })])).toEqual([[0, 1]]);
    expect(rowsOf([charge({ pays: [] }), charge({ pays: [], at: MINUTE })])).toEqual([]);
  });

  it('are compared with those next to them where too many name one document', () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      charge({ document: '48112', customer: at, card: at, at: at * DAY }),
    );
    expect(rowsOf(many)).toEqual(Array.from({ length: 39 }, (_, at) => [at, at + 1]));
  });

  it('are not charges of other amounts, of other customers with other cards, or a month apart', () => {
    expect(rowsOf([charge(), charge({ amount: 12_501 })])).toEqual([]);
    expect(rowsOf([charge(), charge({ customer: 2, card: 2 })])).toEqual([]);
    expect(rowsOf([charge(), charge({ at: 30 * DAY })])).toEqual([]);
  });

  it('are not two charges that name different invoices, nor two that each have items of their own', () => {
    expect(rowsOf([charge({ document: '48112' }), charge({ document: '48113', at: MINUTE })])).toEqual([]);
    expect(rowsOf([charge({ pays: [1, 2] }), charge({ pays: [3], at: MINUTE })])).toEqual([]);
  });

  it('leave out, and count, charges that have too many equal ones near them', () => {
    const { suspicions, pairs } = find(Array.from({ length: 60 }, (_, at) => charge({ at })));
    expect(suspicions).toEqual([]);
    expect(pairs.crowded).toHaveLength(60);
  });

  const someCharges = fc.array(
    fc.record({
      amount: fc.constantFrom(100, 250),
      customer: fc.constantFrom(-1, 1, 2),
      card: fc.constantFrom(-1, 1, 2),
      at: fc.constantFrom(0, MINUTE, 30 * MINUTE, DAY, 5 * DAY, 50 * DAY),
      document: fc.constantFrom(null, '48112', '48113'),
      pays: fc.constantFrom(null, [], [1], [1, 2], [2]),
      holds: fc.constantFrom(0, 1, 3),
    }),
    { maxLength: 24 },
  );

  it('are the same in any order of rows', () => {
    const named = (charges: readonly Charge[], order: readonly number[]) =>
      find(charges)
        .suspicions.map(({ kind, rows, weakest }) => ({
          kind,
          rows: rows.map((row) => order[row] ?? 0).toSorted((one, other) => one - other),
          weakest,
        }))
        .toSorted((one, other) => (one.rows.join() < other.rows.join() ? -1 : 1));
    fc.assert(
      fc.property(someCharges, fc.infiniteStream(fc.nat()), (charges, weights) => {
        const order = charges
          .map((_, row) => ({ row, weight: weights.next().value as number }))
          .toSorted((one, other) => one.weight - other.weight)
          .map(({ row }) => row);
        const shuffled = order.map((row) => charges[row] ?? charge());
        const own = charges.map((_, row) => row);
        expect(named(shuffled, order)).toEqual(named(charges, own));
      }),
    );
  });

  it('are no others when an unrelated charge comes', () => {
    fc.assert(
      fc.property(someCharges, (charges) => {
        const before = find(charges).suspicions;
        expect(find([...charges, charge({ amount: 999, customer: 9, card: 9 })]).suspicions).toEqual(before);
      }),
    );
  });

  it('show points that sum to their score', () => {
    fc.assert(
      fc.property(someCharges, (charges) => {
        const { factsOf } = find(charges);
        for (const [left] of charges.entries())
          for (const [right] of charges.entries()) {
            if (left === right) continue;
            const { points, score } = weighCharges(factsOf(left), factsOf(right));
            const sum = points.reduce((total, point) => total + point.points, 0);
            expect(score).toBe(Math.min(100, Math.max(0, sum)));
            expect(weighCharges(factsOf(right), factsOf(left))).toEqual({ points, score });
          }
      }),
      { numRuns: 30 },
    );
  });
});
