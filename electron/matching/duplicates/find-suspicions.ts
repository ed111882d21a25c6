import { pairKey, strongClusters, type StrongPair } from './strong-clusters.ts';
import type { DuplicateKind } from '../../../shared/domain/duplicates.ts';
import { SUSPECT_FROM, weakestOf, type Suspicion, type Weighed } from './suspicion.ts';

export interface Candidates {
  /** Pairs worth weighing, by index; the same pair may come more than once. */
  readonly pairs: readonly { readonly left: readonly number[]; readonly right: readonly number[] }[];
  /** Two rows that a person has said are not one event. */
  readonly apart: (left: number, right: number) => boolean;
  readonly weigh: (left: number, right: number) => Weighed;
  readonly kindOf: (rows: readonly number[]) => DuplicateKind;
  /** Orders the rows of a cluster by content: by when they happened. */
  readonly at: (row: number) => number;
}

/** Weighs the candidate pairs and gathers the strong ones into clusters: see `strongClusters` for what may be one. */
export function findSuspicions({ pairs, apart, weigh, kindOf, at }: Candidates): readonly Suspicion[] {
  const strong = new Map<number, StrongPair & { readonly weighed: Weighed }>();
  const seen = new Set<number>();
  for (const { left, right } of pairs)
    for (const [position, one] of left.entries()) {
      const other = right[position] ?? one;
      const key = pairKey(one, other);
      if (one === other || seen.has(key)) continue;
      seen.add(key);
      if (apart(one, other)) continue;
      const found = weigh(one, other);
      if (found.score >= SUSPECT_FROM) strong.set(key, { left: one, right: other, score: found.score, weighed: found });
    }
  return strongClusters([...strong.values()]).map((rows) => {
    const inside = rows.flatMap((row, position) =>
      rows.slice(position + 1).flatMap((other) => strong.get(pairKey(row, other))?.weighed ?? []),
    );
    return {
      kind: kindOf(rows),
      rows: rows.toSorted((one, other) => at(one) - at(other)),
      weakest: weakestOf(inside),
    };
  });
}
