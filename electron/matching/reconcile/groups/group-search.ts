import type { Learned } from '../learn.ts';
import type { Scorer } from '../score-pair.ts';

/** What every search for groups needs. */
export interface GroupSearch {
  readonly learned: Learned;
  readonly scorer: Scorer;
  /** Step that nearly all amounts keep to. */
  readonly grain: number;
}

/** Sum of the sizes of rows. */
export function sumOf(sizes: Float64Array, rows: readonly number[]): number {
  return rows.reduce((total, row) => total + (sizes[row] ?? 0), 0);
}
