import type { LinkId } from '../../../shared/domain/ids.ts';
import {
  confirmLink,
  getLink,
  holdsOn,
  linkOnDay,
  linksOfStripeCustomer,
  proposeLink,
} from '../../ledger/crosswalk-store.ts';
import type { MatchRow } from '../../ledger/match-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import type { ApproveArgs } from './decide.ts';
import type { CheckedAllocation } from './match-allocation.ts';
import { refusal } from './refusal.ts';
import { rememberSpelling } from './remember-spelling.ts';

/** Where a proposal names no items, the customer it is for is the one of its own link. */
export function customerOfLink(
  db: WritableLedger,
  proposal: MatchRow | null,
  confirmLinkId: number | null,
): string | null {
  return proposal !== null && confirmLinkId !== null && proposal.linkId === confirmLinkId
    ? getLink(db, proposal.linkId).custId
    : null;
}

/** The link a person makes by choosing the items: put forward first, so that undoing the decision leaves it a proposal. Null where one stands. */
export function personLink(
  db: WritableLedger,
  movement: MovementRow,
  allocations: readonly CheckedAllocation[],
  args: ApproveArgs,
): number | null {
  const custId = allocations[0]?.custId;
  if (movement.customerId === null || custId === undefined) return null;
  const links = linksOfStripeCustomer(db, movement.account, movement.customerId);
  if (links.some((link) => link.state === 'confirmed')) return null;
  const { linkId } = proposeLink(db, {
    account: movement.account,
    customerId: movement.customerId,
    setId: args.setId,
    custId,
    basis: 'person',
    evidence: { chosenBy: args.actor, charge: movement.objectId },
    at: args.at,
  });
  return linkId;
}

export interface ConfirmedLink {
  readonly link: number;
  readonly stripeCustomer: string;
  readonly customer: string;
  readonly basis: string;
}

/**
 * A confirmed link to another customer always stands in the way; a proposed one is confirmed only when the person said so. Answers the
 * link that this decision confirmed, for the audit.
 */
export function settleLink(
  db: WritableLedger,
  movement: MovementRow,
  custId: string | null,
  linkId: number | null,
  args: ApproveArgs,
): ConfirmedLink | null {
  if (movement.customerId === null || custId === null) return null;
  const links = linksOfStripeCustomer(db, movement.account, movement.customerId);
  const confirmed = links.find((link) => link.state === 'confirmed');
  const heldThen = links.some((link) => link.custId === custId && holdsOn(link, movement.accountingDate));
  if (confirmed !== undefined && confirmed.custId !== custId && !heldThen)
    throw refusal(
      'MATCH_CUSTOMER_NOT_LINKED',
      `This Stripe customer is linked to ${confirmed.custId}, not ${custId}.`,
      'Choose items of the linked customer; a wrong link is taken back with the decision that made it (U on that row).',
    );
  // A link that stands already, be it by a customer that this one is merged with, needs no word.
  if (linkId === null || linkId === confirmed?.linkId) return null;
  const link = getLink(db, linkId as LinkId);
  if (link.custId !== custId || link.customerId !== movement.customerId)
    throw refusal(
      'MATCH_CUSTOMER_NOT_LINKED',
      `The link to confirm names ${link.custId}, the items belong to ${custId}.`,
      'Choose items of that customer, or leave the link unconfirmed.',
    );
  if (link.state !== 'proposed') return null;
  confirmLink(db, { linkId: link.linkId, version: link.version, actor: args.actor, at: args.at });
  rememberSpelling(db, link, args);
  return { link: link.linkId, stripeCustomer: link.customerId, customer: link.custId, basis: link.basis };
}

/** Whose account takes cash that no item does: the customer that the Stripe customer was linked to on its day, or is linked to by this decision. */
export function accountCustomer(
  db: WritableLedger,
  movement: MovementRow,
  { confirmLinkId }: Pick<ApproveArgs, 'confirmLinkId'>,
): string {
  const links = movement.customerId === null ? [] : linksOfStripeCustomer(db, movement.account, movement.customerId);
  const link = linkOnDay(links, movement.accountingDate) ?? links.find(({ linkId }) => linkId === confirmLinkId);
  if (link !== undefined) return link.custId;
  throw refusal(
    'MATCH_CUSTOMER_NOT_LINKED',
    'Nobody knows whose account this charge belongs on: its Stripe customer is not linked.',
    'Link the Stripe customer first.',
  );
}
