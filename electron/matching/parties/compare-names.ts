import { TOO_FAR } from '../text/text-arena.ts';
import { nicknamesAmong } from './compare-values.ts';
import { WORD_KIND } from './parse-name.ts';
import type { NameTerms } from './name-terms.ts';

/** What each way of agreeing or not is worth, as natural logarithms of how much likelier it is in two names of one party. */
export interface NameWeights {
  /** Part of a word's rarity that counts: words of a name do not come independently of one another. */
  readonly rarity: number;
  readonly same: number;
  readonly oneEdit: number;
  readonly twoEdits: number;
  readonly cutOff: number;
  readonly abbreviated: number;
  readonly joined: number;
  readonly acronym: number;
  readonly initial: number;
  readonly nickname: number;
  /** A word that only one of the names has, by its kind: core, generic, number, initial. */
  readonly missing: readonly [number, number, number, number];
  /** No word of either name is left over. */
  readonly whole: number;
  /** Both names have a core word of their own: they say different things. */
  readonly contradiction: number;
}

export const NAME_WEIGHTS: NameWeights = {
  rarity: 0.95,
  same: -0.1,
  oneEdit: 0.1,
  twoEdits: -2.6,
  cutOff: -0.9,
  abbreviated: -2.1,
  joined: 0.6,
  acronym: -1,
  initial: 0.5,
  nickname: -0.9,
  missing: [-1.5, -1.2, -1.8, -0.3],
  whole: 1.8,
  contradiction: -1.8,
};

/** How words of two names were put together, for an explanation. */
export interface NamePart {
  readonly how:
    | 'same'
    | 'oneEdit'
    | 'twoEdits'
    | 'cutOff'
    | 'abbreviated'
    | 'joined'
    | 'acronym'
    | 'initial'
    | 'nickname'
    | 'missing';
  readonly left: string;
  readonly right: string;
}

/** Place of the contradiction in what is left over. */
export const CONTRADICTION = 4;
const MOST_WORDS = 24;
/** Short words have many others within one edit. */
const SHORT_COST = [9, 9, 9, 2.4, 1.2, 0.5];

/** Compares names word by word; one is made for a run and keeps its scratch. */
export class NameComparer {
  readonly #terms: NameTerms;
  readonly #weights: NameWeights;
  readonly #isNickname: (left: number, right: number) => boolean;
  /** Words left over in the last comparison, by kind; behind them 1 when both names have core words of their own. */
  readonly leftOver = new Uint8Array(5);
  #left: Int32Array = new Int32Array(0);
  #right: Int32Array = new Int32Array(0);
  #leftOpen = 0;
  #rightOpen = 0;
  #sum = 0;
  #parts: NamePart[] | null = null;

  constructor(terms: NameTerms, weights: NameWeights) {
    this.#terms = terms;
    this.#weights = weights;
    this.#isNickname = nicknamesAmong(terms.words);
  }

  /** Natural logarithm of how much likelier two names (values of the column) are of one party than of two; 0 when one is missing. */
  weigh(left: number, right: number): number {
    const { start, term } = this.#terms;
    this.#left = term.subarray(start[left] ?? 0, Math.min(start[left + 1] ?? 0, (start[left] ?? 0) + MOST_WORDS));
    this.#right = term.subarray(start[right] ?? 0, Math.min(start[right + 1] ?? 0, (start[right] ?? 0) + MOST_WORDS));
    if (this.#left.length === 0 || this.#right.length === 0) return 0;
    this.#leftOpen = (1 << this.#left.length) - 1;
    this.#rightOpen = (1 << this.#right.length) - 1;
    this.#sum = 0;
    this.#takeSame();
    if (this.#leftOpen !== 0 && this.#rightOpen !== 0) {
      this.#takeJoined(this.#left, this.#right, true);
      this.#takeJoined(this.#right, this.#left, false);
      while (this.#leftOpen !== 0 && this.#rightOpen !== 0 && this.#takeNearest());
      this.#takeAcronym(true);
      this.#takeAcronym(false);
    }
    this.#takeMissing();
    return this.#sum;
  }

  /** The parts of the comparison that `weigh` adds up. */
  partsOf(left: number, right: number): readonly NamePart[] {
    this.#parts = [];
    this.weigh(left, right);
    const parts = this.#parts;
    this.#parts = null;
    return parts;
  }

  #gain(rarity: number): number {
    return rarity * this.#weights.rarity;
  }

  #note(how: NamePart['how'], left: string, right: string): void {
    this.#parts?.push({ how, left, right });
  }

