/** Sets beyond this many mean that sums meet by chance all the time. */
const MOST_FOUND = 40;

/** Sets of two, three or four places whose amounts come to a target precisely, smaller sets first; the larger ones only as long as few were found. */
export function smallSums(sizes: readonly number[], target: number): number[][] {
  const found: number[][] = [];
  const pairs = pairSums(sizes, target);
  for (const [one, other] of pairs.get(target) ?? []) found.push([one, other]);
  for (let third = 2; third < sizes.length && found.length < MOST_FOUND; third++)
    for (const [one, other] of pairs.get(target - (sizes[third] ?? 0)) ?? [])
      if (other < third) found.push([one, other, third]);
  if (found.length >= MOST_FOUND) return found;
  for (const [sum, fronts] of pairs) {
    const backs = pairs.get(target - sum);
    if (backs === undefined) continue;
    for (const [one, other] of fronts)
      for (const [third, fourth] of backs) if (other < third) found.push([one, other, third, fourth]);
    if (found.length >= MOST_FOUND) break;
  }
  return found;
}

type Places = readonly [number, number];

/** Pairs of places, the lower one first, by their sum; none above the target. */
function pairSums(sizes: readonly number[], target: number): Map<number, Places[]> {
  const pairs = new Map<number, Places[]>();
  for (let other = 1; other < sizes.length; other++)
    for (let one = 0; one < other; one++) {
      const sum = (sizes[one] ?? 0) + (sizes[other] ?? 0);
      if (sum > target) continue;
      const known = pairs.get(sum);
      if (known === undefined) pairs.set(sum, [[one, other]]);
      else known.push([one, other]);
    }
  return pairs;
}
