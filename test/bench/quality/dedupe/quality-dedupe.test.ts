import { describe, expect, it } from 'vitest';
import { dedupeParties } from '../../../../electron/matching/parties/link-parties.ts';
import { doubleOrganisations, doublePersons, type DoubleRows } from './double-rows.ts';
import { measureDoubles } from './measure-doubles.ts';

const qualityOf = (data: DoubleRows) => measureDoubles(data, dedupeParties(data.parties).rows());

/** One seed each, well under the figures of `docs/benchmarks.md`: what this shows is that nothing has broken. */
describe('quality of rows that stand twice in a file', () => {
  it('of organisation names is good at a threshold of a half, where the same name alone is not', () => {
    const { f1, baselineRecall } = qualityOf(doubleOrganisations(61, 500));
    expect(f1).toBeGreaterThan(0.8);
    expect(baselineRecall).toBeLessThan(0.6);
  });

  it('of persons hardly makes a mistake, families or not', () => {
    const { precision, recall, baselineRecall } = qualityOf(doublePersons(62));
    expect(precision).toBeGreaterThan(0.97);
    expect(recall).toBeGreaterThan(0.97);
    expect(baselineRecall).toBeLessThan(0.6);
  });

  it('is counted by pairs: of three rows of one party there are three', () => {
    const name = ['a', 'a', 'b', 'c'];
    const found = { left: Int32Array.of(0, 0), right: Int32Array.of(2, 3), score: Float64Array.of(0.9, 0.6) };
    expect(measureDoubles({ parties: { count: 4, fields: { name } }, of: [1, 1, 1, 2] }, found)).toMatchObject({
      precision: 1 / 2,
      recall: 1 / 3,
      f1: 2 / 5,
      baselinePrecision: 1,
      baselineRecall: 1 / 3,
    });
  });
});
