import type { ComparedColumn } from './compared-columns.ts';

/** How many parties of the fuller side have each value that more than one has. */
export function valueCounts({ values, left, right }: ComparedColumn): Record<string, number> {
  const ours = new Int32Array(values.size);
  const theirs = new Int32Array(values.size);
  for (const value of left) ours[value] = (ours[value] ?? 0) + 1;
  for (const value of right) theirs[value] = (theirs[value] ?? 0) + 1;
  const counts: Record<string, number> = {};
  for (let value = 1; value < values.size; value += 1) {
    const count = Math.max(ours[value] ?? 0, theirs[value] ?? 0);
    if (count > 1) counts[values.textOf(value)] = count;
  }
  return counts;
}
