/**
 * The light normalisation behind "exactly the same name": Unicode NFKC, upper case (so that `Straße` meets `STRASSE`),
 * runs of white space as one blank, none at the ends. Punctuation, legal forms and abbreviations still count: two names that
 * differ in one of them are different here. Null for a name without a visible character.
 */
export function exactName(name: string | null): string | null {
  if (name === null) return null;
  const folded = name.normalize('NFKC').toUpperCase().normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return folded === '' ? null : folded;
}
