import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, ASSIGNMENT_BUDGET } from '../../../../electron/matching/assignment/assign.ts';
import { optionTable } from '../../../../electron/matching/assignment/option-table.ts';

interface Option {
  readonly rows: readonly number[];
  readonly weight: number;
}
const ROWS = 8;
const sideOf = (row: number): 0 | 1 => (row < ROWS / 2 ? 0 : 1);

/** Greatest sum by trying every set of options, for a comparison that shares no code. */
function bestTotal(options: readonly Option[], allows: (bits: number) => boolean): number {
  let best = -1;
  for (let bits = 0; bits < 1 << options.length; bits++) {
    if (!allows(bits)) continue;
    const taken = options.filter((_, at) => (bits & (1 << at)) !== 0);
    const rows = taken.flatMap((option) => option.rows);
    if (new Set(rows).size !== rows.length) continue;
    best = Math.max(
      best,
      taken.reduce((sum, option) => sum + option.weight, 0),
    );
  }
  return best;
}

/** What each option is worth by plain enumeration: chosen by all, by some or by none of the best sets, and what the other way costs. */
function expected(options: readonly Option[]) {
  const best = bestTotal(options, () => true);
  return options.map((_, at) => {
    const without = best - bestTotal(options, (bits) => (bits & (1 << at)) === 0);
    const withIt = best - bestTotal(options, (bits) => (bits & (1 << at)) !== 0);
    if (without === 0 && withIt === 0) return { standing: 'tied', margin: 0 };
    return without > 0 ? { standing: 'chosen', margin: without } : { standing: 'lost', margin: withIt };
  });
}

function found(options: readonly Option[], budget = ASSIGNMENT_BUDGET) {
  const { standing, margin } = assign(optionTable(ROWS, options), sideOf, budget);
  return standing.map((each, at) => ({ standing: each, margin: margin[at] }));
}

const weight = fc.integer({ min: 1, max: 6 });
const left = fc.integer({ min: 0, max: ROWS / 2 - 1 });
const right = fc.integer({ min: ROWS / 2, max: ROWS - 1 });
const pair: fc.Arbitrary<Option> = fc.record({ rows: fc.tuple(left, right), weight });
const group: fc.Arbitrary<Option> = fc.record({
  rows: fc.uniqueArray(fc.integer({ min: 0, max: ROWS - 1 }), { minLength: 1, maxLength: 4 }),
  weight,
});

describe('choosing among rows that compete', () => {
  it('is the best for all pairs together, and its margins are what plain enumeration finds', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 9 }), (options) => {
        expect(found(options)).toEqual(expected(options));
      }),
      { numRuns: 1_000 },
    );
  });
  it('is the best for groups of rows too', () => {
    fc.assert(
      fc.property(fc.array(group, { maxLength: 8 }), (options) => {
        expect(found(options)).toEqual(expected(options));
      }),
      { numRuns: 1_000 },
    );
  });
  it('never chooses between two that are worth the same', () => {
    const both = [
      { rows: [0, 4], weight: 5 },
      { rows: [0, 5], weight: 5 },
    ];
    expect(found(both)).toEqual([
      { standing: 'tied', margin: 0 },
      { standing: 'tied', margin: 0 },
    ]);
  });
  it('prefers two good pairs to the one best', () => {
    const options = [
      { rows: [0, 4], weight: 6 },
      { rows: [0, 5], weight: 5 },
      { rows: [1, 4], weight: 5 },
    ];
    expect(found(options).map((each) => each.standing)).toEqual(['lost', 'chosen', 'chosen']);
  });
  it('keeps beyond its budget only what every best choice holds, and leaves the rest undecided', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pair, group), { maxLength: 8 }), (options) => {
        const truth = expected(options);
        const decided = found(options, { pairRows: 2, groupSteps: 2 }).flatMap((each, at) =>
          each.standing === 'undecided' ? [] : [{ ...each, truth: truth[at] }],
        );
        expect(decided.map((each) => each.standing)).toEqual(decided.map((each) => each.truth?.standing));
        expect(decided.filter((each) => (each.margin ?? 0) > (each.truth?.margin ?? 0))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
  it('does not depend on the order of the options, budget or not', () => {
    const lists = fc
      .array(fc.oneof(pair, group), { maxLength: 10 })
      .chain((options) =>
        fc.tuple(
          fc.constant(options),
          fc.shuffledSubarray([...options.keys()], { minLength: options.length, maxLength: options.length }),
        ),
      );
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 30 }), ([options, order], groupSteps) => {
        const budget = { pairRows: 5, groupSteps };
        const straight = found(options, budget);
        const shuffled = found(
          order.flatMap((at) => options[at] ?? []),
          budget,
        );
        expect(shuffled).toEqual(order.map((at) => straight[at]));
      }),
      { numRuns: 500 },
    );
  });
  it('refuses weights that are no whole number above 0, and rows that are not there', () => {
    expect(() => optionTable(2, [{ rows: [0, 1], weight: 0 }])).toThrow(RangeError);
    expect(() => optionTable(2, [{ rows: [0, 1], weight: 0.5 }])).toThrow(RangeError);
    expect(() => optionTable(2, [{ rows: [0, 2], weight: 1 }])).toThrow(RangeError);
  });
});
