import type { Bench } from '../../bench.ts';
import { peakMemoryMb, rounded, secondsOf } from '../../measure.ts';
import { wrongRateUpperBound } from '../../run-demo.ts';
import { judgeCharges, noTallies, type BaselineTally, type LineTally } from './judge-charges.ts';
import { withMatchedSample } from './matched-sample.ts';

/** None of these seeds was looked at while rules were chosen. */
const FIRST_SEED = 7_201;
const SEEDS = 20;
const MOVEMENTS = 5_000;
const REACH = { named: 0.97, single: 0.9, automaticWrong: 0 } as const;

/**
 * How many charges of confirmed customers a rule decides alone, by line of invoice, and how many of these decisions are wrong, on sample
 * companies read and matched as the product does it. One row is a seed.
 */
export const qualityMovementsBench: Bench = {
  name: 'quality-movements',
  summary:
    'charges decided without a person, and wrongly, on seeds not tuned on; beside it the only item of the same amount',
  rows: SEEDS,
  run: async ({ rows, say }) => {
    const tallies = noTallies();
    const baseline: BaselineTally = { found: 0, right: 0, truly: 0 };
    let [seconds, boundSeconds] = [0, 0];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + rows; seed += 1) {
      seconds += await secondsOf(() =>
        withMatchedSample(seed, MOVEMENTS, async (db, truth) => {
          boundSeconds += await secondsOf(() => judgeCharges(db, truth, tallies, baseline));
        }),
      );
      say(`seed ${seed}: ${tallies.named.automatic} of ${tallies.named.lines} named lines so far`);
    }
    const kinds = Object.fromEntries(Object.entries(tallies).map(([kind, tally]) => [kind, sharesOf(tally)]));
    const all = Object.values(tallies);
    const automatic = all.reduce((sum, tally) => sum + tally.automatic, 0);
    const automaticWrong = all.reduce((sum, tally) => sum + tally.automaticWrong, 0);
    const { named = 0, single = 0 } = Object.fromEntries(
      Object.entries(kinds).map(([kind, { automaticShare }]) => [kind, automaticShare]),
    );
    return {
      rows,
      seconds: rounded(seconds),
      boundSeconds: rounded(boundSeconds),
      boundRowsPerSec: Math.round(rows / boundSeconds),
      ratio: rounded(seconds / boundSeconds),
      peakMb: peakMemoryMb(),
      reach: REACH,
      ok: named >= REACH.named && single >= REACH.single && automaticWrong === 0,
      void: null,
      seeds: [FIRST_SEED, FIRST_SEED + rows - 1],
      kinds,
      automatic,
      automaticWrong,
      wrongRateUpperBound: automaticWrong === 0 ? wrongRateUpperBound(automatic) : null,
      baseline: {
        precision: rounded(baseline.right / Math.max(1, baseline.found)),
        recall: rounded(baseline.right / Math.max(1, baseline.truly)),
      },
    };
  },
};

function sharesOf({ lines, automatic, automaticWrong, putForward }: LineTally) {
  const share = (of: number) => rounded(of / Math.max(1, lines));
  return { lines, automaticShare: share(automatic), automaticWrong, putForwardShare: share(putForward) };
}
