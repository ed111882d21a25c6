import { gluedWords } from './glued-words.ts';
import { nearTexts } from './near-tokens.ts';
import { roundedCount } from './rounded-log.ts';
import { wordsOf } from './row-words.ts';
import type { ReconcileSide } from './side.ts';
import { aloneTokens, holders, tokenLists, vocabularyOf, type TokenLists, type Vocabulary } from './vocabulary.ts';

const NEAR_WORD_LEAST = 5;
/** Words of a row that are paired with one another, its rarest ones. */
const MOST_PAIRED = 4;

export interface WordLists {
  readonly left: TokenLists;
  readonly right: TokenLists;
  /** 1 where a row has words, whether the other side has them or not. */
  readonly hasLeft: Uint8Array;
  readonly hasRight: Uint8Array;
  /** Greatest share of rows, of either side, that hold a token. */
  readonly share: Float64Array;
  /** What a word weighs in a name; nothing for pairs of words. */
  readonly weight: Float64Array;
}

/**
 * Words that both sides have; one that a side lacks counts as the one word of it that differs by a slip, if there is one, or as those
 * that it stands for where it is cut off or several are written as one. Each two
 * of the rarest words of a row are a token more: `Ember` and `Foods` are common, `Ember Foods` is not.
 */
export function wordLists(left: ReconcileSide, right: ReconcileSide): WordLists {
  const of = (side: ReconcileSide) =>
    Array.from({ length: side.count }, (_, row) => wordsOf(side.party[row] ?? '', side.text[row] ?? ''));
  const given = [of(left), of(right)] as const;
  const vocabulary = vocabularyOf(given[0], given[1]);
  const meant = meantWords(vocabulary, given);
  const renamed = (lists: TokenLists) =>
    Array.from({ length: lists.start.length - 1 }, (_, row) => {
      const own = Array.from(tokensOf(lists, row), (token) => meant[token] ?? NONE);
      return [...new Set(own.flat())];
    });
  const words = [renamed(vocabulary.left), renamed(vocabulary.right)] as const;
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
  return { left: lists[0], right: lists[1], hasLeft: some(given[0]), hasRight: some(given[1]), share, weight };
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

function tokensOf(lists: TokenLists, row: number): Int32Array {
  return lists.tokens.subarray(lists.start[row] ?? 0, lists.start[row + 1] ?? 0);
}

const NONE: readonly number[] = [];

/** Numbers of the words that each one stands for; none for those that only one side has. */
function meantWords(
  vocabulary: Vocabulary,
  given: readonly [readonly (readonly string[])[], readonly (readonly string[])[]],
): (readonly number[])[] {
  const meant = Array.from({ length: vocabulary.size }, (_, token) =>
    holders(vocabulary.left, token) > 0 && holders(vocabulary.right, token) > 0 ? [token] : NONE,
  );
  const text = (token: number) => vocabulary.texts[token] ?? '';
  const numbers = new Map(vocabulary.texts.map((word, token) => [word, token]));
  const alone = aloneTokens(vocabulary);
  const sides = [
    [alone.left, vocabulary.right, given[1]],
    [alone.right, vocabulary.left, given[0]],
  ] as const;
  const mean = (token: number, those: readonly number[]): void => {
    meant[token] = those;
    for (const each of those) meant[each] = [each];
  };
  const near = new Map<number, number[]>();
  for (const [mine, others] of sides) {
    const theirs = Array.from({ length: vocabulary.size }, (_, token) => token).filter(
      (token) => holders(others, token) > 0,
    );
    for (const [one, other] of nearTexts(mine.map(text), theirs.map(text), NEAR_WORD_LEAST))
      push(near, mine[one] ?? 0, theirs[other] ?? 0);
  }
  for (const [token, found] of near) if (found.length === 1) mean(token, found);
  const spelt = (word: string): string => {
    const [only, ...more] = meant[numbers.get(word) ?? -1] ?? NONE;
    return only === undefined || more.length > 0 ? word : text(only);
  };
  for (const [mine, , rows] of sides) {
    const rest = mine.filter((token) => !near.has(token)).map(text);
    for (const [word, those] of gluedWords(rest, rows, spelt))
      mean(
        numbers.get(word) ?? 0,
        those.flatMap((each) => numbers.get(each) ?? []),
      );
  }
  return meant;
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
