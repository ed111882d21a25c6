import { FIRST_DELAY } from '../model.ts';
import type { Learned } from '../learn.ts';
import type { Option } from '../option.ts';
import type { Rows } from '../rows.ts';
import { NO_DAY } from '../side.ts';
import { exactSums, poolOf } from './exact-sums.ts';
import { groupOption, type Facing } from './facing.ts';
import { datesOdds, oddsOf, otherNames } from './group-odds.ts';
import type { GroupSearch } from './group-search.ts';

const MOST_DAYS = 16;
const MOST_POOL = 40;

/** Free rows by currency, sign and day. */
export type RowsByDay = ReadonlyMap<string, readonly number[]>;

/** The free members of a facing by day. */
export function looseByDay({ members, isLooseMember }: Facing): RowsByDay {
  const byDay = new Map<string, number[]>();
  for (let row = 0; row < members.count; row++) {
    const day = members.day[row] ?? NO_DAY;
    if (isLooseMember[row] === 0 || Number.isNaN(members.size[row] ?? Number.NaN) || day === NO_DAY) continue;
    const key = keyOf(members.currency[row] ?? -1, (members.amount[row] ?? 0) < 0, day);
    const found = byDay.get(key);
    if (found === undefined) byDay.set(key, [row]);
    else found.push(row);
  }
  return byDay;
}

/** Free rows of the currency and sign of a target on so many days. */
export function rowsOn(byDay: RowsByDay, targets: Rows, target: number, firstDay: number, days: number): number[] {
  const isNegative = (targets.amount[target] ?? 0) < 0;
  return Array.from({ length: days }, (_, at) => firstDay + at).flatMap(
    (day) => byDay.get(keyOf(targets.currency[target] ?? -1, isNegative, day)) ?? [],
  );
}

/** Groups of one day, or of days that follow each other, that come to the target precisely: what was banked together. */
export function daySets(search: GroupSearch, facing: Facing, byDay: RowsByDay, target: number): Option[] {
  const { learned, scorer, grain } = search;
  const { model, reach } = learned;
  const { targets, isLeftTarget } = facing;
  const day = targets.day[target] ?? NO_DAY;
  if (day === NO_DAY) return [];
  const poolOn = (from: number, days: number): number[] => rowsOn(byDay, targets, target, from, days);
  const options: Option[] = [];
  const note = (rows: readonly number[], tried: number): void => {
    if (rows.length < 2 || rows.length > MOST_POOL) return;
    for (const found of exactSums(poolOf(rows, facing.members.size), targets.size[target] ?? Number.NaN, grain)) {
      const logOdds = oddsOf(
        found.logChance + Math.log(tried),
        datesOdds(facing, model, reach, target, found.rows) + otherNames(facing, scorer, target, found.rows),
      );
      options.push(groupOption(facing, target, found.rows, { logOdds, rule: 'day-set', amounts: 'exact' }));
    }
  };
  const delays = likelyDelays(learned);
  for (const delay of delays) note(poolOn(isLeftTarget ? day + delay : day - delay, 1), 1);
  if (options.length > 0) return options;
  for (const delay of delays) note(poolOn((isLeftTarget ? day + delay : day - delay) - 1, 2), 3);
  if (options.length > 0) return options;
  for (const delay of delays) note(poolOn((isLeftTarget ? day + delay : day - delay) - 2, 3), 9);
  return options;
}

/** Days between partners, the most usual ones. */
function likelyDelays({ model, reach }: Learned): number[] {
  const delays = Array.from({ length: reach.lastDelay - reach.firstDelay + 1 }, (_, at) => reach.firstDelay + at);
  const share = (delay: number) => model.delay[delay - FIRST_DELAY] ?? -Infinity;
  return delays.sort((one, other) => share(other) - share(one) || one - other).slice(0, MOST_DAYS);
}

function keyOf(currency: number, isNegative: boolean, day: number): string {
  return `${currency} ${isNegative ? '-' : '+'} ${day}`;
}
