import type { Instant } from '../../shared/domain/ids.ts';
import type { WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import { postingsOf, requeuePosting } from './record-send.ts';

/**
 * Ends a deposit that PeopleSoft does not hold: it is saved whole or not at all, so every payment of it is due again on its own, under its
 * own reference.
 */
export function dissolveDeposit(
  db: WritableLedger,
  depositKey: number,
  { at, reason }: { readonly at: Instant; readonly reason: string },
): void {
  for (const postingId of postingsOf(db, depositKey)) requeuePosting(db, postingId, at);
  statement(
    db,
    "UPDATE deposit SET state = 'rejected', state_reason = ?, absence_counts_from_at = NULL, version = version + 1 WHERE deposit_key = ?",
  ).run(reason, depositKey);
}
