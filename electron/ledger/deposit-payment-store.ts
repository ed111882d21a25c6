import type { PostingId } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Places a payment in a deposit, where it is the one with this sequence number, counted from 1. */
export function placeInDeposit(
  db: WritableLedger,
  place: { readonly postingId: number; readonly depositKey: number; readonly paymentSeq: number },
): void {
  statement(db, 'UPDATE posting SET deposit_key = ?, payment_seq = ? WHERE posting_id = ?').run(
    place.depositKey,
    place.paymentSeq,
    place.postingId,
  );
}

/** Takes a payment out of the deposit it was in: it is free for another one. */
export function takeOutOfDeposit(db: WritableLedger, postingId: PostingId): void {
  statement(db, 'UPDATE posting SET deposit_key = NULL, payment_seq = NULL WHERE posting_id = ?').run(postingId);
}

/** The payments of a deposit in payment sequence order. */
export function paymentsOfDeposit(db: ReadableLedger, depositKey: number): PostingId[] {
  return statement<{ posting_id: PostingId }>(
    db,
    'SELECT posting_id FROM posting WHERE deposit_key = ? ORDER BY payment_seq',
  )
    .all(depositKey)
    .map((row) => row.posting_id);
}

/** Operator id behind the first payment of a deposit; null: the site's integration id sends it. */
export function operatorOfDeposit(db: ReadableLedger, depositKey: number): string | null {
  const row = statement<{ id: string | null }>(
    db,
    'SELECT operator_id AS id FROM posting WHERE deposit_key = ? ORDER BY payment_seq LIMIT 1',
  ).get(depositKey);
  return row?.id ?? null;
}

/** Whether PeopleSoft has shown a payment of the deposit, whatever became of it there. */
export function hasSettledPayment(db: ReadableLedger, depositKey: number): boolean {
  return (
    statement(
      db,
      "SELECT 1 FROM posting WHERE deposit_key = ? AND state IN ('accepted', 'confirmed', 'postingError', 'reversed') LIMIT 1",
    ).get(depositKey) !== undefined
  );
}

/** How many payments of a deposit are unknown, open (saved and not confirmed) and confirmed. */
export function countPayments(
  db: ReadableLedger,
  depositKey: number,
): { readonly unknown: number; readonly open: number; readonly confirmed: number } {
  const counts = statement<{ unknown: number | null; open: number | null; confirmed: number | null }>(
    db,
    `SELECT sum(state = 'unknown') AS unknown, sum(state IN ('accepted', 'postingError')) AS open, sum(state = 'confirmed') AS confirmed
     FROM posting WHERE deposit_key = ?`,
  ).get(depositKey);
  return { unknown: counts?.unknown ?? 0, open: counts?.open ?? 0, confirmed: counts?.confirmed ?? 0 };
}
