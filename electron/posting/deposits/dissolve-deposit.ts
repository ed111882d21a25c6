import type { Instant } from '../../../shared/domain/ids.ts';
import { paymentsOfDeposit } from '../../ledger/deposit-payment-store.ts';
import { endDoubtfulDeposit } from '../../ledger/deposit-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { requeuePosting } from '../sending/record-send.ts';

/**
 * Ends a deposit that PeopleSoft does not hold: it is saved whole or not at all, so every payment of it is due again on its own, under its
 * own reference.
 */
export function dissolveDeposit(
  db: WritableLedger,
  depositKey: number,
  { at, reason }: { readonly at: Instant; readonly reason: string },
): void {
  for (const postingId of paymentsOfDeposit(db, depositKey)) requeuePosting(db, postingId, at);
  endDoubtfulDeposit(db, depositKey, reason);
}
