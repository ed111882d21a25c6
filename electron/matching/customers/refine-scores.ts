import type { LinkingRules } from '../../../shared/contract/profile-linking.ts';
import type { LinkModel } from '../parties/link-model.ts';
import { LEAST_MARGIN, PROPOSED_FROM } from './find-link.ts';
import { scoreCustomers, type Comparable, type ScoredCustomers } from './score-customers.ts';

/** A pair that a person has decided about, by Stripe customer and PeopleSoft customer. */
export interface DecidedPair {
  readonly account: string;
  readonly customerId: string;
  readonly custId: string;
  readonly isRight: boolean;
}
/** The bands of a score, the surest first; each reaches down to its floor. */
export const SCORE_BANDS = [
  { id: 'sure', from: 0.95 },
  { id: 'likely', from: 0.8 },
  { id: 'possible', from: PROPOSED_FROM },
  { id: 'unlikely', from: 0 },
] as const;
export type ScoreBand = (typeof SCORE_BANDS)[number]['id'];

/** A pair whose band another version of the model changes. */
export interface MovedPair {
  readonly account: string;
  readonly customerId: string;
  readonly custId: string;
  readonly before: number;
  readonly after: number;
}
export interface RefinedScores {
  readonly model: LinkModel;
  /** Decided pairs that were compared, and so taught something. */
  readonly confirmed: number;
  readonly rejected: number;
  /** Pairs whose band changes, the largest change first. */
  readonly moved: readonly MovedPair[];
  /** Stripe customers for which somebody stands out, before and after. */
  readonly proposedBefore: number;
  readonly proposedAfter: number;
}

/**
 * What a version of the model would change of all scores under the rules of a site: the one given, or else the one in use refined by what persons decided. Nothing
 * depends on the order of customers or decisions.
 */
export function refineScores(
  compared: Comparable,
  inUse: LinkModel,
  decided: readonly DecidedPair[],
  other: LinkModel | null,
  rules?: LinkingRules,
): RefinedScores {
  const before = scoreCustomers(compared, inUse, rules);
  const rows = judgedRows(compared, before, decided);
  const model = other ?? before.linked.refine(rows.right, rows.wrong);
  const after = scoreCustomers(compared, model, rules);
  return {
    model,
    confirmed: rows.right.length,
    rejected: rows.wrong.length,
    moved: movedPairs(before, after),
    proposedBefore: proposed(before),
    proposedAfter: proposed(after),
  };
}

/** The band of a score. */
export function bandOfScore(score: number): ScoreBand {
  return SCORE_BANDS.find(({ from }) => score >= from)?.id ?? 'unlikely';
}

type Judged = readonly [leftRow: number, rightRow: number];

function judgedRows(
  { stripe, peopleSoft }: Comparable,
  { linked }: ScoredCustomers,
  decided: readonly DecidedPair[],
): { readonly right: readonly Judged[]; readonly wrong: readonly Judged[] } {
  const left = new Map(stripe.map(({ account, customerId }, row) => [`${account}|${customerId}`, row]));
  const right = new Map(peopleSoft.map(({ custId }, row) => [custId, row]));
  const judged = decided.flatMap(({ account, customerId, custId, isRight }) => {
    const [ours, theirs] = [left.get(`${account}|${customerId}`), right.get(custId)];
    if (ours === undefined || theirs === undefined || linked.pairOf(ours, theirs) < 0) return [];
    return [{ rows: [ours, theirs] as const, isRight }];
  });
  return {
    right: judged.filter(({ isRight }) => isRight).map(({ rows }) => rows),
    wrong: judged.filter(({ isRight }) => !isRight).map(({ rows }) => rows),
  };
}

function movedPairs(before: ScoredCustomers, after: ScoredCustomers): readonly MovedPair[] {
  const scores = new Map<string, { of: Omit<MovedPair, 'before' | 'after'>; before: number; after: number }>();
  for (const [which, { customers }] of [
    ['before', before],
    ['after', after],
  ] as const)
    for (const { account, customerId, candidates } of customers)
      for (const { custId, score } of candidates) {
        const key = JSON.stringify([account, customerId, custId]);
        const known = scores.get(key) ?? { of: { account, customerId, custId }, before: 0, after: 0 };
        scores.set(key, { ...known, [which]: score });
      }
  return [...scores]
    .map(([key, { of, ...score }]) => ({ key, ...of, ...score }))
    .filter((pair) => bandOfScore(pair.before) !== bandOfScore(pair.after))
    .toSorted(
      (one, two) => Math.abs(two.after - two.before) - Math.abs(one.after - one.before) || (one.key < two.key ? -1 : 1),
    )
    .map(({ key: _key, ...pair }) => pair);
}

function proposed({ customers }: ScoredCustomers): number {
  return customers.filter(({ candidates: [best, next] }) => {
    return best !== undefined && best.score >= PROPOSED_FROM && best.score - (next?.score ?? 0) >= LEAST_MARGIN;
  }).length;
}
