import type { CandidateKeys, KeyLists } from './candidate-keys.ts';
import { nearKeys, type NearKeys } from './near-keys.ts';
import { BestLists } from './best-lists.ts';

/** Pairs of profiles worth comparing, sorted by left and then right. */
export interface CandidatePairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

export interface CandidateBudget {
  /** Candidates that every profile of either side keeps. */
  readonly best: number;
  /** Entries of the index looked at for one profile's two rarest keys, and up to how many its other keys are looked up. */
  readonly postings: number;
  readonly morePostings: number;
}
export const CANDIDATE_BUDGET: CandidateBudget = { best: 24, postings: 1_500, morePostings: 500 };
const RAREST = 2;
/** Of very large files less is looked at for each party: so many entries for all of them together, and no fewer than these for one. */
const MORE_POSTINGS_OF_ALL = 12_000_000;
const LEAST_MORE_POSTINGS = 100;

/** A near key counts less than the key itself. */
const NEAR_FACTOR = 0.75;
/** Names that consist of words which more names than this have also meet by two of their words at a time. */
const COMMON_FROM = 150;
/** What a candidate has to have of the shared rarity of its party's best one, when it is not among the first few. */
const OF_BEST = 0.5;
const FIRST_FEW = 2;
/** Less than this part of what the best one shares, or of what a key that nobody else has is worth, is not even looked at. */
const OF_BEST_AT_ALL = 0.25;
const OF_RAREST = 0.4;

/**
 * The pairs that share rare keys, or keys within a typing error: for every profile of either side the best by what they share.
 * `base` is the number of parties by which rarity is measured; with `self` both sides are one file, and each pair comes once.
 */
export function findCandidates(
  found: CandidateKeys,
  base: number,
  self: boolean,
  budget: CandidateBudget = CANDIDATE_BUDGET,
): CandidatePairs {
  const { keys } = found;
  const leftLists = withCommonPairs(found, found.left);
  const rightLists = self ? leftLists : withCommonPairs(found, found.right);
  const [onLeft, onRight] = [presence(leftLists, keys.size), presence(rightLists, keys.size)];
  const index = invert(rightLists, keys.size);
  const near = nearKeys(keys, onLeft, onRight);
  const weight = Float32Array.from({ length: keys.size }, (_, key) => {
    const count = (index.start[key + 1] ?? 0) - (index.start[key] ?? 0);
    return count === 0 ? 0 : Math.log(1 + base / count);
  });
  const leftCount = leftLists.start.length - 1;
  const rightCount = rightLists.start.length - 1;
  const ofLeft = new BestLists(leftCount, budget.best);
  const ofRight = new BestLists(rightCount, budget.best);
  const ofOne = Math.max(LEAST_MORE_POSTINGS, Math.floor(MORE_POSTINGS_OF_ALL / Math.max(1, base)));
  const morePostings = Math.min(budget.morePostings, ofOne);
  const search = new Search(index, near, weight, rightCount, { ...budget, morePostings });
  for (let left = 0; left < leftCount; left += 1) {
    const touched = search.touch(leftLists, left);
    let best = 0;
    for (let at = 0; at < touched.length; at += 1) {
      const right = touched[at] ?? 0;
      const shared = search.shared[right] ?? 0;
      if (shared > best && !(self && right === left)) best = shared;
    }
    const least = Math.max(best * OF_BEST_AT_ALL, Math.log1p(base) * OF_RAREST);
    for (let at = 0; at < touched.length; at += 1) {
      const right = touched[at] ?? 0;
      const shared = search.shared[right] ?? 0;
      search.shared[right] = 0;
      if (shared < least || (self && right <= left)) continue;
      ofLeft.offer(left, right, shared);
      if (self) ofLeft.offer(right, left, shared);
      else ofRight.offer(right, left, shared);
    }
  }
  ofLeft.trim(FIRST_FEW, OF_BEST);
  ofRight.trim(FIRST_FEW, OF_BEST);
  return sortedPairs(ofLeft, self ? null : ofRight, rightCount, self);
}

const NO_KEY = { key: 0, factor: 0, count: 0 };

/** Adds up what a profile shares with others, in one array that is cleared by its reader. */
class Search {
  readonly shared: Float32Array;
  readonly #index: KeyLists;
  readonly #near: NearKeys;
  readonly #weight: Float32Array;
  readonly #budget: CandidateBudget;
  readonly #touched: Int32Array;
  readonly #keys: { key: number; factor: number; count: number }[] = [];

  constructor(index: KeyLists, near: NearKeys, weight: Float32Array, rightCount: number, budget: CandidateBudget) {
    this.shared = new Float32Array(rightCount);
    this.#index = index;
    this.#near = near;
    this.#weight = weight;
    this.#budget = budget;
    this.#touched = new Int32Array(rightCount);
  }

