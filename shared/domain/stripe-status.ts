import type { MovementKind } from './states.ts';

/** What the status that Stripe shows of an object says of its money. Source: Stripe API reference, charge, refund and dispute objects. */

/** Whether a refund in this status has come back to the Stripe balance. */
export function refundHasComeBack(sourceStatus: string): boolean {
  return sourceStatus === 'failed' || sourceStatus === 'canceled';
}

/** Whether a refund in this status still waits for the customer or the bank. */
export function refundIsWaiting(sourceStatus: string): boolean {
  return sourceStatus === 'pending' || sourceStatus === 'requires_action';
}

/** Whether a dispute in this status is one: an inquiry, and a dispute that was prevented, moves no money. */
export function disputeMovesMoney(sourceStatus: string): boolean {
  return !sourceStatus.startsWith('warning_') && sourceStatus !== 'prevented';
}

/** Whether a movement in this status has moved money: a charge or refund that succeeded, and a dispute that is more than an inquiry. */
export function hasMovedMoney({
  kind,
  sourceStatus,
}: {
  readonly kind: MovementKind;
  readonly sourceStatus: string;
}): boolean {
  return kind === 'dispute' ? disputeMovesMoney(sourceStatus) : sourceStatus === 'succeeded';
}
