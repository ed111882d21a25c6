import { gluedWords } from './glued-words.ts';
import { nearTexts } from './near-tokens.ts';
import { wordsOf } from './row-words.ts';
import { behind, shortenedWords, spelledInitials } from './short-words.ts';
import type { ReconcileSide } from './side.ts';
import { aloneTokens, holders, type Vocabulary } from './vocabulary.ts';

const NEAR_WORD_LEAST = 5;
type Rows = readonly (readonly string[])[];
type Side = 0 | 1;
const SIDES: readonly Side[] = [0, 1];
const NONE: readonly number[] = [];

/** What the words of the rows of both sides stand for: numbers of words that both sides have, in one way of writing or another. */
export class MeantWords {
  readonly #vocabulary: Vocabulary;
  readonly #given: readonly [Rows, Rows];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #meant: (readonly number[])[];
  readonly #alone: readonly [readonly string[], readonly string[]];
  /** Short words that may be others. */
  readonly #guesses = new Set<string>();

  constructor(vocabulary: Vocabulary, given: readonly [Rows, Rows], sides: readonly [ReconcileSide, ReconcileSide]) {
    this.#vocabulary = vocabulary;
    this.#given = given;
    this.#numbers = new Map(vocabulary.texts.map((word, token) => [word, token]));
    this.#meant = Array.from({ length: vocabulary.size }, (_, token) =>
      holders(vocabulary.left, token) > 0 && holders(vocabulary.right, token) > 0 ? [token] : NONE,
    );
    this.#alone = aloneWords(vocabulary);
    // A number that one file lacks is no slip of another one: it says that this is somebody else.
    for (const words of this.#alone) for (const word of words) if (isNumber(word)) this.#mean(word, [word]);
    for (const [word, found] of nearWords(vocabulary, this.#alone)) if (found.length === 1) this.#mean(word, found);
    for (const side of SIDES) this.#guessSide(side, sides);
  }

  /** The numbers of the words that each row stands for, each once. */
  rowsOf(side: Side): number[][] {
    const left = new Set(this.#unknown(side));
    const short = shortenedWords(this.#given[side], this.#given[otherOf(side)], (word) => left.has(word), this.#spelt);
    for (const word of short.values()) if (this.#of(word).length === 0) this.#mean(word, [word]);
    return this.#given[side].map((row) => [
      ...new Set(
        row.flatMap((word, at) => {
          const longer = left.has(word) ? short.get(behind(row[at - 1] ?? '', word)) : undefined;
          return this.#of(longer ?? word);
        }),
      ),
    ]);
  }

  /** 1 for rows of which all that tells them apart are guesses; a number, a legal form or another word of many rows vouches for nobody. */
  guessedOf(side: Side): Uint8Array {
    const rows = this.#given[0].length + this.#given[1].length;
    const { left, right } = this.#vocabulary;
    const tells = (word: string): boolean => {
      if (this.#of(word).length === 0 || isNumber(word)) return false;
      const token = this.#numberOf(word);
      return this.#guesses.has(word) || holders(left, token) + holders(right, token) <= COMMON * rows;
    };
    return Uint8Array.from(this.#given[side], (row) => {
      const telling = row.filter(tells);
      return telling.length > 0 && telling.every((word) => this.#guesses.has(word)) ? 1 : 0;
    });
  }

  #guessSide(side: Side, sides: readonly [ReconcileSide, ReconcileSide]): void {
    const other = otherOf(side);
    const lists = [this.#vocabulary.left, this.#vocabulary.right] as const;
    const held = (word: string): number => holders(lists[side], this.#numberOf(word));
    const ends = endings(sides[side]);
    const isAtEnd = (word: string): boolean => ends.get(word) === held(word);
    for (const [word, those] of gluedWords(this.#unknown(side), this.#given[other], { meant: this.#spelt, isAtEnd })) {
      // A stock word of many texts (`CARD`) is none that few names begin with so.
      const names = Math.max(...those.map((each) => holders(lists[other], this.#numberOf(each))));
      if (held(word) > MOST_TIMES * names + 2) continue;
      this.#mean(word, those);
      if (word.length < SURE_LETTERS) this.#guesses.add(word);
    }
    const names = sides[other].party.filter((name) => name !== '').map((name) => wordsOf(name, ''));
    for (const [word, those] of spelledInitials(
      this.#wholeNames(sides[side], held, this.#unknown(side)),
      names,
      this.#spelt,
    )) {
      this.#mean(word, those);
      this.#guesses.add(word);
    }
  }

  /** Those unknown words that are the whole name of a party wherever they stand, but for words that the other file has (`SHP LLC`). */
  #wholeNames({ party }: ReconcileSide, held: (word: string) => number, unknown: readonly string[]): string[] {
    const rows = new Map(unknown.map((word) => [word, 0]));
    for (const name of party) {
      const [first = '', ...more] = wordsOf(name, '');
      const known = rows.get(first);
      if (known !== undefined && more.every((word) => this.#of(word).length > 0)) rows.set(first, known + 1);
    }
    return unknown.filter((word) => rows.get(word) === held(word));
  }

  #mean(word: string, those: readonly string[]): void {
    const tokens = those.map((each) => this.#numberOf(each));
    this.#meant[this.#numberOf(word)] = tokens;
    for (const each of tokens) this.#meant[each] = [each];
  }

  #of(word: string): readonly number[] {
    return this.#meant[this.#numberOf(word)] ?? NONE;
  }

  #numberOf(word: string): number {
    return this.#numbers.get(word) ?? -1;
  }

  /** The word that a misspelt one stands for; else the word itself. */
  readonly #spelt = (word: string): string => {
    const [only, ...more] = this.#of(word);
    return only === undefined || more.length > 0 ? word : (this.#vocabulary.texts[only] ?? word);
  };

  #unknown(side: Side): string[] {
    return this.#alone[side].filter((word) => this.#of(word).length === 0);
  }
}

const otherOf = (side: Side): Side => (side === 0 ? 1 : 0);
const isNumber = (word: string): boolean => /^\d/.test(word);
/** So many times more rows may have a word that is cut off than have the whole one. */
const MOST_TIMES = 3;
/** A word that is cut off after so many letters is hardly another one. */
const SURE_LETTERS = 6;
/** Share of all rows that a word is in at least that tells nobody apart. */
const COMMON = 0.03;

/** In how many rows a word stands at the end of the party or of the text. */
function endings({ party, text }: ReconcileSide): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let row = 0; row < party.length; row++) {
    const name = wordsOf(party[row] ?? '', '').filter((word) => !isNumber(word));
    const last = new Set([name.at(-1), wordsOf('', text[row] ?? '').at(-1)]);
    for (const word of last) if (word !== undefined) found.set(word, (found.get(word) ?? 0) + 1);
  }
  return found;
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
