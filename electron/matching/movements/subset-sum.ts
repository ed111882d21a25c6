/** Outcome of a search for sets of amounts with an exact sum. Positions point into the given amounts. */
export type SubsetSum =
  | { readonly found: 'none' }
  | { readonly found: 'one'; readonly positions: readonly number[] }
  | { readonly found: 'several'; readonly examples: readonly (readonly number[])[] }
  | { readonly found: 'gaveUp' };

/**
 * Looks for sets of two to `sizeLimit` amounts that add up to `target`, all amounts positive and sorted smallest first.
 * Exact: `one` means that the set is the only one. It stops after the second set, or with `gaveUp` after `stepBudget`
 * visited choices; both depend on the amounts alone, so that every machine and order gives the same answer.
 */
export function findSubsetSum(
  amounts: readonly number[],
  target: number,
  sizeLimit: number,
  stepBudget: number,
): SubsetSum {
  const sums = new Float64Array(amounts.length + 1);
  for (let position = 0; position < amounts.length; position++)
    sums[position + 1] = (sums[position] ?? 0) + (amounts[position] ?? 0);
  const chosen: number[] = [];
  const solutions: number[][] = [];
  let steps = 0;

  /** Chooses among the first `count` amounts, largest first; false when the search must end. */
  function search(count: number, rest: number): boolean {
    for (let position = count - 1; position >= 0; position--) {
      if (++steps > stepBudget) return false;
      const amount = amounts[position] ?? 0;
      if ((sums[position + 1] ?? 0) < rest) return true;
      if (amount > rest) continue;
      chosen.push(position);
      if (amount === rest) {
        if (chosen.length > 1) solutions.push(chosen.toReversed());
      } else if (chosen.length < sizeLimit && !search(position, rest - amount)) return false;
      chosen.pop();
      if (solutions.length > 1) return false;
    }
    return true;
  }

  search(amounts.length, target);
  const [first] = solutions;
  if (solutions.length > 1) return { found: 'several', examples: solutions };
  if (steps > stepBudget) return { found: 'gaveUp' };
  return first === undefined ? { found: 'none' } : { found: 'one', positions: first };
}
