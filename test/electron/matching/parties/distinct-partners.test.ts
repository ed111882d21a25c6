import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctPartners } from '../../../../electron/matching/parties/distinct-partners.ts';

describe('distinct partners', () => {
  it('are the pairs, each once, by left and then right', () => {
    const pair = fc.tuple(fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 200 }), (pairs) => {
        const { start, partner } = distinctPartners(
          Int32Array.from(pairs, ([left]) => left),
          Int32Array.from(pairs, ([, right]) => right),
          10,
        );
        const found = Array.from({ length: 10 }, (_, left) => [...partner.subarray(start[left], start[left + 1])]);
        const wanted = found.map((_, left) => {
          const own = pairs.flatMap(([each, right]) => (each === left ? [right] : []));
          return [...new Set(own)].sort((a, b) => a - b);
        });
        expect(found).toEqual(wanted);
      }),
    );
  });
});
