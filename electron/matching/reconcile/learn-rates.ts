import type { RateCurve } from './model.ts';
import type { RowPair } from './rows.ts';
import { NO_DAY } from './side.ts';

export interface WeightedPair {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
}

const DAYS_EACH = 7;
const LEAST_PAIRS = 3;

/** Rates between currencies by week: the median of the pairs of that week and those beside it, as many as it takes. */
export function learnRates(pair: RowPair, pairs: readonly WeightedPair[]): RateCurve[] {
  const byCurrencies = new Map<string, { day: number; logRate: number }[]>();
  for (const { left, right, weight } of pairs) {
    const from = pair.left.currency[left] ?? -1;
    const to = pair.right.currency[right] ?? -1;
    const logRate = (pair.right.logSize[right] ?? Number.NaN) - (pair.left.logSize[left] ?? Number.NaN);
    if (from < 0 || to < 0 || from === to || Number.isNaN(logRate) || weight < 0.5) continue;
    const key = `${from} ${to}`;
    const known = byCurrencies.get(key) ?? [];
    known.push({ day: pair.right.day[right] ?? NO_DAY, logRate });
    byCurrencies.set(key, known);
  }
  return [...byCurrencies]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, seen]) => {
      const [left, right] = key.split(' ').map(Number);
      return seen.length < LEAST_PAIRS ? [] : [curveOf(left ?? 0, right ?? 0, seen)];
    });
}

function curveOf(left: number, right: number, seen: readonly { day: number; logRate: number }[]): RateCurve {
  const dated = seen.filter(({ day }) => day !== NO_DAY);
  const firstDay = dated.reduce((least, { day }) => Math.min(least, day), dated[0]?.day ?? 0);
  const lastDay = dated.reduce((most, { day }) => Math.max(most, day), firstDay);
  const weeks = Math.floor((lastDay - firstDay) / DAYS_EACH) + 1;
  const byWeek = Array.from({ length: weeks }, (): number[] => []);
  for (const { day, logRate } of dated) byWeek[Math.floor((day - firstDay) / DAYS_EACH)]?.push(logRate);
  const all = seen.map(({ logRate }) => logRate);
  const logRates = Float64Array.from({ length: weeks }, (_, week) => {
    for (let around = 0; around <= 2; around++) {
      const near = byWeek.slice(Math.max(0, week - around), week + around + 1).flat();
      if (near.length >= LEAST_PAIRS) return median(near);
    }
    return median(all);
  });
  return { left, right, firstDay, daysEach: DAYS_EACH, logRates };
}

function median(values: readonly number[]): number {
  const rising = values.toSorted((one, other) => one - other);
  return ((rising[(rising.length - 1) >> 1] ?? 0) + (rising[rising.length >> 1] ?? 0)) / 2;
}
