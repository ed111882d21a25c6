import type { Candidates } from './candidates.ts';
import { CODE, codeSignal, type Signal } from './pair-signals.ts';
import type { RowPair } from './rows.ts';
import { AMOUNT } from './score-pair.ts';
import { NO_DAY } from './side.ts';
import { holders, type TokenLists } from './vocabulary.ts';

/** `first`: of several rows that name one row and are exactly its amount, the earliest, which settles it; `later`: one that comes after it. */
export type Claim = 'alone' | 'first' | 'later' | 'undated';

/** What a later claim has against it: that a thing is paid by the first payment that names it and the next one pays it twice is nearly always so. */
export const LATER_ODDS = -6;

/**
 * Which pairs are one of several that claim the same row by its number and its exact amount, as payments do that were sent twice. By place in the
 * candidates. None of them is for a program to decide alone.
 */
export function claims(pair: RowPair, candidates: Candidates): readonly Claim[] {
  const { left, right, amountKind, codeKind } = candidates;
  const code: Signal = { kind: 0, share: 1, token: -1 };
  // The number of a contract or a customer stands on all of their rows, and names none of them.
  const isClaim = (at: number, of: TokenLists): boolean => {
    if (amountKind[at] !== AMOUNT.same || codeKind[at] !== CODE.same) return false;
    codeSignal(pair, left[at] ?? 0, right[at] ?? 0, code);
    return code.token >= 0 && holders(of, code.token) === 1;
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
      const first = Math.min(...rivals.map(dayOf));
      const isDated = rivals.every((at) => dayOf(at) !== NO_DAY);
      const isOneFirst = rivals.filter((at) => dayOf(at) === first).length === 1;
      for (const at of rivals)
        if (found[at] !== 'later')
          found[at] = !isDated || !isOneFirst ? 'undated' : dayOf(at) === first ? 'first' : 'later';
    }
  }
  return found;
}
