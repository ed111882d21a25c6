import { seededRandom } from './seeded-random.ts';

/** Choices of one story: the same seed and story make the same choices. */
export interface Chance {
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  pick<Value>(values: readonly Value[]): Value;
  /** True with this probability. */
  happens(probability: number): boolean;
}

export function chanceOf(seed: number, story: number): Chance {
  const next = seededRandom(seed, story);
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick(values) {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('there is nothing to pick from');
      return value;
    },
    happens: (probability) => next() < probability,
  };
}
