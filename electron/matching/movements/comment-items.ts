import { numberStrength } from './number-strength.ts';
import type { ReferenceIndex } from './reference-index.ts';
import { joinedWords, numbersIn } from './joined-words.ts';
import { splitReference } from './reference-tokens.ts';
import type { CommentItems } from './snapshot.ts';

/** A comment that names no item. */
export const NO_ITEMS: CommentItems = { whole: [], digits: [] };

/** The items, open or closed and of whatever customer, that a comment names where nothing in it says that its numbers are something else's. */
export function itemsOfComment(comment: string, index: ReferenceIndex): CommentItems {
  const whole = new Set<number>();
  const digits = new Set<number>();
  for (const piece of numbersIn(comment)) {
    const written = index.byWhole(piece);
    const alike = index.byDigits(piece);
    if (written.length + alike.length === 0 || !isStrong(comment, piece)) continue;
    // A number of digits alone that an item has just so is no more telling than the digits of another.
    const isPlain = /^\d+$/.test(piece);
    for (const item of written) (isPlain ? digits : whole).add(item);
    // With the letters of the item it is that, also without its zeros.
    const letters = splitReference(piece)?.prefix ?? '';
    for (const item of alike)
      if (letters !== '' && letters === index.prefixOf(item)) whole.add(item);
      else if (!whole.has(item)) digits.add(item);
  }
  return whole.size + digits.size === 0 ? NO_ITEMS : { whole: [...whole], digits: [...digits] };
}

/** A number beside a period stands in no word by itself: with letters it is what it says. */
function isStrong(comment: string, piece: string): boolean {
  if (numberStrength(comment, piece, 'free') === 'strong') return true;
  return /^\p{L}/u.test(piece) && joinedWords(comment).some(({ dated }) => dated === piece);
}
