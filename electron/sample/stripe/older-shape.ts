import type { StripeBookObject } from '../company/company.ts';
import { withoutFields } from './without-fields.ts';

/** The version before `2025-03-31.basil`, in which many accounts still have their events rendered. */
export const OLDER_API_VERSION = '2024-06-20';
const BASIL = '2025-03-31';

/** Versions are dates with an optional name; those before basil have the older shapes. */
export function isOlderVersion(apiVersion: string): boolean {
  return apiVersion.slice(0, BASIL.length) < BASIL;
}

/** The links that basil took out of the objects, found by their new places. */
export interface OlderLinks {
  /** Invoice payments of a payment intent, newest first. */
  paymentsOf(paymentIntent: string): readonly StripeBookObject[];
  /** Payments of an invoice, newest first. */
  paymentsFor(invoice: string): readonly StripeBookObject[];
  latestChargeOf(paymentIntent: string): string | null;
}

/**
 * An object as versions before basil show it: charge and payment intent name their invoice, an invoice its payment intent and charge, a
 * credit note one refund, a balance transaction no balance. Source: Stripe API changelog, 2025-03-31.basil and 2025-05-28.basil.
 */
export function inOlderShape(object: StripeBookObject, links: OlderLinks): StripeBookObject {
  switch (object.object) {
    case 'charge':
      return { ...object, invoice: invoiceOf(object['payment_intent'], links), dispute: null };
    case 'payment_intent':
      return { ...object, invoice: invoiceOf(object.id, links) };
    case 'invoice':
      return olderInvoice(object, links);
    case 'credit_note': {
      const { refunds, post_payment_amount } = object;
      const rest = withoutFields(object, 'refunds', 'pre_payment_amount', 'post_payment_amount');
      const first: unknown = Array.isArray(refunds) ? refunds[0] : undefined;
      const refund: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'refund') : null;
      return { ...rest, refund, type: Number(post_payment_amount ?? 0) > 0 ? 'post_payment' : 'pre_payment' };
    }
    case 'balance_transaction':
      return withoutFields(object, 'balance_type');
    default:
      return object;
  }
}

function olderInvoice(object: StripeBookObject, links: OlderLinks): StripeBookObject {
  const rest = withoutFields(object, 'amount_overpaid', 'parent');
  const payment: unknown = links.paymentsFor(object.id)[0]?.['payment'];
  const intent: unknown =
    typeof payment === 'object' && payment !== null ? Reflect.get(payment, 'payment_intent') : null;
  return {
    ...rest,
    charge: typeof intent === 'string' ? links.latestChargeOf(intent) : null,
    paid: object['status'] === 'paid',
    paid_out_of_band: false,
    payment_intent: intent ?? null,
    subscription: null,
  };
}

function invoiceOf(paymentIntent: unknown, links: OlderLinks): string | null {
  const invoice = typeof paymentIntent === 'string' ? links.paymentsOf(paymentIntent)[0]?.['invoice'] : null;
  return typeof invoice === 'string' ? invoice : null;
}
