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
  readonly status: 'succeeded' | 'failed' | 'pending';
  readonly refundedQuanta: number;
  readonly disputed: boolean;
  /** Default: card. Debits are pending for days; bank transfers come out of the customer's cash balance. */
  readonly method?: PaymentMethod;
  readonly failureBalanceTransaction?: string;
}
export type PaymentMethod = 'card' | 'us_bank_account' | 'sepa_debit' | 'customer_balance';

export function chargeObject(parts: ChargeParts): StripeBookObject {
  const { customer, words } = parts;
  const amount = stripeMinor(customer.currency, parts.quanta);
  const paid = parts.status === 'succeeded';
  const method = parts.method ?? 'card';
  const wasTaken = parts.status !== 'failed' || parts.failureBalanceTransaction !== undefined;
  return {
    id: parts.id,
    object: 'charge',
    amount,
    amount_captured: wasTaken ? amount : 0,
    amount_refunded: stripeMinor(customer.currency, parts.refundedQuanta),
    balance_transaction: parts.balanceTransaction,
    billing_details: {
      address: null,
      email: customer.stripeRecord.email,
      name: customer.stripeName,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: words.statement ?? 'TIEOUT SAMPLE',
    captured: wasTaken,
    created: parts.at,
    currency: customer.currency.code.toLowerCase(),
    customer: customer.stripeId,
    description: words.description,
    disputed: parts.disputed,
    ...(parts.failureBalanceTransaction === undefined
      ? {}
      : { failure_balance_transaction: parts.failureBalanceTransaction }),
    ...failureOf(parts.status, method),
    metadata: words.metadata,
    outcome: outcome(parts.status !== 'failed' || method !== 'card'),
    paid,
    payment_intent: parts.paymentIntent,
    payment_method_details: { [method]: methodDetails(customer, method), type: method },
    refunded: paid && parts.refundedQuanta === parts.quanta,
    statement_descriptor: words.statement,
    status: parts.status,
  };
}

function failureOf(status: ChargeParts['status'], method: PaymentMethod) {
  if (status !== 'failed') return { failure_code: null, failure_message: null };
  return method === 'card'
    ? { failure_code: 'card_declined', failure_message: 'Your card was declined.' }
    : { failure_code: 'insufficient_funds', failure_message: 'The customer’s account has insufficient funds.' };
}

const INTENT_STATUS = { succeeded: 'succeeded', pending: 'processing', failed: 'requires_payment_method' } as const;

/** The payment intent of a charge, as its charge tells it. */
export function paymentIntentObject(parts: ChargeParts, startedAt: number): StripeBookObject {
  const { customer, words } = parts;
  const amount = stripeMinor(customer.currency, parts.quanta);
  return {
    id: parts.paymentIntent,
    object: 'payment_intent',
    amount,
    amount_received: parts.status === 'succeeded' ? amount : 0,
    created: startedAt,
    currency: customer.currency.code.toLowerCase(),
    customer: customer.stripeId,
    description: words.description,
    latest_charge: parts.id,
    metadata: words.metadata,
    ...(parts.method === undefined ? {} : { payment_method_types: [parts.method] }),
    status: INTENT_STATUS[parts.status],
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

function methodDetails(customer: Customer, method: PaymentMethod) {
  if (method === 'card') return cardDetails(customer);
  if (method === 'customer_balance') return {};
  return { bank_name: 'STRIPE TEST BANK', fingerprint: customer.card.fingerprint, last4: customer.card.last4 };
}

export interface RefundParts {
  readonly id: string;
  readonly charge: string;
  readonly paymentIntent: string;
  readonly customer: Customer;
  readonly at: number;
  readonly quanta: number;
  readonly status: 'succeeded' | 'pending' | 'failed' | 'canceled';
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
