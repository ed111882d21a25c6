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
  const { words, guessed } = meantRows(vocabulary, given, [left, right]);
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
    guessedLeft: guessed[0],
    guessedRight: guessed[1],
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

const NONE: readonly number[] = [];

type Rows = readonly (readonly string[])[];

/** The numbers of the words that the rows of either side stand for, each once a row; and which rows are known by guesses alone. */
function meantRows(
  vocabulary: Vocabulary,
  given: readonly [Rows, Rows],
  sides: readonly [ReconcileSide, ReconcileSide],
): { readonly words: readonly [number[][], number[][]]; readonly guessed: readonly [Uint8Array, Uint8Array] } {
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
  // A number that one file lacks is no slip of another one: it says that this is somebody else.
  for (const words of alone) for (const word of words) if (isNumber(word)) mean(word, [word]);
  for (const [word, found] of nearWords(vocabulary, alone)) if (found.length === 1) mean(word, found);
  const spelt = (word: string): string => {
    const [only, ...more] = of(word);
    return only === undefined || more.length > 0 ? word : (vocabulary.texts[only] ?? word);
  };
  const unknown = (side: 0 | 1): string[] => alone[side].filter((word) => of(word).length === 0);
  const guesses = new Set<string>();
  const guess = (word: string, those: readonly string[]): void => {
    mean(word, those);
    guesses.add(word);
  };
  for (const side of [0, 1] as const) {
    const other = side === 0 ? 1 : 0;
    const held = side === 0 ? vocabulary.left : vocabulary.right;
    const heldThere = side === 0 ? vocabulary.right : vocabulary.left;
    const ends = endings(sides[side]);
    const isAtEnd = (word: string): boolean => ends.get(word) === holders(held, numberOf(word));
    for (const [word, those] of gluedWords(unknown(side), given[other], { meant: spelt, isAtEnd })) {
      // A stock word of many texts (`CARD`) is none that few names begin with so.
      const names = Math.max(...those.map((each) => holders(heldThere, numberOf(each))));
      if (holders(held, numberOf(word)) > MOST_TIMES * names + 2) continue;
      mean(word, those);
      if (word.length < SURE_LETTERS) guesses.add(word);
    }
    const names = sides[other].party.filter((name) => name !== '').map((name) => wordsOf(name, ''));
    for (const [word, those] of spelledInitials(
      wholeNames(sides[side], held, unknown(side), numberOf, of),
      names,
      spelt,
    ))
      guess(word, those);
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
  const guessedOf = (side: 0 | 1): Uint8Array =>
    Uint8Array.from(given[side], (row) => {
      const shared = row.filter((word) => of(word).length > 0);
      return shared.length > 0 && shared.every((word) => guesses.has(word)) ? 1 : 0;
    });
  return { words: [rowsOf(0), rowsOf(1)], guessed: [guessedOf(0), guessedOf(1)] };
}

const isNumber = (word: string): boolean => /^\d/.test(word);
/** So many times more rows may have a word that is cut off than have the whole one. */
const MOST_TIMES = 3;
/** A word that is cut off after so many letters is hardly another one. */
const SURE_LETTERS = 6;

/** In how many rows a word stands at the end of the party or of the text. */
function endings({ party, text }: ReconcileSide): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let row = 0; row < party.length; row++) {
    const last = new Set([wordsOf(party[row] ?? '', '').at(-1), wordsOf('', text[row] ?? '').at(-1)]);
    for (const word of last) if (word !== undefined) found.set(word, (found.get(word) ?? 0) + 1);
  }
  return found;
}

/** Those unknown words that are the whole name of a party wherever they stand, but for words that the other file has (`SHP LLC`). */
function wholeNames(
  { party }: ReconcileSide,
  held: TokenLists,
  unknown: readonly string[],
  numberOf: (word: string) => number,
  of: (word: string) => readonly number[],
): string[] {
  const rows = new Map(unknown.map((word) => [word, 0]));
  for (const name of party) {
    const [first = '', ...more] = wordsOf(name, '');
    const known = rows.get(first);
    if (known !== undefined && more.every((word) => of(word).length > 0)) rows.set(first, known + 1);
  }
  return unknown.filter((word) => rows.get(word) === holders(held, numberOf(word)));
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
    const words = mine.filter((word) => !isNumber(word));
    const theirs = vocabulary.texts.filter((word, token) => holders(others, token) > 0 && !isNumber(word));
    for (const [one, other] of nearTexts(words, theirs, NEAR_WORD_LEAST))
      push(near, words[one] ?? '', theirs[other] ?? '');
  }
  return near;
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
