/** For each of many rows the best few partners offered so far; of two equally good ones the one with the lower number stays. */
export class BestLists {
  readonly #most: number;
  readonly #partner: Int32Array;
  readonly #worth: Float32Array;
  readonly #count: Int32Array;

  constructor(rows: number, most: number) {
    this.#most = most;
    this.#partner = new Int32Array(rows * most);
    this.#worth = new Float32Array(rows * most);
    this.#count = new Int32Array(rows);
  }

  /** Partners kept in all lists together. */
  get size(): number {
    return this.#count.reduce((sum, count) => sum + count, 0);
  }

  offer(row: number, partner: number, worth: number): void {
    const from = row * this.#most;
    const count = this.#count[row] ?? 0;
    let at = from + count;
    if (count === this.#most) {
      at -= 1;
      const least = this.#worth[at] ?? 0;
      if (worth < least || (worth === least && partner > (this.#partner[at] ?? 0))) return;
    } else this.#count[row] = count + 1;
    while (at > from) {
      const before = this.#worth[at - 1] ?? 0;
      if (before > worth || (before === worth && (this.#partner[at - 1] ?? 0) < partner)) break;
      this.#worth[at] = before;
      this.#partner[at] = this.#partner[at - 1] ?? 0;
      at -= 1;
    }
    this.#worth[at] = worth;
    this.#partner[at] = partner;
  }

  /** Keeps of each list its first few, and of the rest those that are worth at least `share` of its best. */
  trim(first: number, share: number): void {
    for (const [row, count] of this.#count.entries()) {
      const from = row * this.#most;
      const least = (this.#worth[from] ?? 0) * share;
      let kept = count;
      while (kept > first && (this.#worth[from + kept - 1] ?? 0) < least) kept -= 1;
      this.#count[row] = kept;
    }
  }

  forEach(use: (row: number, partner: number) => void): void {
    for (const [row, count] of this.#count.entries())
      for (let at = 0; at < count; at += 1) use(row, this.#partner[row * this.#most + at] ?? 0);
  }
}
