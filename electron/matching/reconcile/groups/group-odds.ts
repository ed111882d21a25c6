import { FIRST_DELAY, type Model } from '../model.ts';
import { NAME } from '../pair-signals.ts';
import type { Scorer } from '../score-pair.ts';
import type { Reach } from '../reach.ts';
import { daysOf, type Facing } from './facing.ts';

/** Odds of a group before anything is known of it. */
const PRIOR = -2;
const GREATEST = 25;
const LEAST_SPREAD = 0.02;

/** Sums that amounts can come to lie this far apart: the greatest round step that nearly all amounts keep to. */
export function amountGrain(sizes: Float64Array): number {
  const known = sizes.filter((size) => !Number.isNaN(size));
  for (const grain of [10_000, 1_000, 500, 100, 50, 10, 5])
    if (known.length > 0 && known.filter((size) => size % grain === 0).length >= 0.9 * known.length) return grain;
  return 1;
}

/** Natural logarithm of how many sets of `size` of `count` there are. */
export function logSets(count: number, size: number): number {
  if (size >= SETS_KNOWN) return logSetsOf(count, size);
  let known = SETS.get(count);
  if (known === undefined) {
    if (SETS.size === SETS_MOST) SETS.clear();
    SETS.set(count, (known = new Float64Array(SETS_KNOWN).fill(Number.NaN)));
  }
  let sum = known[size] ?? Number.NaN;
  if (Number.isNaN(sum)) known[size] = sum = logSetsOf(count, size);
  return sum;
}

/** Thousands of targets ask for sets of few among the same counts. */
const SETS = new Map<number, Float64Array>();
const SETS_KNOWN = 16;
const SETS_MOST = 1_000;

function logSetsOf(count: number, size: number): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += Math.log((count - at) / (at + 1));
  return sum;
}

/** Greatest amount that all of these are a multiple of: round amounts meet by chance far more often than odd ones. */
export function commonGrain(sizes: readonly number[], target: number): number {
  let common = target;
  for (const size of sizes) {
    let rest = size;
    while (rest > 0) [common, rest] = [rest, common % rest];
  }
  return common;
}

/** How often one set of so many amounts hits a sum by chance: a grain against how far such sums spread. */
export function logHit(pool: readonly number[], size: number, target: number, grain: number): number {
  return logHitOf(varianceOf(pool), size, target, grain);
}

/** How far amounts lie apart, as their variance. */
export function varianceOf(amounts: readonly number[]): number {
  let sum = 0;
  for (const each of amounts) sum += each;
  const mean = sum / amounts.length;
  let squares = 0;
  for (const each of amounts) squares += (each - mean) ** 2;
  return squares / amounts.length;
}

/** As `logHit`, of amounts whose variance is known. */
export function logHitOf(variance: number, size: number, target: number, grain: number): number {
  const spread = Math.max(Math.sqrt(variance * size), LEAST_SPREAD * target, grain);
  return Math.log(Math.min(1, grain / (2.5 * spread)));
}

/** How well the dates of members suit their target on average, two members' worth. */
export function datesOdds(
  facing: Facing,
  model: Model,
  reach: Reach,
  target: number,
  members: readonly number[],
): number {
  const odds = memberDateOdds(facing, model, reach, target, members);
  return odds.length === 0 ? 0 : (odds.reduce((sum, each) => sum + each, 0) / odds.length) * 2;
}

/** How well the date of the best member suits its target: others may be older. */
export function nearestDateOdds(
  facing: Facing,
  model: Model,
  reach: Reach,
  target: number,
  members: readonly number[],
): number {
  return (
    Math.max(-5, ...memberDateOdds(facing, model, reach, target, members)) +
    (Number.isNaN(daysOf(facing, target, members[0] ?? 0)) ? 5 : 0)
  );
}

function memberDateOdds(
  facing: Facing,
  model: Model,
  reach: Reach,
  target: number,
  members: readonly number[],
): number[] {
  const window = Math.log(reach.lastDelay - reach.firstDelay + 1);
  return members.flatMap((member) => {
    const days = daysOf(facing, target, member);
    if (Number.isNaN(days)) return [];
    const share = model.delay[Math.max(0, Math.min(model.delay.length - 1, days - FIRST_DELAY))] ?? 0;
    return [Math.max(-5, Math.min(2, share + window))];
  });
}

const OTHER_NAME = 3;
const MOST_WORTH = 10;
const MOST_WORTH_TOGETHER = 24;

/** What speaks for members by code, name and date, each as it would in a pair; amounts are left to the sum. */
export function membersWorth(
  { isLeftTarget }: Facing,
  scorer: Scorer,
  target: number,
  members: readonly number[],
): number {
  let sum = 0;
  for (const member of members) {
    scorer.rate(isLeftTarget ? target : member, isLeftTarget ? member : target);
    const { code, name, delay } = scorer.score;
    sum += Math.min(MOST_WORTH, Math.max(0, code + name + Math.min(2, delay)));
  }
  return Math.min(MOST_WORTH_TOGETHER, sum);
}

/** What speaks against members whose name is another than the target's. */
export function otherNames(
  { isLeftTarget }: Facing,
  scorer: Scorer,
  target: number,
  members: readonly number[],
): number {
  let others = 0;
  for (const member of members) {
    scorer.rate(isLeftTarget ? target : member, isLeftTarget ? member : target);
    if (scorer.score.nameKind === NAME.other) others++;
  }
  return -OTHER_NAME * others;
}

/** Odds of a group from how many sets like it one would find by chance, and what else speaks for it. */
export function oddsOf(logChance: number, more: number): number {
  return Math.min(GREATEST, PRIOR - logChance + more);
}
