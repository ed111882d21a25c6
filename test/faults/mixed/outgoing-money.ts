import type { ApprovedPayment } from '../posting/approved-payments.ts';
import type { MixedStory, OutgoingMoney } from './mixed-story.ts';
import type { VirtualOutgoing } from './virtual-stripe.ts';

/** A refund or dispute as it is approved: on its credit memo, or over what its charge paid. */
export function outgoingPayment(
  { payments }: MixedStory,
  { id, of, amountMinor, credit }: OutgoingMoney,
): ApprovedPayment {
  const payment = payments[of];
  if (payment === undefined) throw new Error(`${id} is of no payment`);
  let leftMinor = amountMinor;
  const opened = payment.shares.flatMap(([item, minor]) => {
    const part = Math.min(leftMinor, minor);
    leftMinor -= part;
    return part === 0 ? [] : [[item, part] as const];
  });
  const shares = credit === null ? opened : [[credit, amountMinor] as const];
  return { ...payment, isRefund: true, of: payment.chargeId, chargeId: id, shares };
}

/** The same as Stripe has it. */
export function atStripe(
  { id, kind, amountMinor }: OutgoingMoney,
  { chargeId, exponent, currency }: ApprovedPayment,
  createdMs: number,
): VirtualOutgoing {
  return { id, kind, amountMinor, of: chargeId, exponent, currency, createdMs };
}