  touch(lists: KeyLists, left: number): Int32Array {
    this.#collect(lists, left);
    let count = 0;
    let looked = 0;
    for (let at = 0; at < this.#keys.length; at += 1) {
      const { key, factor, count: size } = this.#keys[at] ?? NO_KEY;
      const most = at < RAREST ? this.#budget.postings : this.#budget.morePostings;
      if (at > 0 && looked + size > most) break;
      looked += size;
      const gain = (this.#weight[key] ?? 0) * factor;
      const to = this.#index.start[key + 1] ?? 0;
      for (let place = this.#index.start[key] ?? 0; place < to; place += 1) {
        const right = this.#index.key[place] ?? 0;
        const before = this.shared[right] ?? 0;
        if (before === 0) this.#touched[count++] = right;
        this.shared[right] = before + gain;
      }
    }
    return this.#touched.subarray(0, count);
  }

  #collect(lists: KeyLists, left: number): void {
    this.#keys.length = 0;
    const add = (key: number, factor: number) => {
      const count = (this.#index.start[key + 1] ?? 0) - (this.#index.start[key] ?? 0);
      if (count > 0) this.#keys.push({ key, factor, count });
    };
    for (let at = lists.start[left] ?? 0; at < (lists.start[left + 1] ?? 0); at += 1) {
      const key = lists.key[at] ?? 0;
      add(key, 1);
      for (let place = this.#near.start[key] ?? 0; place < (this.#near.start[key + 1] ?? 0); place += 1)
        add(this.#near.near[place] ?? 0, NEAR_FACTOR);
    }
    this.#keys.sort((a, b) => a.count - b.count || b.factor - a.factor || a.key - b.key);
  }
}

function presence(lists: KeyLists, size: number): Uint8Array {
  const present = new Uint8Array(size);
  for (const key of lists.key) present[key] = 1;
  return present;
}

function invert(lists: KeyLists, size: number): KeyLists {
  const start = new Int32Array(size + 1);
  for (const key of lists.key) start[key + 1] = (start[key + 1] ?? 0) + 1;
  for (let key = 0; key < size; key += 1) start[key + 1] = (start[key + 1] ?? 0) + (start[key] ?? 0);
  const next = start.slice();
  const profiles = new Int32Array(lists.key.length);
  for (let profile = 0; profile + 1 < lists.start.length; profile += 1)
    for (let at = lists.start[profile] ?? 0; at < (lists.start[profile + 1] ?? 0); at += 1) {
      const key = lists.key[at] ?? 0;
      const place = next[key] ?? 0;
      profiles[place] = profile;
      next[key] = place + 1;
    }
  return { start, key: profiles };
}

/** Lists in which every two common keys of a profile are a key of their own: `john` and `smith` are common, `john smith` less. */
function withCommonPairs({ keys, left, right }: CandidateKeys, lists: KeyLists): KeyLists {
  const size = keys.size;
  const counts = new Int32Array(size);
  for (const key of left.key) counts[key] = (counts[key] ?? 0) + 1;
  for (const key of right.key) counts[key] = (counts[key] ?? 0) + 1;
  const start = new Int32Array(lists.start.length);
  const key: number[] = [];
  for (let profile = 0; profile + 1 < lists.start.length; profile += 1) {
    const common: number[] = [];
    for (let at = lists.start[profile] ?? 0; at < (lists.start[profile + 1] ?? 0); at += 1) {
      const id = lists.key[at] ?? 0;
      key.push(id);
      if ((counts[id] ?? 0) > COMMON_FROM && common.length < MOST_COMMON) common.push(id);
    }
    const texts = common.map((id) => keys.textOf(id)).sort();
    for (let i = 0; i < texts.length; i += 1)
      for (let j = i + 1; j < texts.length; j += 1) key.push(keys.idOf(`C${texts[i] ?? ''} ${texts[j] ?? ''}`));
    start[profile + 1] = key.length;
  }
  return { start, key: Int32Array.from(key) };
}
const MOST_COMMON = 5;

function sortedPairs(ofLeft: BestLists, ofRight: BestLists | null, rightCount: number, self: boolean): CandidatePairs {
  const codes = new Float64Array(ofLeft.size + (ofRight?.size ?? 0));
  let count = 0;
  ofLeft.forEach((left, right) => {
    codes[count++] = self && right < left ? right * rightCount + left : left * rightCount + right;
  });
  ofRight?.forEach((right, left) => {
    codes[count++] = left * rightCount + right;
  });
  codes.sort();
  const left: number[] = [];
  const right: number[] = [];
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (at > 0 && code === codes[at - 1]) continue;
    left.push(Math.floor(code / rightCount));
    right.push(code % rightCount);
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}
