import { joinedWords } from '../movements/joined-words.ts';
import { isCalendar } from '../movements/number-strength.ts';
import { compactReference, namesAnItem, referencePieces, splitReference } from '../movements/reference-tokens.ts';
import { isDateWord } from './date-word.ts';

/** Everything around a charge that may name what it pays. */
export interface NamingTexts {
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Numbers of Stripe's own invoices that it paid, and of items that it is known to name. */
  readonly invoices: readonly string[];
}

/**
 * Numbers of invoices and orders that a charge names, as `documentOf` gives them and each once: those of Stripe's invoices, of fields that are
 * there to name one, and of its description. A year, a month or a day is none: many charges say that, and it names nothing.
 */
export function namedDocuments(texts: NamingTexts): readonly string[] {
  const found = new Set(texts.invoices.map(documentOf));
  for (const { document } of numbersOf(texts)) found.add(document);
  return [...found].sort();
}

/** The same numbers as items are found by: with their period where one is written beside them, and without it; those of invoices left out. */
export function namedNumbers(texts: Omit<NamingTexts, 'invoices'>): readonly string[] {
  return [...new Set(numbersOf(texts).flatMap(({ names }) => names))];
}

/** Words of a charge's texts that may be the number of an item just as they stand. */
export function wordsWithDigits({ description, metadata }: Omit<NamingTexts, 'invoices'>): readonly string[] {
  const words = [...Object.values(metadata), description ?? ''].flatMap(wordsIn);
  return [...new Set(words)].filter((word) => /\d/.test(word) && word.length <= LONGEST_NUMBER);
}

/** Longest item number PeopleSoft keeps. */
const LONGEST_NUMBER = 30;

function wordsIn(text: string): readonly string[] {
  return text.split(/[\s,;|&()[\]{}"'<>:=]+/u);
}

/** Every name in a charge's texts that another one might share, rather too many than too few. */
export function possibleNames(texts: NamingTexts): ReadonlySet<string> {
  const words = wordsWithDigits(texts);
  const pieces = words.flatMap((word) => referencePieces(word));
  const invoices = texts.invoices.flatMap((number) => [wholeNumber(number), splitDocument(documentOf(number)).number]);
  return new Set([...words, ...pieces, ...pieces.map(coreOf), ...namedNumbers(texts), ...invoices]);
}

/** A number without its prefix and leading zeros: two spellings of one, with and without them, give the same. */
export function wholeNumber(number: string): string {
  return coreOf(compactReference(number));
}

/** The same, with the year or month that is written beside it behind it: `INV/0045232/2026-10` is `45232/2026-10`. */
export function documentOf(number: string): string {
  const compact = compactReference(number);
  const [one, ...more] = joinedWords(number);
  const whole = one?.pieces[0] ?? '';
  if (one === undefined || one.dated === null || more.length > 0 || !compact.endsWith(whole)) return coreOf(compact);
  return datedDocument(compact.slice(0, compact.length - whole.length) + one.dated, whole, one.dated);
}

/** Whether two numbers that are written as `documentOf` gives them are one: a period that only one of them says does not tell them apart. */
export function isSameDocument(left: string, right: string): boolean {
  if (left === right) return true;
  const [one, other] = [splitDocument(left), splitDocument(right)];
  if (one.number === other.number) return one.period.startsWith(other.period) || other.period.startsWith(one.period);
  // The period of one may be written as digits of the other.
  return isWrittenAsOne(one, other) || isWrittenAsOne(other, one);
}

function isWrittenAsOne({ number, period }: DividedDocument, other: DividedDocument): boolean {
  const digits = period.replace('-', '');
  return digits !== '' && other.period === '' && [number + digits, digits + number].includes(other.number);
}

/** The checkout session that a charge was paid in, where its metadata tells. */
export function checkoutSession(metadata: Readonly<Record<string, string>>): string | null {
  return Object.values(metadata).find((value) => /^cs_(?:test_|live_)?[A-Za-z0-9]{6,}$/.test(value)) ?? null;
}

interface DividedDocument {
  readonly number: string;
  /** Empty: it says none. */
  readonly period: string;
}

function splitDocument(document: string): DividedDocument {
  const [number = '', period = ''] = document.split('/');
  return { number, period };
}

function datedDocument(number: string, whole: string, dated: string): string {
  const period = whole.startsWith(dated) ? whole.slice(dated.length) : whole.slice(0, -dated.length);
  return `${coreOf(number)}/${period.replace(/^(\d{4})(?=\d)/, '$1-')}`;
}

/** One number of a text. */
interface NamedNumber {
  readonly document: string;
  readonly names: readonly string[];
}

function numbersOf({ description, metadata }: Omit<NamingTexts, 'invoices'>): readonly NamedNumber[] {
  const texts = Object.entries(metadata).flatMap(([key, value]) => (namesAnItem(key) ? [value] : []));
  return [...texts, ...(description === null ? [] : [description])].flatMap(wordsIn).flatMap(numbersOfWord);
}

function numbersOfWord(word: string): readonly NamedNumber[] {
  if (isDateWord(word)) return NONE;
  const dated = new Map<string, NamedNumber>();
  for (const { pieces, dated: rest } of joinedWords(word)) {
    const [whole = '', ...parts] = pieces;
    if (rest === null) continue;
    // A part is of that period too.
    for (const piece of [...parts, rest])
      dated.set(piece, { document: datedDocument(piece, whole, rest), names: [coreOf(piece)] });
    dated.set(whole, { document: datedDocument(rest, whole, rest), names: [coreOf(whole), coreOf(rest)] });
  }
  return [...new Set([...referencePieces(word), ...dated.keys()])].flatMap((piece): NamedNumber[] => {
    if (splitReference(piece) === null || isDate(piece)) return [];
    return [dated.get(piece) ?? { document: coreOf(piece), names: [coreOf(piece)] }];
  });
}
const NONE: readonly never[] = [];

function isDate(compact: string): boolean {
  return isCalendar(compact) || isCalendar(/\d+$/.exec(compact)?.[0] ?? '');
}

function coreOf(compact: string): string {
  return splitReference(compact)?.core ?? compact;
}
