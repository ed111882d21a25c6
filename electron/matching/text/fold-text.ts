import anyAscii from 'any-ascii';
import { repairMojibake } from './repair-mojibake.ts';

/** Whether every sign is ASCII: most text is, and needs none of the dear steps. */
function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/**
 * Text as small Latin letters and digits, words parted by one blank: mojibake repaired, Unicode NFKC, transliterated (any-ascii),
 * `&` and `+` as `and`, apostrophes gone, dots inside an abbreviation gone (`S.A.R.L.` is `sarl`), every other sign a blank.
 */
export function foldText(text: string): string {
  const latin = isAscii(text)
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
  let folded = word.replaceAll(/([ao])e(?=.)|ue(?=[^aeiou])|a(a)/g, (found) => found.charAt(0));
  if (folded.length >= 5 && folded.endsWith('s') && !folded.endsWith('ss')) folded = folded.slice(0, -1);
  return folded;
}
