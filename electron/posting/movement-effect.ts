import type { PostingEffect } from '../ledger/posting-store.ts';
import type { MovementRow } from '../ledger/movement-store.ts';

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

const RETURNED: readonly string[] = ['failed', 'canceled'];

/** Whether a refund in this Stripe status has come back (Stripe API reference, refund object). */
export function hasComeBack(sourceStatus: string): boolean {
  return RETURNED.includes(sourceStatus);
}

/**
 * Whether a movement in this Stripe status has moved money: a charge or refund that succeeded, and a dispute that is more than an inquiry
 * (Stripe API reference: charge `succeeded`, refund `succeeded`, dispute `warning_*` and `prevented` move nothing).
 */
export function hasMovedMoney(movement: Pick<MovementRow, 'kind' | 'sourceStatus'>): boolean {
  const { kind, sourceStatus } = movement;
  if (kind === 'dispute') return !sourceStatus.startsWith('warning_') && sourceStatus !== 'prevented';
  return sourceStatus === 'succeeded';
}
