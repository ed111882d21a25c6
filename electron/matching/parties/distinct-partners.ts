/** Partners of each number side by side: `partner[start[n]] .. partner[start[n + 1] - 1]`, each once and in rising order. */
export interface Partners {
  readonly start: Int32Array;
  readonly partner: Int32Array;
}

/** Where the entries of each number begin when they are put side by side, for numbers below `size`; last, how many there are. */
export function startsOf(numbers: Int32Array, size: number): Int32Array {
  const start = new Int32Array(size + 1);
  for (let at = 0; at < numbers.length; at += 1) {
    const behind = (numbers[at] ?? 0) + 1;
    start[behind] = (start[behind] ?? 0) + 1;
  }
  for (let number = 0; number < size; number += 1) start[number + 1] = (start[number + 1] ?? 0) + (start[number] ?? 0);
  return start;
}

/** The pairs `lefts[i], rights[i]`, each once, by left and then right. Each left has few partners, so that nothing is sorted as a whole. */
export function distinctPartners(lefts: Int32Array, rights: Int32Array, size: number): Partners {
  const from = startsOf(lefts, size);
  const next = from.slice();
  const all = new Int32Array(lefts.length);
  for (let at = 0; at < lefts.length; at += 1) {
    const left = lefts[at] ?? 0;
    const place = next[left] ?? 0;
    all[place] = rights[at] ?? 0;
    next[left] = place + 1;
  }
  const start = new Int32Array(size + 1);
  let kept = 0;
  for (let left = 0; left < size; left += 1) {
    const own = all.subarray(from[left] ?? 0, from[left + 1] ?? 0);
    if (own.length > 1) own.sort();
    // What is kept moves to the front, never beyond what has been read.
    for (let at = 0; at < own.length; at += 1) if (at === 0 || own[at] !== own[at - 1]) all[kept++] = own[at] ?? 0;
    start[left + 1] = kept;
  }
  return { start, partner: all.slice(0, kept) };
}
