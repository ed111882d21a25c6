import { itemsNear, spelledOut } from './near-references.ts';
import type { ReferenceIndex } from './reference-index.ts';
import {
  isCalendar,
  isTelling,
  meaningOf,
  numberStrength,
  type FieldMeaning,
  type NumberStrength,
} from './number-strength.ts';
import { wholeDescriptor } from './descriptor-words.ts';
import { isDividedAlike, joinedWords, type JoinedWord } from './joined-words.ts';
import { namesAnItem, referencePieces, splitReference, wordsOf } from './reference-tokens.ts';
import {
  IN_DESCRIPTION,
  IN_DESCRIPTOR,
  IN_METADATA,
  IN_PURCHASE_ORDER,
  IN_STRIPE_INVOICE,
  type MovementRow,
  type References,
} from './snapshot.ts';
import { toThousandths } from '../thousandths.ts';

export interface ItemFilter {
  /** Whether an item is of the movement's linked customer and of its unit. */
  readonly own: (item: number) => boolean;
  /** Number of that customer; -1: none. */
  readonly customer: number;
  /** Whether an item is of its unit, whoever's it is. */
  readonly unit: (item: number) => boolean;
  /** Order by content, never by position. */
  readonly compare: (left: number, right: number) => number;
  /** The number of an item, as it is written. */
  readonly numberOf: (item: number) => string;
  /** The years that an item is of and is due in. */
  readonly yearsOf: (item: number) => readonly number[];
  /** Whether less is open on these items than the movement is. */
  readonly isShort: (items: Iterable<number>) => boolean;
}
interface Found {
  readonly own: Map<number, { places: number; stated: number | null; isWeak: boolean }>;
  readonly foreign: Set<number>;
  readonly unknown: Set<string>;
}

/**
 * Every item that the texts around a charge name, and the words in item-like fields that name none. Null when nothing was
 * found at all. A purchase order counts only when no item number was found: it stands for many items.
 */
export function collectReferences(row: MovementRow, index: ReferenceIndex, filter: ItemFilter): References | null {
  const found: Found = { own: new Map(), foreign: new Set(), unknown: new Set() };
  const look = (text: string, place: number, meaning: FieldMeaning, isNews = meaning === 'item'): number[] =>
    lookUp({ text, place, meaning, isNews }, index, filter, found);
  for (const key in row.metadata) look(row.metadata[key] ?? '', IN_METADATA, meaningOf(key, namesAnItem(key)));
  if (row.description !== null) look(row.description, IN_DESCRIPTION, 'free');
  if (row.statementDescriptor !== null) look(wholeDescriptor(row.statementDescriptor), IN_DESCRIPTOR, 'free');
  for (const invoice of row.invoices) {
    const named = new Set(invoice.number === null ? [] : look(invoice.number, IN_STRIPE_INVOICE, 'item', false));
    for (const [key, value] of Object.entries(invoice.metadata))
      if (namesAnItem(key)) for (const item of look(value, IN_STRIPE_INVOICE, 'item', false)) named.add(item);
    state(invoice.paidMinor, invoice.exponent, [...named], found);
  }
  if (found.own.size === 0 && found.foreign.size === 0) purchaseOrders(row, index, filter, found);
  // A list with one number misspelt is less than what was paid; else what is named is enough.
  const isLooking = row.link !== null && (found.own.size === 0 || filter.isShort(found.own.keys()));
  const near = isLooking ? nearItems(row, index, filter).filter((item) => !found.own.has(item)) : NONE;
  return finish(found, near, filter.compare);
}

interface Looked {
  readonly text: string;
  readonly place: number;
  readonly meaning: FieldMeaning;
  /** A word that fits no item is worth telling. */
  readonly isNews: boolean;
}

