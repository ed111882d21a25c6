/** A word that is cut off at the end of its text needs so many letters to be known by its beginning. */
const CUT_LEAST = 4;
/** So many, and it need not stand at the end of what it was cut from. */
const CUT_ANYWHERE = 6;
/** So long is a word at least that may be several without the spaces between them, and the first of them. */
const GLUED_LEAST = 8;
const FIRST_LEAST = 4;
/** Longer ones are no names. */
const GLUED_MOST = 60;
/** More words than this that begin alike, or follow one, tell nothing. */
const MOST_ALIKE = 24;
const MOST_FOLLOWERS = 200;

/**
 * What words that the other file lacks stand for in it: a word that is cut off (`ENGIN`), or several in a row without their spaces, the last
 * one perhaps cut off (`SUMMITENGIN`). Where several readings are possible, what they have in common. Words are given once each, rows in the
 * order of their words; `meant` tells the word that a misspelt one stands for, `isAtEnd` whether a word stands nowhere but at the end of its
 * texts. Words that stand for nothing are left out of the answer.
 */
export function gluedWords(
  words: readonly string[],
  others: readonly (readonly string[])[],
  { meant, isAtEnd }: { readonly meant: (word: string) => string; readonly isAtEnd: (word: string) => boolean },
): ReadonlyMap<string, readonly string[]> {
  const known = [...new Set(others.flat())].sort();
  const next = new Followers(others);
  next.note(firstWords(words, new Set(known)));
  // Of three words in a row what follows the second one is known only when what follows the first is.
  const seconds = new Set<string>();
  for (const word of words) readingsOf(word, next, (second) => seconds.add(second));
  next.note(seconds);
  const found = new Map<string, readonly string[]>();
  for (const word of words) {
    const isCut = word.length >= (isAtEnd(word) ? CUT_LEAST : CUT_ANYWHERE);
    const cut = isCut ? beginningWith(known, word) : [];
    const readings = cut.length > 0 ? cut.map((each) => [each]) : readingsOf(word, next);
    const common = inCommon(readings.map((reading) => reading.map(meant)));
    if (common.length > 0) found.set(word, common);
  }
  return found;
}

/** Words that begin so, of a sorted list; none where they are too many. */
function beginningWith(sorted: readonly string[], beginning: string): readonly string[] {
  let [from, until] = [0, sorted.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((sorted[middle] ?? '') < beginning) from = middle + 1;
    else until = middle;
  }
  let end = from;
  while (end - from <= MOST_ALIKE && sorted[end]?.startsWith(beginning) === true) end++;
  return end - from > MOST_ALIKE ? [] : sorted.slice(from, end);
}

/** Whether a word may be several. */
function isLong(word: string): boolean {
  return word.length >= GLUED_LEAST && word.length <= GLUED_MOST;
}

/** Words that one of these may begin with. */
function* firstWords(words: readonly string[], known: ReadonlySet<string>): Generator<string> {
  for (const word of words)
    for (let length = FIRST_LEAST; isLong(word) && length < word.length; length++) {
      const first = word.slice(0, length);
      if (known.has(first)) yield first;
    }
}

/** What follows words in the rows that have them; behind a word that very many follow (`Payment`), none is told. */
export class Followers {
  readonly #rows: readonly (readonly string[])[];
  readonly #next = new Map<string, Set<string>>();

  constructor(rows: readonly (readonly string[])[]) {
    this.#rows = rows;
  }

  /** Looks for what follows these; once for each. */
  note(words: Iterable<string>): void {
    const wanted = new Map<string, Set<string>>();
    for (const word of words) if (!this.#next.has(word)) wanted.set(word, new Set());
    if (wanted.size === 0) return;
    for (const row of this.#rows)
      for (let at = 0; at + 1 < row.length; at++) {
        const followers = wanted.get(row[at] ?? '');
        if (followers !== undefined && followers.size <= MOST_FOLLOWERS) followers.add(row[at + 1] ?? '');
      }
    for (const followers of wanted.values()) if (followers.size > MOST_FOLLOWERS) followers.clear();
    for (const [word, found] of wanted) this.#next.set(word, found);
  }

  /** Undefined where it was not looked for. */
  of(word: string): ReadonlySet<string> | undefined {
    return this.#next.get(word);
  }
}

/** The words in a row that a word is made of; `unknown` is told of a second one of three whose followers were not looked for. */
function readingsOf(
  word: string,
  next: Followers,
  unknown: (second: string) => void = () => undefined,
): readonly (readonly string[])[] {
  const readings: string[][] = [];
  if (!isLong(word)) return readings;
  const read = (before: readonly string[], rest: string): void => {
    for (const each of next.of(before.at(-1) ?? '') ?? [])
      if (each.startsWith(rest)) readings.push([...before, each]);
      else if (before.length < 2 && rest.startsWith(each)) {
        if (next.of(each) === undefined) unknown(each);
        else read([...before, each], rest.slice(each.length));
      }
  };
  for (let length = FIRST_LEAST; length < word.length; length++)
    if (next.of(word.slice(0, length)) !== undefined) read([word.slice(0, length)], word.slice(length));
  return readings.length > MOST_ALIKE ? [] : readings;
}

function inCommon(readings: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...more] = readings;
  return first.filter((word) => more.every((reading) => reading.includes(word)));
}
