import type { StripeInvoiceLink } from '../types.ts';
import { isLoose, referenceOf, type Loose } from './loose.ts';

/**
 * What an object of before 2025-03-31 says about which payment paid which invoice; from then on Stripe says it by an object of its own,
 * the invoice payment. An invoice that was paid elsewhere, and an attempt that failed, say nothing.
 */
export function invoiceLinkOf(value: Loose): StripeInvoiceLink | null {
  switch (value['object']) {
    case 'charge':
      return hasSucceeded(value)
        ? link(referenceOf(value['invoice']), referenceOf(value['payment_intent']), referenceOf(value))
        : null;
    case 'payment_intent':
      return value['status'] === 'succeeded' ? link(referenceOf(value['invoice']), referenceOf(value), null) : null;
    case 'invoice':
      return value['paid'] === true && value['paid_out_of_band'] !== true
        ? link(referenceOf(value), referenceOf(value['payment_intent']), chargeOf(value['charge']))
        : null;
    default:
      return null;
  }
}

function hasSucceeded({ status, paid }: Loose): boolean {
  return status === 'succeeded' || status === 'paid' || (status === undefined && paid === true);
}

function chargeOf(charge: unknown): string | null {
  return isLoose(charge) && !hasSucceeded(charge) ? null : referenceOf(charge);
}

/** As Stripe's own invoice payments: the charge is named only where it has no payment intent. */
function link(invoice: string | null, paymentIntent: string | null, charge: string | null): StripeInvoiceLink | null {
  if (invoice === null || (paymentIntent === null && charge === null)) return null;
  return { invoice, paymentIntent, charge: paymentIntent === null ? charge : null };
}
