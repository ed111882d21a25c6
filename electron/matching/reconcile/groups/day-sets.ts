import { FIRST_DELAY } from '../model.ts';
import type { Learned } from '../learn.ts';
import type { Option } from '../option.ts';
import { NO_DAY } from '../side.ts';
import { exactSums } from './exact-sums.ts';
import { groupOption, type Facing } from './facing.ts';
import { datesOdds, oddsOf, otherNames } from './group-odds.ts';
import type { FreeRows } from './free-rows.ts';
import type { GroupSearch } from './group-search.ts';

const MOST_DAYS = 16;
const MOST_POOL = 40;

/** Groups of one day, or of days that follow each other, that come to the target precisely: what was banked together. */
export function daySets(search: GroupSearch, facing: Facing, free: FreeRows, target: number): Option[] {
  const { learned, scorer, grain } = search;
  const { model, reach } = learned;
  const { targets, isLeftTarget } = facing;
  const day = targets.day[target] ?? NO_DAY;
  if (day === NO_DAY) return [];
  const options: Option[] = [];
  const note = (from: number, days: number, tried: number): void => {
    const count = free.rowsOn(target, from, days).length;
    if (count < 2 || count > MOST_POOL) return;
    for (const found of exactSums(free.poolOn(target, from, days), targets.size[target] ?? Number.NaN, grain)) {
      const logOdds = oddsOf(
        found.logChance + Math.log(tried),
        datesOdds(facing, model, reach, target, found.rows) + otherNames(facing, scorer, target, found.rows),
      );
      options.push(groupOption(facing, target, found.rows, { logOdds, rule: 'day-set', amounts: 'exact' }));
    }
  };
  const delays = likelyDelays(learned);
  for (const delay of delays) note(isLeftTarget ? day + delay : day - delay, 1, 1);
  if (options.length > 0) return options;
  for (const delay of delays) note((isLeftTarget ? day + delay : day - delay) - 1, 2, 3);
  if (options.length > 0) return options;
  for (const delay of delays) note((isLeftTarget ? day + delay : day - delay) - 2, 3, 9);
  return options;
}

/** Days between partners, the most usual ones. */
function likelyDelays({ model, reach }: Learned): number[] {
  const delays = Array.from({ length: reach.lastDelay - reach.firstDelay + 1 }, (_, at) => reach.firstDelay + at);
  const share = (delay: number) => model.delay[delay - FIRST_DELAY] ?? -Infinity;
  return delays.sort((one, other) => share(other) - share(one) || one - other).slice(0, MOST_DAYS);
}
