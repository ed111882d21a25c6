import { MeantWords } from './meant-words.ts';
import { roundedCount } from './rounded-log.ts';
import { wordsOf } from './row-words.ts';
import type { ReconcileSide } from './side.ts';
import { holders, tokenLists, vocabularyOf, type TokenLists } from './vocabulary.ts';

/** Words of a row that are paired with one another, its rarest ones. */
const MOST_PAIRED = 4;

export interface WordLists {
  readonly left: TokenLists;
  readonly right: TokenLists;
  /** 1 where a row has words, whether the other side has them or not. */
  readonly hasLeft: Uint8Array;
  readonly hasRight: Uint8Array;
  /** 1 where all that a row shares with the other side are guesses at short words: initials, and words cut off after a few letters. */
  readonly guessedLeft: Uint8Array;
  readonly guessedRight: Uint8Array;
  /** Greatest share of rows, of either side, that hold a token. */
  readonly share: Float64Array;
  /** What a word weighs in a name; nothing for pairs of words. */
  readonly weight: Float64Array;
}

/**
 * Words that both sides have; one that a side lacks counts as the one word of it that differs by a slip, if there is one, or as those
 * that it stands for where it is cut off, shortened, or several are written as one or by their initials. Each two
 * of the rarest words of a row are a token more: `Ember` and `Foods` are common, `Ember Foods` is not.
 */
export function wordLists(left: ReconcileSide, right: ReconcileSide): WordLists {
  const of = (side: ReconcileSide) =>
    Array.from({ length: side.count }, (_, row) => wordsOf(side.party[row] ?? '', side.text[row] ?? ''));
  const given = [of(left), of(right)] as const;
  const vocabulary = vocabularyOf(given[0], given[1]);
  const meant = new MeantWords(vocabulary, given, [left, right]);
  const words = [meant.rowsOf(0), meant.rowsOf(1)] as const;
  const counted = [tokenLists(words[0], vocabulary.size), tokenLists(words[1], vocabulary.size)] as const;
  const weigh = (token: number): number => {
    const held = holders(counted[0], token) + holders(counted[1], token);
    return held === 0 ? 0 : Math.log((roundedCount(left.count + right.count) + 1) / held);
  };
  const weights = Float64Array.from({ length: vocabulary.size }, (_, token) => Math.max(0, weigh(token)));
  const paired = withPairs(words, weights);
  const lists = [tokenLists(paired.left, paired.size), tokenLists(paired.right, paired.size)] as const;
  const share = Float64Array.from({ length: paired.size }, (_, token) =>
    Math.min(
      1,
      Math.max(
        holders(lists[0], token) / roundedCount(left.count),
        holders(lists[1], token) / roundedCount(right.count),
      ),
    ),
  );
  const weight = new Float64Array(paired.size);
  weight.set(weights);
  const some = (rows: readonly (readonly string[])[]) => Uint8Array.from(rows, (each) => (each.length > 0 ? 1 : 0));
  return {
    left: lists[0],
    right: lists[1],
    hasLeft: some(given[0]),
    hasRight: some(given[1]),
    guessedLeft: meant.guessedOf(0),
    guessedRight: meant.guessedOf(1),
    share,
    weight,
  };
}

/** Rows with their words and the pairs of words that both sides have. */
function withPairs(
  words: readonly [readonly (readonly number[])[], readonly (readonly number[])[]],
  weights: Float64Array,
): { readonly left: number[][]; readonly right: number[][]; readonly size: number } {
  const pairsOf = (row: readonly number[]): number[] => {
    const rarest = row
      .toSorted((one, other) => (weights[other] ?? 0) - (weights[one] ?? 0) || one - other)
      .slice(0, MOST_PAIRED);
    const rising = rarest.sort((one, other) => one - other);
    return rising.flatMap((one, at) => rising.slice(at + 1).map((other) => one * weights.length + other));
  };
  const keys = [words[0].map(pairsOf), words[1].map(pairsOf)] as const;
  const known = new Set(keys[0].flat());
  const shared = [...new Set(keys[1].flat())].filter((key) => known.has(key)).sort((one, other) => one - other);
  const numbers = new Map(shared.map((key, at) => [key, weights.length + at]));
  const extended = (side: 0 | 1) =>
    words[side].map((row, at) => [...row, ...(keys[side][at] ?? []).flatMap((key) => numbers.get(key) ?? [])]);
  return { left: extended(0), right: extended(1), size: weights.length + shared.length };
}
