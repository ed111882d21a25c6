import type { SystemName } from '../../../shared/domain/states.ts';
import { allMerges } from '../../ledger/customer-merge-store.ts';
import { clustersIn } from '../../ledger/duplicate-cluster-store.ts';
import { partiesOf } from '../../ledger/duplicate-party-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { namesStripeCustomer } from '../../matching/customers/names-stripe-customer.ts';
import { evidenceHash } from './customer-facts.ts';
import type { KnownCustomer } from './read-customers.ts';

export interface ToldApart {
  /** Whether two customers are not one, by their places. */
  readonly apart: (left: number, right: number) => boolean;
  /** What that rests on, as one text. */
  readonly said: string;
}

/**
 * Which customers are not one, whatever they resemble: those of two accounts, those that a confirmed link or a stored id says are two customers
 * of the other system, and those of which a person said so, as long as that holds and they are what she saw.
 */
export function toldApart(
  db: ReadableLedger,
  system: SystemName,
  customers: readonly KnownCustomer[],
  { setId, todayDate }: { readonly setId: string; readonly todayDate: string },
): ToldApart {
  const others = system === 'stripe' ? confirmedLinks(db, setId) : null;
  const merged = system === 'peoplesoft' ? mergedIds(db) : new Map<string, string>();
  const counterparts = customers.map(({ book, customerId, externalId }): string | null => {
    if (others !== null) return others.get(`${book}\n${customerId}`) ?? null;
    const id = externalId?.trim() ?? '';
    return namesStripeCustomer(id) ? (merged.get(id) ?? id) : null;
  });
  const answered = answeredPairs(db, system, customers, todayDate);
  const said = JSON.stringify([counterparts, [...answered].toSorted()]);
  const apart = (left: number, right: number): boolean => {
    if (customers[left]?.book !== customers[right]?.book) return true;
    const [ours, theirs] = [counterparts[left] ?? null, counterparts[right] ?? null];
    if (ours !== null && theirs !== null && ours !== theirs) return true;
    return answered.has(pairKey(left, right));
  };
  return { apart, said };
}

const pairKey = (one: number, other: number): string => (one < other ? `${one},${other}` : `${other},${one}`);

function confirmedLinks(db: ReadableLedger, setId: string): ReadonlyMap<string, string> {
  const links = db.prepare<[string], { account: string; customerId: string; custId: string }>(
    `SELECT account, customer_id AS customerId, cust_id AS custId FROM crosswalk_link WHERE set_id = ? AND state = 'confirmed'`,
  );
  return new Map(links.all(setId).map(({ account, customerId, custId }) => [`${account}\n${customerId}`, custId]));
}

/** The id that stands for a merged Stripe customer, by its own. */
function mergedIds(db: ReadableLedger): ReadonlyMap<string, string> {
  return new Map(
    allMerges(db).flatMap(({ members, customerId }) => members.map((member) => [member, customerId] as const)),
  );
}

function answeredPairs(
  db: ReadableLedger,
  system: SystemName,
  customers: readonly KnownCustomer[],
  todayDate: string,
): ReadonlySet<string> {
  const rows = new Map(customers.map(({ book, customerId }, row) => [`${book}\n${customerId}`, row]));
  const pairs = new Set<string>();
  for (const { clusterId, expiresDate, evidenceHash: seen } of clustersIn(db, 'notDuplicate', 'customers')) {
    if (expiresDate !== null && expiresDate <= todayDate) continue;
    const parties = partiesOf(db, clusterId);
    if (parties[0]?.system !== system) continue;
    const members = parties.flatMap(({ book, customerId }) => rows.get(`${book}\n${customerId}`) ?? []);
    if (evidenceHash(members.flatMap((row) => customers[row]?.facts ?? [])) !== seen) continue;
    for (const [at, row] of members.entries())
      for (const other of members.slice(at + 1)) pairs.add(pairKey(row, other));
  }
  return pairs;
}
