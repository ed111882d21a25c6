import { getLink, holdsOn } from '../../ledger/crosswalk-store.ts';
import { mergeOfCustomer } from '../../ledger/customer-merge-store.ts';
import type { MatchRow } from '../../ledger/match-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';

/**
 * Why no rule may decide, or have decided, this match by its customer link, a clause: the link does not hold on the movement's day any
 * more, or is of a customer whom the movement's own is no longer merged with. Null: it holds, or the match rests on none.
 */
export function linkTrouble(
  db: ReadableLedger,
  { linkId }: Pick<MatchRow, 'linkId'>,
  { account, customerId, accountingDate }: Pick<MovementRow, 'account' | 'customerId' | 'accountingDate'>,
): string | null {
  if (linkId === null) return null;
  const link = getLink(db, linkId);
  if (!holdsOn(link, accountingDate)) return 'its customer link is not confirmed any more';
  if (customerId === null || link.customerId === customerId) return null;
  return mergeOfCustomer(db, account, customerId)?.members.includes(link.customerId) === true
    ? null
    : 'its customer is not merged any more with the one that is linked';
}
