/** Two rows that are strongly suspected to be one event, by index. */
export interface StrongPair {
  readonly left: number;
  readonly right: number;
  /** In hundredths. */
  readonly score: number;
}

/**
 * Clusters of rows in which **every two** are a strong pair: a row never joins by way of another one that merely resembles both. Pairs join
 * from the strongest down, all of one strength at once, so that no order of rows decides. Where rows hang together only through one in
 * the middle, each such pair stands as a cluster of its own, and nothing is dropped. Answers rows in ascending order, clusters by their rows.
 */
export function strongClusters(pairs: readonly StrongPair[]): readonly (readonly number[])[] {
  const linked = new Set(pairs.map(({ left, right }) => pairKey(left, right)));
  const clusterOf = new Map<number, readonly number[]>();
  const own = (row: number): readonly number[] => clusterOf.get(row) ?? [row];
  let waiting: StrongPair[] = [];
  const byScore = pairs.toSorted((one, other) => other.score - one.score);
  let at = 0;
  while (at < byScore.length) {
    const level = byScore[at]?.score ?? 0;
    while (at < byScore.length && byScore[at]?.score === level) waiting.push(byScore[at++] as StrongPair);
    for (const rows of joined(waiting, own))
      if (isWhole(rows, linked)) for (const row of rows) clusterOf.set(row, rows);
    waiting = waiting.filter(({ left, right }) => own(left) !== own(right));
  }
  const whole = [...new Set(clusterOf.values())];
  const apart = waiting.map(({ left, right }) => [Math.min(left, right), Math.max(left, right)]);
  return [...whole, ...apart].toSorted(byRows);
}

/** What the pairs would join, each with all rows of the clusters they touch. */
function joined(pairs: readonly StrongPair[], own: (row: number) => readonly number[]): readonly (readonly number[])[] {
  const parts = new Map<number, Set<number>>();
  const partOf = (row: number): Set<number> => {
    const known = parts.get(row);
    if (known !== undefined) return known;
    const part = new Set(own(row));
    for (const each of part) parts.set(each, part);
    return part;
  };
  for (const { left, right } of pairs) {
    const [one, other] = [partOf(left), partOf(right)];
    if (one === other) continue;
    const [large, small] = one.size >= other.size ? [one, other] : [other, one];
    // Only the rows of the smaller part change over: a chain of ten thousand would else be walked from its start for each of them.
    for (const row of small) {
      large.add(row);
      parts.set(row, large);
    }
  }
  return [...new Set(parts.values())].map((rows) => [...rows].toSorted((one, other) => one - other));
}

function isWhole(rows: readonly number[], linked: ReadonlySet<number>): boolean {
  return rows.every((row, at) => rows.slice(at + 1).every((other) => linked.has(pairKey(row, other))));
}

/** More rows than any ledger has, and few enough that two of them fit in one whole number. */
const ROWS = 2 ** 26;
/** A pair of rows, whichever stands first, as one number: of millions of pairs a text each would not fit. */
export const pairKey = (one: number, other: number): number => Math.min(one, other) * ROWS + Math.max(one, other);

function byRows(one: readonly number[], other: readonly number[]): number {
  for (const [at, row] of one.entries()) {
    const difference = row - (other[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
