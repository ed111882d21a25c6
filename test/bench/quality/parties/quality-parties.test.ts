import { describe, expect, it } from 'vitest';
import { linkParties } from '../../../../electron/matching/parties/link-parties.ts';
import type { LabelledParties } from './labelled.ts';
import { measureParties } from './measure-parties.ts';
import { nameSearch } from './name-search.ts';
import { organisations } from './organisations.ts';
import { persons } from './persons.ts';
import { products } from './products.ts';

const qualityOf = (data: LabelledParties) => measureParties(data, linkParties(data.left, data.right).rows());

/** One seed each, well under the figures of `docs/benchmarks.md`: what this shows is that nothing has broken. */
describe('quality of linked parties', () => {
  it('of organisation names is good at a threshold of a half, where the same name alone is not', () => {
    const { f1AtHalf, calibrationError, baselineRecall } = qualityOf(organisations(41, 800));
    expect(f1AtHalf).toBeGreaterThan(0.85);
    expect(calibrationError).toBeLessThan(0.09);
    expect(baselineRecall).toBeLessThan(0.6);
  });

  it('of a search among names with many that are not there is good at the same threshold', () => {
    expect(qualityOf(nameSearch(42, 2_000)).searchF1).toBeGreaterThan(0.8);
  });

  it('of persons hardly makes a mistake', () => {
    const { recallAtPrecision, baselineRecall } = qualityOf(persons(43, 800));
    expect(recallAtPrecision).toBeGreaterThan(0.97);
    expect(baselineRecall).toBeLessThan(0.6);
  });

  it('of things in two shops is good without a name in common', () => {
    expect(qualityOf(products(44, 500)).f1AtHalf).toBeGreaterThan(0.85);
  });
});
