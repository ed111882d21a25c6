import { NO_DAY } from '../side.ts';
import { poolOf, type Pool } from './exact-sums.ts';
import type { Facing } from './facing.ts';

const DAYS_APART = 2 ** 24;
const MOST_DAYS = 2 ** 12;

/**
 * The members of a facing that no pair has settled, by currency, sign and day. Many targets ask for the same days: what they were given is
 * remembered, so that one of these holds for as long as nothing is settled.
 */
export class FreeRows {
  readonly #facing: Facing;
  readonly #byDay = new Map<number, number[]>();
  readonly #rows = new Map<number, readonly number[]>();
  readonly #pools = new Map<number, Pool>();

  constructor(facing: Facing) {
    this.#facing = facing;
    const { members, isLooseMember } = facing;
    for (let row = 0; row < members.count; row++) {
      const day = members.day[row] ?? NO_DAY;
      if (isLooseMember[row] === 0 || Number.isNaN(members.size[row] ?? Number.NaN) || day === NO_DAY) continue;
      const key = keyOf(members.currency[row] ?? -1, (members.amount[row] ?? 0) < 0, day);
      const found = this.#byDay.get(key);
      if (found === undefined) this.#byDay.set(key, [row]);
      else found.push(row);
    }
  }

  /** Rows of the currency and sign of a target on so many days. */
  rowsOn(target: number, firstDay: number, days: number): readonly number[] {
    const first = this.#keyOf(target, firstDay);
    const key = first * MOST_DAYS + days;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const rows: number[] = [];
    for (let day = 0; day < days; day++) rows.push(...(this.#byDay.get(first + day) ?? []));
    this.#rows.set(key, rows);
    return rows;
  }

  /** The same rows as a pool to look for sums in. */
  poolOn(target: number, firstDay: number, days: number): Pool {
    const key = this.#keyOf(target, firstDay) * MOST_DAYS + days;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = poolOf(this.rowsOn(target, firstDay, days), this.#facing.members.size);
      this.#pools.set(key, pool);
    }
    return pool;
  }

  #keyOf(target: number, day: number): number {
    const { targets } = this.#facing;
    return keyOf(targets.currency[target] ?? -1, (targets.amount[target] ?? 0) < 0, day);
  }
}

function keyOf(currency: number, isNegative: boolean, day: number): number {
  return ((currency + 1) * 2 + (isNegative ? 1 : 0)) * DAYS_APART + day;
}
