/** A list of whole numbers that grows, side by side in memory. */
export class NumberList {
  #numbers: Int32Array;
  #length = 0;

  constructor(room = 1 << 10) {
    this.#numbers = new Int32Array(room);
  }

  get length(): number {
    return this.#length;
  }

  /** The number at a place that there is. */
  at(place: number): number {
    return this.#numbers[place] ?? 0;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const wider = new Int32Array(this.#length * 2);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers[this.#length++] = value;
  }

  /** Whether a number stands at `from` or behind it. */
  hasFrom(from: number, value: number): boolean {
    for (let at = from; at < this.#length; at += 1) if (this.#numbers[at] === value) return true;
    return false;
  }

  /** The numbers as they are now, in memory of their own. */
  toArray(): Int32Array {
    return this.#numbers.slice(0, this.#length);
  }
}
