import type { Option } from '../option.ts';
import { holders } from '../vocabulary.ts';
import { daysOf, groupOption, isOfKind, type Facing } from './facing.ts';
import { commonGrain, datesOdds, logHit, oddsOf } from './group-odds.ts';
import type { GroupSearch } from './group-search.ts';

const MOST_MEMBERS = 300;
const DAYS_MORE = 3;
/** A key that a few of a set share by accident says less than that it is a set: worth what it takes to choose one key. */
const KEY_WORTH = 3;

/** Groups of all free rows with one code in common (a batch, a deposit slip) whose sum, or that of all but one, is a free target. */
export function keySets({ learned, grain }: GroupSearch, facing: Facing): Option[] {
  const { model, reach } = learned;
  const { members, targets, isLooseMember, isLooseTarget, pair } = facing;
  const bySize = new Map<number, number[]>();
  for (let row = 0; row < targets.count; row++) {
    const size = targets.size[row] ?? Number.NaN;
    if (isLooseTarget[row] === 0 || Number.isNaN(size)) continue;
    const found = bySize.get(size);
    if (found === undefined) bySize.set(size, [row]);
    else found.push(row);
  }
  const options: Option[] = [];
  const note = (rows: readonly number[], sum: number, logTried: number): void => {
    for (const target of bySize.get(sum) ?? []) {
      const isNear = rows.every((row) => {
        const days = daysOf(facing, target, row);
        return (
          !(days < reach.firstDelay - DAYS_MORE || days > reach.lastDelay + DAYS_MORE) && isOfKind(facing, target, row)
        );
      });
      if (!isNear) continue;
      const sizes = rows.map((row) => members.size[row] ?? 0);
      const logOdds = oddsOf(
        logHit(sizes, rows.length, sum, Math.max(grain, commonGrain(sizes, sum))) + logTried,
        KEY_WORTH + datesOdds(facing, model, reach, target, rows),
      );
      options.push(groupOption(facing, target, rows, { logOdds, rule: 'key-set', amounts: 'exact' }));
    }
  };
  for (let token = 0; token < pair.firstNear; token++) {
    const held = holders(members.codes, token);
    if (held < 2 || held > MOST_MEMBERS) continue;
    const all = members.codes.rows.subarray(members.codes.rowStart[token] ?? 0, members.codes.rowStart[token + 1] ?? 0);
    const rows = Array.from(all).filter(
      (row) => isLooseMember[row] === 1 && !Number.isNaN(members.size[row] ?? Number.NaN),
    );
    if (rows.length < 2) continue;
    const sum = rows.reduce((total, row) => total + (members.size[row] ?? 0), 0);
    note(rows, sum, 0);
    if (rows.length > 2)
      for (const row of rows)
        note(
          rows.filter((each) => each !== row),
          sum - (members.size[row] ?? 0),
          Math.log(rows.length * 3),
        );
  }
  return options;
}
