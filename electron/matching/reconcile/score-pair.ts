import { DELAYS, FIRST_DELAY, type Model, type RateCurve } from './model.ts';
import { CODE, codeSignal, NAME, nameSignal, type Signal } from './pair-signals.ts';
import type { Population } from './population.ts';
import { ratioBin } from './ratio-bins.ts';
import { daysBetween, type RowPair } from './rows.ts';

/** How two amounts relate. */
export const AMOUNT = { absent: 0, same: 1, line: 2, ratio: 3, converted: 4 } as const;

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
}

/** Scores pairs by a model. */
export function pairScorer(pair: RowPair, model: Model, population: Population): Scorer {
  const score: PairScore = { sum: 0, amount: 0, amountKind: 0, delay: 0, code: 0, codeKind: 0, name: 0, nameKind: 0 };
  const code: Signal = { kind: 0, share: 1, token: -1 };
  const name: Signal = { kind: 0, share: 1, token: -1 };
  const rate = (left: number, right: number): void => {
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
    nameSignal(pair, left, right, name);
    score.nameKind = name.kind;
    score.name = classOdds(model.name, model.nameOther, name, name.kind >= NAME.little);
    score.sum = model.prior + score.amount + score.delay + score.code + score.name;
  };
  return { score, rate };
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
}

/** The rate of a day, that of the nearest days there are. */
export function logRateOn(curve: RateCurve, day: number): number {
  const at = Math.floor((day - curve.firstDay) / curve.daysEach);
  return curve.logRates[Math.max(0, Math.min(curve.logRates.length - 1, at))] ?? 0;
}
