import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areSwapped, waysToSwap } from '../../../../electron/matching/reconcile/swapped-digits.ts';

/** All amounts that an amount becomes when two of its digits beside each other change places; by its text. */
function swaps(amount: number): Set<number> {
  const digits = `0${amount}`;
  const found = new Set<number>();
  for (let at = 0; at + 1 < digits.length; at++) {
    const [one, other] = [digits[at] ?? '', digits[at + 1] ?? ''];
    found.add(Number(digits.slice(0, at) + other + one + digits.slice(at + 2)));
  }
  found.delete(amount);
  return found;
}

describe('amounts with two digits the wrong way round', () => {
  it('are those and no others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 0, max: 9_999 }), (amount, off) => {
        const all = swaps(amount);
        for (const swapped of all) expect(areSwapped(amount, swapped), `${amount} ${swapped}`).toBe(true);
        for (const other of [amount, amount + off, amount + 9 * off, amount + 90 * off])
          expect(areSwapped(amount, other), `${amount} ${other}`).toBe(all.has(other));
      }),
      { numRuns: 400 },
    );
  });
  it('have as many ways to be so as there are places between digits', () => {
    expect(waysToSwap(4_820_000)).toBe(6);
    expect(waysToSwap(7)).toBe(1);
  });
});
