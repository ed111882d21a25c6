import { gluedWords } from './glued-words.ts';
import { nearTexts } from './near-tokens.ts';
import { roundedCount } from './rounded-log.ts';
import { wordsOf } from './row-words.ts';
import { behind, shortenedWords, spelledInitials } from './short-words.ts';
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
 * that it stands for where it is cut off, shortened, or several are written as one or by their initials. Each two
 * of the rarest words of a row are a token more: `Ember` and `Foods` are common, `Ember Foods` is not.
 */
export function wordLists(left: ReconcileSide, right: ReconcileSide): WordLists {
  const of = (side: ReconcileSide) =>
    Array.from({ length: side.count }, (_, row) => wordsOf(side.party[row] ?? '', side.text[row] ?? ''));
  const given = [of(left), of(right)] as const;
  const vocabulary = vocabularyOf(given[0], given[1]);
  const words = meantRows(vocabulary, given, [left, right]);
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

const NONE: readonly number[] = [];

type Rows = readonly (readonly string[])[];

/** The numbers of the words that the rows of either side stand for, each once a row. */
function meantRows(
  vocabulary: Vocabulary,
  given: readonly [Rows, Rows],
  sides: readonly [ReconcileSide, ReconcileSide],
): readonly [number[][], number[][]] {
  const numbers = new Map(vocabulary.texts.map((word, token) => [word, token]));
  const numberOf = (word: string): number => numbers.get(word) ?? -1;
  const meant = Array.from({ length: vocabulary.size }, (_, token) =>
    holders(vocabulary.left, token) > 0 && holders(vocabulary.right, token) > 0 ? [token] : NONE,
  );
  const mean = (word: string, those: readonly string[]): void => {
    const tokens = those.map(numberOf);
    meant[numberOf(word)] = tokens;
    for (const each of tokens) meant[each] = [each];
  };
  const of = (word: string): readonly number[] => meant[numberOf(word)] ?? NONE;
  const alone = aloneWords(vocabulary);
  for (const [word, found] of nearWords(vocabulary, alone)) if (found.length === 1) mean(word, found);
  const spelt = (word: string): string => {
    const [only, ...more] = of(word);
    return only === undefined || more.length > 0 ? word : (vocabulary.texts[only] ?? word);
  };
  const unknown = (side: 0 | 1): string[] => alone[side].filter((word) => of(word).length === 0);
  for (const side of [0, 1] as const) {
    const other = side === 0 ? 1 : 0;
    for (const [word, those] of gluedWords(unknown(side), given[other], spelt)) mean(word, those);
    const names = sides[other].party.filter((name) => name !== '').map((name) => wordsOf(name, ''));
    for (const [word, those] of spelledInitials(unknown(side), names, spelt)) mean(word, those);
  }
  const rowsOf = (side: 0 | 1): number[][] => {
    const left = new Set(unknown(side));
    const short = shortenedWords(given[side], given[side === 0 ? 1 : 0], (word) => left.has(word), spelt);
    for (const word of short.values()) if (of(word).length === 0) mean(word, [word]);
    return given[side].map((row) => [
      ...new Set(
        row.flatMap((word, at) => {
          const longer = left.has(word) ? short.get(behind(row[at - 1] ?? '', word)) : undefined;
          return of(longer ?? word);
        }),
      ),
    ]);
  };
  return [rowsOf(0), rowsOf(1)];
}

/** The words that only one of the sides has. */
function aloneWords(vocabulary: Vocabulary): readonly [readonly string[], readonly string[]] {
  const { left, right } = aloneTokens(vocabulary);
  const texts = (tokens: readonly number[]): string[] => tokens.map((token) => vocabulary.texts[token] ?? '');
  return [texts(left), texts(right)];
}

/** Of each word that a side lacks, the words of that side that differ from it by one slip. */
function nearWords(
  vocabulary: Vocabulary,
  alone: readonly [readonly string[], readonly string[]],
): ReadonlyMap<string, readonly string[]> {
  const near = new Map<string, string[]>();
  for (const [mine, others] of [
    [alone[0], vocabulary.right],
    [alone[1], vocabulary.left],
  ] as const) {
    const theirs = vocabulary.texts.filter((_, token) => holders(others, token) > 0);
    for (const [one, other] of nearTexts(mine, theirs, NEAR_WORD_LEAST))
      push(near, mine[one] ?? '', theirs[other] ?? '');
  }
  return near;
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
