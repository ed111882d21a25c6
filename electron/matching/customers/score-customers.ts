import { DEFAULT_LINKING, type LinkingRules } from '../../../shared/contract/profile-linking.ts';
import { NO_PARTICULARS } from '../../../shared/domain/customer-particulars.ts';
import { linkParties } from '../parties/link-parties.ts';
import type { LinkModel } from '../parties/link-model.ts';
import type { LinkedPairs } from '../parties/linked-pairs.ts';
import type { PairReason } from '../parties/explain-pair.ts';
import { comparedParties, OTHER_NAME_KEY } from './compared-parties.ts';
import { vetoingField } from './field-agreement.ts';
import { lifted, LIFTABLE_FLOOR, otherNameLift } from './other-names.ts';
import { directoryOf, findWish } from './find-link.ts';
import { namesStripeCustomer } from './names-stripe-customer.ts';
import type { PeopleSoftParty, StripeParty } from './parties.ts';
import { modelUnderRules, vetoesByPair } from './site-model.ts';

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
      return saysAnything(customer) && conflict === null && wish?.basis !== 'storedId';
    }),
    peopleSoft: peopleSoft.filter(
      (party) =>
        party.present && party.status !== 'template' && saysAnything(party) && !namesStripeCustomer(party.externalId),
    ),
  };
}

/** Whether anything is known by which a party can be told from others. */
function saysAnything(party: StripeParty | PeopleSoftParty): boolean {
  const { name, particulars = NO_PARTICULARS } = party;
  const { email, phone, street, vatId, taxId, sharedId, otherName } = particulars;
  const said = [name, email, phone, street, vatId, taxId, sharedId, otherName];
  return said.some((text) => text !== null && text.trim() !== '') || ('taxIds' in party && party.taxIds.length > 0);
}

/** Whether a model was learned from so much fewer customers that another one is due. */
export function isOutgrown({ rows }: Pick<LinkModel, 'rows'>, { stripe, peopleSoft }: Comparable): boolean {
  return stripe.length > GROWN * rows.left || peopleSoft.length > GROWN * rows.right;
}

/** The customers of both sides in columns, and how their pairs were found to agree. */
export interface LinkedCustomers {
  readonly linked: LinkedPairs;
  /** Keys of the columns that were compared. */
  readonly keys: readonly string[];
  /** What was learned, before the rules of the site; the frozen one where there was one. */
  readonly model: LinkModel;
}

/** Compares comparable customers under the rules of a site; without a model it is learned from them. */
export function linkCustomers(
  { stripe, peopleSoft }: Comparable,
  frozen: LinkModel | null,
  rules: LinkingRules = DEFAULT_LINKING,
): LinkedCustomers {
  const { left, right, keys } = comparedParties(stripe, peopleSoft, rules);
  const first = linkParties(left, right, frozen === null ? {} : { model: modelUnderRules(frozen, rules, keys) });
  const model = frozen ?? first.model;
  const ruled = modelUnderRules(model, rules, keys);
  const isRuled = Object.entries(first.model.columns).every(
    ([key, { vetoes }]) => ruled.columns[key]?.vetoes === vetoes,
  );
  return { linked: isRuled ? first : linkParties(left, right, { model: ruled }), keys, model };
}

/** Whether a model knows all the columns in which customers are compared; one that does not has to be learned anew. */
export function knowsColumns({ columns }: LinkModel, keys: readonly string[]): boolean {
  return keys.every((key) => key === 'name' || Object.hasOwn(columns, key));
}

/**
 * Scores comparable customers; without a model it is learned from them. The order of the customers changes no score, and under a
 * frozen model a customer that shares nothing with a pair changes nothing about it.
 */
export function scoreCustomers(
  comparable: Comparable,
  frozen: LinkModel | null,
  rules: LinkingRules = DEFAULT_LINKING,
): ScoredCustomers {
  const { stripe, peopleSoft } = comparable;
  const { linked, keys, model } = linkCustomers(comparable, frozen, rules);
  const lift = otherNameLift({ found: linked.found, pairOf: (left, right) => linked.pairOf(left, right) });
  const hasOtherNames = keys.includes(OTHER_NAME_KEY);
  const { left, right, score } = linked.rows(hasOtherNames ? LIFTABLE_FLOOR : CANDIDATE_FLOOR);
  const isLookedAt = vetoesByPair(rules, keys);
  const ofLeft = new Map<number, Scored[]>();
  for (const [pair, row] of left.entries()) {
    const [ours, theirs] = [stripe[row], peopleSoft[right[pair] ?? 0]];
    if (ours === undefined || theirs === undefined) continue;
    const back = hasOtherNames ? lift(row, right[pair] ?? 0) : 0;
    if ((score[pair] ?? 0) < CANDIDATE_FLOOR && back === 0) continue;
    if (isLookedAt && vetoingField(rules, ours, theirs) !== null) continue;
    const reasonsOf = () => linked.explain(row, right[pair] ?? 0)?.reasons ?? [];
    const found = back === 0 ? (score[pair] ?? 0) : lifted(reasonsOf(), back).score;
    if (found < CANDIDATE_FLOOR) continue;
    const own = {
      party: theirs,
      score: found,
      reasonsOf: () => (back === 0 ? reasonsOf() : lifted(reasonsOf(), back).reasons),
    };
    const known = ofLeft.get(row);
    if (known === undefined) ofLeft.set(row, [own]);
    else known.push(own);
  }
  const customers = stripe.flatMap(({ account, customerId }, row): ScoredCustomer[] => {
    const found = ofLeft.get(row);
    if (found === undefined) return [];
    found.sort((a, b) => b.score - a.score || (a.party.custId < b.party.custId ? -1 : 1));
    const candidates = found
      .slice(0, MOST_CANDIDATES)
      .map(({ party: { setId, custId }, score: own, reasonsOf }): CustomerCandidate => ({
        setId,
        custId,
        score: own,
        reasons: reasonsOf().map(named),
      }));
    return [{ account, customerId, candidates }];
  });
  return { model, customers, linked };
}

/** A candidate before its reasons are put into words: most are never shown. */
interface Scored {
  readonly party: PeopleSoftParty;
  readonly score: number;
  readonly reasonsOf: () => readonly PairReason[];
}

/** Files call it the first of their other columns; here it is known what it is. */
function named(reason: PairReason): PairReason {
  return reason.signal === OTHER_NAME_KEY ? { ...reason, signal: 'otherName' } : reason;
}
