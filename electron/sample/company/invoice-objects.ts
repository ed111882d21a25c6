import type { StripeBookObject } from './company.ts';
import { stripeMinor } from './currencies.ts';
import type { Customer } from './customers.ts';

/** What changes an invoice besides its payments. */
export interface InvoiceMoney {
  /** Credit of the customer's balance that went into it when it was finalised. */
  readonly fromBalanceQuanta?: number;
  /** Credit notes before (they lessen what is due) and after it was paid. */
  readonly creditedBeforeQuanta?: number;
  readonly creditedAfterQuanta?: number;
  readonly ended?: { readonly status: 'void' | 'uncollectible'; readonly at: number };
}

export interface InvoiceParts extends InvoiceMoney {
  readonly id: string;
  readonly number: string;
  readonly customer: Customer;
  readonly issuedAt: number;
  readonly dueAt: number;
  readonly quanta: number;
  readonly paidQuanta: number;
  readonly paidAt: number | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export function invoiceObject(parts: InvoiceParts): StripeBookObject {
  const { customer } = parts;
  const minor = (quanta: number | undefined) => stripeMinor(customer.currency, quanta ?? 0);
  const total = minor(parts.quanta);
  const dueQuanta = parts.quanta - (parts.creditedBeforeQuanta ?? 0) - (parts.fromBalanceQuanta ?? 0);
  const amountPaid = minor(Math.min(parts.paidQuanta, dueQuanta));
  const isPaid = parts.ended === undefined && amountPaid >= minor(dueQuanta);
  const endedAt = (status: 'void' | 'uncollectible') => (parts.ended?.status === status ? parts.ended.at : null);
  return {
    id: parts.id,
    object: 'invoice',
    amount_due: minor(dueQuanta),
    amount_overpaid: minor(Math.max(0, parts.paidQuanta - dueQuanta)),
    amount_paid: amountPaid,
    amount_remaining: minor(dueQuanta) - amountPaid,
    created: parts.issuedAt,
    currency: customer.currency.code.toLowerCase(),
    customer: customer.stripeId,
    customer_email: customer.stripeRecord.email,
    customer_name: customer.stripeName,
    due_date: parts.dueAt,
    effective_at: parts.issuedAt,
    metadata: parts.metadata,
    number: parts.number,
    period_end: parts.issuedAt,
    period_start: parts.issuedAt,
    post_payment_credit_notes_amount: minor(parts.creditedAfterQuanta),
    pre_payment_credit_notes_amount: minor(parts.creditedBeforeQuanta),
    starting_balance: -minor(parts.fromBalanceQuanta),
    status: parts.ended?.status ?? (isPaid ? 'paid' : 'open'),
    status_transitions: {
      finalized_at: parts.issuedAt,
      marked_uncollectible_at: endedAt('uncollectible'),
      paid_at: isPaid ? parts.paidAt : null,
      voided_at: endedAt('void'),
    },
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  };
}

export function invoicePaymentObject(parts: {
  id: string;
  invoice: string;
  paymentIntent: string;
  at: number;
  quanta: number;
  customer: Customer;
}): StripeBookObject {
  const amount = stripeMinor(parts.customer.currency, parts.quanta);
  return {
    id: parts.id,
    object: 'invoice_payment',
    amount_paid: amount,
    amount_requested: amount,
    created: parts.at,
    currency: parts.customer.currency.code.toLowerCase(),
    invoice: parts.invoice,
    is_default: true,
    payment: { payment_intent: parts.paymentIntent, type: 'payment_intent' },
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: parts.at },
  };
}
