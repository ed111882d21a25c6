import type { AmountIndex } from './amount-index.ts';
import { DELAYS, FIRST_DELAY, noCounts, type PairCounts } from './model.ts';
import { NAME, nameSignal, type Signal } from './pair-signals.ts';
import { RATIO_BINS, ratioBin } from './ratio-bins.ts';
import type { RowPair } from './rows.ts';
import { NO_DAY, type ReconcileTerms } from './side.ts';

const FIRST_DAY = -10;
const LAST_DAY = 45;
const WIDEST = 0.35;
const SAMPLE = 1_000;
const NAMED_ENOUGH = 0.3;
const LEAST_SIGMA = 3;

/**
 * What true pairs look like where no row names its partner: the amount ratios that rows show days apart, more often than rows of the
 * same kind show them with dates that were swapped. What is left after taking that off belongs to true pairs.
 */
export function seedAmounts(pair: RowPair, index: AmountIndex, terms: ReconcileTerms): PairCounts {
  const counts = noCounts();
  const { left: rows } = pair;
  const step = Math.max(1, Math.floor(rows.count / SAMPLE));
  const needsName = share(rows.hasWords) > NAMED_ENOUGH && share(pair.right.hasWords) > NAMED_ENOUGH;
  const real = { ratio: new Float64Array(RATIO_BINS), seen: [] as (readonly [number, number])[] };
  const swapped = { ratio: new Float64Array(RATIO_BINS), seen: [] as (readonly [number, number])[] };
  for (let left = 0; left < rows.count; left += step) {
    const day = rows.day[left] ?? NO_DAY;
    const other = rows.day[(left + Math.floor(rows.count / 2)) % rows.count] ?? NO_DAY;
    if (day === NO_DAY || other === NO_DAY) continue;
    look(pair, index, terms, { left, day, needsName }, real);
    look(pair, index, terms, { left, day: other, needsName }, swapped);
  }
  const isTrue = excess(real.ratio, swapped.ratio);
  for (let bin = 0; bin < RATIO_BINS; bin++) {
    const more = isTrue[bin] ?? 0;
    if (bin === ratioBin(0)) counts.same += more;
    else counts.ratio[bin] = more;
    counts.pairs += more;
  }
  const delays = [new Float64Array(DELAYS), new Float64Array(DELAYS)] as const;
  for (const [at, { seen }] of [real, swapped].entries())
    for (const [bin, days] of seen) {
      const into = delays[at === 0 ? 0 : 1];
      if ((isTrue[bin] ?? 0) > 0) into[days - FIRST_DELAY] = (into[days - FIRST_DELAY] ?? 0) + 1;
    }
  // Chance is spread evenly over days: its mean is steadier than each day's own.
  const chance = delays[1].reduce((sum, each) => sum + each, 0) / (LAST_DAY - FIRST_DAY + 1);
  counts.delay.set(
    excess(
      delays[0],
      delays[1].map(() => chance),
    ),
  );
  return counts;
}

function look(
  pair: RowPair,
  index: AmountIndex,
  { dateWindowDays }: ReconcileTerms,
  from: { readonly left: number; readonly day: number; readonly needsName: boolean },
  into: { readonly ratio: Float64Array; readonly seen: (readonly [number, number])[] },
): void {
  const size = pair.left.size[from.left] ?? Number.NaN;
  if (Number.isNaN(size)) return;
  const name: Signal = { kind: 0, share: 1, token: -1 };
  const [first, last] = dateWindowDays ?? [FIRST_DAY, LAST_DAY];
  const isNegative = (pair.left.amount[from.left] ?? 0) < 0;
  const [low, high] = [size * Math.exp(-WIDEST), size * Math.exp(WIDEST)];
  index.visit(
    pair.left.currency[from.left] ?? -1,
    isNegative,
    from.day + first,
    from.day + last,
    low,
    high,
    (right) => {
      const theirs = pair.right.day[right] ?? NO_DAY;
      if (theirs === NO_DAY) return;
      if (from.needsName) {
        nameSignal(pair, from.left, right, name);
        if (name.kind < NAME.half) return;
      }
      const bin = ratioBin((pair.right.logSize[right] ?? 0) - (pair.left.logSize[from.left] ?? 0));
      into.ratio[bin] = (into.ratio[bin] ?? 0) + 1;
      const days = theirs - from.day;
      if (days >= FIRST_DELAY && days < FIRST_DELAY + DELAYS) into.seen.push([bin, days]);
    },
  );
}

function excess(real: Float64Array, chance: Float64Array): Float64Array {
  return real.map((count, at) => {
    const expected = chance[at] ?? 0;
    const more = count - expected;
    return more >= LEAST_SIGMA * Math.sqrt(2 * expected + 1) ? more : 0;
  });
}

function share(flags: Uint8Array): number {
  return flags.reduce((sum, each) => sum + each, 0) / Math.max(1, flags.length);
}
