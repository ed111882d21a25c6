import type { Candidates } from './candidates.ts';
import { CODE, codeSignal, type Signal } from './pair-signals.ts';
import type { Learned } from './learn.ts';
import { FIRST_DELAY } from './model.ts';
import { daysBetween } from './rows.ts';
import { AMOUNT } from './score-pair.ts';
import { NO_DAY } from './side.ts';
import { holders, type TokenLists } from './vocabulary.ts';

/** `first`: of several rows that name one row and are exactly its amount, the earliest, which settles it; `later`: one that comes after it. */
export type Claim = 'alone' | 'first' | 'later' | 'undated';

/** What a later claim has against it: that a thing is paid by the first payment that names it and the next one pays it twice is nearly always so. */
export const LATER_ODDS = -6;
const SUITS_BETTER = 2;

/**
 * Which pairs are one of several that claim the same row by its number and its exact amount, as payments do that were sent twice. By place in the
 * candidates. None of them is for a program to decide alone. Only rows within the usual days count, and a later one only where its days suit no
 * better: what comes every month is no double.
 */
export function claims({ pair, model, reach }: Learned, candidates: Candidates): readonly Claim[] {
  const { left, right, amountKind, codeKind } = candidates;
  const code: Signal = { kind: 0, share: 1, token: -1 };
  // The number of a contract or a customer stands on all of their rows, and names none of them.
  const isClaim = (at: number, of: TokenLists): boolean => {
    if (amountKind[at] !== AMOUNT.same || codeKind[at] !== CODE.same) return false;
    codeSignal(pair, left[at] ?? 0, right[at] ?? 0, code);
    return code.token >= 0 && holders(of, code.token) === 1;
  };
  const suits = (at: number): number =>
    model.delay[daysBetween(pair, left[at] ?? 0, right[at] ?? 0) - FIRST_DELAY] ?? -Infinity;
  const isUsual = (at: number): boolean => {
    const days = daysBetween(pair, left[at] ?? 0, right[at] ?? 0);
    return !(days < reach.firstDelay || days > reach.lastDelay);
  };
  const found = Array.from({ length: left.length }, (): Claim => 'alone');
  for (const [claimed, claiming, days, codes] of [
    [right, left, pair.left.day, pair.right.codes],
    [left, right, pair.right.day, pair.left.codes],
  ] as const) {
    const byRow = new Map<number, number[]>();
    for (let at = 0; at < left.length; at++) {
      if (!isClaim(at, codes)) continue;
      const others = byRow.get(claimed[at] ?? 0);
      if (others === undefined) byRow.set(claimed[at] ?? 0, [at]);
      else others.push(at);
    }
    const dayOf = (at: number): number => days[claiming[at] ?? 0] ?? NO_DAY;
    for (const rivals of byRow.values()) {
      if (rivals.length < 2) continue;
      for (const at of rivals) if (found[at] === 'alone') found[at] = 'undated';
      const usual = rivals.filter(isUsual);
      const first = Math.min(...usual.map(dayOf));
      const [best = -1, ...asEarly] = usual.filter((at) => dayOf(at) === first);
      if (usual.length < 2 || asEarly.length > 0 || usual.some((at) => dayOf(at) === NO_DAY)) continue;
      if (found[best] === 'undated') found[best] = 'first';
      for (const at of usual) if (at !== best && suits(at) <= suits(best) + SUITS_BETTER) found[at] = 'later';
    }
  }
  return found;
}
