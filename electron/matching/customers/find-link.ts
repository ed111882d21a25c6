import { DEFAULT_LINKING, type LinkingField, type LinkingRules } from '../../../shared/contract/profile-linking.ts';
import { exactName } from './exact-name.ts';
import { equalIds, vetoingField, winningField } from './field-agreement.ts';
import { namesStripeCustomer } from './names-stripe-customer.ts';
import type { Evidence, PeopleSoftParty, StripeParty } from './parties.ts';

export interface Wish {
  readonly party: PeopleSoftParty;
  readonly basis: 'storedId' | 'exactName' | 'score';
  readonly evidence: Evidence;
}
export interface Finding {
  readonly wish: Wish | null;
  /** Set when stored ids contradict each other or lead nowhere. */
  readonly conflict: string | null;
  readonly note: string | null;
}

/** A PeopleSoft customer that the Stripe customer resembles. */
export interface ScoredParty {
  readonly custId: string;
  /** Probability that the two are one party. */
  readonly score: number;
}

/** Below this probability nothing is proposed. */
export const PROPOSED_FROM = 0.5;
/** What the best candidate has to have more than the next one. */
export const LEAST_MARGIN = 0.1;

export interface Directory {
  readonly byId: ReadonlyMap<string, PeopleSoftParty>;
  readonly byExternalId: ReadonlyMap<string, PeopleSoftParty[]>;
  readonly byName: ReadonlyMap<string, PeopleSoftParty[]>;
}

/** PeopleSoft customers by id, by the Stripe id they carry, and by exact name. */
export function directoryOf(parties: readonly PeopleSoftParty[]): Directory {
  const byId = new Map<string, PeopleSoftParty>();
  const byExternalId = new Map<string, PeopleSoftParty[]>();
  const byName = new Map<string, PeopleSoftParty[]>();
  for (const party of parties) {
    byId.set(party.custId.toUpperCase(), party);
    if (!party.present || party.status === 'template') continue;
    const external = party.externalId?.trim() ?? '';
    if (external !== '') push(byExternalId, external, party);
    const name = exactName(party.name);
    // Who carries the id of one Stripe customer is no other one, whatever the names say.
    if (name !== null && !namesStripeCustomer(external)) push(byName, name, party);
  }
  return { byId, byExternalId, byName };
}

/**
 * What the stored ids, the names and the scores say about one Stripe customer under the rules of the site; `scored` are its candidates, the best
 * first.
 */
export function findWish(
  customer: StripeParty,
  directory: Directory,
  scored: readonly ScoredParty[] = [],
  rules: LinkingRules = DEFAULT_LINKING,
): Finding {
  const conflict = (text: string): Finding => ({ wish: null, conflict: text, note: null });
  const named = [...new Set(customer.storedIds.map((id) => id.trim()).filter((id) => id !== ''))];
  const carriers = directory.byExternalId.get(customer.customerId) ?? [];
  if (named.length > 1)
    return conflict(`Its Stripe customer names several PeopleSoft customers: ${named.toSorted().join(', ')}.`);
  if (carriers.length > 1) {
    const ids = carriers.map((party) => party.custId).sort();
    return conflict(`Several PeopleSoft customers carry this Stripe customer's id: ${ids.slice(0, 3).join(', ')}.`);
  }
  const carrier = carriers[0];
  const own = named[0];
  const target = own === undefined ? undefined : directory.byId.get(own.toUpperCase());
  const leadsNowhere = own !== undefined && (target === undefined || !target.present || target.status === 'template');
  // Such a customer is scored only where somebody remembers whose id it is: then it is proposed, never confirmed.
  if (leadsNowhere && carrier === undefined && scored.length > 0) return byLikeness(customer, directory, scored, rules);
  if (leadsNowhere) return conflict(`Its Stripe customer names ${own}, which is not a customer in PeopleSoft.`);
  if (carrier !== undefined && target !== undefined && carrier !== target)
    return conflict(
      `The stored ids disagree: Stripe names ${target.custId}, PeopleSoft keeps this id on ${carrier.custId}.`,
    );
  const party = target ?? carrier;
  if (party !== undefined) {
    const evidence: Record<string, string> = {};
    if (target !== undefined) evidence['stripeMetadata'] = target.custId;
    if (carrier !== undefined) evidence['peopleSoftExternalId'] = customer.customerId;
    return { wish: { party, basis: 'storedId', evidence }, conflict: null, note: null };
  }
  return byLikeness(customer, directory, scored, rules);
}

