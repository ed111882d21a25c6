/** Sets beyond this many of one size mean that sums of so many meet by chance all the time. */
const MOST_FOUND = 40;

/** Sets of two, three or four places whose amounts come to a target precisely; of a size of which there are too many, and of larger ones, none. */
export function smallSums(sizes: readonly number[], target: number): number[][] {
  const found: number[][] = [];
  const pairs = pairSums(sizes, target);
  for (const setsOfSize of [pairsOf, triplesOf, foursOf]) {
    const sets: number[][] = [];
    for (const set of setsOfSize(sizes, target, pairs)) {
      if (sets.length === MOST_FOUND) return found;
      sets.push(set);
    }
    found.push(...sets);
  }
  return found;
}

type Places = readonly [number, number];
type Pairs = ReadonlyMap<number, readonly Places[]>;

function* pairsOf(_sizes: readonly number[], target: number, pairs: Pairs): Generator<number[]> {
  for (const [one, other] of pairs.get(target) ?? []) yield [one, other];
}

function* triplesOf(sizes: readonly number[], target: number, pairs: Pairs): Generator<number[]> {
  for (let third = 2; third < sizes.length; third++)
    for (const [one, other] of pairs.get(target - (sizes[third] ?? 0)) ?? [])
      if (other < third) yield [one, other, third];
}

function* foursOf(_sizes: readonly number[], target: number, pairs: Pairs): Generator<number[]> {
  for (const [sum, fronts] of pairs)
    for (const [third, fourth] of pairs.get(target - sum) ?? [])
      for (const [one, other] of fronts) if (other < third) yield [one, other, third, fourth];
}

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
