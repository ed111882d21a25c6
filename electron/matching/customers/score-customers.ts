import { linkParties } from '../parties/link-parties.ts';
import type { LinkedPairs } from '../parties/linked-pairs.ts';
import type { LinkModel } from '../parties/link-model.ts';
import type { PairReason } from '../parties/explain-pair.ts';
import { directoryOf, findWish } from './find-link.ts';
import { namesStripeCustomer } from './names-stripe-customer.ts';
import type { PeopleSoftParty, StripeParty } from './parties.ts';

/** One candidate of a Stripe customer. */
export interface CustomerCandidate {
  readonly setId: string;
  readonly custId: string;
  /** Probability that the two are one party, 0 to 1. */
  readonly score: number;
  /** Their points add up to the score. */
  readonly reasons: readonly PairReason[];
}
/** The candidates of one Stripe customer, the best first; candidates of one score by their id, which says nothing. */
export interface ScoredCustomer {
  readonly account: string;
  readonly customerId: string;
  readonly candidates: readonly CustomerCandidate[];
}
export interface ScoredCustomers {
  /** The model the scores are from: the frozen one, or what was learned. */
  readonly model: LinkModel;
  /** Stripe customers that resemble anybody, in the order they were given. */
  readonly customers: readonly ScoredCustomer[];
  /** The pairs by row of either side, in the order they were given. */
  readonly linked: LinkedPairs;
}
/** Who is compared with whom. */
export interface Comparable {
  readonly stripe: readonly StripeParty[];
  readonly peopleSoft: readonly PeopleSoftParty[];
}

/** So many candidates of a Stripe customer are worth keeping, down to this probability. */
export const MOST_CANDIDATES = 4;
export const CANDIDATE_FLOOR = 0.01;
/** A model is learned anew when either side has grown by this factor since it was. */
const GROWN = 2;

/**
 * Stripe customers that no stored id speaks of, and PeopleSoft customers that could be theirs: who carries the id of a Stripe customer is
 * nobody else's. What persons decided changes nothing here, so that one decision does not move the scores of all others.
 */
export function comparableCustomers({ stripe, peopleSoft }: Comparable): Comparable {
  const directory = directoryOf(peopleSoft);
  return {
    stripe: stripe.filter((customer) => {
      const { wish, conflict } = findWish(customer, directory);
      return hasName(customer.name) && conflict === null && wish?.basis !== 'storedId';
    }),
    peopleSoft: peopleSoft.filter(
      ({ present, status, externalId, name }) =>
        present && status !== 'template' && hasName(name) && !namesStripeCustomer(externalId),
    ),
  };
}

function hasName(name: string | null): boolean {
  return name !== null && name.trim() !== '';
}

/** Whether a model was learned from so much fewer customers that another one is due. */
export function isOutgrown({ rows }: Pick<LinkModel, 'rows'>, { stripe, peopleSoft }: Comparable): boolean {
  return stripe.length > GROWN * rows.left || peopleSoft.length > GROWN * rows.right;
}

/**
 * Scores comparable customers; without a model it is learned from them. The order of the customers changes no score, and under a
 * frozen model a customer that shares nothing with a pair changes nothing about it.
 */
export function scoreCustomers({ stripe, peopleSoft }: Comparable, model: LinkModel | null): ScoredCustomers {
  const linked = linkParties(
    { count: stripe.length, fields: { name: stripe.map(({ name }) => name ?? '') } },
    { count: peopleSoft.length, fields: { name: peopleSoft.map(({ name }) => name) } },
    model === null ? {} : { model },
  );
  const { left, right, score } = linked.rows(CANDIDATE_FLOOR);
  const ofLeft = new Map<number, number[]>();
  for (const [pair, row] of left.entries()) {
    const pairs = ofLeft.get(row);
    if (pairs === undefined) ofLeft.set(row, [pair]);
    else pairs.push(pair);
  }
  const custId = (pair: number): string => peopleSoft[right[pair] ?? 0]?.custId ?? '';
  const customers = stripe.flatMap(({ account, customerId }, row): ScoredCustomer[] => {
    const pairs = ofLeft.get(row);
    if (pairs === undefined) return [];
    pairs.sort((a, b) => (score[b] ?? 0) - (score[a] ?? 0) || (custId(a) < custId(b) ? -1 : 1));
    const candidates = pairs.slice(0, MOST_CANDIDATES).flatMap((pair): CustomerCandidate[] => {
      const party = peopleSoft[right[pair] ?? 0];
      if (party === undefined) return [];
      const reasons = linked.explain(row, right[pair] ?? 0)?.reasons ?? [];
      return [{ setId: party.setId, custId: party.custId, score: score[pair] ?? 0, reasons }];
    });
    return [{ account, customerId, candidates }];
  });
  return { model: linked.model, customers, linked };
}
