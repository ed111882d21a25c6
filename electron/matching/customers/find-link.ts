import { exactName } from './exact-name.ts';
import type { Evidence, PeopleSoftParty, StripeParty } from './parties.ts';

export interface Wish {
  readonly party: PeopleSoftParty;
  readonly basis: 'storedId' | 'exactName';
  readonly evidence: Evidence;
}
export interface Finding {
  readonly wish: Wish | null;
  /** Set when stored ids contradict each other or lead nowhere. */
  readonly conflict: string | null;
  readonly note: string | null;
}

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
    if (name !== null) push(byName, name, party);
  }
  return { byId, byExternalId, byName };
}

/** What the stored ids and the names say about one Stripe customer. */
export function findWish(customer: StripeParty, directory: Directory): Finding {
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
  if (own !== undefined && (target === undefined || !target.present || target.status === 'template'))
    return conflict(`Its Stripe customer names ${own}, which is not a customer in PeopleSoft.`);
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
  return byName(customer, directory);
}

function byName(customer: StripeParty, directory: Directory): Finding {
  const name = exactName(customer.name);
  const namesakes = name === null ? [] : (directory.byName.get(name) ?? []);
  const only = namesakes[0];
  if (name === null || only === undefined) return { wish: null, conflict: null, note: null };
  if (namesakes.length > 1)
    return {
      wish: null,
      conflict: null,
      note: `${namesakes.length} PeopleSoft customers have the name of its Stripe customer.`,
    };
  return { wish: { party: only, basis: 'exactName', evidence: { name } }, conflict: null, note: null };
}

/** Appends to the list under a key. */
export function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
