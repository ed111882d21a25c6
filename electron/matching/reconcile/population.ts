import { roundedCount, roundedLog } from './rounded-log.ts';
import type { Rows } from './rows.ts';
import { NO_DAY } from './side.ts';

/** How usual the right rows' amounts and days are, as natural logarithms of shares of all right rows. */
export interface Population {
  /** Share of rows of precisely this amount (and currency). */
  readonly sameAmount: Float64Array;
  /** Share of rows around this amount, for a difference of 1 between logarithms. */
  readonly amountDensity: Float64Array;
  /** Share of rows of a day around this one. */
  readonly day: Float64Array;
}

const NEIGHBOURS_SHARE = 0.02;
const LEAST_NEIGHBOURS = 4;
const LEAST_EXPECTED = 0.1;
/** An amount without neighbours says nothing of how usual it is: amounts of a business spread over some five powers of e. */
const ALONE = 0.2;
const DAYS_AROUND = 5;

/** Counts how usual the amounts and days of rows are. */
export function populationOf(rows: Rows): Population {
  const total = roundedCount(rows.count);
  const sameAmount = new Float64Array(rows.count);
  const amountDensity = new Float64Array(rows.count);
  const byAmount = [...rows.size.keys()]
    .filter((row) => !Number.isNaN(rows.size[row] ?? Number.NaN))
    .sort(
      (one, other) =>
        (rows.currency[one] ?? 0) - (rows.currency[other] ?? 0) || (rows.size[one] ?? 0) - (rows.size[other] ?? 0),
    );
  for (let from = 0; from < byAmount.length;) {
    const currency = rows.currency[byAmount[from] ?? 0];
    let to = from;
    while (to < byAmount.length && rows.currency[byAmount[to] ?? 0] === currency) to++;
    countAmounts(rows, byAmount.slice(from, to), total, { sameAmount, amountDensity });
    from = to;
  }
  return { sameAmount, amountDensity, day: dayShares(rows, total) };
}

function countAmounts(
  rows: Rows,
  sorted: readonly number[],
  total: number,
  into: { readonly sameAmount: Float64Array; readonly amountDensity: Float64Array },
): void {
  const reach = Math.max(LEAST_NEIGHBOURS, Math.round(roundedCount(sorted.length) * NEIGHBOURS_SHARE));
  const logOf = (at: number) => rows.logSize[sorted[at] ?? 0] ?? 0;
  for (let at = 0; at < sorted.length;) {
    let end = at;
    while (end < sorted.length && logOf(end) === logOf(at)) end++;
    const low = Math.max(0, at - reach);
    const high = Math.min(sorted.length - 1, end - 1 + reach);
    const density = high === low ? ALONE : (high - low) / Math.max(logOf(high) - logOf(low), 1e-3);
    // Others that have it too, or those that its neighbourhood lets expect; a tenth of a row is as sure as chance is ever taken to be.
    const expected = Math.max(end - at - 1, Math.min(1, density / Math.exp(logOf(at))), LEAST_EXPECTED);
    for (let each = at; each < end; each++) {
      into.sameAmount[sorted[each] ?? 0] = roundedLog(expected / total);
      into.amountDensity[sorted[each] ?? 0] = roundedLog(density / total);
    }
    at = end;
  }
}

function dayShares(rows: Rows, total: number): Float64Array {
  const days = Int32Array.from(rows.day.filter((day) => day !== NO_DAY)).sort();
  const countUpTo = (day: number): number => {
    let low = 0;
    let high = days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((days[middle] ?? 0) <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const known = new Map<number, number>();
  return Float64Array.from(rows.day, (day) => {
    if (day === NO_DAY) return 0;
    let share = known.get(day);
    if (share === undefined) {
      const around = countUpTo(day + DAYS_AROUND) - countUpTo(day - DAYS_AROUND - 1);
      share = roundedLog(around / (2 * DAYS_AROUND + 1) / total);
      known.set(day, share);
    }
    return share;
  });
}
