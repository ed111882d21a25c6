export type Mark = [start: number, end: number];

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The words of two texts that the other one does not have, as [start, end) ranges, compared without case: `Halvorsen & Sons AS`
 * and `HALVORSEN AND SONS` differ in `&` and `AS`, and in `AND`. The longest common run of words counts as equal.
 */
export function differingWords(left: string, right: string): { readonly left: Mark[]; readonly right: Mark[] } {
  const a = wordsOf(left);
  const b = wordsOf(right);
  const lengths = commonLengths(a, b);
  const marks = { left: [] as Mark[], right: [] as Mark[] };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const one = a[i];
    const other = b[j];
    if (one !== undefined && other !== undefined && one.text === other.text) {
      i += 1;
      j += 1;
    } else if (other === undefined || (one !== undefined && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      if (one !== undefined) marks.left.push([one.start, one.end]);
      i += 1;
    } else {
      marks.right.push([other.start, other.end]);
      j += 1;
    }
  }
  return marks;
}

const MOST_WORDS = 40;
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]+/gu)) {
    if (words.length === MOST_WORDS) break;
    words.push({
      text: found[0].normalize('NFKC').toUpperCase(),
      start: found.index,
      end: found.index + found[0].length,
    });
  }
  return words;
}

/** Longest common subsequence of the words from position (i, j) on. */
function commonLengths(a: readonly Word[], b: readonly Word[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row === undefined) continue;
      row[j] =
        a[i]?.text === b[j]?.text
          ? at(lengths, i + 1, j + 1) + 1
          : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  return lengths;
}

function at(lengths: readonly (readonly number[])[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}
