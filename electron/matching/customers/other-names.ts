import { LEVEL } from '../parties/compare-values.ts';
import type { PairReason } from '../parties/explain-pair.ts';
import type { LinkedPairs } from '../parties/linked-pairs.ts';
import { probabilityOf } from '../parties/score-pairs.ts';
import { OTHER_NAME_KEY } from './compared-parties.ts';

/** Pairs of less are beyond what another name can lift. */
export const LIFTABLE_FLOOR = 0.000001;

/** Points that a pair gets back because the Stripe customer bears the party's other name: then the first name says nothing against it. */
export type Lift = (leftRow: number, rightRow: number) => number;

/** The lifts of a run; without a column of other names there are none. */
export function otherNameLift({ found, pairOf }: Pick<LinkedPairs, 'found' | 'pairOf'>): Lift {
  const { columns, levels, namePoints } = found.compared;
  const own = levels[columns.findIndex(({ key }) => key === OTHER_NAME_KEY)];
  if (own === undefined || namePoints === null) return () => 0;
  return (leftRow, rightRow) => {
    const pair = pairOf(leftRow, rightRow);
    const isBorne = own[pair] === LEVEL.equal || own[pair] === LEVEL.near;
    return isBorne ? Math.max(0, -(namePoints[pair] ?? 0)) : 0;
  };
}

/** The reasons of a pair with what it got back, and the score they add up to. */
export function lifted(
  reasons: readonly PairReason[],
  lift: number,
): { reasons: readonly PairReason[]; score: number } {
  const text = 'It bears the other name: that the first one differs says nothing';
  const all = [...reasons, { signal: 'firstName', agreement: null, points: lift, text }];
  return { reasons: all, score: probabilityOf(all.reduce((sum, { points }) => sum + points, 0)) };
}
