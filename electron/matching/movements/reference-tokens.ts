/** A text that may name items is cut here; `-`, `/`, `.`, `_` and `#` may be part of a number and are tried both ways. */
const BETWEEN = /[\s,;|&+*()[\]{}"'<>:=]+/u;
const INSIDE = /[/._#]+/u;
const STRIPE_ID = /^[a-z]{2,12}_[A-Za-z0-9_]{6,}$/;
const MAX_TEXT = 2_000;
/** A number without its prefix must have this many digits to be taken for an item; shorter ones must be written out whole. */
export const CORE_DIGITS_MIN = 4;

const PLAIN = /^[\x20-\x7e]*$/;
const NO_PLAIN_NUMBER = /[^A-Z0-9]+/g;

/** An item number or a piece of text without case, punctuation and white space: `inv-0048112` is `INV0048112`. */
export function compactReference(text: string): string {
  // Nearly every text is of these characters, which have one form only.
  if (PLAIN.test(text)) return text.toUpperCase().replace(NO_PLAIN_NUMBER, '');
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * Prefix letters and digits of a compact reference without leading zeros: `INV0048112` is `INV` and `48112`. Null when it is
 * not letters followed by digits, or has too few digits to mean anything without its prefix.
 */
export function splitReference(compact: string): { readonly prefix: string; readonly core: string } | null {
  const parts = /^(\p{L}*)0*(\d+)$/u.exec(compact);
  const core = parts?.[2] ?? '';
  return core.length < CORE_DIGITS_MIN ? null : { prefix: parts?.[1] ?? '', core };
}

/** Each text of a charge is asked for by several that look for names in it, one after the other. */
const lastPieces = new Map<string, readonly string[]>();
const LAST_MOST = 64;

/**
 * The pieces of a text that could be item numbers, compact, each once, in the order of the text: every word, a word of
 * letters joined with the number after it (`Invoice INV 0048112`), and the parts of a word with `/`, `.`, `_` or `#`.
 * Ids of Stripe objects (`in_1Qx…`) are left out.
 */
export function referencePieces(text: string): readonly string[] {
  let pieces = lastPieces.get(text);
  if (pieces === undefined) {
    if (lastPieces.size === LAST_MOST) lastPieces.clear();
    lastPieces.set(text, (pieces = piecesOf(text)));
  }
  return pieces;
}

function piecesOf(text: string): readonly string[] {
  const pieces = new Set<string>();
  const words = text.slice(0, MAX_TEXT).split(BETWEEN);
  let before = '';
  for (const word of words) {
    if (word === '' || STRIPE_ID.test(word)) {
      before = '';
      continue;
    }
    const compact = compactReference(word);
    if (/\d/.test(compact)) {
      pieces.add(compact);
      if (/^\p{L}{1,6}$/u.test(before) && /^\d/.test(compact)) pieces.add(before + compact);
      if (INSIDE.test(word))
        for (const part of word.split(INSIDE)) {
          const piece = compactReference(part);
          if (/\d/.test(piece)) pieces.add(piece);
        }
    }
    before = compact;
  }
  return [...pieces];
}

/** Whether a metadata key says that its value is the number of an invoice or item, so that a value we cannot find is news. */
export function namesAnItem(metadataKey: string): boolean {
  return /invoice|(^|[^a-z])inv([^a-z]|$)|item|bill(?!ing)|(^|[_-])ref(erence)?s?$/i.test(metadataKey);
}

/** Longest statement descriptor Stripe sends; one of this length may have lost its end (Stripe API reference, charges). */
const DESCRIPTOR_MAX = 22;

/** The last word of a descriptor that may have been cut off, compact, where it holds a digit: the start of a number, or all of it. */
export function cutWord(descriptor: string): string | null {
  if (descriptor.length < DESCRIPTOR_MAX) return null;
  const word = compactReference(/[^\s*,]+$/u.exec(descriptor)?.[0] ?? '');
  return /\d/.test(word) ? word : null;
}

/** The statement descriptor without a last word that may have been cut off. */
export function wholeDescriptor(descriptor: string): string {
  return descriptor.length < DESCRIPTOR_MAX ? descriptor : descriptor.replace(/[^\s*,]+$/u, '');
}
