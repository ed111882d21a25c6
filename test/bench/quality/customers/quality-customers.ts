import { DEFAULT_LINKING, type LinkingRules } from '../../../../shared/contract/profile-linking.ts';
import type { Bench } from '../../bench.ts';
import { peakMemoryMb, rounded, secondsOf } from '../../measure.ts';
import { calibrationError } from '../parties/measure-parties.ts';
import { figuresOf, measureCrosswalk, type CrosswalkFound, type Said } from './measure-crosswalk.ts';
import { sampleCrosswalk, type LabelledCustomers } from './sample-crosswalk.ts';

/** Seeds below this were looked at while the rules were made. */
const FIRST_SEED = 6_001;
const SEEDS = 20;
const BINS = 10;
/** A bin of fewer says too little. */
const LEAST_IN_BIN = 200;
const REACH = { calibrationError: 0.05, baselineRecall: 0.6 } as const;
const RULES = { allFields: DEFAULT_LINKING, namesOnly: { compare: ['name'] } } as const satisfies Record<
  string,
  LinkingRules
>;

/** How good Stripe customers are linked to PeopleSoft customers, by all fields and by names alone, beside the very same name. One row is a seed. */
export const qualityCustomersBench: Bench = {
  name: 'quality-customers',
  summary:
    'customers of sample companies linked, on unseen seeds; beside it names alone, and the very same normalised name',
  rows: SEEDS,
  run: async ({ rows, say }) => {
    const kinds: Record<string, ReturnType<typeof summary>> = {};
    let [seconds, boundSeconds] = [0, 0];
    for (const kind of ['asStored', 'harder'] as const) {
      const companies: LabelledCustomers[] = [];
      for (let seed = FIRST_SEED; seed < FIRST_SEED + rows; seed += 1) companies.push(sampleCrosswalk(seed, kind));
      for (const [how, rules] of Object.entries(RULES)) {
        const found: CrosswalkFound[] = [];
        const took = await secondsOf(() => {
          for (const company of companies) found.push(measureCrosswalk(company, rules));
        });
        if (how === 'allFields') seconds += took;
        else boundSeconds += took;
        const figures = summary(found);
        kinds[`${kind}.${how}`] = figures;
        say(`${kind}, ${how}: F1 ${figures.bestF1}, calibration error ${figures.calibrationError}`);
      }
    }
    const [asStored, harder] = [kinds['asStored.allFields'], kinds['harder.allFields']];
    return {
      rows,
      seconds: rounded(seconds),
      boundSeconds: rounded(boundSeconds),
      boundRowsPerSec: Math.round((2 * rows) / boundSeconds),
      ratio: rounded(seconds / boundSeconds),
      peakMb: peakMemoryMb(),
      reach: REACH,
      ok:
        [asStored, harder].every((each) => each !== undefined && each.calibrationError <= REACH.calibrationError) &&
        (harder?.baselineRecall ?? 1) <= REACH.baselineRecall,
      void: Object.values(kinds).every(({ smallestBin }) => smallestBin >= LEAST_IN_BIN)
        ? null
        : `a bin of the calibration error holds fewer than ${LEAST_IN_BIN} candidates: run it over more seeds`,
      seeds: [FIRST_SEED, FIRST_SEED + rows - 1],
      kinds,
    };
  },
};

/** All companies in one: figures of sums, not means of figures. */
function summary(found: readonly CrosswalkFound[]) {
  const best = found.flatMap((each) => each.best);
  const meant = found.reduce((sum, each) => sum + each.meant, 0);
  const sum = (of: (each: CrosswalkFound) => Said): Said => ({
    said: found.reduce((total, each) => total + of(each).said, 0),
    right: found.reduce((total, each) => total + of(each).right, 0),
  });
  const sure = best.filter(({ score }) => score >= 0.5);
  const ofBest = figuresOf({ said: sure.length, right: sure.filter(({ isTrue }) => isTrue).length }, meant);
  const proposed = figuresOf(
    sum((each) => each.proposed),
    meant,
  );
  const baseline = figuresOf(
    sum((each) => each.sameName),
    meant,
  );
  const automatic = sum((each) => each.automatic);
  return {
    customers: found.reduce((total, each) => total + each.customers, 0),
    meant,
    bestPrecision: rounded(ofBest.precision),
    bestRecall: rounded(ofBest.recall),
    bestF1: rounded(ofBest.f1),
    proposedPrecision: rounded(proposed.precision),
    proposedRecall: rounded(proposed.recall),
    calibrationError: rounded(calibrationError(best)),
    smallestBin: Math.floor(best.length / BINS),
    baselinePrecision: rounded(baseline.precision),
    baselineRecall: rounded(baseline.recall),
    linkedByStoredId: automatic.said,
    storedIdsThatWereWrong: automatic.said - automatic.right,
  };
}
