import type { FoundPairs } from './found-pairs.ts';

/** Pairs of rows with their scores, in columns. */
export interface ScoredRows {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly score: Float64Array;
}

/** Ids of the rows, to choose among rows that are the very same: in any order of the file it must be the same ones. */
export interface RowIds {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** Rows that are the very same make so many pairs at most, and so many more for each pair of profiles there is. */
const MOST_PAIRS = 1_000_000;
const MORE_A_PROFILE_PAIR = 3;
/** What each row is paired with at least, where there are so many. */
const LEAST_PARTNERS = 20;

/**
 * Pairs of rows from a score on, in no particular order. Rows that are the very same stand in for each other: where there are thousands of
 * them, each is paired with some of the others, as many for every row and all of them linked up, never fewer than twenty. `withTwins`: where
 * rows have so many that are the very same that the score of each pair falls below the floor for that alone, each is still paired with twenty.
 */
export function rowPairs(found: FoundPairs, floor: number, ids: RowIds | null, withTwins = false): ScoredRows {
  const { compared, leftProfiles, rightProfiles, score, self } = found;
  const sizesOf = (pair: number) => {
    const [i, j] = [compared.pairs.left[pair] ?? 0, compared.pairs.right[pair] ?? 0];
    const [from, to] = [leftProfiles.start[i] ?? 0, rightProfiles.start[j] ?? 0];
    const lefts = (leftProfiles.start[i + 1] ?? 0) - from;
    return { from, to, lefts, rights: (rightProfiles.start[j + 1] ?? 0) - to, isSame: self && i === j };
  };
  const twins = (pair: number) => {
    const { lefts, rights } = sizesOf(pair);
    return withTwins ? Math.max(lefts, rights) : 1;
  };
  const kept = Int32Array.from(score.keys()).filter((pair) => (score[pair] ?? 0) * twins(pair) >= floor);
  const limitFor = (pair: number, limit: number) =>
    (score[pair] ?? 0) >= floor ? limit : Math.min(limit, LEAST_PARTNERS);
  const countAt = (limit: number) => kept.reduce((sum, pair) => sum + countOf(sizesOf(pair), limitFor(pair, limit)), 0);
  const limit = limitOf(countAt, MOST_PAIRS + MORE_A_PROFILE_PAIR * kept.length);
  const count = countAt(limit);
  const rows = { left: new Int32Array(count), right: new Int32Array(count), score: new Float64Array(count) };
  const lefts = byId(leftProfiles, ids?.left ?? null);
  const rights = self ? lefts : byId(rightProfiles, ids?.right ?? null);
  let next = 0;
  for (const pair of kept) {
    const sizes = sizesOf(pair);
    visitPairs(sizes, limitFor(pair, limit), (left, right) => {
      rows.left[next] = lefts[sizes.from + left] ?? 0;
      rows.right[next] = rights[sizes.to + right] ?? 0;
      rows.score[next] = score[pair] ?? 0;
      next += 1;
    });
  }
  return rows;
}

interface Sizes {
  readonly lefts: number;
  readonly rights: number;
  /** Both are the same rows of one file: each pair once, none with itself. */
  readonly isSame: boolean;
}

/** The most partners a row may have for all pairs together to stay within `most`; `Infinity` where all of them do. */
function limitOf(countAt: (limit: number) => number, most: number): number {
  if (countAt(Infinity) <= most) return Infinity;
  let [least, over] = [LEAST_PARTNERS, 1 << 24];
  while (over - least > 1) {
    const middle = (least + over) >> 1;
    if (countAt(middle) <= most) least = middle;
    else over = middle;
  }
  return least;
}

function countOf({ lefts, rights, isSame }: Sizes, limit: number): number {
  if (isSame) return lefts - 1 <= limit ? (lefts * (lefts - 1)) / 2 : lefts * Math.ceil(limit / 2);
  return Math.max(lefts, rights) * Math.min(limit, lefts, rights);
}

/** All pairs of places, or, beyond the limit, each place with those that follow it in the round. */
function visitPairs(
  { lefts, rights, isSame }: Sizes,
  limit: number,
  visit: (left: number, right: number) => void,
): void {
  if (isSame && lefts - 1 <= limit) {
    for (let left = 0; left < lefts; left += 1)
      for (let right = left + 1; right < lefts; right += 1) visit(left, right);
  } else if (isSame) {
    const each = Math.ceil(limit / 2);
    for (let at = 0; at < lefts; at += 1)
      for (let step = 1; step <= each; step += 1) {
        const other = (at + step) % lefts;
        visit(Math.min(at, other), Math.max(at, other));
      }
  } else {
    const each = Math.min(limit, lefts, rights);
    for (let at = 0; at < Math.max(lefts, rights); at += 1)
      for (let step = 0; step < each; step += 1)
        if (lefts >= rights) visit(at, (at + step) % rights);
        else visit((at + step) % lefts, at);
  }
}

/** The rows of each profile in the order of their ids. */
function byId({ count, start, rows }: FoundPairs['leftProfiles'], ids: readonly string[] | null): Int32Array {
  if (ids === null) return rows;
  const ordered = rows.slice();
  for (let profile = 0; profile < count; profile += 1) {
    const part = ordered.subarray(start[profile] ?? 0, start[profile + 1] ?? 0);
    if (part.length > 1) part.sort((one, other) => ((ids[one] ?? '') < (ids[other] ?? '') ? -1 : 1));
  }
  return ordered;
}
