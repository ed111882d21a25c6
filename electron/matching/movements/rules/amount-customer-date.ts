import { AMOUNT, CANDIDATE_LIMIT } from '../../rules.ts';
import { isActiveCharge, overLink, rule, type Decisions } from '../decisions.ts';
import type { Snapshot } from '../snapshot.ts';
import type { SortedItems } from '../sorted-items.ts';
import { judgeByAmount, windowOf } from './amount-conditions.ts';

/**
 * One open item of the linked customer with exactly the amount, dated near the charge, and no rival on either side.
 *
 * Never automatic. The item a charge was meant for may have been paid another way (a cheque) and be gone, and then the lone
 * item that is left is the wrong one: nothing a charge without a reference carries can exclude that. A later version may
 * decide alone once it has evidence that does.
 */
export function applyAmountRule(snapshot: Snapshot, decisions: Decisions, sorted: SortedItems): void {
  for (const group of groupsOf(snapshot, decisions, sorted)) decideGroup(snapshot, decisions, sorted, group);
}

interface Group {
  readonly group: number;
  readonly amount: number;
  readonly movements: readonly number[];
}

/** Undecided charges with a customer and no item named, by customer, currency, unit and amount. */
function groupsOf(snapshot: Snapshot, decisions: Decisions, sorted: SortedItems): Iterable<Group> {
  const { movements } = snapshot;
  const groups = new Map<string, Group & { movements: number[] }>();
  for (let movement = 0; movement < movements.key.length; movement++) {
    if (!searchesByAmount(snapshot, decisions, movement)) continue;
    const group = groupOfMovement(snapshot, sorted, movement);
    const amount = movements.amount[movement] ?? 0;
    const key = `${group}|${amount}`;
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { group, amount, movements: [movement] });
    else found.movements.push(movement);
  }
  return groups.values();
}

/** Whether rules that go by amount may look at this charge: it has a customer, and does not name another one's item. */
export function searchesByAmount(snapshot: Snapshot, decisions: Decisions, movement: number): boolean {
  const { movements } = snapshot;
  return (
    (movements.customer[movement] ?? -1) >= 0 &&
    (movements.amount[movement] ?? 0) > 0 &&
    isActiveCharge(snapshot, decisions, movement) &&
    (movements.references[movement]?.foreign.length ?? 0) === 0
  );
}

/** The group of items a charge may pay. */
export function groupOfMovement(snapshot: Snapshot, sorted: SortedItems, movement: number): number {
  const { movements } = snapshot;
  return sorted.groupOf(
    movements.customer[movement] ?? -1,
    movements.currency[movement] ?? -1,
    movements.unit[movement] ?? -1,
  );
}

function decideGroup(snapshot: Snapshot, decisions: Decisions, sorted: SortedItems, group: Group): void {
  const items = [...sorted.withAmount(group.group, group.amount)].filter((item) => decisions.claimed[item] === 0);
  if (items.length === 0) return;
  const days = snapshot.movements.day;
  const amount = group.amount;
  const cover = new Cover(items.map((item) => ({ item, window: windowOf(snapshot, item) })));
  const refusing = group.movements.filter((movement) => snapshot.rejected.has(movement));
  const free = group.movements.filter((movement) => !snapshot.rejected.has(movement));
  const choices = new Map<number, readonly number[]>();
  for (const movement of refusing) {
    const fitting = cover
      .all(days[movement] ?? 0)
      .filter((item) => judgeByAmount(snapshot, movement, item).length === 0);
    choices.set(movement, fitting);
  }
  const suitors = suitorCounts(snapshot, free, items);
  for (const fitting of choices.values()) for (const item of fitting) suitors.set(item, (suitors.get(item) ?? 0) + 1);
  for (const movement of group.movements) {
    const chosen = choices.get(movement);
    const count = chosen?.length ?? cover.count(days[movement] ?? 0);
    if (count === 0) continue;
    const only = count > 1 ? undefined : chosen === undefined ? cover.only(days[movement] ?? 0) : chosen[0];
    const rivals = only === undefined ? 0 : (suitors.get(only) ?? 1) - 1;
    if (only !== undefined && rivals === 0) {
      rule(snapshot, decisions, movement, {
        rule: AMOUNT,
        ...overLink(snapshot, movement, false),
        shares: [{ item: only, amount }],
      });
      continue;
    }
    const shown = chosen?.slice(0, CANDIDATE_LIMIT) ?? cover.nearest(days[movement] ?? 0, CANDIDATE_LIMIT);
    const alternatives = shown.map((item) => [{ item, amount }]);
    const note =
      count > 1
        ? `${count} open items of this customer have its amount.`
        : `${rivals + 1} charges of this amount fit the one open item ${snapshot.items.item[only ?? -1] ?? ''}.`;
    rule(snapshot, decisions, movement, {
      rule: AMOUNT,
      verdict: 'ambiguous',
      attention: 'severalCandidates',
      note,
      alternatives,
    });
  }
  for (const item of items) if ((suitors.get(item) ?? 0) > 0) decisions.claimed[item] = 1;
}

