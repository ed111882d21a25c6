import { DELAYS, FIRST_DELAY } from '../model.ts';
import type { Option } from '../option.ts';
import { daysBetween } from '../rows.ts';
import { NO_DAY } from '../side.ts';
import { rowsOn, type RowsByDay } from './day-sets.ts';
import { groupOption, type Facing } from './facing.ts';
import { commonGrain, logHit, logSets, membersWorth, oddsOf } from './group-odds.ts';
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

/**
 * Groups of two to four rows anywhere in the window of a target that come to it precisely. Each member counts with all that speaks for it
 * by code, name and date, so that a number or a name on one of them finds the rest.
 */
export function windowSets(
  search: GroupSearch,
  facing: Facing,
  byDay: RowsByDay,
  target: number,
  named: readonly number[],
): Option[] {
  const pool = poolOf(search, facing, byDay, target);
  if (pool.rows.length < 2) return [];
  const { targets, members } = facing;
  const size = targets.size[target] ?? Number.NaN;
  const sizes = pool.rows.map((row) => members.size[row] ?? 0);
  const options: Option[] = [];
  for (const places of smallSums(sizes, size)) {
    const own = places.map((at) => sizes[at] ?? 0);
    const grain = Math.max(search.grain, commonGrain(own, size));
    const worth = places.reduce((sum, at) => sum + (pool.weights[at] ?? 0), 0);
    const chance = logSets(facing.looseMembers, places.length) + logHit(sizes, places.length, size, grain);
    const rows = places.map((at) => pool.rows[at] ?? 0);
    let logOdds = oddsOf(chance, worth - Math.log(places.length * (places.length - 1)));
    const rest = rows.length - named.length;
    if (named.length > 0 && rest > 0 && named.every((row) => rows.includes(row))) {
      // What the target names is certain enough: only the rest meets by chance.
      const restChance = logSets(sizes.length, rest) + logHit(sizes, rest, size, grain);
      logOdds = Math.max(logOdds, oddsOf(restChance, membersWorth(facing, search.scorer, target, rows)));
    }
    if (logOdds <= 0) continue;
    options.push(groupOption(facing, target, rows, { logOdds, rule: 'window-set', amounts: 'exact' }));
  }
  return options.sort((one, other) => other.logOdds - one.logOdds).slice(0, MOST_SETS);
}

interface WeightedPool {
  readonly rows: readonly number[];
  readonly weights: readonly number[];
}

function poolOf({ learned, scorer }: GroupSearch, facing: Facing, byDay: RowsByDay, target: number): WeightedPool {
  const { reach, model, population, pair } = learned;
  const { targets, members, isLeftTarget } = facing;
  const day = targets.day[target] ?? NO_DAY;
  const size = targets.size[target] ?? Number.NaN;
  if (day === NO_DAY) return { rows: [], weights: [] };
  const [first, last] = [reach.firstDelay - DAYS_MORE, reach.lastDelay + DAYS_MORE];
  const window = rowsOn(byDay, targets, target, isLeftTarget ? day + first : day - last, last - first + 1);
  if (window.length > MOST_IN_WINDOW) return { rows: [], weights: [] };
  const flat = FLAT - Math.log(last - first + 1);
  const found: { row: number; weight: number }[] = [];
  for (const row of window) {
    if ((members.size[row] ?? 0) >= size) continue;
    const [left, right] = isLeftTarget ? [target, row] : [row, target];
    scorer.rate(left, right);
    const { code, name } = scorer.score;
    const at = Math.max(0, Math.min(DELAYS - 1, daysBetween(pair, left, right) - FIRST_DELAY));
    const usual = USUAL + (model.delay[at] ?? 0);
    const delay = Math.max(usual, flat) + Math.log1p(Math.exp(-Math.abs(usual - flat)));
    const weight = code + name + delay - (population.day[right] ?? 0);
    if (weight >= LEAST_WEIGHT) found.push({ row, weight });
  }
  found.sort((one, other) => other.weight - one.weight || one.row - other.row);
  const best = found.slice(0, MOST_POOL);
  return { rows: best.map(({ row }) => row), weights: best.map(({ weight }) => weight) };
}
