import type { AmountIndex } from './amount-index.ts';
import type { Model } from './model.ts';
import { logRateOn, type Scorer } from './score-pair.ts';
import { isWithinTerms, type Reach } from './reach.ts';
import type { RowPair } from './rows.ts';
import { NO_DAY, type ReconcileTerms } from './side.ts';
import { holders } from './vocabulary.ts';

/** Pairs that are worth weighing, in columns, by left row. */
export interface Candidates {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly sum: Float64Array;
  /** What the amounts alone speak for it. */
  readonly amount: Float64Array;
  readonly amountKind: Uint8Array;
  readonly codeKind: Uint8Array;
  readonly nameKind: Uint8Array;
}

/** Pairs less likely than this are not kept, nor those as far below the best of their left row. */
const LEAST_SUM = -3;
const FAR_BELOW_BEST = 14;
const MOST_CODE_HOLDERS = 200;
const MOST_WORD_HOLDERS = 150;
const ENOUGH_BY_WORDS = 120;
const WORD_LOW = -1.2;
const WORD_HIGH = 0.7;

export interface CandidateSearch {
  readonly pair: RowPair;
  readonly index: AmountIndex;
  readonly terms: ReconcileTerms;
  readonly reach: Reach;
  readonly model: Model;
  readonly scorer: Scorer;
}

/** Looks for the partners of left rows over indexes: by code, by rare word, by equal amount, by amounts that come near. */
export function findCandidates(search: CandidateSearch, lefts: Int32Array): Candidates {
  const { pair, scorer, terms } = search;
  const { score } = scorer;
  const seen = new Int32Array(pair.right.count).fill(-1);
  const kept: {
    left: number[];
    right: number[];
    sum: number[];
    amount: number[];
    kind: number[];
    code: number[];
    name: number[];
  } = {
    left: [],
    right: [],
    sum: [],
    amount: [],
    kind: [],
    code: [],
    name: [],
  };
  for (const left of lefts) {
    const from = kept.left.length;
    let best = -Infinity;
    visitPartners(search, left, (right) => {
      if (seen[right] === left) return;
      seen[right] = left;
      if (!isWithinTerms(pair, terms, left, right) || !hasSameSign(pair, left, right)) return;
      const least = Math.max(LEAST_SUM, best - FAR_BELOW_BEST);
      if (!scorer.rateFrom(left, right, least) || score.sum < least) return;
      best = Math.max(best, score.sum);
      kept.left.push(left);
      kept.right.push(right);
      kept.sum.push(score.sum);
      kept.amount.push(score.amount);
      kept.kind.push(score.amountKind);
      kept.code.push(score.codeKind);
      kept.name.push(score.nameKind);
    });
    dropFarBelow(kept, from, best - FAR_BELOW_BEST);
  }
  return {
    left: Int32Array.from(kept.left),
    right: Int32Array.from(kept.right),
    sum: Float64Array.from(kept.sum),
    amount: Float64Array.from(kept.amount),
    amountKind: Uint8Array.from(kept.kind),
    codeKind: Uint8Array.from(kept.code),
    nameKind: Uint8Array.from(kept.name),
  };
}

/** Candidates of several lists of left rows as one. */
export function joinCandidates(parts: readonly Candidates[]): Candidates {
  const count = parts.reduce((sum, part) => sum + part.left.length, 0);
  const all: Candidates = {
    left: new Int32Array(count),
    right: new Int32Array(count),
    sum: new Float64Array(count),
    amount: new Float64Array(count),
    amountKind: new Uint8Array(count),
    codeKind: new Uint8Array(count),
    nameKind: new Uint8Array(count),
  };
  let from = 0;
  for (const part of parts) {
    all.left.set(part.left, from);
    all.right.set(part.right, from);
    all.sum.set(part.sum, from);
    all.amount.set(part.amount, from);
    all.amountKind.set(part.amountKind, from);
    all.codeKind.set(part.codeKind, from);
    all.nameKind.set(part.nameKind, from);
    from += part.left.length;
  }
  return all;
}

/** The first ones of a row were kept before its best was known. */
function dropFarBelow(
  kept: Readonly<Record<string, number[]>> & { readonly sum: number[] },
  from: number,
  least: number,
): void {
  let to = from;
  for (let at = from; at < kept.sum.length; at++) {
    if ((kept.sum[at] ?? 0) < least) continue;
    if (to !== at) for (const column of Object.values(kept)) column[to] = column[at] ?? 0;
    to++;
  }
  if (to < kept.sum.length) for (const column of Object.values(kept)) column.length = to;
}

