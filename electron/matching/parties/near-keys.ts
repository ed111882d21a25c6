import { TOO_FAR, type TextArena } from '../text/text-arena.ts';

/** For each key the keys within one or two edits of it: `near[start[k]] .. near[start[k + 1] - 1]`. */
export interface NearKeys {
  readonly start: Int32Array;
  readonly near: Int32Array;
}

const SHORTEST = 4;
const SHORTEST_OF_TWO_EDITS = 8;
const END_LETTERS = 5;
/** A bucket of more words than this is a common beginning or ending, which says nothing. */
const MOST_IN_BUCKET = 40;
const ID_RANGE = 2 ** 23;
/** `X`, which keys of places begin with. */
const PLACE = 88;

/**
 * Finds words that are one typing error apart (two in long words): words that leave the same rest when one letter is left out, or
 * long ones that begin or end alike. Looks only at pairs that share such a rest, never at all pairs.
 */
export function nearKeys(keys: TextArena, isOnLeft: Uint8Array, isOnRight: Uint8Array): NearKeys {
  const pairs = bucketPairs(keys, isOnLeft, isOnRight);
  const start = new Int32Array(keys.size + 1);
  for (let at = 0; at < pairs.length; at += 2) {
    const key = (pairs[at] ?? 0) + 1;
    start[key] = (start[key] ?? 0) + 1;
  }
  for (let key = 0; key < keys.size; key += 1) start[key + 1] = (start[key + 1] ?? 0) + (start[key] ?? 0);
  const next = start.slice();
  const near = new Int32Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2) {
    const key = pairs[at] ?? 0;
    const place = next[key] ?? 0;
    near[place] = pairs[at + 1] ?? 0;
    next[key] = place + 1;
  }
  return { start, near };
}

/** Left and right word in turn, of every two that are near. */
function bucketPairs(keys: TextArena, isOnLeft: Uint8Array, isOnRight: Uint8Array): number[] {
  const entries = bucketEntries(keys, isOnLeft, isOnRight);
  const codes: number[] = [];
  let from = 0;
  while (from < entries.length) {
    const end = (Math.floor((entries[from] ?? 0) / ID_RANGE) + 1) * ID_RANGE;
    let to = from + 1;
    while (to < entries.length && (entries[to] ?? 0) < end) to += 1;
    if (to - from > 1 && to - from <= MOST_IN_BUCKET)
      for (let i = from; i < to; i += 1) {
        const left = (entries[i] ?? 0) % ID_RANGE;
        if (isOnLeft[left] !== 1) continue;
        for (let j = from; j < to; j += 1) {
          const right = (entries[j] ?? 0) % ID_RANGE;
          if (left !== right && isOnRight[right] === 1) codes.push(left * ID_RANGE + right);
        }
      }
    from = to;
  }
  const sorted = Float64Array.from(codes).sort();
  const pairs: number[] = [];
  for (let at = 0; at < sorted.length; at += 1) {
    const code = sorted[at] ?? 0;
    if (at > 0 && code === sorted[at - 1]) continue;
    const [left, right] = [Math.floor(code / ID_RANGE), code % ID_RANGE];
    if (isNear(keys, left, right)) pairs.push(left, right);
  }
  return pairs;
}

function isNear(keys: TextArena, left: number, right: number): boolean {
  const length = Math.min(keys.lengthOf(left), keys.lengthOf(right));
  return keys.distance(left, right, length >= SHORTEST_OF_TWO_EDITS ? 2 : 1) !== TOO_FAR;
}

/** Bucket and word in one number each, sorted by bucket. */
function bucketEntries(keys: TextArena, isOnLeft: Uint8Array, isOnRight: Uint8Array): Float64Array {
  const isWord = (id: number) => {
    const first = keys.byteAt(id, 0);
    // Keys that are whole values (ids, dates, numbers) begin with another capital, and those that nobody has are left out.
    return (first >= 97 || first === PLACE) && (isOnLeft[id] === 1 || isOnRight[id] === 1);
  };
  let room = 0;
  for (let id = 0; id < keys.size; id += 1) if (isWord(id)) room += keys.lengthOf(id) + 3;
  const entries = new Float64Array(room);
  let count = 0;
  for (let id = 0; id < keys.size; id += 1) {
    const length = keys.lengthOf(id);
    const begin = keys.byteAt(id, 0) === PLACE ? 1 : 0;
    if (!isWord(id) || length < SHORTEST + begin) continue;
    entries[count++] = hashWithout(keys, id, length, -1) * ID_RANGE + id;
    for (let skip = begin; skip < length; skip += 1)
      if (skip === 0 || keys.byteAt(id, skip) !== keys.byteAt(id, skip - 1))
        entries[count++] = hashWithout(keys, id, length, skip) * ID_RANGE + id;
    if (length < SHORTEST_OF_TWO_EDITS) continue;
    entries[count++] = hashOf(keys, id, 0, END_LETTERS + 1, 17) * ID_RANGE + id;
    entries[count++] = hashOf(keys, id, length - END_LETTERS, length, 31) * ID_RANGE + id;
  }
  return sharedOnly(entries.subarray(0, count)).sort();
}

const COUNTED_BITS = 22;

/** Entries without most of those that are alone in their bucket: nobody meets there, and sorting them is what is dear. */
function sharedOnly(entries: Float64Array): Float64Array {
  const counts = new Uint8Array(1 << COUNTED_BITS);
  const slotOf = (entry: number) => Math.floor(entry / ID_RANGE) & ((1 << COUNTED_BITS) - 1);
  for (const entry of entries) {
    const slot = slotOf(entry);
    if ((counts[slot] ?? 0) < 2) counts[slot] = (counts[slot] ?? 0) + 1;
  }
  let kept = 0;
  for (const entry of entries) if ((counts[slotOf(entry)] ?? 0) > 1) entries[kept++] = entry;
  return entries.subarray(0, kept);
}

/** 29 bits, so that bucket and word fit in the 52 of a number. */
function hashWithout(keys: TextArena, id: number, length: number, skip: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at += 1) if (at !== skip) hash = Math.imul(hash ^ keys.byteAt(id, at), 0x01000193);
  return (hash >>> 0) & 0x1fffffff;
}

function hashOf(keys: TextArena, id: number, from: number, to: number, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ keys.byteAt(id, at), 0x01000193);
  return (hash >>> 0) & 0x1fffffff;
}
