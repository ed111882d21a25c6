import type { AmountIndex } from './amount-index.ts';
import { FIRST_DELAY, type Model, type PairCounts } from './model.ts';
import { RATIO_BINS, ratioBinMiddle, ratioBinWidth } from './ratio-bins.ts';
import type { Reach } from './reach.ts';
import type { RowPair } from './rows.ts';
import { NO_DAY, type ReconcileTerms } from './side.ts';

const FEW_PAIRS = 10;
const USUAL = { firstDelay: -7, lastDelay: 30, ratio: 0.06, converted: 0.08 };
/** Share of pairs that may lie beyond either end. */
const BEYOND = 0.002;
const BEYOND_RATIO = 0.004;
const WIDEST_RATIO = 0.45;
/** Rows looked at for one row by amounts that come near, on average; more would make a great file slow. */
const MOST_LOOKED_AT = 160;
const TRIED = 200;

/** Where partners are looked for: what a person laid down, else what nearly all likely pairs keep to. */
export function learnReach(
  pair: RowPair,
  terms: ReconcileTerms,
  counts: PairCounts,
  model: Model,
  index: AmountIndex,
): Reach {
  const delays = ends(counts.delay, BEYOND);
  const isKnown = counts.pairs >= FEW_PAIRS;
  const [firstDelay, lastDelay] =
    terms.dateWindowDays ??
    (isKnown && delays !== null
      ? [delays[0] + FIRST_DELAY - 2, delays[1] + FIRST_DELAY + 3]
      : [USUAL.firstDelay, USUAL.lastDelay]);
  const ratios = ends(withSame(counts), BEYOND_RATIO);
  let [lowRatio, highRatio] = isKnown && ratios !== null ? ratioEnds(ratios) : [-USUAL.ratio, USUAL.ratio];
  if (terms.amountTolerance?.kind === 'share') {
    const widest = -Math.log(1 - Math.min(0.9, terms.amountTolerance.share));
    [lowRatio, highRatio] = isKnown ? [Math.max(lowRatio, -widest), Math.min(highRatio, widest)] : [-widest, widest];
  }
  const converted = ends(counts.converted, BEYOND_RATIO);
  const [lowConverted, highConverted] = converted === null ? [-USUAL.converted, USUAL.converted] : ratioEnds(converted);
  const reach = {
    firstDelay,
    lastDelay,
    lowRatio,
    highRatio,
    lowConverted: lowConverted - 0.02,
    highConverted: highConverted + 0.02,
    nearNeedsName: false,
  };
  const looked = lookedAt(pair, index, reach);
  if (looked <= MOST_LOOKED_AT) return reach;
  const tellsNames = (model.name[5] ?? 0) > Math.log(0.4) && pair.left.hasWords.some((each) => each === 1);
  if (tellsNames) return { ...reach, nearNeedsName: true };
  const part = MOST_LOOKED_AT / looked;
  return { ...reach, lowRatio: lowRatio * part, highRatio: highRatio * part };
}

function withSame(counts: PairCounts): Float64Array {
  const all = counts.ratio.slice();
  const middle = (RATIO_BINS - 1) / 2;
  all[middle] = (all[middle] ?? 0) + counts.same;
  return all;
}

function ratioEnds([first, last]: readonly [number, number]): [number, number] {
  return [
    Math.max(-WIDEST_RATIO, ratioBinMiddle(first) - ratioBinWidth(first)),
    Math.min(WIDEST_RATIO, ratioBinMiddle(last) + ratioBinWidth(last)),
  ];
}

/** First and last place between which all but a share of the counts lie at either end; null where nothing was counted. */
function ends(counts: Float64Array, beyond: number): [number, number] | null {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (total === 0) return null;
  const most = Math.min(Math.max(0.5, beyond * total), total / 2);
  const reaches = (from: number, step: number): number => {
    let at = from;
    for (let sum = counts[at] ?? 0; sum < most; sum += counts[at] ?? 0) at += step;
    return at;
  };
  return [reaches(0, 1), reaches(counts.length - 1, -1)];
}

function lookedAt(pair: RowPair, index: AmountIndex, reach: Reach): number {
  const step = Math.max(1, Math.floor(pair.left.count / TRIED));
  let looked = 0;
  let tried = 0;
  for (let left = 0; left < pair.left.count; left += step) {
    const size = pair.left.size[left] ?? Number.NaN;
    tried++;
    if (Number.isNaN(size)) continue;
    const day = pair.left.day[left] ?? NO_DAY;
    index.visit(
      pair.left.currency[left] ?? -1,
      (pair.left.amount[left] ?? 0) < 0,
      day === NO_DAY ? null : day + reach.firstDelay,
      day + reach.lastDelay,
      size * Math.exp(reach.lowRatio),
      size * Math.exp(reach.highRatio),
      () => void looked++,
    );
  }
  return looked / Math.max(1, tried);
}
