import type { LeftOutReason } from '../../../shared/domain/link-band.ts';
import { LEAST_MARGIN } from './find-link.ts';
import { namesStripeCustomer } from './names-stripe-customer.ts';

/** A proposed link with what speaks against confirming it unseen. */
export interface BandLink {
  readonly account: string;
  readonly customerId: string;
  readonly custId: string;
  readonly score: number;
  /** Score of the next candidate of the same Stripe customer; null: there is none. */
  readonly nextScore: number | null;
  /** Links of the Stripe customer that are proposed, this one included. */
  readonly proposals: number;
  /** Null: PeopleSoft does not show the customer. */
  readonly peopleSoft: { readonly status: string; readonly externalId: string | null } | null;
  /** Other Stripe customers of the account that are linked, or would be, to the same PeopleSoft customer. */
  readonly sharers: number;
}

/**
 * Why nobody confirms a link in one go with others, the first reason that holds; null: it may be. What a person has to look at stays:
 * a customer that cannot be linked, one that carries another Stripe customer's id, and two that compete for one.
 */
export function whyLeftOut(link: BandLink): LeftOutReason | null {
  const { peopleSoft, customerId, score, nextScore, proposals, sharers } = link;
  if (peopleSoft === null || peopleSoft.status !== 'active') return 'notInPeopleSoft';
  const external = peopleSoft.externalId?.trim() ?? '';
  if (namesStripeCustomer(external) && external !== customerId) return 'vetoed';
  if (proposals > 1 || (nextScore !== null && score - nextScore < LEAST_MARGIN)) return 'competes';
  return sharers > 0 ? 'shared' : null;
}
