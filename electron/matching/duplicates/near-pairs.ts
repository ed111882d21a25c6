/** Rows of which those that agree in one key, and lie near each other in time, are worth a closer look. */
export interface Block {
  readonly count: number;
  /** 32 bits of the row's key, or null where it has none and so no partner by it. */
  readonly hash: (row: number) => number | null;
  /** Whether two rows truly agree in the key: hashes may collide. */
  readonly same: (left: number, right: number) => boolean;
  /** When each row happened, in any unit; `within` is in the same. */
  readonly at: Float64Array;
  readonly within: number;
  /** A row with more partners than that is not paired: so many equal rows are a habit, and every pair of them would be looked at. */
  readonly most: number;
  /** Pairs such a row with its neighbours in time all the same; answers which of two rows of one instant comes first. Left out: never. */
  readonly chain?: (left: number, right: number) => number;
}
export interface NearPairs {
  /** Rows of each pair, the lower index first. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Rows that are not paired with every partner, for having too many. */
  readonly crowded: readonly number[];
}

/**
 * Pairs of rows that agree in a key and are at most `within` apart. One native sort and one walk: cost grows with the rows and with the pairs
 * found, never with all pairs. Which pairs are found depends on nothing but the rows.
 */
export function nearPairs(block: Block): NearPairs {
  const found = { left: [] as number[], right: [] as number[], crowded: [] as number[] };
  const { sorted, indexSpan } = sortByHash(block);
  let from = 0;
  while (from < sorted.length) {
    const hash = Math.floor((sorted[from] ?? 0) / indexSpan);
    let to = from + 1;
    while (to < sorted.length && Math.floor((sorted[to] ?? 0) / indexSpan) === hash) to += 1;
    if (to - from > 1) {
      const rows = Array.from(sorted.subarray(from, to), (key) => key % indexSpan);
      for (const alike of alikeRows(rows, block)) pairUp(alike, block, found);
    }
    from = to;
  }
  return found;
}

/** Hash and row number in one number each, sorted natively: a million rows take a tenth of a second. */
function sortByHash({ count, hash }: Block): { readonly sorted: Float64Array; readonly indexSpan: number } {
  // 53 bits hold both: what the row number does not need is left to the hash.
  const indexSpan = 2 ** Math.max(1, Math.ceil(Math.log2(count + 1)));
  const hashSpan = Math.min(2 ** 32, 2 ** 53 / indexSpan);
  const keys = new Float64Array(count);
  let filled = 0;
  for (let row = 0; row < count; row++) {
    const own = hash(row);
    if (own !== null) keys[filled++] = ((own >>> 0) % hashSpan) * indexSpan + row;
  }
  return { sorted: keys.subarray(0, filled).sort(), indexSpan };
}

function alikeRows(rows: readonly number[], { same }: Block): number[][] {
  const groups: number[][] = [];
  for (const row of rows) {
    const group = groups.find(([first]) => first !== undefined && same(first, row));
    if (group === undefined) groups.push([row]);
    else group.push(row);
  }
  return groups.filter((group) => group.length > 1);
}

function pairUp(
  rows: number[],
  { at, within, most, chain }: Block,
  found: { readonly left: number[]; readonly right: number[]; readonly crowded: number[] },
): void {
  const timeOf = (position: number): number => at[rows[position] ?? 0] ?? 0;
  rows.sort((left, right) => (at[left] ?? 0) - (at[right] ?? 0) || (chain?.(left, right) ?? 0));
  const isCrowded = new Uint8Array(rows.length);
  let first = 0;
  let end = 0;
  for (let position = 0; position < rows.length; position++) {
    while (timeOf(position) - timeOf(first) > within) first += 1;
    while (end < rows.length && timeOf(end) - timeOf(position) <= within) end += 1;
    if (end - first - 1 <= most) continue;
    isCrowded[position] = 1;
    found.crowded.push(rows[position] ?? 0);
  }
  for (let position = 0; position < rows.length; position++) {
    for (let next = position + 1; next < rows.length && timeOf(next) - timeOf(position) <= within; next++) {
      const isLink = chain !== undefined && next === position + 1;
      if (!isLink && isCrowded[position] === 1) break;
      if (!isLink && isCrowded[next] === 1) continue;
      const [one, other] = [rows[position] ?? 0, rows[next] ?? 0];
      found.left.push(Math.min(one, other));
      found.right.push(Math.max(one, other));
    }
  }
}

/** Whole numbers as one 32-bit hash. */
export function hashNumbers(...values: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const value of values) {
    hash = Math.imul(hash ^ (value | 0), 0x9e3779b1);
    hash = Math.imul(hash ^ Math.trunc(value / 0x1_0000_0000) ^ (hash >>> 15), 0x85ebca6b);
  }
  return (hash ^ (hash >>> 13)) >>> 0;
}
