import { DELAYS, FIRST_DELAY } from '../model.ts';
import type { Option } from '../option.ts';
import { CODE, NAME } from '../pair-signals.ts';
import { daysBetween } from '../rows.ts';
import { NO_DAY } from '../side.ts';
import { groupOption, type Facing } from './facing.ts';
import type { FreeRows } from './free-rows.ts';
import { commonGrain, logHit, logHitOf, logSets, membersWorth, oddsOf, varianceOf } from './group-odds.ts';
import type { GroupSearch } from './group-search.ts';
import { smallSums } from './small-sums.ts';

/** Rows of the window that are looked at; the ones that suit the target best. */
const MOST_POOL = 48;
const MOST_IN_WINDOW = 2_000;
const MOST_SETS = 4;
/** Members of a group come further apart than rows that are settled alone. */
const DAYS_MORE = 2;
/** Share of members whose day says no more than that it lies in the window. */
const FLAT = Math.log(0.25);
const USUAL = Math.log(0.75);
const LEAST_WEIGHT = -3;
/** What the dates of the rest may speak for it. */
const SUITS = 7;
/** Odds of the rest at which a set is worth more than what is named of it, and at which it needs no second look. */
const LIKELY = 3;
const SURE = 8;

/**
 * Groups of two to four rows anywhere in the window of a target that come to it precisely. Each member counts with all that speaks for it
 * by code, name and date, so that a number or a name on one of them finds the rest.
 */
export function windowSets(
  search: GroupSearch,
  facing: Facing,
  free: FreeRows,
  target: number,
  named: readonly number[],
): Option[] {
  const pool = poolOf(search, facing, free, target);
  if (pool.rows.length < 2) return [];
  const { targets, members } = facing;
  const size = targets.size[target] ?? Number.NaN;
  const sizes = pool.rows.map((row) => members.size[row] ?? 0);
  const variance = varianceOf(sizes);
  const options: Option[] = [];
  for (const places of smallSums(sizes, size)) {
    const rows = places.map((at) => pool.rows[at] ?? 0);
    const own = places.map((at) => sizes[at] ?? 0);
    const grain = Math.max(search.grain, commonGrain(own, size));
    const worth = places.reduce((sum, at) => sum + (pool.weights[at] ?? 0), 0);
    const chance = logSets(facing.looseMembers, places.length) + logHitOf(variance, places.length, size, grain);
    const whole = oddsOf(chance, worth - Math.log(places.length * (places.length - 1)));
    const isNamed = named.length > 0 && rows.length > named.length && named.every((row) => rows.includes(row));
    const weak = places.filter((at) => pool.isStrong[at] !== true);
    const rest = weak.length === 0 || weak.length === places.length ? 0 : restChance(search, facing, pool, weak, size);
    // What names itself is certain enough: only the rest meets by chance.
    const more = isNamed ? oddsOf(rest, membersWorth(facing, search.scorer, target, rows)) : whole;
    const restOdds = rest === 0 ? Infinity : oddsOf(rest, SUITS);
    const base = restOdds < LIKELY ? 0 : strongOdds(facing, pool, places);
    const logOdds = Math.min(Math.max(whole, more), base + restOdds);
    if (logOdds <= 0) continue;
    const amounts = restOdds < SURE ? 'near' : 'exact';
    options.push(groupOption(facing, target, rows, { logOdds, rule: 'window-set', amounts }));
  }
  options.sort((one, other) => other.logOdds - one.logOdds);
  // Sets that are as good as the last one stay beside it: leaving one out would be guessing.
  const least = options[MOST_SETS - 1]?.logOdds ?? 0;
  return options.filter(({ logOdds }) => logOdds >= least);
}

/** What speaks for those that code or name speaks for, were they alone: their rivals are sets of them without the rest. */
function strongOdds({ looseMembers }: Facing, pool: WeightedPool, places: readonly number[]): number {
  const strong = places.filter((at) => pool.isStrong[at] === true);
  const worth = strong.reduce((sum, at) => sum + (pool.weights[at] ?? 0), 0);
  return Math.max(0, worth - logSets(looseMembers, strong.length));
}

/** How often rows that have nothing but their amount would make up by chance what the others leave. */
function restChance(
  { grain }: GroupSearch,
  { members, sizeCounts }: Facing,
  pool: WeightedPool,
  weak: readonly number[],
  target: number,
): number {
  const sizes = weak.map((at) => members.size[pool.rows[at] ?? 0] ?? 0);
  const tries = logSets(Math.max(pool.inWindow, weak.length), weak.length);
  const [only] = sizes;
  if (sizes.length === 1 && only !== undefined)
    return tries + Math.log(Math.max(0.5, (sizeCounts.get(only) ?? 1) - 1) / members.count);
  const sum = sizes.reduce((total, size) => total + size, 0);
  return tries + logHit(sizes, sizes.length, Math.min(target, sum), Math.max(grain, commonGrain(sizes, sum)));
}

interface WeightedPool {
  readonly rows: readonly number[];
  readonly weights: readonly number[];
  /** Whether code or name speaks for a row, and not its date alone. */
  readonly isStrong: readonly boolean[];
  readonly inWindow: number;
}

const NO_POOL: WeightedPool = { rows: [], weights: [], isStrong: [], inWindow: 0 };

function poolOf({ learned, scorer }: GroupSearch, facing: Facing, free: FreeRows, target: number): WeightedPool {
  const { reach, model, population, pair } = learned;
  const { targets, members, isLeftTarget } = facing;
  const day = targets.day[target] ?? NO_DAY;
  const size = targets.size[target] ?? Number.NaN;
  if (day === NO_DAY) return NO_POOL;
  const [first, last] = [reach.firstDelay - DAYS_MORE, reach.lastDelay + DAYS_MORE];
  const window = free.rowsOn(target, isLeftTarget ? day + first : day - last, last - first + 1);
  if (window.length > MOST_IN_WINDOW) return NO_POOL;
  const flat = FLAT - Math.log(last - first + 1);
  const found: { row: number; weight: number; isStrong: boolean }[] = [];
  for (const row of window) {
    if ((members.size[row] ?? 0) >= size) continue;
    const [left, right] = isLeftTarget ? [target, row] : [row, target];
    scorer.rate(left, right);
    const { code, codeKind, name, nameKind } = scorer.score;
    const at = Math.max(0, Math.min(DELAYS - 1, daysBetween(pair, left, right) - FIRST_DELAY));
    const usual = USUAL + (model.delay[at] ?? 0);
    const delay = Math.max(usual, flat) + Math.log1p(Math.exp(-Math.abs(usual - flat)));
    const weight = code + name + delay - (population.day[right] ?? 0);
    if (weight >= LEAST_WEIGHT) found.push({ row, weight, isStrong: codeKind >= CODE.near || nameKind >= NAME.half });
  }
  found.sort((one, other) => other.weight - one.weight || one.row - other.row);
  // Rows as good as the first one left out are left out too: they may be the very same.
  const beyond = found[MOST_POOL]?.weight ?? -Infinity;
  const best = found.filter(({ weight }) => weight > beyond);
  return {
    rows: best.map(({ row }) => row),
    weights: best.map(({ weight }) => weight),
    isStrong: best.map(({ isStrong }) => isStrong),
    inWindow: window.length,
  };
}
