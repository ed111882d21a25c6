import { AmountIndex } from './amount-index.ts';
import { findAnchors, type Anchor } from './anchors.ts';
import { findCandidates, type Candidates } from './candidates.ts';
import { learnLines } from './learn-lines.ts';
import { learnRates, type WeightedPair } from './learn-rates.ts';
import { learnSigns } from './learn-signs.ts';
import { marginals } from './marginals.ts';
import {
  BELIEF,
  classShares,
  delayShares,
  DELAYS,
  FIRST_DELAY,
  noCounts,
  ratioDensity,
  SAME_AMOUNT_BELIEF,
  SWAPPED_BELIEF,
  type Model,
  type PairCounts,
} from './model.ts';
import { CLASSES, codeSignal, nameSignal, type Signal } from './pair-signals.ts';
import { pairTable } from './pair-table.ts';
import { populationOf, type Population } from './population.ts';
import { ratioBin } from './ratio-bins.ts';
import { learnReach } from './learn-reach.ts';
import type { Reach } from './reach.ts';
import { seedAmounts } from './seed-amounts.ts';
import { seedRates } from './seed-rates.ts';
import { areSwapped } from './swapped-digits.ts';
import { roundedCount, roundedLog } from './rounded-log.ts';
import { logRateOn, pairScorer } from './score-pair.ts';
import { daysBetween, withSigns, type RowPair } from './rows.ts';
import type { ReconcileTerms, Signs } from './side.ts';

/** What was found out about two files. */
export interface Learned {
  /** The rows with their signs made comparable. */
  readonly pair: RowPair;
  readonly model: Model;
  readonly reach: Reach;
  readonly population: Population;
  readonly index: AmountIndex;
}

const ROUNDS = 3;
const SAMPLE = 5_000;
const LEAST_LIKELY = 0.5;

/**
 * Learns from the rows themselves, without labels, what true pairs look like: first from pairs that stand out, then in rounds from the pairs
 * that what was learned so far makes likely. A step a round; each says what comes next.
 */
export function* learn(given: RowPair, terms: ReconcileTerms): Generator<string, Learned> {
  const anchors = findAnchors(given);
  const signs = learnSigns(given, anchors);
  const pair = withSigns(given, signs);
  const population = populationOf(pair.right);
  const index = new AmountIndex(pair.right);
  const others = otherShares(pair);
  let counts = firstCounts(pair, index, terms, anchors);
  let sure: readonly WeightedPair[] = [...anchors.filter(({ by }) => by !== 'amount'), ...seedRates(pair, index)];
  let model = modelOf({ pair, signs, counts, others, sure, matchedShare: 0.7 });
  let reach = learnReach(pair, terms, counts, model, index);
  const sample = sampleOf(pair.left.count);
  for (let round = 0; round < ROUNDS; round++) {
    yield `learning from the rows, round ${round + 1} of ${ROUNDS}`;
    const scorer = pairScorer(pair, model, population);
    const candidates = findCandidates({ pair, index, terms, reach, model, scorer }, sample);
    const table = pairTable(candidates, pair.left.count, pair.right.count);
    const likely = marginals(table, candidates.sum);
    sure = likelyPairs(candidates, likely);
    counts = countPairs(pair, model, sure);
    const matchedShare = Math.min(0.97, Math.max(0.05, counts.pairs / Math.max(1, sample.length)));
    model = modelOf({ pair, signs, counts, others, sure, matchedShare });
    reach = learnReach(pair, terms, counts, model, index);
  }
  return { pair, model, reach, population, index };
}

/** Rows at even steps through the content, so that small and great amounts are there alike. */
function sampleOf(count: number): Int32Array {
  const step = Math.max(1, Math.floor(count / SAMPLE));
  return Int32Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);
}

function likelyPairs({ left, right }: Candidates, likely: Float64Array): WeightedPair[] {
  const pairs: WeightedPair[] = [];
  for (let at = 0; at < left.length; at++) {
    const weight = likely[at] ?? 0;
    if (weight >= LEAST_LIKELY) pairs.push({ left: left[at] ?? 0, right: right[at] ?? 0, weight });
  }
  return pairs;
}

interface OtherShares {
  readonly code: Float64Array;
  readonly name: Float64Array;
}

const OTHER_PAIRS = 20_000;
/** How the codes and names of rows relate that have nothing to do with each other: of pairs drawn at even steps. */
function otherShares(pair: RowPair): OtherShares {
  const counts = { code: new Float64Array(CLASSES), name: new Float64Array(CLASSES) };
  const found: Signal = { kind: 0, share: 1, token: -1 };
  const drawn = pair.left.count === 0 || pair.right.count === 0 ? 0 : OTHER_PAIRS;
  for (let at = 0; at < drawn; at++) {
    const left = (at * 7_919) % pair.left.count;
    const right = (at * 15_485_863 + (at % 97) * 31) % pair.right.count;
    codeSignal(pair, left, right, found);
    counts.code[found.kind] = (counts.code[found.kind] ?? 0) + 1;
    nameSignal(pair, left, right, found);
    counts.name[found.kind] = (counts.name[found.kind] ?? 0) + 1;
  }
  return { code: classShares(counts.code, 'code'), name: classShares(counts.name, 'name') };
}

