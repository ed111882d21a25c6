import anyAscii from 'any-ascii';
import { repairMojibake } from './repair-mojibake.ts';

/** What a text is made of: `plain` ones are words of letters and digits, parted by one blank. Most are, and need none of the dear steps. */
function madeOf(text: string): 'plain' | 'ascii' | 'other' {
  let isPlain = true;
  let isBlank = true;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return 'other';
    const isWord = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
    if (!isWord && (code !== 32 || isBlank)) isPlain = false;
    isBlank = code === 32;
  }
  return isPlain && !isBlank ? 'plain' : 'ascii';
}

/**
 * Text as small Latin letters and digits, words parted by one blank: mojibake repaired, Unicode NFKC, transliterated (any-ascii),
 * `&` and `+` as `and`, apostrophes gone, dots inside an abbreviation gone (`S.A.R.L.` is `sarl`), every other sign a blank.
 */
export function foldText(text: string): string {
  const made = madeOf(text);
  if (made === 'plain') return text.toLowerCase();
  const latin =
    made === 'ascii'
      ? text
      : anyAscii(
          repairMojibake(text)
            .normalize('NFKC')
            .replaceAll(/[’‘´`]/g, "'"),
        );
  return dottedInitials(latin.toLowerCase())
    .replaceAll(/['`´]/g, '')
    .replaceAll(/[&+]/g, ' and ')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** `j.p. morgan` is `jp morgan` and `u.s.a` is `usa`; `dr.miller` stays two words. */
function dottedInitials(text: string): string {
  if (!text.includes('.')) return text;
  return text.replaceAll(/\b(?:[a-z]\.\s?){2,}(?:[a-z]\b)?/g, (run) => {
    const letters = run.replaceAll(/[.\s]/g, '');
    return /\s$/.test(run) ? `${letters} ` : letters;
  });
}

/**
 * One spelling for what is written in two ways: `ae oe ue aa` as the plain vowel (transliterated `ä ö ü å`), doubled letters once,
 * and no `s` of the plural. Meant for comparing words, never for showing them.
 */
export function foldWord(word: string): string {
  if (word.length < 4 || (word.charCodeAt(0) <= 57 && word.charCodeAt(0) >= 48)) return word;
  let folded = hasTwoSpellings(word)
    ? word.replaceAll(/([ao])e(?=.)|ue(?=[^aeiou])|a(a)/g, (found) => found.charAt(0))
    : word;
  if (folded.length >= 5 && folded.endsWith('s') && !folded.endsWith('ss')) folded = folded.slice(0, -1);
  return folded;
}

/** Whether a word has `ae`, `oe`, `ue` or `aa` anywhere. */
function hasTwoSpellings(word: string): boolean {
  let before = 0;
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if (code === A && before === A) return true;
    if (code === E && (before === A || before === O || before === U)) return true;
    before = code;
  }
  return false;
}
const [A, E, O, U] = [97, 101, 111, 117];
