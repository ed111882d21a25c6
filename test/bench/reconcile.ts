import { reconcile } from '../../electron/matching/reconcile/reconcile.ts';
import type { Bench } from './bench.ts';
import { measureSides, rounded, secondsOf } from './measure.ts';
import { feeFiles } from './quality/reconcile/fee-files.ts';
import type { TwoFiles } from './quality/reconcile/two-files.ts';

const SEED = 6;
const REACH_SECONDS = 10;

/** How long two files of `rows` each take in memory: amounts less fees, other currencies, days later; bound: one `Map` by amount. */
export const reconcileBench: Bench = {
  name: 'reconcile',
  summary: 'two files of payments with fees and conversions, read already; bound: joined once by amount',
  rows: 45_000,
  async run({ rows, runs, say }) {
    say('making two files');
    const files = feeFiles(SEED, rows);
    say('reconciling');
    const terms = { amountTolerance: null, dateWindowDays: null, oneToOne: false };
    const medians = await measureSides({
      ours: () => secondsOf(() => reconcile(files.left, files.right, terms)),
      bound: () => secondsOf(() => joinByAmount(files)),
      runs,
    });
    return {
      rows: files.left.count,
      seconds: rounded(medians.seconds),
      boundSeconds: rounded(medians.boundSeconds),
      boundRowsPerSec: Math.round(files.left.count / Math.max(medians.boundSeconds, 1e-6)),
      ratio: rounded(medians.ratio),
      peakMb: medians.peakMb,
      reach: { seconds: REACH_SECONDS },
      ok: medians.seconds <= REACH_SECONDS,
      void: null,
      allSeconds: medians.allSeconds.map(rounded),
    };
  },
};

function joinByAmount({ left, right }: TwoFiles): number {
  const byAmount = new Map<number, number>();
  for (const [row, amount] of right.amount.entries()) byAmount.set(amount, row);
  let joined = 0;
  for (const amount of left.amount) if (byAmount.has(amount)) joined++;
  return joined;
}
