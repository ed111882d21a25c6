import type { OptionTable } from '../assignment/option-table.ts';
import type { Candidates } from './candidates.ts';

/** Pairs as options: left rows are numbered first, then right ones. Weights are not set; they are not whole numbers yet. */
export function pairTable({ left, right, sum }: Candidates, lefts: number, rights: number): OptionTable {
  const rows = new Int32Array(left.length * 2);
  for (let at = 0; at < left.length; at++) {
    rows[at * 2] = left[at] ?? 0;
    rows[at * 2 + 1] = lefts + (right[at] ?? 0);
  }
  return {
    rowCount: lefts + rights,
    start: Int32Array.from({ length: left.length + 1 }, (_, at) => at * 2),
    rows,
    weight: sum,
  };
}
