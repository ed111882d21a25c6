import { describe, expect, it } from 'vitest';
import { compareRuns, runDecision } from '../../../../electron/matching/movements/compare-runs.ts';
import { charge, item, match, type Rows } from './company.ts';

const outcomes = (rows: Rows) => [...match(rows).values()];
const named = (invoice: string) => ({ metadata: { invoice } });

describe('two runs compared', () => {
  const items = [item(1), item(2, { availableMinor: 5_000 }), item(3, { availableMinor: 7_000 })];
  const before = outcomes({
    items,
    movements: [
      charge(5, named('48001')),
      charge(6, { amountMinor: 5_000, ...named('48002') }),
      charge(7, { amountMinor: 1 }),
    ],
  });
  const after = outcomes({
    items,
    movements: [
      charge(5, { amountMinor: 7_000, ...named('48003') }),
      charge(6, { amountMinor: 1 }),
      charge(7, { amountMinor: 5_000, ...named('48002') }),
    ],
  });

  it('tell what is gained, lost and changed, and what is wrong against what was approved', () => {
    const history = new Map([
      [5, 'items 1:10000'],
      [7, 'items 2:5000'],
    ]);
    const found = compareRuns(before, after, history);
    expect(found.gained.map((each) => each.movementKey)).toEqual([7]);
    expect(found.lost.map((each) => each.movementKey)).toEqual([6]);
    expect(found.changed.map((each) => [each.before.pairing, each.after.pairing])).toEqual([
      ['items 1:10000', 'items 3:7000'],
    ]);
    expect(found.wrong.map((each) => [each.decision.movementKey, each.approved])).toEqual([[5, 'items 1:10000']]);
    expect(found.wrongAutomatic).toBe(1);
    expect(found.byRule.get('reference-exact')).toEqual({
      gained: 1,
      lost: 1,
      changed: 1,
      right: 1,
      wrong: 1,
      unknown: 0,
    });
  });

  it('never count as right what nobody decided, and do not depend on the order of outcomes', () => {
    const found = compareRuns(before, after, new Map());
    expect(found.byRule.get('reference-exact')).toMatchObject({ right: 0, wrong: 0, unknown: 2 });
    expect(compareRuns(before.toReversed(), after.toReversed(), new Map())).toEqual(found);
    expect(compareRuns(after, after, new Map())).toMatchObject({ gained: [], lost: [], changed: [], wrong: [] });
  });

  it('tell where the same pairing is no longer decided alone', () => {
    const [first] = before;
    if (first?.match === null || first === undefined) throw new Error('the first charge is matched');
    const asked = { ...first, match: { ...first.match, automatic: !first.match.automatic } };
    const found = compareRuns([first], [asked], new Map());
    expect(found.changed.map((each) => [each.before.automatic, each.after.automatic])).toEqual([
      [first.match.automatic, !first.match.automatic],
    ]);
    expect(found.byRule.get(first.match.ruleId)).toMatchObject({ gained: 0, lost: 0, changed: 1 });
  });

  it('name a receipt or a charge where no item is paid', () => {
    expect(before.map(runDecision).map((each) => each?.pairing ?? null)).toEqual([
      'items 1:10000',
      'items 2:5000',
      null,
    ]);
  });
});
