import { expect } from 'vitest';

/** Text that holds the words, or fits the pattern, inside an expected object (typed, unlike vitest's own). */
export function textLike(words: string | RegExp): unknown {
  return typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);
}