/**
 * Without a stored id: the candidate that stands out, by a field that wins under the site's rules or by its score; else the one customer of the same
 * name, unless the scores speak against it.
 */
function byLikeness(
  customer: StripeParty,
  directory: Directory,
  scored: readonly ScoredParty[],
  rules: LinkingRules,
): Finding {
  const candidates = scored.flatMap(({ custId, score }): Ranked[] => {
    const party = directory.byId.get(custId.toUpperCase());
    if (party === undefined || !isOpen(party)) return [];
    return [{ party, score, rank: winningField(rules, customer, party)?.rank ?? Infinity }];
  });
  const chosen = standingOut(candidates);
  const name = rules.compare.includes('name') ? exactName(customer.name) : null;
  const namesakes = name === null ? [] : (directory.byName.get(name) ?? []);
  const only = namesakes.length === 1 ? namesakes[0] : undefined;
  const veto = only === undefined ? null : vetoingField(rules, customer, only);
  const unlikely = candidates.some(({ party, score }) => party === only && score < EQUALS_FROM);
  const party = chosen?.party ?? (veto === null && !unlikely ? only : undefined);
  if (party !== undefined) return { wish: { party, ...evidenceOfPair(customer, party) }, conflict: null, note: null };
  return { wish: null, conflict: null, note: noteOf(namesakes, veto, candidates) };
}

/** A candidate with the rank of the field in which it wins; infinite: it wins in none. */
interface Ranked {
  readonly party: PeopleSoftParty;
  readonly score: number;
  readonly rank: number;
}

/** The one candidate that wins over all others in a field or else by its score; undefined where none does. */
function standingOut(candidates: readonly Ranked[]): Ranked | undefined {
  const near = candidates.filter(({ score }) => score >= EQUALS_FROM);
  const rank = Math.min(...near.map((each) => each.rank));
  const winners = near.filter((each) => each.rank === rank);
  if (rank !== Infinity && winners.length === 1) return winners[0];
  const [best, next] = winners.toSorted((a, b) => b.score - a.score);
  return best !== undefined && best.score >= PROPOSED_FROM && best.score - (next?.score ?? 0) >= LEAST_MARGIN
    ? best
    : undefined;
}

function noteOf(
  namesakes: readonly PeopleSoftParty[],
  veto: LinkingField | null,
  [best]: readonly Ranked[],
): string | null {
  if (namesakes.length > 1) return `${namesakes.length} PeopleSoft customers have the name of its Stripe customer.`;
  if (veto !== null) return `PeopleSoft has a customer of its Stripe customer's name, with another ${ID_WORDS[veto]}.`;
  return best === undefined || best.score < EQUALS_FROM
    ? null
    : 'Its Stripe customer resembles several PeopleSoft customers, and none of them enough.';
}

/** Fields in the words of a sentence. */
export const ID_WORDS: Readonly<Record<LinkingField, string>> = {
  sharedId: 'shared id',
  taxId: 'tax id',
  email: 'mail address',
  phone: 'telephone',
  address: 'address',
  name: 'name',
};

/** A candidate of less is not worth a word. */
const EQUALS_FROM = 0.2;

function isOpen(party: PeopleSoftParty): boolean {
  return party.present && party.status !== 'template' && !namesStripeCustomer(party.externalId?.trim() ?? '');
}

/**
 * What speaks for a pair that no stored id names: the two names as they are compared, and ids that both have. While none of it changes, what a
 * person said of the pair stands.
 */
export function evidenceOfPair(
  stripe: StripeParty,
  peopleSoft: PeopleSoftParty,
): { readonly basis: 'exactName' | 'score'; readonly evidence: Evidence } {
  const [ours, theirs] = [exactName(stripe.name) ?? '', exactName(peopleSoft.name) ?? ''];
  const ids = equalIds(stripe, peopleSoft);
  return ours === theirs
    ? { basis: 'exactName', evidence: { name: ours, ...ids } }
    : { basis: 'score', evidence: { stripeName: ours, peopleSoftName: theirs, ...ids } };
}

/** Appends to the list under a key. */
export function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