function lookUp(
  { text, place, meaning, isNews }: Looked,
  index: ReferenceIndex,
  filter: ItemFilter,
  found: Found,
): number[] {
  const named: number[] = [];
  const [read, missed] = [new Map<string, readonly number[]>(), new Set<string>()];
  const joined = joinedWords(text);
  for (const piece of piecesOf(text, joined, read)) {
    const whole = index.byWhole(piece);
    let own = whole.filter(filter.own);
    // What is written whole, and is the customer's own, needs no other reading.
    const digits = own.length > 0 ? whole : index.byDigits(piece);
    if (whole.length === 0 && digits.length === 0) {
      missed.add(piece);
      continue;
    }
    const strength = strengthOf(text, piece, meaning, whole.length > 0);
    if (strength === 'none') continue;
    if (own.length === 0) own = digits.filter(filter.own);
    // A number that may be an order's is an order's where the customer has one.
    if (strength === 'weak' && index.byPurchaseOrder(piece).some(filter.own)) continue;
    for (const item of own) {
      const before = found.own.get(item);
      const isDoubted = strength === 'weak' || isReadOtherwise(piece, item, joined, filter);
      const isWeak = isDoubted && before?.isWeak !== false;
      found.own.set(item, { places: (before?.places ?? 0) | place, stated: before?.stated ?? null, isWeak });
      named.push(item);
    }
    if (own.length > 0) {
      read.set(piece, own);
      continue;
    }
    // Digits alone mean nothing across customers; a number written whole does.
    const foreign = strength === 'strong' ? whole.filter(filter.unit) : [];
    const others = foreign.length > 0 || !isNews ? foreign : digits.filter(filter.unit);
    for (const item of others) found.foreign.add(item);
    if (others.length === 0) missed.add(piece);
  }
  const unknown = isNews
    ? firstUnknown(
        text,
        missed,
        joined.filter((word) => isOneNumber(word, read, filter)),
      )
    : undefined;
  if (unknown !== undefined) found.unknown.add(unknown);
  return named;
}

/** The pieces of a text, and at last the numbers beside a period, where the word with its period was not `read` as one, and is no date. */
function* piecesOf(text: string, joined: readonly JoinedWord[], read: ReadonlyMap<string, unknown>): Generator<string> {
  yield* referencePieces(text);
  for (const { pieces, dated } of joined)
    if (dated !== null && !read.has(pieces[0] ?? '') && !pieces.includes(dated) && !isCalendar(pieces[0] ?? ''))
      yield dated;
}

/** Whether an item has the digits of a word but divides them otherwise, or is of another year than the word says. */
function isReadOtherwise(piece: string, item: number, joined: readonly JoinedWord[], filter: ItemFilter): boolean {
  const [number, years] = [filter.numberOf(item), filter.yearsOf(item)];
  return joined.some(({ word, pieces, dated, datedWord, year }) => {
    if (pieces[0] === piece) return !isDividedAlike(word, number, years);
    if (dated !== piece && !pieces.includes(piece)) return false;
    return (
      (year !== null && !years.includes(year)) || (dated === piece && !isDividedAlike(datedWord ?? '', number, years))
    );
  });
}

/** Whether a word was read as one number, with or without its period, and is divided as that of an item is: no part of it is a second number. */
function isOneNumber(
  { word, pieces, dated, datedWord }: JoinedWord,
  read: ReadonlyMap<string, readonly number[]>,
  { numberOf, yearsOf }: ItemFilter,
): boolean {
  const whole = read.get(pieces[0] ?? '') ?? NONE;
  const rest = dated === null ? NONE : (read.get(dated) ?? NONE);
  return (
    whole.some((item) => isDividedAlike(word, numberOf(item), yearsOf(item))) ||
    rest.some((item) => isDividedAlike(datedWord ?? '', numberOf(item), yearsOf(item)))
  );
}

/** The first piece of a text that names nothing, wherever it stands outside the words that are one number. */
function firstUnknown(text: string, missed: ReadonlySet<string>, known: readonly JoinedWord[]): string | undefined {
  if (missed.size === 0 || known.length === 0) return first(missed);
  const words = new Set(known.map(({ word }) => word));
  const others = wordsOf(text).filter((word) => !words.has(word));
  return referencePieces(others.join(' ')).find((piece) => missed.has(piece));
}

function first(words: ReadonlySet<string>): string | undefined {
  for (const word of words) return word;
  return undefined;
}

/** A number with the letters of its item is what it says; digits, and letters that stand before them by chance, are looked at where they stand. */
function strengthOf(text: string, piece: string, meaning: FieldMeaning, isWhole: boolean): NumberStrength {
  if (meaning === 'item') return 'strong';
  const hasLetters = (splitReference(piece)?.prefix ?? (/^\d+$/.test(piece) ? '' : piece)) !== '';
  return isWhole && hasLetters ? 'strong' : numberStrength(text, piece, meaning);
}

