import type { StripeBookObject } from './company.ts';
import { stripeMinor } from './currencies.ts';
import type { Customer } from './customers.ts';

/** Stripe objects of a customer's money in the shape of API version 2026-10-28.endive; amounts in quanta of her currency. */
export interface CreditNoteParts {
  readonly id: string;
  readonly number: string;
  readonly invoice: string;
  readonly customer: Customer;
  readonly at: number;
  readonly quanta: number;
  /** Before the payment it lessens what is due; after it, it is paid back or goes to the customer's balance. */
  readonly course: 'beforePayment' | 'refunded' | 'toBalance';
  readonly refund?: string;
  readonly balanceTransaction?: string;
  readonly voidedAt?: number;
}

export function creditNoteObject(parts: CreditNoteParts): StripeBookObject {
  const amount = stripeMinor(parts.customer.currency, parts.quanta);
  const isBefore = parts.course === 'beforePayment';
  return {
    id: parts.id,
    object: 'credit_note',
    amount,
    created: parts.at,
    currency: parts.customer.currency.code.toLowerCase(),
    customer: parts.customer.stripeId,
    customer_balance_transaction: parts.balanceTransaction ?? null,
    effective_at: parts.at,
    invoice: parts.invoice,
    number: parts.number,
    post_payment_amount: isBefore ? 0 : amount,
    pre_payment_amount: isBefore ? amount : 0,
    reason: 'order_change',
    refunds: parts.refund === undefined ? [] : [{ amount_refunded: amount, refund: parts.refund, type: 'refund' }],
    status: parts.voidedAt === undefined ? 'issued' : 'void',
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    type: isBefore ? 'pre_payment' : 'post_payment',
    voided_at: parts.voidedAt ?? null,
  };
}

export type BalanceCause = 'applied_to_invoice' | 'credit_note' | 'invoice_overpaid';

export interface CustomerBalanceParts {
  readonly id: string;
  readonly customer: Customer;
  readonly at: number;
  readonly cause: BalanceCause;
  readonly quanta: number;
  readonly endingQuanta: number;
  readonly invoice?: string;
  readonly creditNote?: string;
}

export function customerBalanceObject(parts: CustomerBalanceParts): StripeBookObject {
  return {
    id: parts.id,
    object: 'customer_balance_transaction',
    amount: stripeMinor(parts.customer.currency, parts.quanta),
    created: parts.at,
    credit_note: parts.creditNote ?? null,
    currency: parts.customer.currency.code.toLowerCase(),
    customer: parts.customer.stripeId,
    ending_balance: stripeMinor(parts.customer.currency, parts.endingQuanta),
    invoice: parts.invoice ?? null,
    type: parts.cause,
  };
}

export interface CashBalanceParts {
  readonly id: string;
  readonly customer: Customer;
  readonly at: number;
  readonly quanta: number;
  readonly endingQuanta: number;
  readonly how:
    | { readonly type: 'funded'; readonly reference: string }
    | { readonly type: 'applied_to_payment'; readonly paymentIntent: string }
    | { readonly type: 'transferred_to_balance'; readonly balanceTransaction: string };
}

export function cashBalanceObject(parts: CashBalanceParts): StripeBookObject {
  return {
    id: parts.id,
    object: 'customer_cash_balance_transaction',
    created: parts.at,
    currency: parts.customer.currency.code.toLowerCase(),
    customer: parts.customer.stripeId,
    ending_balance: stripeMinor(parts.customer.currency, parts.endingQuanta),
    net_amount: stripeMinor(parts.customer.currency, parts.quanta),
    type: parts.how.type,
    ...howFields(parts.how, parts.customer),
  };
}

function howFields(how: CashBalanceParts['how'], customer: Customer) {
  if (how.type === 'applied_to_payment') return { applied_to_payment: { payment_intent: how.paymentIntent } };
  if (how.type === 'transferred_to_balance')
    return { transferred_to_balance: { balance_transaction: how.balanceTransaction } };
  const from = { sender_name: customer.stripeName };
  const transfer =
    customer.unit.unit === 'US'
      ? { type: 'us_bank_transfer', us_bank_transfer: { ...from, network: 'ach' } }
      : { type: 'eu_bank_transfer', eu_bank_transfer: { ...from, bic: 'TESTDE22', iban_last4: '3000' } };
  return { funded: { bank_transfer: { ...transfer, reference: how.reference } } };
}
