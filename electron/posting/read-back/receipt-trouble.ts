import type { MatchRow } from '../../ledger/match-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/**
 * Why the receipt of an `alreadyKeyed` match no longer stands for its charge: PeopleSoft has it in error, or shows it no longer. Null for
 * a good receipt and for every other match.
 */
export function receiptTrouble(db: ReadableLedger, match: Pick<MatchRow, 'kind' | 'paymentKey'>): string | null {
  if (match.kind !== 'alreadyKeyed' || match.paymentKey === null) return null;
  const receipt = statement<{ text: string; status: string; words: string | null }>(
    db,
    "SELECT deposit_id || ' ' || payment_id AS text, status, status_text AS words FROM ps_payment WHERE payment_key = ?",
  ).get(match.paymentKey);
  if (receipt === undefined) return 'its receipt is not in the books any more';
  if (receipt.status !== 'error') return null;
  return `receipt ${receipt.text} does not stand for it any more: ${receipt.words ?? 'it is in error in PeopleSoft'}`;
}
