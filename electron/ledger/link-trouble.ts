import { getLink, holdsOn, linkOnDay, linksOfStripeCustomer } from './crosswalk-store.ts';
import type { MatchRow } from './match-store.ts';
import type { MovementRow } from './movement-store.ts';
import type { ReadableLedger } from './operation.ts';

/**
 * Why no rule may decide, or have decided, this match by its customer link, a clause: on the movement's day its Stripe customer is linked to
 * nobody any more, or to another one, by a link of his own or of a customer he is merged with. Null: the link holds, by whatever row, or the
 * match rests on none.
 */
export function linkTrouble(
  db: ReadableLedger,
  { linkId }: Pick<MatchRow, 'linkId'>,
  { account, customerId, accountingDate }: Pick<MovementRow, 'account' | 'customerId' | 'accountingDate'>,
): string | null {
  if (linkId === null) return null;
  const link = getLink(db, linkId);
  const now =
    customerId === null
      ? [link].find((own) => holdsOn(own, accountingDate))
      : linkOnDay(linksOfStripeCustomer(db, account, customerId), accountingDate);
  if (now === undefined) return 'its customer link is not confirmed any more';
  if (now.setId === link.setId && now.custId === link.custId) return null;
  return `its Stripe customer is linked to ${now.custId}, not to ${link.custId}`;
}
