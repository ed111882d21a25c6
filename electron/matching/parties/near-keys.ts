import { NumberList } from '../text/number-list.ts';
import { TOO_FAR, type TextArena } from '../text/text-arena.ts';
import { distinctPartners, type Partners } from './distinct-partners.ts';

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
export function nearKeys(keys: TextArena, isOnLeft: Uint8Array, isOnRight: Uint8Array): Partners {
  const entries = bucketEntries(keys, isOnLeft, isOnRight);
  const lefts = new NumberList();
  const rights = new NumberList();
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
          if (left === right || isOnRight[right] !== 1 || !isNear(keys, left, right)) continue;
          lefts.push(left);
          rights.push(right);
        }
      }
    from = to;
  }
  return distinctPartners(lefts.toArray(), rights.toArray(), keys.size);
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
  const entries = new Entries(room);
  for (let id = 0; id < keys.size; id += 1) {
    const length = keys.lengthOf(id);
    const begin = keys.byteAt(id, 0) === PLACE ? 1 : 0;
    if (!isWord(id) || length < SHORTEST + begin) continue;
    entries.add(hashWithout(keys, id, length, -1), id);
    for (let skip = begin; skip < length; skip += 1)
      if (skip === 0 || keys.byteAt(id, skip) !== keys.byteAt(id, skip - 1))
        entries.add(hashWithout(keys, id, length, skip), id);
    if (length < SHORTEST_OF_TWO_EDITS) continue;
    entries.add(hashOf(keys, id, 0, END_LETTERS + 1, 17), id);
    entries.add(hashOf(keys, id, length - END_LETTERS, length, 31), id);
  }
  return entries.shared();
}

const COUNTED_BITS = 22;

/** Buckets and their words as they come, with a rough count of how many are in each bucket. */
class Entries {
  readonly #buckets: Int32Array;
  readonly #words: Int32Array;
  readonly #counts = new Uint8Array(1 << COUNTED_BITS);
  #count = 0;

  constructor(room: number) {
    this.#buckets = new Int32Array(room);
    this.#words = new Int32Array(room);
  }

  add(bucket: number, word: number): void {
    this.#buckets[this.#count] = bucket;
    this.#words[this.#count++] = word;
    const slot = bucket & ((1 << COUNTED_BITS) - 1);
    if ((this.#counts[slot] ?? 0) < 2) this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Sorted by bucket, without most of those that are alone in theirs: nobody meets there, and sorting them is what is dear. */
  shared(): Float64Array {
    const isShared = (at: number) => (this.#counts[(this.#buckets[at] ?? 0) & ((1 << COUNTED_BITS) - 1)] ?? 0) > 1;
    let kept = 0;
    for (let at = 0; at < this.#count; at += 1) if (isShared(at)) kept += 1;
    const entries = new Float64Array(kept);
    for (let at = this.#count - 1; at >= 0; at -= 1)
      if (isShared(at)) entries[--kept] = (this.#buckets[at] ?? 0) * ID_RANGE + (this.#words[at] ?? 0);
    return entries.sort();
  }
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