/** How many of these charges fall into each item's window. */
function suitorCounts(snapshot: Snapshot, movements: readonly number[], items: readonly number[]): Map<number, number> {
  const days = Float64Array.from(movements, (movement) => snapshot.movements.day[movement] ?? 0).sort();
  const counts = new Map<number, number>();
  for (const item of items) {
    const [from, to] = windowOf(snapshot, item);
    counts.set(item, lowerBound(days, to + 1) - lowerBound(days, from));
  }
  return counts;
}

/**
 * Which of many windows cover a day, counted without walking them: as many as start by that day less those that ended
 * before it; and when it is one, the difference of the running sums of positions says which.
 */
class Cover {
  readonly #windows: readonly { readonly item: number; readonly window: readonly [number, number] }[];
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #startSums: Float64Array;
  readonly #endSums: Float64Array;

  constructor(windows: readonly { item: number; window: readonly [number, number] }[]) {
    // Stable sorts over content order: equal days keep it.
    this.#windows = windows.toSorted((left, right) => left.window[0] - right.window[0]);
    const byEnd = [...this.#windows.keys()].sort((left, right) => this.#end(left) - this.#end(right));
    this.#starts = Float64Array.from(this.#windows, (each) => each.window[0]);
    this.#ends = Float64Array.from(byEnd, (position) => this.#end(position));
    this.#startSums = runningSums([...this.#windows.keys()]);
    this.#endSums = runningSums(byEnd);
  }

  #end(position: number): number {
    return this.#windows[position]?.window[1] ?? 0;
  }

  count(day: number): number {
    return lowerBound(this.#starts, day + 1) - lowerBound(this.#ends, day);
  }

  /** The item when exactly one window covers the day. */
  only(day: number): number | undefined {
    const started = this.#startSums[lowerBound(this.#starts, day + 1)] ?? 0;
    const ended = this.#endSums[lowerBound(this.#ends, day)] ?? 0;
    return this.#windows[started - ended]?.item;
  }

  all(day: number): number[] {
    return this.#windows.filter(({ window }) => window[0] <= day && day <= window[1]).map(({ item }) => item);
  }

  /** A few of those that cover the day, latest start first. Looks at a bounded number: it serves the screen, not a decision. */
  nearest(day: number, limit: number): number[] {
    const found: number[] = [];
    const last = lowerBound(this.#starts, day + 1);
    for (let position = last - 1; position >= 0 && position >= last - 64 && found.length < limit; position--) {
      const each = this.#windows[position];
      if (each !== undefined && day <= each.window[1]) found.push(each.item);
    }
    return found;
  }
}

function runningSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [position, value] of values.entries()) sums[position + 1] = (sums[position] ?? 0) + value;
  return sums;
}

/** Number of entries below `value` in a sorted array. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
