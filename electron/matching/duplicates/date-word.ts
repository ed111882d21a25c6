/**
 * Whether a word is nothing but one or several dates, months or years, however they are divided: `5.10.2026`, `10/2026`, `2026-10-01/2026-10-31`,
 * `15.10.26`.
 */
export function isDateWord(word: string): boolean {
  if (!/^[\d./_#+*-]+$/.test(word.replaceAll(PUNCTUATION, ''))) return false;
  const groups = word.match(/\d+/g) ?? [];
  const years = groups.filter((group) => YEAR.test(group));
  const others = groups.filter((group) => !YEAR.test(group));
  if (!others.every((group) => group.length <= 2 && Number(group) <= 31)) return false;
  return years.length > 0 || others.length === 3;
}
const PUNCTUATION = /^[^\p{L}\d]+|[^\p{L}\d]+$/gu;
const YEAR = /^(?:19|20)\d\d$/;
