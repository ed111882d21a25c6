import { formatDecimal, money } from '../../../shared/domain/money.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { getPosting } from '../../ledger/posting-store.ts';
import { postedParts } from './due-parts.ts';

/**
 * What Stripe's newest word on the money behind a direct journal contradicts in it, in words; empty: nothing; null: the posting is no
 * direct journal of a class. What takes one back takes back what stands in PeopleSoft, whatever Stripe says by now.
 */
export function journalChanges(db: ReadableLedger, postingId: number): readonly string[] | null {
  const { effect, movementKey, reverses } = getPosting(db, postingId as PostingId);
  if (movementKey !== null) return null;
  if (reverses !== null) return [];
  if (effect !== 'journal') return null;
  return postedParts(db, postingId).flatMap((part) => {
    const { balanceTransactionId: id, approvedMinor, nowMinor, exponent, currency } = part;
    if (nowMinor === approvedMinor) return [];
    if (nowMinor === null || exponent === null || currency === null)
      return [`balance transaction ${id} is not in the books any more`];
    const text = (minor: number) => `${formatDecimal(money(minor, exponent, currency))} ${currency}`;
    return [`${part.part} of ${id} at Stripe: ${text(approvedMinor)} when approved, ${text(nowMinor)} now`];
  });
}
