import { CLASSES, CODE, NAME } from './pair-signals.ts';
import { RATIO_BINS, ratioBinMiddle, ratioBinWidth } from './ratio-bins.ts';
import { roundedLog } from './rounded-log.ts';
import type { Signs } from './side.ts';

export const FIRST_DELAY = -200;
export const DELAYS = 401;

/** A rule by which one amount becomes the other: `right = factor * left - fixed`, in the smallest unit, rounded. */
export interface AmountLine {
  readonly factor: number;
  readonly fixed: number;
  /** Natural logarithm of the share of true pairs on it. */
  readonly share: number;
}

/** Rate between two currencies by day: `right = left * exp(logRate)`. */
export interface RateCurve {
  readonly left: number;
  readonly right: number;
  readonly firstDay: number;
  readonly daysEach: number;
  readonly logRates: Float64Array;
}

/** What is known of true pairs and of pairs that only happen to stand in the two files; natural logarithms throughout. */
export interface Model {
  readonly signs: Signs;
  /** Odds of one given pair before anything is known of it. */
  readonly prior: number;
  /** Share of left rows with a partner. */
  readonly matchedShare: number;
  /** Share of true pairs with precisely the same amount. */
  readonly sameAmount: number;
  /** Share of true pairs of which one amount has two digits the wrong way round. */
  readonly swapped: number;
  readonly lines: readonly AmountLine[];
  /** Density of the logarithm of right amount over left amount among true pairs, a bin each. */
  readonly ratio: Float64Array;
  readonly converted: Float64Array;
  readonly rates: readonly RateCurve[];
  /** Share of true pairs with this many days between them, from `FIRST_DELAY`. */
  readonly delay: Float64Array;
  /** Share of each class among true pairs, and among others. */
  readonly code: Float64Array;
  readonly codeOther: Float64Array;
  readonly name: Float64Array;
  readonly nameOther: Float64Array;
}

/** Counts of what true pairs look like, added up with how likely each is. */
export interface PairCounts {
  pairs: number;
  same: number;
  swapped: number;
  /** Pairs with amounts that are neither equal nor converted. */
  readonly ratio: Float64Array;
  readonly converted: Float64Array;
  readonly delay: Float64Array;
  readonly code: Float64Array;
  readonly name: Float64Array;
}

export function noCounts(): PairCounts {
  return {
    pairs: 0,
    same: 0,
    swapped: 0,
    ratio: new Float64Array(RATIO_BINS),
    converted: new Float64Array(RATIO_BINS),
    delay: new Float64Array(DELAYS),
    code: new Float64Array(CLASSES),
    name: new Float64Array(CLASSES),
  };
}

const BELIEF = 4;
/** What we believe before any pair was seen, worth `BELIEF` pairs. */
const SAME_AMOUNT_BELIEF = 0.6;

/** Logarithm of the density of amount ratios: what was seen, smoothed, and what is believed: small differences more often than great ones. */
export function ratioDensity(counts: Float64Array, shareLeft: number): Float64Array {
  const belief = new Float64Array(RATIO_BINS);
  let sum = 0;
  for (let bin = 0; bin < RATIO_BINS; bin++) {
    const distance = Math.abs(ratioBinMiddle(bin));
    belief[bin] = distance > 6 ? 0 : 1 / (1 + distance * 20) + (distance < 0.002 ? 1 : 0);
    sum += belief[bin] ?? 0;
  }
  const seen = smoothed(counts, [0.2, 0.6, 0.2]);
  const total = seen.reduce((all, each) => all + each, 0);
  return Float64Array.from(seen, (count, bin) => {
    const share = (count + BELIEF * ((belief[bin] ?? 0) / sum)) / (total + BELIEF);
    return roundedLog(Math.max(1e-9, (shareLeft * share) / ratioBinWidth(bin)));
  });
}

/** Logarithm of the share of each number of days. */
export function delayShares(counts: Float64Array): Float64Array {
  const belief = Float64Array.from({ length: DELAYS }, (_, at) => {
    const days = at + FIRST_DELAY;
    return Math.exp(-Math.abs(days - 1) / 4) + 0.004;
  });
  const sum = belief.reduce((all, each) => all + each, 0);
  const seen = smoothed(counts, [0.03, 0.12, 0.7, 0.12, 0.03]);
  const total = seen.reduce((all, each) => all + each, 0);
  return Float64Array.from(seen, (count, at) =>
    roundedLog((count + (BELIEF * (belief[at] ?? 0)) / sum) / (total + BELIEF)),
  );
}

function smoothed(counts: Float64Array, kernel: readonly number[]): Float64Array {
  const reach = (kernel.length - 1) / 2;
  return counts.map((_, at) => {
    let sum = 0;
    for (const [step, weight] of kernel.entries())
      sum += weight * (counts[Math.max(0, Math.min(counts.length - 1, at + step - reach))] ?? 0);
    return sum;
  });
}

const CODE_BELIEF: Readonly<Record<number, number>> = {
  [CODE.unlinked]: 2,
  [CODE.elsewhere]: 0.3,
  [CODE.near]: 0.3,
  [CODE.same]: 1.4,
};
const NAME_BELIEF: Readonly<Record<number, number>> = {
  [NAME.unlinked]: 0.5,
  [NAME.other]: 0.7,
  [NAME.little]: 0.4,
  [NAME.half]: 0.8,
  [NAME.same]: 1.6,
};

/** Logarithm of the share of each class among those pairs of which both rows have something to compare. */
export function classShares(counts: Float64Array, of: 'code' | 'name'): Float64Array {
  const belief = of === 'code' ? CODE_BELIEF : NAME_BELIEF;
  let total = 0;
  const shares = counts.map((count, kind) => {
    const share = kind === 0 ? 0 : count + (belief[kind] ?? 0);
    total += share;
    return share;
  });
  return shares.map((share, kind) => (kind === 0 || share === 0 ? 0 : roundedLog(share / total)));
}

const SWAPPED_BELIEF = 0.002;

export { SAME_AMOUNT_BELIEF, SWAPPED_BELIEF, BELIEF };
