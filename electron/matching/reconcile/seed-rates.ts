import type { AmountIndex } from './amount-index.ts';
import type { WeightedPair } from './learn-rates.ts';
import { NAME, nameSignal, type Signal } from './pair-signals.ts';
import type { RowPair } from './rows.ts';
import { NO_DAY } from './side.ts';

const FIRST_DAY = -5;
const LAST_DAY = 25;
/** Pairs looked at for two currencies; their ratios pile up in far fewer. */
const MOST_LOOKED_AT = 60_000;
const LEAST_ROWS = 40;
const MOST_ROWS = 900;
const BIN = 0.02;
const BINS = 1_000;
/** A peak is this wide, for rates move. */
const PEAK_BINS = 5;
const AROUND_BINS = 25;
const LEAST_PAIRS = 5;
const LEAST_SIGMA = 6;

/**
 * Pairs that show the rate between two currencies when no row names its partner: amounts of rows days apart whose ratios pile up at
 * one place, far beyond what the ratios around it let expect. Rows that share a name are asked first.
 */
export function seedRates(pair: RowPair, index: AmountIndex): WeightedPair[] {
  const isOneCurrency = new Set([...pair.left.currency, ...pair.right.currency].filter((each) => each >= 0)).size < 2;
  if (isOneCurrency) return [];
  const seeds: WeightedPair[] = [];
  for (let from = 0; from < pair.currencies.length; from++)
    for (let to = 0; to < pair.currencies.length; to++) {
      if (from === to) continue;
      const all = pairsBetween(pair, index, from, to);
      const named = peakOf(all.filter(({ isNamed }) => isNamed));
      seeds.push(...(named.length > 0 ? named : peakOf(all)));
    }
  return seeds;
}

interface Seen {
  readonly left: number;
  readonly right: number;
  readonly logRatio: number;
  readonly isNamed: boolean;
}

function pairsBetween(pair: RowPair, index: AmountIndex, from: number, to: number): Seen[] {
  const lefts = [...pair.left.currency.keys()].filter((row) => pair.left.currency[row] === from);
  const rights = pair.right.currency.reduce((sum, each) => sum + (each === to ? 1 : 0), 0);
  const near = (rights * (LAST_DAY - FIRST_DAY + 1)) / Math.max(LAST_DAY - FIRST_DAY + 1, spanOf(pair.right.day));
  const wanted = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.round(MOST_LOOKED_AT / Math.max(1, near))));
  const step = Math.max(1, Math.floor(lefts.length / wanted));
  const seen: Seen[] = [];
  const found: Signal = { kind: 0, share: 1, token: -1 };
  for (let at = 0; at < lefts.length; at += step) {
    const left = lefts[at] ?? 0;
    const day = pair.left.day[left] ?? NO_DAY;
    const isNegative = (pair.left.amount[left] ?? 0) < 0;
    index.visit(to, isNegative, day === NO_DAY ? null : day + FIRST_DAY, day + LAST_DAY, 0, Infinity, (right) => {
      const logRatio = (pair.right.logSize[right] ?? Number.NaN) - (pair.left.logSize[left] ?? Number.NaN);
      if (Number.isNaN(logRatio)) return;
      nameSignal(pair, left, right, found);
      seen.push({ left, right, logRatio, isNamed: found.kind >= NAME.half });
    });
  }
  return seen;
}

/** Days from the first to the last. */
function spanOf(days: Int32Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const day of days)
    if (day !== NO_DAY) {
      least = Math.min(least, day);
      most = Math.max(most, day);
    }
  return Math.max(1, most - least + 1);
}

/** The pairs of the one place where ratios pile up; none where nothing stands out. */
function peakOf(seen: readonly Seen[]): WeightedPair[] {
  const bins = new Float64Array(BINS);
  const binOf = (logRatio: number) => Math.floor(logRatio / BIN) + BINS / 2;
  for (const { logRatio } of seen) {
    const bin = binOf(logRatio);
    if (bin >= 0 && bin < BINS) bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const sum = (from: number, to: number) =>
    bins.subarray(Math.max(0, from), to).reduce((total, each) => total + each, 0);
  let best = { first: -1, excess: 0 };
  for (let first = AROUND_BINS; first < BINS - AROUND_BINS - PEAK_BINS; first++) {
    const peak = sum(first, first + PEAK_BINS);
    if (peak < LEAST_PAIRS || peak <= best.excess) continue;
    const around = sum(first - AROUND_BINS, first) + sum(first + PEAK_BINS, first + PEAK_BINS + AROUND_BINS);
    const expected = (around * PEAK_BINS) / (2 * AROUND_BINS);
    const excess = peak - expected;
    if (excess > best.excess && excess >= LEAST_SIGMA * Math.sqrt(expected + 0.25) && excess >= LEAST_PAIRS)
      best = { first, excess };
  }
  if (best.first < 0) return [];
  return seen
    .filter(({ logRatio }) => binOf(logRatio) >= best.first && binOf(logRatio) < best.first + PEAK_BINS)
    .map(({ left, right }) => ({ left, right, weight: 0.5 }));
}
