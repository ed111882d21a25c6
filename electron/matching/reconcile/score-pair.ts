import { DELAYS, FIRST_DELAY, type Model, type RateCurve } from './model.ts';
import { CODE, codeSignal, NAME, nameSignal, type Signal } from './pair-signals.ts';
import type { Population } from './population.ts';
import { ratioBin } from './ratio-bins.ts';
import { daysBetween, type RowPair } from './rows.ts';
import { areSwapped, waysToSwap } from './swapped-digits.ts';

/** How two amounts relate; `swapped`: two digits of one stand the other way round. */
export const AMOUNT = { absent: 0, same: 1, line: 2, ratio: 3, converted: 4, swapped: 5 } as const;

/** What speaks for and against a pair, each a natural logarithm of odds; their sum with the prior is `sum`. */
export interface PairScore {
  sum: number;
  amount: number;
  amountKind: number;
  delay: number;
  code: number;
  codeKind: number;
  name: number;
  nameKind: number;
}

export interface Scorer {
  /** Scores a pair into `score`, which is written over by the next call. */
  readonly score: PairScore;
  rate(left: number, right: number): void;
  /** As `rate`, unless the sum cannot come to `least`: then false, and the score says nothing. Pairs of one left row after another. */
  rateFrom(left: number, right: number, least: number): boolean;
}

/** Scores pairs by a model. */
export function pairScorer(pair: RowPair, model: Model, population: Population): Scorer {
  const score: PairScore = { sum: 0, amount: 0, amountKind: 0, delay: 0, code: 0, codeKind: 0, name: 0, nameKind: 0 };
  const code: Signal = { kind: 0, share: 1, token: -1 };
  const name: Signal = { kind: 0, share: 1, token: -1 };
  const bestName = bestNameOdds(pair, model);
  const rateFrom = (left: number, right: number, least: number): boolean => {
    rateAmount(pair, model, population, left, right, score);
    const days = daysBetween(pair, left, right);
    score.delay = 0;
    if (!Number.isNaN(days)) {
      const at = Math.max(0, Math.min(DELAYS - 1, days - FIRST_DELAY));
      score.delay = (model.delay[at] ?? 0) - (population.day[right] ?? 0);
    }
    codeSignal(pair, left, right, code);
    score.codeKind = code.kind;
    score.code = classOdds(model.code, model.codeOther, code, code.kind >= CODE.near);
    // Comparing names is dear, and most pairs are hopeless without it.
    const known = model.prior + score.amount + score.delay + score.code;
    if (known + bestName(left) + ROUNDING < least) return false;
    nameSignal(pair, left, right, name);
    score.nameKind = name.kind;
    score.name = classOdds(model.name, model.nameOther, name, name.kind >= NAME.little);
    score.sum = known + score.name;
    return true;
  };
  return { score, rate: (left, right) => void rateFrom(left, right, -Infinity), rateFrom };
}

const ROUNDING = 1e-9;

/** The most that any name could speak for a left row: its rarest word. */
function bestNameOdds(pair: RowPair, model: Model): (left: number) => number {
  const { start, tokens } = pair.left.words;
  const unshared = [NAME.unlinked, NAME.other].map((kind) => (model.name[kind] ?? 0) - (model.nameOther[kind] ?? 0));
  const shared = Math.max(...[NAME.little, NAME.half, NAME.same].map((kind) => model.name[kind] ?? 0));
  let [known, odds] = [-1, 0];
  return (left) => {
    if (left === known) return odds;
    let share = 1;
    for (let at = start[left] ?? 0; at < (start[left + 1] ?? 0); at++)
      share = Math.min(share, pair.wordShare[tokens[at] ?? 0] ?? 1);
    odds = Math.max(0, ...unshared, shared - Math.log(share));
    known = left;
    return odds;
  };
}

function classOdds(ours: Float64Array, others: Float64Array, { kind, share }: Signal, isShared: boolean): number {
  if (kind === 0) return 0;
  return (ours[kind] ?? 0) - (isShared ? Math.log(share) : (others[kind] ?? 0));
}

function rateAmount(
  pair: RowPair,
  model: Model,
  population: Population,
  left: number,
  right: number,
  score: PairScore,
): void {
  const mine = pair.left.size[left] ?? Number.NaN;
  const theirs = pair.right.size[right] ?? Number.NaN;
  score.amount = 0;
  score.amountKind = AMOUNT.absent;
  if (Number.isNaN(mine) || Number.isNaN(theirs)) return;
  const density = population.amountDensity[right] ?? 0;
  const logRatio = (pair.right.logSize[right] ?? 0) - (pair.left.logSize[left] ?? 0);
  const from = pair.left.currency[left] ?? -1;
  const to = pair.right.currency[right] ?? -1;
  if (from !== to && from >= 0 && to >= 0) {
    const curve = model.rates.find((each) => each.left === from && each.right === to);
    const logRate = curve === undefined ? 0 : logRateOn(curve, pair.right.day[right] ?? 0);
    score.amountKind = AMOUNT.converted;
    score.amount = curve === undefined ? -20 : (model.converted[ratioBin(logRatio - logRate)] ?? 0) - density;
    return;
  }
  if (mine === theirs) {
    score.amountKind = AMOUNT.same;
    score.amount = model.sameAmount - (population.sameAmount[right] ?? 0);
    return;
  }
  score.amountKind = AMOUNT.ratio;
  score.amount = (model.ratio[ratioBin(logRatio)] ?? 0) - density;
  for (const line of model.lines) {
    if (Math.abs(Math.round(line.factor * mine - line.fixed) - theirs) > 1) continue;
    const odds = line.share - density - Math.log(3 / theirs);
    if (odds <= score.amount) continue;
    score.amount = odds;
    score.amountKind = AMOUNT.line;
  }
  if (!areSwapped(mine, theirs)) return;
  const odds = model.swapped - density - Math.log(waysToSwap(mine) / theirs);
  if (odds <= score.amount) return;
  score.amount = odds;
  score.amountKind = AMOUNT.swapped;
}

/** The rate of a day, that of the nearest days there are. */
export function logRateOn(curve: RateCurve, day: number): number {
  const at = Math.floor((day - curve.firstDay) / curve.daysEach);
  return curve.logRates[Math.max(0, Math.min(curve.logRates.length - 1, at))] ?? 0;
}
