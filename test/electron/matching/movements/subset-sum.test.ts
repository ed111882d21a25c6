import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSubsetSum } from '../../../../electron/matching/movements/subset-sum.ts';

/** All sets by plain enumeration, for a comparison that shares no code. */
function bruteForce(amounts: readonly number[], target: number, sizeLimit: number): number[][] {
  const found: number[][] = [];
  for (let bits = 0; bits < 1 << amounts.length; bits++) {
    const positions = amounts.map((_, at) => at).filter((at) => (bits & (1 << at)) !== 0);
    const sum = positions.reduce((total, at) => total + (amounts[at] ?? 0), 0);
    if (sum === target && positions.length > 1 && positions.length <= sizeLimit) found.push(positions);
  }
  return found;
}

describe('sums of several amounts', () => {
  it('finds the only set, and says when there are several or none, as plain enumeration does', () => {
    const amounts = fc
      .array(fc.integer({ min: 1, max: 30 }), { maxLength: 9 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 60 }), (list, target) => {
        const all = bruteForce(list, target, 4);
        const result = findSubsetSum(list, target, 4, 100_000);
        expect(result.found).toBe(all.length === 0 ? 'none' : all.length === 1 ? 'one' : 'several');
        expect(result.found === 'one' ? result.positions : all[0]).toEqual(all[0]);
      }),
      { numRuns: 500 },
    );
  });
  it('gives up after its steps instead of guessing', () => {
    const amounts = Array.from({ length: 60 }, (_, at) => 1_000 + 2 * at);
    expect(findSubsetSum(amounts, 6_001, 6, 500)).toEqual({ found: 'gaveUp' });
  });
});
