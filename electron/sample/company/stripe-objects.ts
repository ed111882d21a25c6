import type { StripeBookObject } from './company.ts';
import type { Customer } from './customers.ts';
import { stripeMinor } from './currencies.ts';
import type { Words } from './references.ts';

/**
 * Stripe objects in the shape of API version 2026-10-28.endive, with the fields that differ from object to object; the
 * simulator adds the constant ones when it serves them. Amounts are given in quanta of the customer's currency.
 */
export interface ChargeParts {
  readonly id: string;
  readonly paymentIntent: string;
  readonly customer: Customer;
  readonly at: number;
  readonly quanta: number;
  readonly words: Words;
  readonly balanceTransaction: string | null;
  readonly status: 'succeeded' | 'failed';
  readonly refundedQuanta: number;
  readonly disputed: boolean;
}

export function chargeObject(parts: ChargeParts): StripeBookObject {
  const { customer, words } = parts;
  const amount = stripeMinor(customer.currency, parts.quanta);
  const paid = parts.status === 'succeeded';
  return {
    id: parts.id,
    object: 'charge',
    amount,
    amount_captured: paid ? amount : 0,
    amount_refunded: stripeMinor(customer.currency, parts.refundedQuanta),
    balance_transaction: parts.balanceTransaction,
    billing_details: { address: null, email: customer.email, name: customer.stripeName, phone: null, tax_id: null },
    calculated_statement_descriptor: words.statement ?? 'TIEOUT SAMPLE',
    captured: paid,
    created: parts.at,
    currency: customer.currency.code.toLowerCase(),
    customer: customer.stripeId,
    description: words.description,
    disputed: parts.disputed,
    failure_code: paid ? null : 'card_declined',
    failure_message: paid ? null : 'Your card was declined.',
    metadata: words.metadata,
    outcome: outcome(paid),
    paid,
    payment_intent: parts.paymentIntent,
    payment_method_details: { card: cardDetails(customer), type: 'card' },
    refunded: paid && parts.refundedQuanta === parts.quanta,
    statement_descriptor: words.statement,
    status: parts.status,
  };
}

/** The payment intent of a charge that succeeded, as its charge tells it. */
export function paymentIntentObject(parts: ChargeParts, startedAt: number): StripeBookObject {
  const { customer, words } = parts;
  const amount = stripeMinor(customer.currency, parts.quanta);
  return {
    id: parts.paymentIntent,
    object: 'payment_intent',
    amount,
    amount_received: amount,
    created: startedAt,
    currency: customer.currency.code.toLowerCase(),
    customer: customer.stripeId,
    description: words.description,
    latest_charge: parts.id,
    metadata: words.metadata,
    status: 'succeeded',
  };
}

function outcome(paid: boolean) {
  return {
    network_status: paid ? 'approved_by_network' : 'declined_by_network',
    reason: paid ? null : 'generic_decline',
    risk_level: 'normal',
    seller_message: paid ? 'Payment complete.' : 'The bank did not return any further details with this decline.',
    type: paid ? 'authorized' : 'issuer_declined',
  };
}

function cardDetails(customer: Customer) {
  const country = customer.unit.unit;
  return { ...customer.card, country, exp_month: 8, exp_year: 2029, funding: 'credit', network: customer.card.brand };
}

export interface InvoiceParts {
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
  const total = stripeMinor(customer.currency, parts.quanta);
  const amountPaid = stripeMinor(customer.currency, Math.min(parts.paidQuanta, parts.quanta));
  const isPaid = amountPaid >= total;
  return {
    id: parts.id,
    object: 'invoice',
    amount_due: total,
    amount_overpaid: stripeMinor(customer.currency, Math.max(0, parts.paidQuanta - parts.quanta)),
    amount_paid: amountPaid,
    amount_remaining: total - amountPaid,
    created: parts.issuedAt,
    currency: customer.currency.code.toLowerCase(),
    customer: customer.stripeId,
    customer_email: customer.email,
    customer_name: customer.stripeName,
    due_date: parts.dueAt,
    effective_at: parts.issuedAt,
    metadata: parts.metadata,
    number: parts.number,
    period_end: parts.issuedAt,
    period_start: parts.issuedAt,
    status: isPaid ? 'paid' : 'open',
    status_transitions: {
      finalized_at: parts.issuedAt,
      marked_uncollectible_at: null,
      paid_at: isPaid ? parts.paidAt : null,
      voided_at: null,
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

export interface RefundParts {
  readonly id: string;
  readonly charge: string;
  readonly paymentIntent: string;
  readonly customer: Customer;
  readonly at: number;
  readonly quanta: number;
  readonly status: 'succeeded' | 'pending' | 'failed';
  readonly reason: string | null;
  readonly balanceTransaction: string | null;
  readonly failureBalanceTransaction: string | null;
}

export function refundObject(parts: RefundParts): StripeBookObject {
  const failure = parts.failureBalanceTransaction;
  return {
    id: parts.id,
    object: 'refund',
    amount: stripeMinor(parts.customer.currency, parts.quanta),
    balance_transaction: parts.balanceTransaction,
    charge: parts.charge,
    created: parts.at,
    currency: parts.customer.currency.code.toLowerCase(),
    customer: parts.customer.stripeId,
    ...(failure === null ? {} : { failure_balance_transaction: failure, failure_reason: 'lost_or_stolen_card' }),
    metadata: {},
    payment_intent: parts.paymentIntent,
    ...(parts.status === 'pending' ? { pending_reason: 'processing' } : {}),
    reason: parts.reason,
    status: parts.status,
  };
}

export interface DisputeParts {
  readonly id: string;
  readonly charge: string;
  readonly paymentIntent: string;
  readonly customer: Customer;
  readonly at: number;
  readonly dueAt: number;
  readonly quanta: number;
  readonly status: string;
  readonly reason: string;
  readonly balanceTransactions: readonly StripeBookObject[];
}

export function disputeObject(parts: DisputeParts): StripeBookObject {
  return {
    id: parts.id,
    object: 'dispute',
    amount: stripeMinor(parts.customer.currency, parts.quanta),
    balance_transactions: parts.balanceTransactions,
    charge: parts.charge,
    created: parts.at,
    currency: parts.customer.currency.code.toLowerCase(),
    evidence_details: { due_by: parts.dueAt, has_evidence: false, past_due: false, submission_count: 0 },
    is_charge_refundable: parts.status.startsWith('warning_'),
    metadata: {},
    payment_intent: parts.paymentIntent,
    payment_method_details: {
      card: { brand: parts.customer.card.brand, case_type: 'chargeback', network_reason_code: '10.4' },
      type: 'card',
    },
    reason: parts.reason,
    status: parts.status,
  };
}
