import type { PostingEffect } from '../../ledger/posting-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';

/** What posting a movement does in PeopleSoft. */
export type MovementEffect = Extract<PostingEffect, 'payment' | 'refund' | 'dispute'>;

/** Money that leaves the clearing account: it is posted as a negative payment and adds to the balance of its items. */
export function isOutward(movement: Pick<MovementRow, 'amountMinor'>): boolean {
  return movement.amountMinor < 0;
}

/** The effect of posting this movement; null for kinds that are never posted as a payment line. */
export function effectOf(movement: Pick<MovementRow, 'kind' | 'amountMinor'>): MovementEffect | null {
  if (movement.kind === 'charge' && movement.amountMinor > 0) return 'payment';
  if (movement.kind === 'refund' && movement.amountMinor < 0) return 'refund';
  return movement.kind === 'dispute' && movement.amountMinor < 0 ? 'dispute' : null;
}
