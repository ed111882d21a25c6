import { candidatesOf, type StripeCustomerId } from '../../ledger/customer-candidate-store.ts';
import { mergeOfCustomer } from '../../ledger/customer-merge-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { withMerges } from '../../matching/customers/merged-links.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import { linksInUse, type LinksInUse } from '../../matching/customers/propose-links.ts';
import { linksOfParty } from './read-links.ts';
import { readPeopleSoftParties, readStripeParty, type PartyProfile } from './read-parties.ts';

/** The links that matching uses for a few Stripe customers, those of customers they are merged with among them. Take one by `linkOn`. */
export function readLinksInUse(
  db: ReadableLedger,
  profile: PartyProfile,
  asked: readonly StripeCustomerId[],
): LinksInUse {
  const merges = new Map(
    asked.flatMap(({ account, customerId }) => {
      const merge = mergeOfCustomer(db, account, customerId);
      return merge === null ? [] : [[merge.clusterId, merge] as const];
    }),
  );
  const merged = [...merges.values()].flatMap(({ account, members }) =>
    members.map((customerId) => ({ account, customerId })),
  );
  const members = new Map(
    [...asked, ...merged].map(({ account, customerId }) => [partyKey(account, customerId), { account, customerId }]),
  );
  const stripe = [...members.values()].flatMap((member) => readStripeParty(db, member, profile) ?? []);
  const standing = stripe.flatMap(({ account, customerId }) => linksOfParty(db, account, customerId));
  const named = stripe.flatMap(({ storedIds }) => storedIds.map((id) => id.trim()));
  const peopleSoft = readPeopleSoftParties(db, profile.setId, {
    custIds: [...standing.map(({ custId }) => custId), ...named].flatMap((id) => [id, id.toUpperCase()]),
    externalIds: stripe.map(({ customerId }) => customerId),
  });
  const scored = new Map(
    stripe.map((party) => [
      partyKey(party.account, party.customerId),
      candidatesOf(db, party).filter(({ setId }) => setId === profile.setId),
    ]),
  );
  return withMerges(linksInUse(stripe, peopleSoft, standing, scored), [...merges.values()]);
}
