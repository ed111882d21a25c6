/** Outcome of a search for sets of amounts with an exact sum. Positions point into the given amounts. */
export type SubsetSum =
  | { readonly found: 'none' }
  | { readonly found: 'one'; readonly positions: readonly number[] }
  | { readonly found: 'several'; readonly examples: readonly (readonly number[])[] }
  | { readonly found: 'gaveUp' };

/**
 * Looks for sets of two to `sizeLimit` amounts that add up to `target`, all amounts positive and sorted smallest first.
 * Exact: `one` means that the set is the only one. It stops after the second set, or with `gaveUp` after `stepBudget`
 * visited choices; both depend on the amounts alone, so that every machine and order gives the same answer. Who asks again and again
 * of the same amounts gives their `runningSums`.
 */
export function findSubsetSum(
  amounts: readonly number[],
  target: number,
  sizeLimit: number,
  stepBudget: number,
  sums: Float64Array = runningSums(amounts),
): SubsetSum {
  const chosen: number[] = [];
  const solutions: number[][] = [];
  let steps = 0;

  /** Chooses among the first `count` amounts, largest first; false when the search must end. */
  function search(count: number, rest: number): boolean {
    const places = sizeLimit - chosen.length;
    for (let position = upTo(amounts, count, rest) - 1; position >= 0; position--) {
      if (++steps > stepBudget) return false;
      const amount = amounts[position] ?? 0;
      // Neither all that are left nor as many of the largest of them as there is room for come to it.
      if ((sums[position + 1] ?? 0) < rest || amount * places < rest) return true;
      chosen.push(position);
      if (amount === rest) {
        if (chosen.length > 1) solutions.push(chosen.toReversed());
      } else if (places > 1 && !search(position, rest - amount)) return false;
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

/** What the first one, two, … amounts come to, behind the 0 of none. */
export function runningSums(amounts: readonly number[]): Float64Array {
  const sums = new Float64Array(amounts.length + 1);
  for (let position = 0; position < amounts.length; position++)
    sums[position + 1] = (sums[position] ?? 0) + (amounts[position] ?? 0);
  return sums;
}

/** How many of the first `count` amounts are not above `most`. */
function upTo(amounts: readonly number[], count: number, most: number): number {
  let [from, until] = [0, count];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((amounts[middle] ?? 0) <= most) from = middle + 1;
    else until = middle;
  }
  return from;
}
