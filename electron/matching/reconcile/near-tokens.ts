/** Keys of a text with each one sign left out, and whole: two texts that share one differ by one sign left out, put in, changed or swapped. */
function* shortened(text: string): Generator<string> {
  yield text;
  for (let at = 0; at < text.length; at++) yield text.slice(0, at) + text.slice(at + 1);
}

/** Keys that more texts share than this say nothing. */
const MOST_SHARED = 24;

/**
 * Pairs of texts, one of each list, that differ by one slip of the pen or the scanner. The lists hold what the other file does not have
 * literally. In the order of the lists.
 */
export function nearTexts(left: readonly string[], right: readonly string[], leastLength: number): [number, number][] {
  const byKey = new Map<string, number[]>();
  for (const [number, text] of right.entries()) {
    if (text.length < leastLength) continue;
    for (const key of new Set(shortened(text))) {
      const found = byKey.get(key);
      if (found === undefined) byKey.set(key, [number]);
      else found.push(number);
    }
  }
  const pairs: [number, number][] = [];
  for (const [number, text] of left.entries()) {
    if (text.length < leastLength) continue;
    const near = new Set<number>();
    for (const key of new Set(shortened(text))) {
      const found = byKey.get(key) ?? [];
      if (found.length <= MOST_SHARED) for (const other of found) if (isNear(text, right[other] ?? '')) near.add(other);
    }
    for (const other of [...near].sort((one, two) => one - two)) pairs.push([number, other]);
  }
  return pairs;
}

/** Shared shortened forms also come of two slips (`1234` and `2345` share `234`); those are not near. */
function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let head = 0;
  while (head < one.length && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  const [mine, others] = [one.length - head - tail, other.length - head - tail];
  if (mine <= 1 && others <= 1) return true;
  return mine === 2 && others === 2 && one[head] === other[head + 1] && one[head + 1] === other[head];
}
