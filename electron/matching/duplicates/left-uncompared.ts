import type { NearPairs } from './near-pairs.ts';
import { pairKey } from './strong-clusters.ts';

/** Of each group of rows whether some two of them were not compared because too many are like them: nothing is known of it then. */
export function leftUncompared(
  blocks: readonly NearPairs[],
  groups: readonly (readonly number[])[],
): readonly boolean[] {
  const asked = new Set(groups.flat());
  const compared = new Set<number>();
  for (const { left, right } of blocks)
    for (const [position, one] of left.entries()) {
      const other = right[position] ?? one;
      if (asked.has(one) && asked.has(other)) compared.add(pairKey(one, other));
    }
  const crowded = new Set(blocks.flatMap((block) => block.crowded.filter((row) => asked.has(row))));
  return groups.map(
    (rows) =>
      rows.some((row) => crowded.has(row)) &&
      rows.some((row, at) => rows.slice(at + 1).some((other) => !compared.has(pairKey(row, other)))),
  );
}
