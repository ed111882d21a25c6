import { comparerOf } from './compare-values.ts';
import type { ComparedColumn } from './compared-columns.ts';
import type { CandidatePairs } from './find-candidates.ts';

/** How well each column agrees in each pair, in columns by the order of `columns`; names are left to their own comparison. */
export function comparePairs(columns: readonly ComparedColumn[], pairs: CandidatePairs): readonly Uint8Array[] {
  return columns.map((column) => {
    const levels = new Uint8Array(pairs.left.length);
    if (column.kind === 'name') return levels;
    const compare = comparerOf(column);
    for (let pair = 0; pair < levels.length; pair += 1)
      levels[pair] = compare(column.left[pairs.left[pair] ?? 0] ?? 0, column.right[pairs.right[pair] ?? 0] ?? 0);
    return levels;
  });
}
