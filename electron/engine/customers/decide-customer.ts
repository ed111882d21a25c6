import type { Decider } from '../../posting/decisions/decide.ts';
import { applyLinkDecision } from '../../posting/decisions/decide-link.ts';
import { getLink, linksOfStripeCustomer, proposeLink } from '../../ledger/crosswalk-store.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { evidenceOfPair } from '../../matching/customers/find-link.ts';
import { readPeopleSoftParty, readStripeParty } from '../matching/read-parties.ts';
import { customerRowOf } from './customer-view.ts';

export interface CustomerDecisionArgs extends Decider {
  readonly customerKey: number;
  readonly custId: string;
  readonly setId: string;
  readonly sharedIdKey: string | null;
  /** Version of the pair that was seen; 0: there was no link between the two. */
  readonly seenVersion: number;
  readonly as: 'confirmed' | 'rejected';
}

/**
 * A person says whether a Stripe customer is a PeopleSoft customer, proposed or not; it can be undone like any decision and leaves a
 * proposal then. Answers what was done, a sentence. Throws `STALE_VERSION`, `TRANSITION`, `NOT_FOUND`, and `REFUSED` when the Stripe
 * customer has another confirmed link or the PeopleSoft customer cannot be linked.
 */
export const decideCustomer = defineWrite(
  'customers.decide',
  (db: WritableLedger, args: CustomerDecisionArgs): { text: string } => {
    const { customerKey, custId, setId, sharedIdKey, seenVersion, as, ...who } = args;
    const { account, customerId, name } = customerRowOf(db, customerKey, setId);
    const party = readPeopleSoftParty(db, setId, custId);
    if (party === undefined || !party.present || party.status === 'template')
      throw new LedgerError(
        'REFUSED',
        `${custId} is not a customer in PeopleSoft.`,
        'Choose one that is, or have it made there first.',
        { detailCode: 'MATCH_CUSTOMER_NOT_LINKED' },
      );
    const standing = linksOfStripeCustomer(db, account, customerId).find(
      (link) => link.setId === setId && link.custId === custId,
    );
    if ((standing?.version ?? 0) !== seenVersion)
      throw new LedgerError(
        'STALE_VERSION',
        'This link between two customers has changed since you saw it.',
        'Look at it again and decide anew.',
      );
    const linkId =
      standing?.state === 'proposed'
        ? standing.linkId
        : proposeLink(db, {
            account,
            customerId,
            setId,
            custId,
            // Rejected on the very evidence that matching has: it does not come back until that changes.
            ...(as === 'rejected'
              ? evidenceOfPair(
                  readStripeParty(db, { account, customerId }, { setId, sharedIdKey, customerIdKeys: [] }) ?? {
                    account,
                    customerId,
                    name,
                    storedIds: [],
                  },
                  party,
                )
              : { basis: 'person', evidence: { chosenBy: who.actor, at: who.at } }),
            at: who.at,
          }).linkId;
    applyLinkDecision(db, { ...who, linkId, version: getLink(db, linkId).version, to: as, reason: null });
    const called = name ?? customerId;
    const text =
      as === 'confirmed'
        ? `${called} is linked to ${custId} ${party.name}.`
        : `${called} is not ${custId} ${party.name}; the two are not proposed again unless something else speaks for it.`;
    return { text };
  },
);