function hasSameSign(pair: RowPair, left: number, right: number): boolean {
  const product = (pair.left.amount[left] ?? 0) * (pair.right.amount[right] ?? 0);
  return Number.isNaN(product) || product >= 0;
}

function visitPartners(search: CandidateSearch, left: number, found: (right: number) => void): void {
  visitCodes(search.pair, left, found);
  visitWords(search, left, found);
  visitAmounts(search, left, found);
}

function visitCodes(
  { left: lefts, right: rights, firstNear }: RowPair,
  left: number,
  found: (right: number) => void,
): void {
  for (let at = lefts.codes.start[left] ?? 0; at < (lefts.codes.start[left + 1] ?? 0); at++) {
    const token = lefts.codes.tokens[at] ?? 0;
    if (holders(rights.codes, token) > (token < firstNear ? MOST_CODE_HOLDERS : MOST_CODE_HOLDERS / 4)) continue;
    for (let each = rights.codes.rowStart[token] ?? 0; each < (rights.codes.rowStart[token + 1] ?? 0); each++)
      found(rights.codes.rows[each] ?? 0);
  }
}

/** Rows that share a rare word, and whose amount and date are not out of all proportion; the rarest words first, until that is enough. */
function visitWords({ pair, reach }: CandidateSearch, left: number, found: (right: number) => void): void {
  const { left: lefts, right: rights } = pair;
  const day = lefts.day[left] ?? NO_DAY;
  const logSize = lefts.logSize[left] ?? Number.NaN;
  const own = lefts.words.tokens.subarray(lefts.words.start[left] ?? 0, lefts.words.start[left + 1] ?? 0);
  const held = (token: number) => holders(rights.words, token);
  const rarest = own.filter((token) => held(token) > 0 && held(token) <= MOST_WORD_HOLDERS);
  rarest.sort((one, other) => held(one) - held(other) || one - other);
  let visited = 0;
  for (const token of rarest) {
    if (visited >= ENOUGH_BY_WORDS) break;
    visited += held(token);
    for (let each = rights.words.rowStart[token] ?? 0; each < (rights.words.rowStart[token + 1] ?? 0); each++) {
      const right = rights.words.rows[each] ?? 0;
      const theirs = rights.day[right] ?? NO_DAY;
      const days = theirs - day;
      if (day !== NO_DAY && theirs !== NO_DAY && (days < reach.firstDelay - 10 || days > reach.lastDelay + 10))
        continue;
      const ratio = (rights.logSize[right] ?? Number.NaN) - logSize;
      const isConverted = (rights.currency[right] ?? -1) !== (lefts.currency[left] ?? -1);
      if (!isConverted && (ratio < WORD_LOW || ratio > WORD_HIGH)) continue;
      found(right);
    }
  }
}

function visitAmounts(
  { pair, index, reach, model }: CandidateSearch,
  left: number,
  found: (right: number) => void,
): void {
  const size = pair.left.size[left] ?? Number.NaN;
  if (Number.isNaN(size)) return;
  const isNegative = (pair.left.amount[left] ?? 0) < 0;
  const day = pair.left.day[left] ?? NO_DAY;
  const currency = pair.left.currency[left] ?? -1;
  const first = day === NO_DAY ? null : day + reach.firstDelay;
  const last = day + reach.lastDelay;
  const near = (low: number, high: number, visit = found, of = currency): void =>
    index.visit(of, isNegative, first, last, low, high, visit);
  near(size, size);
  for (const { factor, fixed } of model.lines) {
    const expected = Math.round(factor * size - fixed);
    if (expected > 0) near(expected - 1, expected + 1);
  }
  const visit = reach.nearNeedsName ? ifSharesWord(pair, left, found) : found;
  near(size * Math.exp(reach.lowRatio), size * Math.exp(reach.highRatio), visit);
  for (const curve of model.rates) {
    if (curve.left !== currency) continue;
    const rate = logRateOn(curve, day === NO_DAY ? curve.firstDay : day + Math.max(0, reach.firstDelay));
    near(size * Math.exp(rate + reach.lowConverted), size * Math.exp(rate + reach.highConverted), visit, curve.right);
  }
}

function ifSharesWord({ left: lefts, right: rights }: RowPair, left: number, found: (right: number) => void) {
  const from = lefts.words.start[left] ?? 0;
  const to = lefts.words.start[left + 1] ?? 0;
  return (right: number): void => {
    let i = from;
    let j = rights.words.start[right] ?? 0;
    const end = rights.words.start[right + 1] ?? 0;
    while (i < to && j < end) {
      const one = lefts.words.tokens[i] ?? 0;
      const other = rights.words.tokens[j] ?? 0;
      if (one === other) return found(right);
      if (one < other) i++;
      else j++;
    }
  };
}
