import { getLink, holdsOn, linkOnDay, linksOfStripeCustomer } from './crosswalk-store.ts';
import { mergeOfCustomer } from './customer-merge-store.ts';
import type { MatchRow } from './match-store.ts';
import type { MovementRow } from './movement-store.ts';
import type { ReadableLedger } from './operation.ts';

/**
 * Why no rule may decide, or have decided, this match by its customer link, a clause: on the movement's day its Stripe customer is linked to
 * nobody any more, or to another one. Null: the link holds, by whatever row and be it of a customer he is merged with, or the match rests on none.
 */
export function linkTrouble(
  db: ReadableLedger,
  { linkId }: Pick<MatchRow, 'linkId'>,
  { account, customerId, accountingDate }: Pick<MovementRow, 'account' | 'customerId' | 'accountingDate'>,
): string | null {
  if (linkId === null) return null;
  const link = getLink(db, linkId);
  const links = customerId === null ? [link] : linksOfStripeCustomer(db, account, customerId);
  const own = links.filter((each) => customerId === null || each.customerId === customerId);
  // What held on its day holds for what was decided of that day, also over a customer he is merged with.
  const merged = holdsOn(link, accountingDate) && areMerged(db, account, customerId, link.customerId) ? [link] : links;
  const now = linkOnDay(own, accountingDate) ?? linkOnDay(merged, accountingDate);
  if (now === undefined) return 'its customer link is not confirmed any more';
  if (now.setId === link.setId && now.custId === link.custId) return null;
  return `its Stripe customer is linked to ${now.custId}, not to ${link.custId}`;
}

function areMerged(db: ReadableLedger, account: string, customerId: string | null, other: string): boolean {
  return customerId !== null && mergeOfCustomer(db, account, customerId)?.members.includes(other) === true;
}