/** What Stripe says went into an invoice counts only when the invoice is exactly one item line. */
function state(paidMinor: number | null, exponent: number | null, named: readonly number[], found: Found): void {
  const only = named[0];
  if (paidMinor === null || exponent === null || only === undefined || named.length > 1) return;
  const paid = toThousandths(paidMinor, exponent);
  const entry = found.own.get(only);
  if (paid === null || entry === undefined) return;
  entry.stated = (entry.stated ?? 0) + paid;
}

function purchaseOrders(row: MovementRow, index: ReferenceIndex, filter: ItemFilter, found: Found): void {
  const texts = [...Object.values(row.metadata), row.description ?? ''];
  for (const text of texts)
    for (const piece of referencePieces(text))
      for (const item of isTelling(piece) ? index.byPurchaseOrder(piece) : [])
        if (filter.own(item)) found.own.set(item, { places: IN_PURCHASE_ORDER, stated: null, isWeak: false });
}

/** Four digits in a row that are not a year: the number of an invoice, an order, a contract. */
const NUMBER = /(?<!\d)(?!20\d\d(?!\d))\d{4,}/;

/** Whether the texts around a charge hold something like a number, known or not. Ids of Stripe objects are none, nor is a word that is cut off. */
export function quotesNumber(row: MovementRow): boolean {
  const { metadata, description, statementDescriptor, invoices } = row;
  const isQuoting = (text: string): boolean =>
    NUMBER.test(text.includes('_') ? text.replaceAll(/\b[a-z]{2,12}_[A-Za-z0-9_]{6,}/g, '') : text);
  if (invoices.some(({ number }) => number !== null)) return true;
  if (description !== null && isQuoting(description)) return true;
  if (statementDescriptor !== null && isQuoting(wholeDescriptor(statementDescriptor))) return true;
  for (const key in metadata) if (namesAnItem(key) || isQuoting(metadata[key] ?? '')) return true;
  return false;
}

/** Items of the customer that a word names but for one slip of the pen. */
export function nearItems(
  row: MovementRow,
  index: ReferenceIndex,
  filter: Pick<ItemFilter, 'own' | 'customer' | 'compare'>,
): readonly number[] {
  const texts = [
    ...Object.values(row.metadata),
    row.description ?? '',
    wholeDescriptor(row.statementDescriptor ?? ''),
    ...row.invoices.map((invoice) => invoice.number ?? ''),
  ];
  const found = new Set<number>();
  for (const text of texts)
    for (const piece of [...referencePieces(text), ...spelledOut(text)])
      for (const item of itemsNear(index, piece, filter.customer)) if (filter.own(item)) found.add(item);
  return [...found].sort(filter.compare);
}

function finish(found: Found, near: readonly number[], compare: ItemFilter['compare']): References | null {
  if (found.own.size === 0 && found.foreign.size === 0 && found.unknown.size === 0 && near.length === 0) return null;
  return {
    ...ownOf(found.own, compare),
    foreign: found.foreign.size === 0 ? NONE : [...found.foreign].sort(compare),
    unknown: found.unknown.size === 0 ? NONE : [...found.unknown].sort(),
    near,
  };
}

type Own = Pick<References, 'own' | 'places' | 'stated' | 'weak'>;

function ownOf(found: Found['own'], compare: ItemFilter['compare']): Own {
  if (found.size === 0) return NO_OWN;
  if (found.size > 1) {
    const entries = [...found].sort((left, right) => compare(left[0], right[0]));
    return {
      own: entries.map(([item]) => item),
      places: entries.map(([, entry]) => entry.places),
      stated: entries.map(([, entry]) => entry.stated),
      weak: entries.map(([, entry]) => entry.isWeak),
    };
  }
  const own = [...found.keys()];
  const [only] = found.values();
  if (only === undefined) return NO_OWN;
  return {
    own,
    places: PLACES[only.places] ?? [only.places],
    stated: only.stated === null ? NOT_STATED : [only.stated],
    weak: only.isWeak ? WEAK : STRONG,
  };
}

// Most charges of a million name one item in one way: what they say of it is kept once for all.
const NONE: readonly never[] = [];
const NO_OWN: Own = { own: NONE, places: NONE, stated: NONE, weak: NONE };
const PLACES: readonly (readonly number[])[] = Array.from({ length: 2 * IN_PURCHASE_ORDER }, (_, places) => [places]);
const NOT_STATED: readonly null[] = [null];
const WEAK: readonly boolean[] = [true];
const STRONG: readonly boolean[] = [false];
