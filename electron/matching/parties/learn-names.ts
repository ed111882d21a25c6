import { CONTRADICTION, NameComparer, type NameWeights } from './compare-names.ts';
import type { ComparedColumn } from './compared-columns.ts';
import type { CandidatePairs } from './find-candidates.ts';
import type { NameTerms } from './name-terms.ts';

/** How often a word of its kind is left out of one of two names of one party, as the weights expect it; last, how often both have words of their own. */
const EXPECTED = [0.08, 0.15, 0.08, 0.3, 0.06] as const;
/** What is expected counts as much as so many words that were seen. */
const PRIOR_WORDS = 250;
const LEAST = -3.5;
const MOST = -0.3;

/** What is left over in each pair of names, by kind of word, and how many words there were. */
export interface NameLeftOvers {
  /** By pair, five each: core, generic, number, initial, contradiction. */
  readonly leftOver: Uint8Array;
  readonly words: Uint8Array;
}

/** Compares the names of all pairs for what is left over. */
export function nameLeftOvers(
  column: ComparedColumn,
  terms: NameTerms,
  weights: NameWeights,
  pairs: CandidatePairs,
): NameLeftOvers {
  const comparer = new NameComparer(terms, weights);
  const leftOver = new Uint8Array(pairs.left.length * 5);
  const words = new Uint8Array(pairs.left.length * 5);
  const count = (name: number, at: number) => {
    for (let place = terms.start[name] ?? 0; place < (terms.start[name + 1] ?? 0); place += 1) {
      const kind = at + (terms.kind[terms.term[place] ?? 0] ?? 0);
      words[kind] = (words[kind] ?? 0) + 1;
    }
  };
  for (let pair = 0; pair < pairs.left.length; pair += 1) {
    const [left, right] = [column.left[pairs.left[pair] ?? 0] ?? 0, column.right[pairs.right[pair] ?? 0] ?? 0];
    if (left === 0 || right === 0) continue;
    comparer.weigh(left, right);
    leftOver.set(comparer.leftOver, pair * 5);
    count(left, pair * 5);
    count(right, pair * 5);
    words[pair * 5 + CONTRADICTION] = 1;
  }
  return { leftOver, words };
}

/** Weights of left-over words under how likely each pair is one party: shops name a thing in other words, registers hardly do. */
export function maximisedNames(
  start: NameWeights,
  { leftOver, words }: NameLeftOvers,
  same: Float64Array,
): NameWeights {
  const missing = [0, 0, 0, 0, 0];
  const all = [0, 0, 0, 0, 0];
  for (const [pair, share] of same.entries())
    for (let kind = 0; kind < 5; kind += 1) {
      missing[kind] = (missing[kind] ?? 0) + share * (leftOver[pair * 5 + kind] ?? 0);
      all[kind] = (all[kind] ?? 0) + share * (words[pair * 5 + kind] ?? 0);
    }
  const moved = (kind: 0 | 1 | 2 | 3 | 4, from: number) => {
    const rate = ((missing[kind] ?? 0) + PRIOR_WORDS * EXPECTED[kind]) / ((all[kind] ?? 0) + PRIOR_WORDS);
    return Math.min(Math.max(MOST, from), Math.max(LEAST, from + 0.4 * Math.log(rate / EXPECTED[kind])));
  };
  return {
    ...start,
    missing: [
      moved(0, start.missing[0]),
      moved(1, start.missing[1]),
      moved(2, start.missing[2]),
      moved(3, start.missing[3]),
    ],
    contradiction: moved(4, start.contradiction),
  };
}

/** Points that other weights of left-over words add to those of pairs, in natural logarithms. */
export function movedBy(from: NameWeights, to: NameWeights, { leftOver }: NameLeftOvers, pair: number): number {
  const at = pair * 5;
  let sum = (to.contradiction - from.contradiction) * (leftOver[at + CONTRADICTION] ?? 0);
  for (let kind = 0; kind < 4; kind += 1)
    sum += ((to.missing[kind] ?? 0) - (from.missing[kind] ?? 0)) * (leftOver[at + kind] ?? 0);
  return sum;
}
