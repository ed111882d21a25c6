import type { Random } from '../../../../electron/sample/company/random.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** One typing error: a letter changed, left out, put in, doubled, or swapped with the next. */
export function typo(text: string, random: Random): string {
  if (text.length < 2) return text;
  const at = random.below(text.length);
  const letter = /\d/.test(text[at] ?? '') ? String(random.below(10)) : (LETTERS[random.below(26)] ?? 'x');
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + letter + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + letter + text.slice(at);
    case 3:
      return text.slice(0, at) + (text[at] ?? '') + text.slice(at);
    default: {
      const from = Math.min(at, text.length - 2);
      return text.slice(0, from) + (text[from + 1] ?? '') + (text[from] ?? '') + text.slice(from + 2);
    }
  }
}

/** Letters without their accents. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[øØ]/g, 'o')
    .replaceAll(/[łŁ]/g, 'l')
    .replaceAll('ı', 'i');
}

/** UTF-8 read as Latin-1. */
export function mojibake(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A made-up word of two to four syllables. */
export function coined(random: Random): string {
  const starts = 'b br c cl d dr f fl g gr h j k kr l m n p pl qu r s st t tr v w x z'.split(' ');
  const middles = 'a e i o u ai ea io ou'.split(' ');
  const ends = ['', 'n', 'r', 'l', 's', 't', 'x', 'nd', 'm'];
  let word = '';
  for (let count = 2 + random.below(2); count > 0; count -= 1)
    word += (starts[random.below(starts.length)] ?? '') + (middles[random.below(middles.length)] ?? '');
  word += ends[random.below(ends.length)] ?? '';
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** One of a list that may be empty for the compiler. */
export function oneOf(values: readonly string[], random: Random): string {
  return values[random.below(values.length)] ?? '';
}
