import { isCalendar } from './number-strength.ts';
import { compactReference, CORE_DIGITS_MIN, referencePieces, wordsOf } from './reference-tokens.ts';

const YEAR = '(?:19[89]|20[0-3])\\d';
/** A year, or a year and a month; the year is its first group. */
export const PERIOD = `(${YEAR})(?:[/._-]?(?:0[1-9]|1[0-2]))?`;
/** A number with a year, or a year and a month, at its end or its beginning: `INV/0045232/2026-10`, `2026/45232`. */
const PERIOD_AT_END = new RegExp(`[/._#-]+${PERIOD}$`, 'u');
export const PERIOD_AT_BEGINNING = new RegExp(`^${PERIOD}[/._#-]+`, 'u');
const MAY_BE_JOINED = /[/._#]|-(?:19|20)\d\d|(?:19|20)\d\d-|(?:^|[\s,;|&+*()[\]{}"'<>:=])\d+-\d/;
/** A day and a month beside a year are a date. */
const DAY_AND_MONTH = /^(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01])(?:0[1-9]|1[0-2]))$/;
/** Longest item number PeopleSoft keeps, with a period, and room for separators; no longer word is one number. */
const LONGEST_JOINED = 48;

/** A word with separators, which may be one number, or several. */
export interface JoinedWord {
  /** As it is written. */
  readonly word: string;
  /** As `referencePieces` gives them, the whole word first. */
  readonly pieces: readonly string[];
  /** What is left of it without a year or a month at its end or beginning, compact, where that has digits enough for a number; null: nothing such. */
  readonly dated: string | null;
  /** That, as it is written. */
  readonly datedWord: string | null;
  /** The year of that period. */
  readonly year: number | null;
}

/**
 * The words of a text that separators join, some with the period that a number is of (`INV/0045232/2026-10`). A whole word may
 * be a number of its own, so what stands beside a period counts only where nothing has that one.
 */
export function joinedWords(text: string): readonly JoinedWord[] {
  if (!MAY_BE_JOINED.test(text)) return NO_WORDS;
  return wordsOf(text).flatMap((word): JoinedWord[] => {
    const pieces = MAY_BE_JOINED.test(word) ? referencePieces(word) : NONE;
    if (pieces.length === 0) return [];
    return [{ word, pieces, ...(withoutPeriod(word) ?? NOT_DATED) }];
  });
}
const NO_WORDS: readonly JoinedWord[] = [];
const NONE: readonly never[] = [];

type Dated = Pick<JoinedWord, 'dated' | 'datedWord' | 'year'>;
const NOT_DATED: Dated = { dated: null, datedWord: null, year: null };

function withoutPeriod(word: string): Dated | null {
  const period = word.length > LONGEST_JOINED ? null : (PERIOD_AT_END.exec(word) ?? PERIOD_AT_BEGINNING.exec(word));
  if (period === null) return null;
  const datedWord = period.index === 0 ? word.slice(period[0].length) : word.slice(0, period.index);
  const dated = compactReference(datedWord);
  const digits = dated.replaceAll(/\D/g, '');
  if (digits.length < CORE_DIGITS_MIN || isCalendar(dated)) return null;
  // Digits beside a year may be days (`01-31.10.2026`), which are divided in themselves, or look like one.
  if (digits === dated && (/\D/.test(datedWord) || DAY_AND_MONTH.test(dated))) return null;
  return { dated, datedWord, year: Number(period[1]) };
}

/** The pieces of a text with those numbers that stand beside a period in it. */
export function numbersIn(text: string): readonly string[] {
  const pieces = referencePieces(text);
  const dated = joinedWords(text).flatMap((word) => (word.dated === null ? [] : [word.dated]));
  return dated.length === 0 ? pieces : [...pieces, ...dated];
}

/**
 * Whether a word with separators is divided as the number of an item is: `1/48001` has the digits of `INV-148001` and is another number.
 * A year, that of the item (`years`) also with two digits, and a month beside it may stand undivided in one of both.
 */
export function isDividedAlike(word: string, item: string, years: readonly number[]): boolean {
  const [mine, its] = [digitGroups(word), digitGroups(item)];
  if (mine.length === its.length && mine.every((group, at) => withoutZeros(group) === withoutZeros(its[at] ?? '')))
    return true;
  const short = years.map((year) => String(year % 100).padStart(2, '0'));
  const isYear = (group: string | undefined): boolean => group !== undefined && isCalendar(group);
  const numbers = mine.filter(
    (group, at) =>
      !isYear(group) &&
      !short.includes(group) &&
      !(MONTH.test(group) && (isYear(mine[at - 1]) || isYear(mine[at + 1]))),
  );
  // Two digits are a year only beside a number: `26/10/26` is a day.
  const [number = '', ...others] = numbers;
  return (
    others.length === 0 && number.length >= NUMBER_LEAST && withoutZeros(mine.join('')) === withoutZeros(its.join(''))
  );
}

function digitGroups(text: string): readonly string[] {
  return text.match(/\d+/g) ?? NONE;
}

/** Fewer digits beside a year are a day or a month. */
const NUMBER_LEAST = 3;
const MONTH = /^(?:0[1-9]|1[0-2])$/;
const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
