import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedTo, lookedUp } from '../../electron/matching/movements/near-references.ts';
import { ReferenceIndex } from '../../electron/matching/movements/reference-index.ts';
import { compactReference } from '../../electron/matching/movements/reference-tokens.ts';

const NUMBER = fc
  .tuple(fc.constantFrom('', 'INV', 'B', 'Ré-'), fc.stringMatching(/^0?[12]{3,7}[A-Z]?$/))
  .map((each) => each.join(''));
const letter = fc.constantFrom('0', '1', '2', '3', 'O', 'I', 'S', 'Z', 'B', 'X');

/** A number as it is written with a slip of the pen, or two. */
const SLIPPED = fc
  .tuple(NUMBER, fc.array(fc.tuple(fc.nat(9), letter, fc.constantFrom('put', 'drop', 'set', 'swap')), { maxLength: 2 }))
  .map(([number, changes]) =>
    changes.reduce((text, [place, other, how]) => {
      const at = place % (text.length + 1);
      const [before, here, after] = [text.slice(0, at), text[at] ?? '', text.slice(at + 1)];
      if (how === 'put') return before + other + here + after;
      if (how === 'drop') return before + after;
      return how === 'set' ? before + other + after : before + (after[0] ?? '') + here + after.slice(1);
    }, number),
  );

const sorted = (items: Iterable<number>): number[] => [...items].sort((left, right) => left - right);

describe('numbers that are one slip away', () => {
  it('are the same, whether items are compared or the slips of the word are looked up', () => {
    fc.assert(
      fc.property(fc.array(NUMBER, { minLength: 1, maxLength: 30 }), SLIPPED, (numbers, written) => {
        const index = new ReferenceIndex();
        numbers.forEach((number, at) => index.add(at, number, null, 0));
        const piece = compactReference(written);
        const all = index.ofCustomer(0);
        expect(sorted(comparedTo(index, piece, all))).toEqual(sorted(lookedUp(index, piece)));
      }),
      { numRuns: 3_000 },
    );
  });
});
