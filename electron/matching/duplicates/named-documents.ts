import { compactReference, namesAnItem, referencePieces, splitReference } from '../movements/reference-tokens.ts';

/** Everything around a charge that may name what it pays. */
export interface NamingTexts {
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Numbers of Stripe's own invoices that it paid, and of items that it is known to name. */
  readonly invoices: readonly string[];
}

/** A year, a month of it or a day: many charges of one day say that, and it names nothing. */
const IS_DATE = /^(?:19|20)\d{2}(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?$/;

/**
 * Numbers of invoices and orders that a charge names, compact and each once: those of Stripe's invoices, of fields that are there to name one,
 * and of its description. Two spellings of one number, with and without its prefix, give the same one.
 */
export function namedDocuments({ description, metadata, invoices }: NamingTexts): readonly string[] {
  const found = new Set<string>();
  for (const number of invoices) found.add(documentOf(number));
  const texts = Object.entries(metadata).flatMap(([key, value]) => (namesAnItem(key) ? [value] : []));
  for (const text of [...texts, ...(description === null ? [] : [description])])
    for (const piece of referencePieces(text))
      if (splitReference(piece) !== null && !IS_DATE.test(coreOf(piece))) found.add(coreOf(piece));
  return [...found].sort();
}

/** Words of a charge's texts that may be the number of an item just as they stand. */
export function wordsWithDigits({ description, metadata }: Omit<NamingTexts, 'invoices'>): readonly string[] {
  const words = [...Object.values(metadata), description ?? ''].flatMap((text) =>
    text.split(/[\s,;|&()[\]{}"'<>:=]+/u),
  );
  return [...new Set(words)].filter((word) => /\d/.test(word) && word.length <= LONGEST_NUMBER);
}

/** Longest item number PeopleSoft keeps. */
const LONGEST_NUMBER = 30;

/** Every name in a charge's texts that another one might share, rather too many than too few. */
export function possibleNames(texts: NamingTexts): ReadonlySet<string> {
  const words = wordsWithDigits(texts);
  const pieces = words.flatMap((word) => referencePieces(word));
  return new Set([...words, ...pieces, ...pieces.map(coreOf), ...texts.invoices.map(documentOf)]);
}

/** A number as `namedDocuments` gives it. */
export function documentOf(number: string): string {
  return coreOf(compactReference(number));
}

/** The checkout session that a charge was paid in, where its metadata tells. */
export function checkoutSession(metadata: Readonly<Record<string, string>>): string | null {
  return Object.values(metadata).find((value) => /^cs_(?:test_|live_)?[A-Za-z0-9]{6,}$/.test(value)) ?? null;
}

function coreOf(compact: string): string {
  return splitReference(compact)?.core ?? compact;
}