const NAMED_ENOUGH = 30;
/** From pairs that name each other where there are enough; else from what stands out among all rows that lie near. */
function firstCounts(pair: RowPair, index: AmountIndex, terms: ReconcileTerms, anchors: readonly Anchor[]): PairCounts {
  const named = anchors.filter(({ by }) => by === 'code');
  const counts = countAnchors(pair, named.length >= NAMED_ENOUGH ? named : anchors);
  if (named.length >= NAMED_ENOUGH) return counts;
  const seeds = seedAmounts(pair, index, terms);
  return seeds.pairs < NAMED_ENOUGH
    ? counts
    : { ...counts, pairs: seeds.pairs, same: seeds.same, ratio: seeds.ratio, delay: seeds.delay };
}

function countAnchors(pair: RowPair, anchors: readonly Anchor[]): PairCounts {
  const counts = noCounts();
  const found: Signal = { kind: 0, share: 1, token: -1 };
  for (const { left, right, weight, by } of anchors) {
    counts.pairs += weight;
    countDelay(pair, left, right, weight, counts);
    if (by !== 'amount') countAmount(pair, [], left, right, weight, counts);
    if (by !== 'code') {
      codeSignal(pair, left, right, found);
      counts.code[found.kind] = (counts.code[found.kind] ?? 0) + weight;
    }
    if (by !== 'name') {
      nameSignal(pair, left, right, found);
      counts.name[found.kind] = (counts.name[found.kind] ?? 0) + weight;
    }
  }
  return counts;
}

function countPairs(pair: RowPair, model: Model, pairs: readonly WeightedPair[]): PairCounts {
  const counts = noCounts();
  const found: Signal = { kind: 0, share: 1, token: -1 };
  for (const { left, right, weight } of pairs) {
    counts.pairs += weight;
    countDelay(pair, left, right, weight, counts);
    countAmount(pair, model.rates, left, right, weight, counts);
    codeSignal(pair, left, right, found);
    counts.code[found.kind] = (counts.code[found.kind] ?? 0) + weight;
    nameSignal(pair, left, right, found);
    counts.name[found.kind] = (counts.name[found.kind] ?? 0) + weight;
  }
  return counts;
}

function countDelay(pair: RowPair, left: number, right: number, weight: number, counts: PairCounts): void {
  const days = daysBetween(pair, left, right);
  if (Number.isNaN(days)) return;
  const at = Math.max(0, Math.min(DELAYS - 1, days - FIRST_DELAY));
  counts.delay[at] = (counts.delay[at] ?? 0) + weight;
}

function countAmount(
  pair: RowPair,
  rates: Model['rates'],
  left: number,
  right: number,
  weight: number,
  counts: PairCounts,
): void {
  const logRatio = (pair.right.logSize[right] ?? Number.NaN) - (pair.left.logSize[left] ?? Number.NaN);
  if (Number.isNaN(logRatio)) return;
  const from = pair.left.currency[left] ?? -1;
  const to = pair.right.currency[right] ?? -1;
  if (from !== to && from >= 0 && to >= 0) {
    const curve = rates.find((each) => each.left === from && each.right === to);
    if (curve === undefined) return;
    const bin = ratioBin(logRatio - logRateOn(curve, pair.right.day[right] ?? 0));
    counts.converted[bin] = (counts.converted[bin] ?? 0) + weight;
  } else if (logRatio === 0) counts.same += weight;
  else if (areSwapped(pair.left.size[left] ?? 0, pair.right.size[right] ?? 0)) counts.swapped += weight;
  else counts.ratio[ratioBin(logRatio)] = (counts.ratio[ratioBin(logRatio)] ?? 0) + weight;
}

function modelOf(from: {
  readonly pair: RowPair;
  readonly signs: Signs;
  readonly counts: PairCounts;
  readonly others: OtherShares;
  readonly sure: readonly WeightedPair[];
  readonly matchedShare: number;
}): Model {
  const { pair, signs, counts, others, sure, matchedShare } = from;
  const rest = counts.ratio.reduce((sum, each) => sum + each, 0);
  const all = counts.same + counts.swapped + rest;
  const sameShare = (counts.same + BELIEF * SAME_AMOUNT_BELIEF) / (all + BELIEF);
  const swappedShare = (counts.swapped + BELIEF * SWAPPED_BELIEF) / (all + BELIEF);
  const rates = learnRates(pair, sure);
  return {
    signs,
    prior:
      roundedLog(matchedShare / (1 - matchedShare)) -
      Math.log(roundedCount(Math.max(pair.left.count, pair.right.count))),
    matchedShare,
    sameAmount: roundedLog(Math.max(sameShare, 1e-4)),
    swapped: roundedLog(swappedShare),
    lines: learnLines(pair, sure, counts.same + rest),
    ratio: ratioDensity(counts.ratio, 1 - sameShare - swappedShare),
    converted: ratioDensity(counts.converted, 1),
    rates,
    delay: delayShares(counts.delay),
    code: classShares(counts.code, 'code'),
    codeOther: others.code,
    name: classShares(counts.name, 'name'),
    nameOther: others.name,
  };
}
