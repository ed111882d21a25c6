import { isPrefixAlike, type ReferenceIndex } from './reference-index.ts';
import { CORE_DIGITS_MIN, isDigit, splitReference } from './reference-tokens.ts';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** What a scan or a hurried eye makes of a digit. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};
/** Shorter pieces are near to too many numbers to say anything. */
const LENGTH_MIN = 5;
const LENGTH_MAX = 24;

/** A customer of more items has its slips looked up instead of its items walked through; both find the same. */
const FEW_ITEMS = 100;

/**
 * Items whose number is one slip away from a compact piece: a character wrong, missing, too many, or changed places with the next;
 * letters for digits that look like them; or the same digits after another prefix. Of this customer, and perhaps of others: with few items
 * of its own these alone are compared, else the slips of the piece are looked up, so that the work does not grow with the number of items.
 */
export function itemsNear(index: ReferenceIndex, piece: string, customer: number): ReadonlySet<number> {
  if (piece.length < LENGTH_MIN || piece.length > LENGTH_MAX) return NONE;
  const items = index.ofCustomer(customer);
  return items.length <= FEW_ITEMS ? comparedTo(index, piece, items) : lookedUp(index, piece);
}

const NONE: ReadonlySet<number> = new Set();

function isLong(piece: string): boolean {
  let digits = 0;
  for (let at = 0; at < piece.length; at++) if (isDigit(piece.charCodeAt(at))) digits++;
  return digits >= CORE_DIGITS_MIN;
}

/** Those of these items that are near to a piece. */
export function comparedTo(index: ReferenceIndex, piece: string, items: readonly number[]): ReadonlySet<number> {
  const readings = Array.from(lookalikes(piece), (whole) => ({ whole, split: splitReference(whole) }));
  const split = splitReference(piece);
  const long = isLong(piece);
  const core = split !== null && split.core.length >= LENGTH_MIN ? split.core : null;
  const slipsWhole = core === null && (split === null || split.prefix !== '');
  const found = new Set<number>();
  for (const item of items) {
    const itemCore = index.coreOf(item);
    const isRead = readings.some(
      (each) =>
        each.whole === index.wholeOf(item) ||
        (each.split !== null && each.split.core === itemCore && isPrefixAlike(each.split.prefix, index.prefixOf(item))),
    );
    const isNear =
      long &&
      ((split !== null && split.core === itemCore) ||
        (core !== null && itemCore !== null && isOneSlip(core, itemCore)) ||
        (slipsWhole && isOneSlip(piece, index.wholeOf(item))));
    if (isRead || isNear) found.add(item);
  }
  return found;
}

/** All items that are near to a piece, whoever's they are. */
export function lookedUp(index: ReferenceIndex, piece: string): ReadonlySet<number> {
  const found = new Set<number>();
  const add = (items: readonly number[]): void => items.forEach((item) => found.add(item));
  for (const variant of lookalikes(piece)) {
    add(index.byWhole(variant));
    add(index.byDigits(variant));
  }
  if (!isLong(piece)) return found;
  const split = splitReference(piece);
  if (split === null) {
    for (const variant of slips(piece)) add(index.byWhole(variant));
    return found;
  }
  add(index.byCore(split.core));
  if (split.core.length >= LENGTH_MIN) for (const variant of slips(split.core)) add(index.byCore(variant));
  // Four digits alone are near to too many numbers.
  else if (split.prefix !== '') for (const variant of slips(piece)) add(index.byWhole(variant));
  return found;
}

/** Whether `other` is among the slips of a piece, without making them. */
function isOneSlip(piece: string, other: string): boolean {
  const longer = other.length - piece.length;
  if (longer < -1 || longer > 1 || other === '') return false;
  let at = 0;
  while (at < piece.length && piece.charCodeAt(at) === other.charCodeAt(at)) at++;
  // Nearly all differ in more than one place: all that a slip leaves alone is behind the two characters it may change.
  if (longer === 0 && other.length - at > 2 && !endsAlike(piece, other, at + 2)) return false;
  if (longer === 1) return DIGITS.includes(other[at] ?? '') && other.slice(at + 1) === piece.slice(at);
  if (longer === -1) return other.slice(at) === piece.slice(at + 1);
  if (at === piece.length) return false;
  const [here, there] = [piece[at] ?? '', other[at] ?? ''];
  if (other.slice(at + 1) === piece.slice(at + 1)) return (DIGITS.includes(here) ? DIGITS : LETTERS).includes(there);
  return there === piece[at + 1] && other[at + 1] === here && other.slice(at + 2) === piece.slice(at + 2);
}

function endsAlike(piece: string, other: string, from: number): boolean {
  for (let at = piece.length - 1; at >= from; at--) if (piece.charCodeAt(at) !== other.charCodeAt(at)) return false;
  return true;
}

/** Words of a text written one character at a time (`I N V 4 8 1`), joined. */
export function spelledOut(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])(?:[\p{L}\p{N}] ){4,23}[\p{L}\p{N}](?![\p{L}\p{N}])/gu)].map(([found]) =>
    found.replaceAll(' ', '').toUpperCase(),
  );
}

/** The piece with letters read as digits, from each place on where the digits may begin. */
function* lookalikes(piece: string): Iterable<string> {
  if (!/[OQDILZSGB]/.test(piece)) return;
  for (let from = 0; from < Math.min(piece.length, 6); from++) {
    const digits = piece.slice(from).replaceAll(/[OQDILZSGB]/g, (letter) => LOOKALIKES[letter] ?? letter);
    if (/^\d+$/.test(digits)) yield piece.slice(0, from) + digits;
  }
}

function* slips(piece: string): Iterable<string> {
  for (let at = 0; at < piece.length; at++) {
    const [before, here, after] = [piece.slice(0, at), piece[at] ?? '', piece.slice(at + 1)];
    yield before + after;
    const next = after[0];
    if (next !== undefined && next !== here) yield before + next + here + after.slice(1);
    const isDigit = DIGITS.includes(here);
    for (const other of isDigit ? DIGITS : LETTERS) if (other !== here) yield before + other + after;
    for (const extra of DIGITS) yield before + extra + here + after;
  }
  for (const extra of DIGITS) yield piece + extra;
}
