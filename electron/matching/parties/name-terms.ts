import type { TextArena } from '../text/text-arena.ts';
import type { ComparedColumn } from './compared-columns.ts';
import { WORD_KIND, wordKind } from './parse-name.ts';

/** The words of all names: which name has which, how many names of each side have a word, and how much a word says. */
export interface NameTerms {
  readonly words: TextArena;
  /** Words of name `n` (a value of the column): `term[start[n]] .. term[start[n + 1] - 1]`, in their order. */
  readonly start: Int32Array;
  readonly term: Int32Array;
  readonly kind: Uint8Array;
  /** Names of the fuller side that have the word. */
  readonly count: Float64Array;
  /** Natural logarithm of how rarely a name has the word; the part of names in a wider world included. */
  readonly rarity: Float32Array;
}

/** Of a thousand names of organisations so many have a word that is known to be common. */
const GENERIC_SHARE = 0.012;
/** A file of few names is read as part of a world of so many more, in which a rare word stands in so many. */
const WORLD_NAMES = 1_500;
const WORLD_CORE = 0.12;

/** Numbers of names that have each word; what a frozen model keeps of them. */
export interface TermCounts {
  readonly names: number;
  /** Words that more than one name has. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The words of a column of names; throws TypeError for a column of anything else. With the counts of a frozen model rarity is its, whatever the rows are. */
export function nameTerms(column: ComparedColumn, frozen: TermCounts | null): NameTerms {
  const lists = column.words;
  if (lists === undefined) throw new TypeError('A column of names comes with the words of its values.');
  const { texts: words, start, word: terms } = lists;
  const kind = Uint8Array.from({ length: words.size }, (_, id) => wordKind(words.textOf(id)));
  const count = frozen === null ? countTerms(column, start, terms, words.size) : frozenCounts(words, frozen);
  const names = frozen?.names ?? Math.max(column.left.length, column.right.length);
  const rarity = Float32Array.from(count, (found, id) => {
    const isCommon = kind[id] === WORD_KIND.generic;
    // A word that one name of each side has may have met itself: what counts is who else has it.
    const others = Math.max(0, found - 1);
    const world =
      kind[id] === WORD_KIND.initial ? WORLD_NAMES * 0.03 : isCommon ? WORLD_NAMES * GENERIC_SHARE : WORLD_CORE;
    return Math.log((names + WORLD_NAMES) / (others + world));
  });
  return { words, start, term: terms, kind, count, rarity };
}

/** What a frozen model has to keep: with it the rarity of a word is the same among other rows. */
export function termCountsOf(terms: NameTerms, names: number): TermCounts {
  const counts: Record<string, number> = {};
  for (const [id, count] of terms.count.entries()) if (count > 1) counts[terms.words.textOf(id)] = count;
  return { names, counts };
}

function frozenCounts(words: TextArena, frozen: TermCounts): Float64Array {
  const known = new Map(Object.entries(frozen.counts));
  return Float64Array.from({ length: words.size }, (_, id) => known.get(words.textOf(id)) ?? 1);
}

function countTerms(column: ComparedColumn, start: Int32Array, term: Int32Array, size: number): Float64Array {
  const count = new Float64Array(size);
  for (const side of [column.left, column.right]) {
    const own = new Float64Array(size);
    const seen = new Int32Array(size).fill(-1);
    for (let profile = 0; profile < side.length; profile += 1) {
      const name = side[profile] ?? 0;
      for (let at = start[name] ?? 0; at < (start[name + 1] ?? 0); at += 1) {
        const id = term[at] ?? 0;
        if (seen[id] === profile) continue;
        seen[id] = profile;
        own[id] = (own[id] ?? 0) + 1;
      }
    }
    for (let id = 0; id < size; id += 1) count[id] = Math.max(count[id] ?? 0, own[id] ?? 0);
  }
  return count;
}
