import { remembered } from '../remembered.ts';

/** A text that may name items is cut here; `-`, `/`, `.`, `_` and `#` may be part of a number and are tried both ways. */
const BETWEEN = /[\s,;|&+*()[\]{}"'<>:=]+/u;
const INSIDE = /[/._#]+/u;
const HAS_DIGIT = /\d/;
const NO_PIECES: readonly string[] = [];
const STRIPE_ID = /^[a-z]{2,12}_[A-Za-z0-9_]{6,}$/;
const MAX_TEXT = 2_000;
/** A number without its prefix must have this many digits to be taken for an item; shorter ones must be written out whole. */
export const CORE_DIGITS_MIN = 4;

const PLAIN = /^[\x20-\x7e]*$/;

/** An item number or a piece of text without case, punctuation and white space: `inv-0048112` is `INV0048112`. */
export function compactReference(text: string): string {
  let compact = '';
  let from = 0;
  let hasSmall = false;
  // Nearly every text is of plain characters, which have one form only: what is between its letters and digits is cut out as it is met.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || (code >= CAPITAL_A && code <= CAPITAL_Z)) continue;
    if (code >= SMALL_A && code <= SMALL_Z) hasSmall = true;
    else if (code > PLAIN_MOST) return compactOfAny(text);
    else {
      compact += text.slice(from, at);
      from = at + 1;
    }
  }
  compact = from === 0 ? text : compact + text.slice(from);
  return hasSmall ? compact.toUpperCase() : compact;
}

function compactOfAny(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

const PLAIN_MOST = 0x7e;
const [ZERO, NINE] = [0x30, 0x39];
const [CAPITAL_A, CAPITAL_Z] = [0x41, 0x5a];
const [SMALL_A, SMALL_Z] = [0x61, 0x7a];
/** Whether a UTF-16 unit is one of the digits 0 to 9. */
export const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

/**
 * Prefix letters and digits of a compact reference without leading zeros: `INV0048112` is `INV` and `48112`. Null when it is
 * not letters followed by digits, or has too few digits to mean anything without its prefix.
 */
export function splitReference(compact: string): { readonly prefix: string; readonly core: string } | null {
  const length = compact.length;
  let from = length;
  while (from > 0 && isDigit(compact.charCodeAt(from - 1))) from--;
  if (length - from < CORE_DIGITS_MIN) return null;
  const prefix = compact.slice(0, from);
  if (!LETTERS.test(prefix)) return null;
  while (compact.charCodeAt(from) === ZERO) from++;
  return length - from < CORE_DIGITS_MIN ? null : { prefix, core: compact.slice(from) };
}
const LETTERS = /^\p{L}*$/u;

/** Each text of a charge is asked for by several that look for names in it, one after the other. */
const LAST_MOST = 64;

/**
 * The pieces of a text that could be item numbers, compact, each once, in the order of the text: every word, a word of
 * letters joined with the number after it (`Invoice INV 0048112`), and the parts of a word with `/`, `.`, `_` or `#`.
 * Ids of Stripe objects (`in_1Qx…`) are left out.
 */
export const referencePieces = remembered(piecesOf, LAST_MOST);

function piecesOf(text: string): readonly string[] {
  // Without a digit there is no number, and plain characters hide none.
  if (!HAS_DIGIT.test(text) && PLAIN.test(text)) return NO_PIECES;
  const pieces = new Set<string>();
  let before = '';
  for (const word of wordsOf(text)) {
    if (word === '' || STRIPE_ID.test(word)) {
      before = '';
      continue;
    }
    const compact = compactReference(word);
    if (HAS_DIGIT.test(compact)) {
      pieces.add(compact);
      if (/^\p{L}{1,6}$/u.test(before) && /^\d/.test(compact)) pieces.add(before + compact);
      if (INSIDE.test(word))
        for (const part of word.split(INSIDE)) {
          const piece = compactReference(part);
          if (HAS_DIGIT.test(piece)) pieces.add(piece);
        }
    }
    before = compact;
  }
  return [...pieces];
}

/** The words that the pieces of a text are made of. */
export function wordsOf(text: string): readonly string[] {
  return text.slice(0, MAX_TEXT).split(BETWEEN);
}

/** There are few metadata keys, and each stands at very many charges. */
export const KEYS_MOST = 256;

/** Whether a metadata key says that its value is the number of an invoice or item, so that a value we cannot find is news. */
export const namesAnItem = remembered((metadataKey) => {
  const words = metadataKey.replaceAll(/([a-z])(?=[A-Z])/g, '$1_').toLowerCase();
  return ITEM_KEY.test(words) && !OF_AN_ITEM.test(words);
}, KEYS_MOST);
const ITEM_KEY = /invoice|(^|[^a-z])inv([^a-z]|$)|item|bill(?!ing)|(^|[_-])ref(erence)?s?$/;
/** What else a field may say of an item behind its word: its date, its period, its amount. */
const OF_AN_ITEM =
  /(invoice|inv|item|bill)s?([^a-z].*)?[^a-z](dates?|days?|due|months?|years?|periods?|seasons?|time|amounts?|total|sum|balance|prices?|fees?|tax|vat|discounts?|rate|count|quantity|qty|currency|status|type|url|link)([^a-z]|$)/;
