/** A reproducible source of chance. Same seed and stream, same numbers, on any machine. */
export interface Random {
  /** Unsigned 32-bit whole number. */
  bits(): number;
  /** Fraction in [0, 1). */
  unit(): number;
  /** Whole number in [0, limit). */
  below(limit: number): number;
  /** Whole number in [from, to], both included. */
  between(from: number, to: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element of a list that is not empty. */
  pick<const List extends readonly [unknown, ...unknown[]]>(list: List): List[number];
}

/** Mixes whole numbers into one well-spread unsigned 32-bit number (splitmix32 steps). */
export function mix(...values: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const value of values) {
    state = (state ^ value) >>> 0;
    state = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    state = Math.imul(state ^ (state >>> 15), 0x735a2d97);
    state = (state ^ (state >>> 15)) + 0x9e3779b9;
  }
  return state >>> 0;
}

/** sfc32 (Chris Doty-Humphrey's small fast counter) seeded by `mix`; `stream` separates independent uses of one seed. */
export function createRandom(seed: number, stream = 0): Random {
  let a = mix(seed, stream, 1);
  let b = mix(seed, stream, 2);
  let c = mix(seed, stream, 3);
  let counter = 1;
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 8; round += 1) bits();
  const unit = (): number => bits() / 0x1_0000_0000;
  const below = (limit: number): number => Math.floor(unit() * limit);
  return {
    bits,
    unit,
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (probability) => unit() < probability,
    pick: (list) => list[below(list.length)],
  };
}

/** A shuffled copy (Fisher-Yates). */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const held = copy[last] as T;
    copy[last] = copy[other] as T;
    copy[other] = held;
  }
  return copy;
}