  #takeSame(): void {
    const { rarity, words } = this.#terms;
    for (let i = 0; i < this.#left.length; i += 1)
      for (let j = 0; j < this.#right.length; j += 1) {
        const word = this.#left[i] ?? 0;
        if (word !== this.#right[j] || (this.#rightOpen & (1 << j)) === 0) continue;
        this.#leftOpen &= ~(1 << i);
        this.#rightOpen &= ~(1 << j);
        this.#sum += this.#weights.same + this.#gain(rarity[word] ?? 0);
        if (this.#parts !== null) this.#note('same', words.textOf(word), words.textOf(word));
        break;
      }
  }

  /** Two neighbours of one name that are one word in the other: `micro soft` and `microsoft`. */
  #takeJoined(two: Int32Array, one: Int32Array, isLeft: boolean): void {
    const { words, rarity } = this.#terms;
    for (let i = 0; i + 1 < two.length; i += 1)
      for (let j = 0; j < one.length; j += 1) {
        const open = isLeft ? this.#leftOpen : this.#rightOpen;
        const otherOpen = isLeft ? this.#rightOpen : this.#leftOpen;
        const mask = 3 << i;
        if ((open & mask) !== mask || (otherOpen & (1 << j)) === 0) continue;
        const [first, second, whole] = [two[i] ?? 0, two[i + 1] ?? 0, one[j] ?? 0];
        if (words.lengthOf(first) + words.lengthOf(second) !== words.lengthOf(whole) || !words.isPrefix(first, whole))
          continue;
        const joined = words.textOf(first) + words.textOf(second);
        if (joined !== words.textOf(whole)) continue;
        this.#close(isLeft, mask, 1 << j);
        this.#sum +=
          this.#weights.joined + this.#gain(Math.max(rarity[whole] ?? 0, rarity[first] ?? 0, rarity[second] ?? 0));
        const parted = `${words.textOf(first)} ${words.textOf(second)}`;
        this.#note('joined', isLeft ? parted : joined, isLeft ? joined : parted);
      }
  }

  #close(isLeft: boolean, mask: number, otherMask: number): void {
    this.#leftOpen &= ~(isLeft ? mask : otherMask);
    this.#rightOpen &= ~(isLeft ? otherMask : mask);
  }

