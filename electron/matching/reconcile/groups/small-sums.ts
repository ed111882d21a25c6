/** Sets beyond this many of one size mean that sums of so many meet by chance all the time. */
const MOST_FOUND = 40;

/** Sets of two, three or four places whose amounts come to a target precisely; of a size of which there are too many, and of larger ones, none. */
export function smallSums(sizes: readonly number[], target: number): number[][] {
  const found: number[][] = [];
  PAIRS.fill(sizes, target);
  for (const setsOfSize of [pairsOf, triplesOf, foursOf]) {
    const sets: number[][] = [];
    for (const set of setsOfSize(sizes, target, PAIRS)) {
      if (sets.length === MOST_FOUND) return found;
      sets.push(set);
    }
    found.push(...sets);
  }
  return found;
}

function* pairsOf(_sizes: readonly number[], target: number, pairs: PairSums): Generator<number[]> {
  for (let at = pairs.firstOf(target); at >= 0; at = pairs.next(at)) yield [pairs.one(at), pairs.other(at)];
}

function* triplesOf(sizes: readonly number[], target: number, pairs: PairSums): Generator<number[]> {
  for (let third = 2; third < sizes.length; third++)
    for (let at = pairs.firstOf(target - (sizes[third] ?? 0)); at >= 0; at = pairs.next(at))
      if (pairs.other(at) < third) yield [pairs.one(at), pairs.other(at), third];
}

function* foursOf(_sizes: readonly number[], target: number, pairs: PairSums): Generator<number[]> {
  for (let front = 0; front < pairs.count; front++) {
    if (!pairs.isFirst(front)) continue;
    const rest = pairs.firstOf(target - pairs.sum(front));
    for (let back = rest; back >= 0; back = pairs.next(back))
      for (let at = front; at >= 0; at = pairs.next(at))
        if (pairs.other(at) < pairs.one(back))
          yield [pairs.one(at), pairs.other(at), pairs.one(back), pairs.other(back)];
  }
}

/**
 * Pairs of places, the lower one first, found by their sum; none above the target. Thousands of targets ask one after another: the memory is
 * used again.
 */
class PairSums {
  count = 0;
  #room = 0;
  #ones = new Int32Array(0);
  #others = new Int32Array(0);
  #sums = new Float64Array(0);
  /** The next pair of the same sum; of the first one of a sum also the last one so far. */
  #next = new Int32Array(0);
  #last = new Int32Array(0);
  /** First pair of a sum and one by its hash, at the next free place. */
  #slots = new Int32Array(1);

  fill(sizes: readonly number[], target: number): void {
    this.#makeRoom((sizes.length * (sizes.length - 1)) / 2);
    this.#slots.fill(0);
    this.count = 0;
    for (let other = 1; other < sizes.length; other++)
      for (let one = 0; one < other; one++) {
        const sum = (sizes[one] ?? 0) + (sizes[other] ?? 0);
        if (sum <= target) this.#add(one, other, sum);
      }
  }

  one(pair: number): number {
    return this.#ones[pair] ?? 0;
  }

  other(pair: number): number {
    return this.#others[pair] ?? 0;
  }

  sum(pair: number): number {
    return this.#sums[pair] ?? 0;
  }

  /** The next pair of the same sum in the order they were found; -1 behind the last one. */
  next(pair: number): number {
    return this.#next[pair] ?? -1;
  }

  isFirst(pair: number): boolean {
    return this.#last[pair] !== -1;
  }

  /** First pair of a sum; -1 where there is none. */
  firstOf(sum: number): number {
    return (this.#slots[this.#slotOf(sum)] ?? 0) - 1;
  }

  #add(one: number, other: number, sum: number): void {
    const pair = this.count++;
    this.#ones[pair] = one;
    this.#others[pair] = other;
    this.#sums[pair] = sum;
    this.#next[pair] = -1;
    const slot = this.#slotOf(sum);
    const first = (this.#slots[slot] ?? 0) - 1;
    if (first < 0) this.#slots[slot] = pair + 1;
    else this.#next[this.#last[first] ?? 0] = pair;
    this.#last[pair] = first < 0 ? pair : -1;
    if (first >= 0) this.#last[first] = pair;
  }

  #slotOf(sum: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(sum, HASH_FACTOR) >>> 8) & mask;
    for (;;) {
      const first = (this.#slots[slot] ?? 0) - 1;
      if (first < 0 || this.#sums[first] === sum) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #makeRoom(pairs: number): void {
    if (pairs <= this.#room && this.#room > 0) return;
    this.#room = Math.max(pairs, LEAST_ROOM);
    this.#ones = new Int32Array(this.#room);
    this.#others = new Int32Array(this.#room);
    this.#sums = new Float64Array(this.#room);
    this.#next = new Int32Array(this.#room);
    this.#last = new Int32Array(this.#room);
    let slots = 1;
    while (slots < this.#room * 2) slots *= 2;
    this.#slots = new Int32Array(slots);
  }
}

const LEAST_ROOM = 1_024;
/** Spreads numbers that lie close together (the golden ratio of 32 bits). */
const HASH_FACTOR = 0x9e3779b1;
const PAIRS = new PairSums();
