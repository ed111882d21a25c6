import { foldText, foldWord } from '../text/fold-text.ts';
import { splitLegalForm, type LegalForm, type LegalKind } from './legal-forms.ts';
import { GENERIC_WORDS, STOP_WORDS, WORD_ABBREVIATIONS } from './name-words.ts';

export interface ParsedName {
  /** Words that tell parties apart, in their order, in one spelling each. */
  readonly words: readonly string[];
  readonly legal: LegalKind | null;
  /** The whole name, folded, as it was spelled. */
  readonly folded: string;
}

const MOST_WORDS = 24;
const ROMAN = new Map([
  ['ii', '2'],
  ['iii', '3'],
  ['iv', '4'],
  ['vi', '6'],
  ['vii', '7'],
  ['viii', '8'],
  ['ix', '9'],
]);
const GENERIC = new Set([...GENERIC_WORDS].map(foldWord));

/** A name of a person, an organisation or a thing as the words that it is compared by. */
export function parseName(name: string): ParsedName {
  const folded = foldText(name);
  if (folded === '') return { words: [], legal: null, folded };
  const { words, legal } = splitLegalForm(joinInitials(folded.split(' ')));
  const kept: string[] = [];
  for (const [at, word] of words.entries()) {
    if (kept.length === MOST_WORDS) break;
    if (STOP_WORDS.has(word) && words.length > 1) continue;
    kept.push(foldWord((at > 0 ? ROMAN.get(word) : undefined) ?? WORD_ABBREVIATIONS.get(word) ?? word));
  }
  return kept.length === 0 ? { words: words.slice(0, MOST_WORDS), legal, folded } : { words: kept, legal, folded };
}

/** The legal form that a name ends in (or, in some countries, begins with); null: none. */
export function formOfName(name: string): LegalForm | null {
  const folded = foldText(name);
  return folded === '' ? null : splitLegalForm(joinInitials(folded.split(' '))).form;
}

/** `at and t` and `a t and t` as `att`: what is left of them without the little words would be nobody's name. */
function joinInitials(words: readonly string[]): readonly string[] {
  const and = words.indexOf('and');
  const last = words[and + 1] ?? '';
  if (and < 1 || last === 'co' || !isInitials(words[and - 1]) || !isInitials(last)) return words;
  let from = and - 1;
  while (words[from]?.length === 1 && words[from - 1]?.length === 1) from -= 1;
  const joined = [...words.slice(from, and), last].join('');
  return [...words.slice(0, from), joined, ...words.slice(and + 2)];
}

function isInitials(word: string | undefined): boolean {
  return word !== undefined && /^[a-z]{1,2}$/.test(word);
}

/** Kinds of words: how much it says when only one of two names has it. */
export const WORD_KIND = { core: 0, generic: 1, number: 2, initial: 3 } as const;

/** Kind of a word as `parseName` writes it. */
export function wordKind(word: string): number {
  if (/^\d/.test(word)) return WORD_KIND.number;
  if (word.length === 1) return WORD_KIND.initial;
  return GENERIC.has(word) ? WORD_KIND.generic : WORD_KIND.core;
}
