import { findSubsetSum, runningSums } from '../../movements/subset-sum.ts';
import { commonGrain, logHitOf, logSets, varianceOf } from './group-odds.ts';

/** Rows and their absolute amounts, among which sums are looked for. */
export interface Pool {
  readonly rows: readonly number[];
  readonly sizes: readonly number[];
  /** What the first one, two, … of them come to. */
  readonly sums: Float64Array;
  /** How far they lie apart. */
  readonly variance: number;
}

/** A set of rows with an exact sum, and the logarithm of how many sets as small one would find by chance. */
export interface ExactSum {
  readonly rows: readonly number[];
  readonly logChance: number;
}

const MOST_ROWS = 60;
const MOST_MEMBERS = 14;
const MOST_CHANCE = Math.log(0.3);
const STEPS = 12_000;

/** A pool of rows, smallest amount first, equal ones in their own order. */
export function poolOf(rows: readonly number[], sizes: Float64Array): Pool {
  const sorted = rows.toSorted((one, other) => (sizes[one] ?? 0) - (sizes[other] ?? 0) || one - other);
  const own = sorted.map((row) => sizes[row] ?? 0);
  return { rows: sorted, sizes: own, sums: runningSums(own), variance: varianceOf(own) };
}

/**
 * Sets of a pool that come to a sum precisely, `least` members or more: the whole pool, else the sets that are small enough not to
 * be expected by chance. Two where several fit: then nothing tells them apart.
 */
export function exactSums(pool: Pool, target: number, grain: number, least = 2): ExactSum[] {
  const count = pool.rows.length;
  const { sums, variance } = pool;
  const whole = sums[count] ?? 0;
  if (count < least || whole < target) return [];
  const grained = (sizes: readonly number[]) => Math.max(grain, commonGrain(sizes, target));
  if (whole === target) return [{ rows: pool.rows, logChance: logHitOf(variance, count, target, grained(pool.sizes)) }];
  if (least === 1) {
    const same = pool.rows.filter((_, at) => pool.sizes[at] === target);
    if (same.length > 0)
      return same.map((row) => ({
        rows: [row],
        logChance: Math.log(count) + logHitOf(variance, 1, target, grained([target])),
      }));
  }
  if (count > MOST_ROWS) return [];
  let most = 1;
  while (most < Math.min(count, MOST_MEMBERS) && chanceOf(pool, most + 1, target, grain) <= MOST_CHANCE) most++;
  if (most < 2) return [];
  const found = findSubsetSum(pool.sizes, target, most, STEPS, sums);
  const sets = found.found === 'one' ? [found.positions] : found.found === 'several' ? found.examples : [];
  return sets.map((positions) => ({
    rows: positions.map((at) => pool.rows[at] ?? 0),
    logChance: chanceOf(pool, positions.length, target, grained(positions.map((at) => pool.sizes[at] ?? 0))),
  }));
}

function chanceOf(pool: Pool, size: number, target: number, grain: number): number {
  return logSets(pool.rows.length, size) + logHitOf(pool.variance, size, target, grain);
}
