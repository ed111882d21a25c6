import { describe, expect, it } from 'vitest';
import { doublePairs, sameNamePairs, sharesOf, tally, type PairTally } from './quality-doubles.ts';
import { sampleCustomers } from './sample-customers.ts';

/** A few seeds, well under the figures of `docs/benchmarks.md`: what this shows is that nothing has broken. */
describe('quality of suspected double customers', () => {
  it('is good in both systems, where the same name alone is not', () => {
    const ours: PairTally = { truly: 0, suspected: 0, right: 0 };
    const sameName: PairTally = { truly: 0, suspected: 0, right: 0 };
    for (const seed of [51, 52, 53])
      for (const customers of Object.values(sampleCustomers(seed, 1_500))) {
        tally(ours, customers, doublePairs(customers));
        tally(sameName, customers, sameNamePairs(customers));
      }
    const { precision, recall } = sharesOf(ours);
    expect(precision).toBeGreaterThan(0.8);
    expect(recall).toBeGreaterThan(0.6);
    expect(sharesOf(sameName).precision).toBeLessThan(0.5);
    expect(sharesOf(sameName).recall).toBeLessThan(0.75);
  });
});
