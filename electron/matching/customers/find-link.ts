import { exactName } from './exact-name.ts';
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
 * What the stored ids, the names and the scores say about one Stripe customer; `scored` are its candidates, the best first.
 */
export function findWish(customer: StripeParty, directory: Directory, scored: readonly ScoredParty[] = []): Finding {
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
  if (leadsNowhere && carrier === undefined && scored.length > 0) return byLikeness(customer, directory, scored);
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
  return byLikeness(customer, directory, scored);
}

/** Without a stored id: the one customer of the same name, unless the scores prefer another; else the one that stands out by its score. */
function byLikeness(customer: StripeParty, directory: Directory, scored: readonly ScoredParty[]): Finding {
  const name = exactName(customer.name);
  const namesakes = name === null ? [] : (directory.byName.get(name) ?? []);
  const candidates = scored.filter(({ custId }) => isOpen(directory.byId.get(custId.toUpperCase())));
  const [best, next] = candidates;
  const stands = best !== undefined && best.score >= PROPOSED_FROM && best.score - (next?.score ?? 0) >= LEAST_MARGIN;
  const chosen = stands ? directory.byId.get(best.custId.toUpperCase()) : undefined;
  const only = namesakes.length === 1 ? namesakes[0] : undefined;
  const party = chosen ?? only;
  if (party !== undefined)
    return { wish: { party, ...evidenceOfNames(customer.name, party.name) }, conflict: null, note: null };
  const note =
    namesakes.length > 1
      ? `${namesakes.length} PeopleSoft customers have the name of its Stripe customer.`
      : best === undefined || best.score < EQUALS_FROM
        ? null
        : 'Its Stripe customer resembles several PeopleSoft customers, and none of them enough.';
  return { wish: null, conflict: null, note };
}

/** A candidate of less is not worth a word. */
const EQUALS_FROM = 0.2;

function isOpen(party: PeopleSoftParty | undefined): boolean {
  return (
    party !== undefined &&
    party.present &&
    party.status !== 'template' &&
    !namesStripeCustomer(party.externalId?.trim() ?? '')
  );
}

/** What speaks for a pair that no stored id names: the two names as they are compared. While neither changes, what a person said of the pair stands. */
export function evidenceOfNames(
  stripe: string | null,
  peopleSoft: string,
): { readonly basis: 'exactName' | 'score'; readonly evidence: Evidence } {
  const [ours, theirs] = [exactName(stripe) ?? '', exactName(peopleSoft) ?? ''];
  return ours === theirs
    ? { basis: 'exactName', evidence: { name: ours } }
    : { basis: 'score', evidence: { stripeName: ours, peopleSoftName: theirs } };
}

/** Appends to the list under a key. */
export function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
