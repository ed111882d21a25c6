import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallSums } from '../../../../../electron/matching/reconcile/groups/small-sums.ts';

/** Every set of two to four places, one after another. */
function allSums(sizes: readonly number[], target: number): number[][] {
  const found: number[][] = [];
  for (let bits = 0; bits < 1 << sizes.length; bits++) {
    const places = [...sizes.keys()].filter((at) => (bits & (1 << at)) !== 0);
    const sum = places.reduce((total, at) => total + (sizes[at] ?? 0), 0);
    if (places.length >= 2 && places.length <= 4 && sum === target) found.push(places);
  }
  return found;
}

const asTexts = (sets: readonly (readonly number[])[]) => sets.map((set) => set.join(' ')).sort();

describe('sums of two to four amounts', () => {
  it('are all found where there are few', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 10 }),
        fc.integer({ min: 2, max: 900 }),
        (sizes, target) => {
          const all = allSums(sizes, target);
          fc.pre(all.length <= 40);
          expect(asTexts(smallSums(sizes, target))).toEqual(asTexts(all));
        },
      ),
    );
  });

  it('of a size that everything comes to are left out whole, so that none of equal ones is preferred', () => {
    const sizes = Array.from({ length: 12 }, () => 100);
    expect(smallSums(sizes, 200)).toEqual([]);
    expect(smallSums([...sizes, 140, 60], 200)).toEqual([]);
    expect(smallSums([150, 50, ...sizes.map(() => 25)], 200)).toEqual([[0, 1]]);
  });
});
