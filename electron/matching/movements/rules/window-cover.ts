import { windowOf } from '../date-window.ts';
import type { Snapshot } from '../snapshot.ts';

/** How many of these charges fall into each item's window. */
export function suitorCounts(
  snapshot: Snapshot,
  movements: readonly number[],
  items: readonly number[],
): Map<number, number> {
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
export class WindowCover {
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
