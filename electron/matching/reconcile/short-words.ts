import { Followers } from './glued-words.ts';

const INITIALS_LEAST = 3;
const INITIALS_MOST = 5;
const SHORT_LEAST = 2;

/**
 * What letters stand for that are the first ones of a name in the other file (`TSC`, Trident Shipping Corp): its first words, as many as
 * there are letters. Where several names have them, what they have in common. Names are given word by word.
 */
export function spelledInitials(
  words: readonly string[],
  names: readonly (readonly string[])[],
  meant: (word: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map<string, readonly string[] | null>();
  for (const word of words) if (word.length >= INITIALS_LEAST && word.length <= INITIALS_MOST) wanted.set(word, null);
  for (const name of names) {
    let initials = '';
    for (const [at, word] of name.slice(0, INITIALS_MOST).entries()) {
      initials += word.charAt(0);
      const known = wanted.get(initials);
      if (known === undefined) continue;
      const spelled = name.slice(0, at + 1).map(meant);
      wanted.set(initials, known === null ? spelled : known.filter((each) => spelled.includes(each)));
    }
  }
  return new Map(
    [...wanted].flatMap(([word, spelled]) => (spelled === null || spelled.length === 0 ? [] : [[word, spelled]])),
  );
}

/**
 * What a short word stands for behind another one (`ATLAS MFG`): the one word that follows that one in the other file and is shortened so, by its end
 * or by letters left out. For rows of words, where `isUnknown` words are looked at; in the order of the rows.
 */
export function shortenedWords(
  rows: readonly (readonly string[])[],
  others: readonly (readonly string[])[],
  isUnknown: (word: string) => boolean,
  meant: (word: string) => string,
): ReadonlyMap<string, string> {
  const next = new Followers(others);
  const pairs = new Map<string, readonly [before: string, word: string]>();
  for (const row of rows)
    for (let at = 1; at < row.length; at++) {
      const [before, word] = [row[at - 1] ?? '', row[at] ?? ''];
      if (word.length >= SHORT_LEAST && isUnknown(word) && !isUnknown(before))
        pairs.set(behind(before, word), [meant(before), word]);
    }
  next.note([...pairs.values()].map(([before]) => before));
  const found = new Map<string, string>();
  for (const [key, [before, word]] of pairs) {
    const longer = new Set([...(next.of(before) ?? [])].filter((each) => isShortFor(word, each)).map(meant));
    const [only] = longer;
    if (longer.size === 1 && only !== undefined) found.set(key, only);
  }
  return found;
}

/** Names a word behind another one. */
export function behind(before: string, word: string): string {
  return `${before} ${word}`;
}

/** Whether a word is another one without its end, or without some of its letters but the first. */
export function isShortFor(short: string, long: string): boolean {
  if (short.length >= long.length || short.charAt(0) !== long.charAt(0)) return false;
  if (long.startsWith(short)) return true;
  let at = 0;
  for (const letter of long) if (letter === short.charAt(at)) at++;
  return at === short.length;
}
