import type { CustomerStripeType, ListedStripeType } from '../../connectors/stripe/types.ts';

/**
 * What other objects are explained by comes first: a charge is then written once, with its customer and its balance transaction,
 * and not again when they arrive. What is created between the two steps is put together by the next poll.
 */
export const STEPS: readonly (readonly ListedStripeType[])[] = [
  ['customer', 'balance_transaction', 'invoice', 'invoice_payment', 'payment_intent'],
  ['charge', 'refund', 'dispute', 'payout', 'topup', 'credit_note'],
];
const LISTED: ReadonlySet<string> = new Set(STEPS.flat());
const OF_CUSTOMER: Readonly<Record<CustomerStripeType, true>> = {
  customer_balance_transaction: true,
  customer_cash_balance_transaction: true,
};

/** Every type that has a list of its own, in the order of reading. */
export const LISTED_STREAMS: readonly ListedStripeType[] = STEPS.flat();

export function isListedType(type: string): type is ListedStripeType {
  return LISTED.has(type);
}

/** A family that Stripe lists by customer only. */
export function isCustomerType(type: string): type is CustomerStripeType {
  return Object.hasOwn(OF_CUSTOMER, type);
}
