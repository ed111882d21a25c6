import { compareText } from './compare-text.ts';
import type { RuleContext } from './rule.ts';
import { judgeByAmount } from './rules/amount-conditions.ts';
import { groupOfMovement } from './rules/amount-customer-date.ts';
import { WindowCover } from './rules/window-cover.ts';
import { windowOf } from './date-window.ts';

/** Items that fit a charge by amount and date, and that others claim. */
export interface FittingClaimed {
  readonly count: number;
  /** Numbers of a few of them, in their order; fewer than asked for where the nearest are hard to tell. */
  readonly shown: readonly string[];
}
const NOTHING: FittingClaimed = { count: 0, shown: [] };

/**
 * The items that the amount rule would have taken, had another rule not found them for another charge. Those of one customer and amount are
 * looked through once, however many charges of that amount ask.
 */
export class ClaimedItems {
  readonly #context: RuleContext;
  readonly #covers = new Map<string, WindowCover>();

  /** `context`: with the decisions of all rules. */
  constructor(context: RuleContext) {
    this.#context = context;
  }

  /** Those that fit a charge of the snapshot; `limit`: how many are named at most. */
  fitting(movement: number, limit: number): FittingClaimed {
    const { snapshot } = this.#context;
    const { movements, items } = snapshot;
    const cover = movements.kind[movement] === 'charge' ? this.#coverOf(movement) : null;
    if (cover === null) return NOTHING;
    const day = movements.day[movement] ?? 0;
    let [count, nearest] = [cover.count(day), [] as readonly number[]];
    if (count > 0 && snapshot.rejected.has(movement)) {
      nearest = cover.all(day).filter((item) => judgeByAmount(snapshot, movement, item).length === 0);
      count = nearest.length;
    } else if (count === 1) nearest = [cover.only(day) ?? -1];
    else if (count > 1) nearest = cover.nearest(day, limit);
    const shown = nearest.slice(0, limit).map((item) => items.item[item] ?? '');
    return { count, shown: shown.sort(compareText) };
  }

  /** When the claimed items with exactly the amount of a charge may be paid; null: its customer has no item of it. */
  #coverOf(movement: number): WindowCover | null {
    const { snapshot, decisions, sorted } = this.#context;
    const group = groupOfMovement(snapshot, sorted, movement);
    const amount = snapshot.movements.amount[movement] ?? 0;
    const key = `${group}|${amount}`;
    const known = this.#covers.get(key);
    if (known !== undefined) return known;
    const alike = sorted.withAmount(group, amount);
    if (alike.length === 0) return null;
    const claimed = [...alike].filter((item) => decisions.claimed[item] === 1);
    const cover = new WindowCover(claimed.map((item) => ({ item, window: windowOf(snapshot, item) })));
    this.#covers.set(key, cover);
    return cover;
  }
}
