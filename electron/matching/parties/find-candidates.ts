import { NumberList } from '../text/number-list.ts';
import type { TextArena } from '../text/text-arena.ts';
import type { CandidateKeys, KeyLists } from './candidate-keys.ts';
import { distinctPartners, startsOf, type Partners } from './distinct-partners.ts';
import { nearKeys } from './near-keys.ts';
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
  const rarest = Math.log1p(base) * OF_RAREST;
  for (let left = 0; left < leftCount; left += 1) {
    const count = search.touch(self ? left : -1, leftLists, left);
    const least = Math.max(search.best * OF_BEST_AT_ALL, rarest);
    const { touched, shared } = search;
    for (let at = 0; at < count; at += 1) {
      const right = touched[at] ?? 0;
      const worth = shared[right] ?? 0;
      shared[right] = 0;
      if (worth < least || (self && right <= left)) continue;
      ofLeft.offer(left, right, worth);
      if (self) ofLeft.offer(right, left, worth);
      else ofRight.offer(right, left, worth);
    }
  }
  ofLeft.trim(FIRST_FEW, OF_BEST);
  ofRight.trim(FIRST_FEW, OF_BEST);
  return sortedPairs(ofLeft, self ? null : ofRight, leftCount, self);
}

/** Adds up what a profile shares with others, in one array that is cleared by its reader. */
class Search {
  /** What each profile of the right shares with the last one asked for; only `touched` ones are above 0. */
  readonly shared: Float32Array;
  readonly touched: Int32Array;
  /** The most that one of them shares. */
  best = 0;
  readonly #index: KeyLists;
  readonly #near: Partners;
  readonly #weight: Float32Array;
  readonly #budget: CandidateBudget;
  /** Keys to look up, the rarest first: key, its entries, and 1 where it is only near. */
  #keys = new Int32Array(3 * 64);
  #found = 0;

  constructor(index: KeyLists, near: Partners, weight: Float32Array, rightCount: number, budget: CandidateBudget) {
    this.shared = new Float32Array(rightCount);
    this.touched = new Int32Array(rightCount);
    this.#index = index;
    this.#near = near;
    this.#weight = weight;
    this.#budget = budget;
  }

  /** Adds up for one profile, leaving out `except` for the best; answers how many were touched. */
  touch(except: number, lists: KeyLists, left: number): number {
    this.#collect(lists, left);
    const { shared, touched } = this;
    const { start, key: entries } = this.#index;
    let count = 0;
    let looked = 0;
    let best = 0;
    for (let at = 0; at < this.#found; at += 1) {
      const key = this.#keys[at * 3] ?? 0;
      const size = this.#keys[at * 3 + 1] ?? 0;
      const most = at < RAREST ? this.#budget.postings : this.#budget.morePostings;
      if (at > 0 && looked + size > most) break;
      looked += size;
      const gain = (this.#weight[key] ?? 0) * (this.#keys[at * 3 + 2] === 0 ? 1 : NEAR_FACTOR);
      const to = start[key + 1] ?? 0;
      for (let place = start[key] ?? 0; place < to; place += 1) {
        const right = entries[place] ?? 0;
        const before = shared[right] ?? 0;
        if (before === 0) touched[count++] = right;
        const after = before + gain;
        shared[right] = after;
        if (after > best && right !== except) best = after;
      }
    }
    this.best = Math.fround(best);
    return count;
  }

  #collect(lists: KeyLists, left: number): void {
    this.#found = 0;
    const { start: nearStart, partner } = this.#near;
    for (let at = lists.start[left] ?? 0; at < (lists.start[left + 1] ?? 0); at += 1) {
      const key = lists.key[at] ?? 0;
      this.#add(key, 0);
      const to = nearStart[key + 1] ?? 0;
      for (let place = nearStart[key] ?? 0; place < to; place += 1) this.#add(partner[place] ?? 0, 1);
    }
  }

  /** Puts a key in its place: the rarest first, of equally rare ones those that are the very same, then by number. */
  #add(key: number, isNear: number): void {
    const count = (this.#index.start[key + 1] ?? 0) - (this.#index.start[key] ?? 0);
    if (count === 0) return;
    if (this.#found * 3 === this.#keys.length) {
      const wider = new Int32Array(this.#keys.length * 2);
      wider.set(this.#keys);
      this.#keys = wider;
    }
    const keys = this.#keys;
    let at = this.#found * 3;
    while (at > 0) {
      const by = (keys[at - 2] ?? 0) - count || (keys[at - 1] ?? 0) - isNear || (keys[at - 3] ?? 0) - key;
      if (by <= 0) break;
      keys[at] = keys[at - 3] ?? 0;
      keys[at + 1] = keys[at - 2] ?? 0;
      keys[at + 2] = keys[at - 1] ?? 0;
      at -= 3;
    }
    keys[at] = key;
    keys[at + 1] = count;
    keys[at + 2] = isNear;
    this.#found += 1;
  }
}

function presence(lists: KeyLists, size: number): Uint8Array {
  const present = new Uint8Array(size);
  for (const key of lists.key) present[key] = 1;
  return present;
}

function invert(lists: KeyLists, size: number): KeyLists {
  const start = startsOf(lists.key, size);
  const next = start.slice();
  const profiles = new Int32Array(lists.key.length);
  for (let profile = 0; profile + 1 < lists.start.length; profile += 1) {
    const to = lists.start[profile + 1] ?? 0;
    for (let at = lists.start[profile] ?? 0; at < to; at += 1) {
      const key = lists.key[at] ?? 0;
      const place = next[key] ?? 0;
      profiles[place] = profile;
      next[key] = place + 1;
    }
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
  const key = new NumberList(lists.key.length + lists.start.length);
  const common: number[] = [];
  for (let profile = 0; profile + 1 < lists.start.length; profile += 1) {
    common.length = 0;
    const to = lists.start[profile + 1] ?? 0;
    for (let at = lists.start[profile] ?? 0; at < to; at += 1) {
      const id = lists.key[at] ?? 0;
      key.push(id);
      if ((counts[id] ?? 0) > COMMON_FROM && common.length < MOST_COMMON) common.push(id);
    }
    if (common.length > 1) pushPairs(common, keys, key);
    start[profile + 1] = key.length;
  }
  return { start, key: key.toArray() };
}
const MOST_COMMON = 5;

function pushPairs(common: readonly number[], keys: TextArena, into: NumberList): void {
  const texts = common.map((id) => keys.textOf(id)).sort();
  for (let i = 0; i < texts.length; i += 1)
    for (let j = i + 1; j < texts.length; j += 1) into.push(keys.idOf(`C${texts[i] ?? ''} ${texts[j] ?? ''}`));
}

/** The pairs of both lists, each once, by left and then right. */
function sortedPairs(ofLeft: BestLists, ofRight: BestLists | null, leftCount: number, self: boolean): CandidatePairs {
  const size = ofLeft.size + (ofRight?.size ?? 0);
  const lefts = new Int32Array(size);
  const rights = new Int32Array(size);
  let count = 0;
  ofLeft.forEach((left, right) => {
    lefts[count] = self && right < left ? right : left;
    rights[count++] = self && right < left ? left : right;
  });
  ofRight?.forEach((right, left) => {
    lefts[count] = left;
    rights[count++] = right;
  });
  const { start, partner } = distinctPartners(lefts, rights, leftCount);
  const left = new Int32Array(partner.length);
  for (let own = 0; own < leftCount; own += 1) left.fill(own, start[own] ?? 0, start[own + 1] ?? 0);
  return { left, right: partner };
}