  /** Puts the two open words together that gain most by it; false when no two belong together. */
  #takeNearest(): boolean {
    let best = Number.NEGATIVE_INFINITY;
    let bestLeft = -1;
    let bestRight = -1;
    for (let i = 0; i < this.#left.length; i += 1) {
      if ((this.#leftOpen & (1 << i)) === 0) continue;
      for (let j = 0; j < this.#right.length; j += 1) {
        if ((this.#rightOpen & (1 << j)) === 0) continue;
        const found = this.#nearness(this.#left[i] ?? 0, this.#right[j] ?? 0);
        if (found > best) [best, bestLeft, bestRight] = [found, i, j];
      }
    }
    if (bestLeft < 0) return false;
    this.#leftOpen &= ~(1 << bestLeft);
    this.#rightOpen &= ~(1 << bestRight);
    this.#sum += best;
    if (this.#parts !== null) {
      const [left, right] = [this.#left[bestLeft] ?? 0, this.#right[bestRight] ?? 0];
      this.#note(this.#howNear(left, right), this.#terms.words.textOf(left), this.#terms.words.textOf(right));
    }
    return true;
  }

  /** What two different words are worth as one; minus infinity when nothing makes them one. */
  #nearness(left: number, right: number): number {
    const { rarity } = this.#terms;
    const how = this.#howNear(left, right);
    if (how === 'missing') return Number.NEGATIVE_INFINITY;
    if (how === 'initial') return this.#weights.initial;
    const rare = Math.min(rarity[left] ?? 0, rarity[right] ?? 0);
    const length = Math.min(this.#terms.words.lengthOf(left), this.#terms.words.lengthOf(right));
    const cost = how === 'nickname' ? 0 : (SHORT_COST[length] ?? 0);
    return (how === 'same' ? this.#weights.same : this.#weights[how]) + this.#gain(rare) - cost;
  }

  #howNear(left: number, right: number): NamePart['how'] {
    const { words, kind } = this.#terms;
    if (kind[left] === WORD_KIND.number || kind[right] === WORD_KIND.number) return 'missing';
    const [shorter, longer] = words.lengthOf(left) <= words.lengthOf(right) ? [left, right] : [right, left];
    const [short, long] = [words.lengthOf(shorter), words.lengthOf(longer)];
    if (short === 1) return words.byteAt(shorter, 0) === words.byteAt(longer, 0) ? 'initial' : 'missing';
    const most = long >= 7 && short >= 6 ? (long >= 11 ? 3 : 2) : 1;
    const edits = long >= 4 ? words.distance(left, right, most) : TOO_FAR;
    if (edits === 1) return 'oneEdit';
    if (edits !== TOO_FAR) return 'twoEdits';
    if (short >= 3 && words.isPrefix(shorter, longer)) return 'cutOff';
    if (this.#isNickname(left, right)) return 'nickname';
    return short >= 2 && short * 2 <= long && words.isSkeleton(shorter, longer) ? 'abbreviated' : 'missing';
  }

  /** One open word that is the first letters of two or more words of the other name. */
  #takeAcronym(isLeft: boolean): void {
    const { words, rarity } = this.#terms;
    const [short, long] = isLeft ? [this.#left, this.#right] : [this.#right, this.#left];
    for (let i = 0; i < short.length; i += 1) {
      const open = isLeft ? this.#leftOpen : this.#rightOpen;
      const otherOpen = isLeft ? this.#rightOpen : this.#leftOpen;
      const word = short[i] ?? 0;
      const length = words.lengthOf(word);
      if ((open & (1 << i)) === 0 || length < 2 || length > 6) continue;
      for (let from = 0; from + length <= long.length; from += 1) {
        const mask = ((1 << length) - 1) << from;
        if ((otherOpen & mask) !== mask) continue;
        let at = 0;
        while (at < length && words.byteAt(word, at) === words.byteAt(long[from + at] ?? 0, 0)) at += 1;
        if (at < length) continue;
        this.#close(isLeft, 1 << i, mask);
        this.#sum += this.#weights.acronym + this.#gain(rarity[word] ?? 0);
        const spelled = [...long.subarray(from, from + length)].map((id) => words.textOf(id)).join(' ');
        this.#note('acronym', isLeft ? words.textOf(word) : spelled, isLeft ? spelled : words.textOf(word));
        break;
      }
    }
  }

  #takeMissing(): void {
    if (this.#leftOpen === 0 && this.#rightOpen === 0) this.#sum += this.#weights.whole;
    this.leftOver.fill(0);
    const leftCore = this.#missingOf(this.#left, this.#leftOpen, true);
    const rightCore = this.#missingOf(this.#right, this.#rightOpen, false);
    if (!leftCore || !rightCore) return;
    this.leftOver[CONTRADICTION] = 1;
    this.#sum += this.#weights.contradiction;
  }

  #missingOf(side: Int32Array, open: number, isLeft: boolean): boolean {
    const { words, kind } = this.#terms;
    let hasCore = false;
    for (let at = 0; at < side.length; at += 1) {
      if ((open & (1 << at)) === 0) continue;
      const word = side[at] ?? 0;
      const of = kind[word] ?? WORD_KIND.core;
      hasCore ||= of === WORD_KIND.core || of === WORD_KIND.number;
      this.leftOver[of] = (this.leftOver[of] ?? 0) + 1;
      this.#sum += this.#weights.missing[of] ?? 0;
      if (this.#parts !== null)
        this.#note('missing', isLeft ? words.textOf(word) : '', isLeft ? '' : words.textOf(word));
    }
    return hasCore;
  }
}
