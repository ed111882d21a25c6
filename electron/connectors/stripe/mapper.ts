import { z } from 'zod';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { Money } from '../../../shared/domain/money.ts';
import { money } from '../../../shared/domain/money.ts';
import type { StripeAmountContext } from '../../../shared/domain/stripe-currency.ts';
import { stripeAmountFault, stripeExponent } from '../../../shared/domain/stripe-currency.ts';
import { isKnownReportingCategory } from './reporting-categories.ts';
import * as schema from './schema.ts';
import type { RefusedObject, StripeFact, StripeObject, StripeType } from './types.ts';

/** Thrown inside this file only: the object cannot be read safely, and why. */
class Refusal extends Error {}

export type MappedObject =
  | { readonly accepted: true; readonly object: StripeObject }
  | { readonly accepted: false; readonly refused: RefusedObject };

/**
 * What one object of a Stripe answer says in our words, or why it is refused: a missing or mistyped field, a currency
 * Stripe's minor-unit rule does not name, an amount that breaks the rule, the other mode's data. Never throws.
 */
export function mapStripeObject(type: StripeType, value: unknown, livemode: boolean): MappedObject {
  const raw = JSON.stringify(value) ?? 'null';
  try {
    const { id, createdAt, fact } = read(type, value, livemode);
    return { accepted: true, object: { id, createdAt, raw, fact } };
  } catch (error) {
    const reason = refusalReason(error);
    if (reason === null) throw error;
    return { accepted: false, refused: { type, id: idOf(value), reason, raw } };
  }
}

/** The id of anything that carries one, also when the rest of it is unreadable. */
export function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' && value.id !== '' ? value.id : null;
}

function refusalReason(error: unknown): string | null {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof z.ZodError)) return null;
  const issue = error.issues[0];
  if (issue === undefined) return 'it has not the shape Stripe documents';
  return `field ${issue.path.map(String).join('.') || '(whole object)'}: ${issue.message}`;
}

interface Reading {
  readonly id: string;
  readonly createdAt: Instant | null;
  readonly fact: StripeFact;
}

function read(type: StripeType, value: unknown, livemode: boolean): Reading {
  const deleted = type === 'customer' ? schema.deletedCustomerSchema.safeParse(value) : null;
  if (deleted?.success)
    return {
      id: deleted.data.id,
      createdAt: null,
      fact: { type: 'customer', name: null, email: null, deleted: true, metadata: {} },
    };
  const { head, fact } = READERS[type](value);
  if (head.livemode !== undefined && head.livemode !== livemode)
    throw new Refusal(
      livemode
        ? 'test data on a live connection is never taken in'
        : 'live data on a test connection is never taken in',
    );
  return { id: head.id, createdAt: instant(head.created), fact };
}

interface Head {
  readonly id: string;
  readonly created: number;
  readonly livemode?: boolean | undefined;
}
type Reader = (value: unknown) => { readonly head: Head; readonly fact: StripeFact };

const READERS: Readonly<Record<StripeType, Reader>> = {
  customer: (value) => {
    const head = schema.customerSchema.parse(value);
    const fact = { name: head.name ?? null, email: head.email ?? null, deleted: false, metadata: head.metadata ?? {} };
    return { head, fact: { type: 'customer', ...fact } };
  },
  invoice: readInvoice,
  invoice_payment: readInvoicePayment,
  charge: readCharge,
  refund: readRefund,
  dispute: readDispute,
  payout: readPayout,
  balance_transaction: readBalanceTransaction,
  credit_note: readCreditNote,
};

function readInvoice(value: unknown): ReturnType<Reader> {
  const head = schema.invoiceSchema.parse(value);
  return {
    head,
    fact: {
      type: 'invoice',
      number: head.number,
      customer: head.customer,
      status: head.status ?? 'draft',
      total: amountOf(head.total, head.currency),
      tax: taxOf(head),
      dueAt: head.due_date === null || head.due_date === undefined ? null : instant(head.due_date),
      finalizedAt: head.status_transitions.finalized_at === null ? null : instant(head.status_transitions.finalized_at),
      metadata: head.metadata ?? {},
    },
  };
}

function readCreditNote(value: unknown): ReturnType<Reader> {
  const head = schema.creditNoteSchema.parse(value);
  const tax = taxOf(head);
  if (tax === null) throw new Refusal('it does not tell its tax');
  return {
    head,
    fact: {
      type: 'credit_note',
      number: head.number,
      invoice: head.invoice,
      customer: head.customer,
      status: head.status,
      total: amountOf(head.total, head.currency),
      tax,
      reason: head.reason ?? null,
    },
  };
}

/**
 * Tax within a total (Stripe API reference, `total_taxes` and `total_excluding_tax` of invoices and credit notes); null where neither is
 * given. Two that differ are not believed.
 */
function taxOf(head: {
  readonly total: number;
  readonly total_excluding_tax?: number | null | undefined;
  readonly total_taxes?: readonly { readonly amount: number }[] | null | undefined;
  readonly currency: string;
}): Money | null {
  const { total, total_excluding_tax: net, total_taxes: taxes, currency } = head;
  const summed = taxes === null || taxes === undefined ? null : taxes.reduce((sum, each) => sum + each.amount, 0);
  const left = net === null || net === undefined ? null : total - net;
  if (summed !== null && left !== null && summed !== left) return null;
  const minor = left ?? summed;
  return minor === null ? null : partOf(minor, currency);
}

function readInvoicePayment(value: unknown): ReturnType<Reader> {
  const head = schema.invoicePaymentSchema.parse(value);
  return {
    head,
    fact: {
      type: 'invoice_payment',
      invoice: head.invoice,
      status: head.status,
      amountPaid: head.amount_paid === null ? null : amountOf(head.amount_paid, head.currency),
      paymentIntent: head.payment.payment_intent ?? null,
      charge: head.payment.charge ?? null,
    },
  };
}

function readCharge(value: unknown): ReturnType<Reader> {
  const head = schema.chargeSchema.parse(value);
  return {
    head,
    fact: {
      type: 'charge',
      status: head.status,
      captured: head.captured,
      amount: amountOf(head.captured ? head.amount_captured : head.amount, head.currency),
      customer: head.customer,
      paymentIntent: head.payment_intent,
      balanceTransaction: head.balance_transaction,
      description: head.description ?? null,
      statementDescriptor: head.calculated_statement_descriptor ?? head.statement_descriptor ?? null,
      cardFingerprint: head.payment_method_details?.card?.fingerprint ?? null,
      billingName: head.billing_details?.name ?? null,
      metadata: head.metadata ?? {},
    },
  };
}

function readRefund(value: unknown): ReturnType<Reader> {
  const head = schema.refundSchema.parse(value);
  return {
    head,
    fact: {
      type: 'refund',
      status: head.status,
      amount: amountOf(head.amount, head.currency),
      charge: head.charge,
      balanceTransaction: head.balance_transaction,
      failureBalanceTransaction: head.failure_balance_transaction ?? null,
      reason: head.reason,
    },
  };
}

function readDispute(value: unknown): ReturnType<Reader> {
  const head = schema.disputeSchema.parse(value);
  return {
    head,
    fact: {
      type: 'dispute',
      status: head.status,
      amount: amountOf(head.amount, head.currency),
      charge: head.charge,
      reason: head.reason,
      balanceTransactions: head.balance_transactions,
    },
  };
}

function readPayout(value: unknown): ReturnType<Reader> {
  const head = schema.payoutSchema.parse(value);
  return {
    head,
    fact: {
      type: 'payout',
      status: head.status,
      amount: amountOf(head.amount, head.currency, 'payout'),
      automatic: head.automatic,
      arrivalAt: instant(head.arrival_date),
      balanceTransaction: head.balance_transaction,
      failureBalanceTransaction: head.failure_balance_transaction ?? null,
    },
  };
}

function readBalanceTransaction(value: unknown): ReturnType<Reader> {
  const head = schema.balanceTransactionSchema.parse(value);
  if (head.net !== head.amount - head.fee)
    throw new Refusal(`net ${head.net} is not amount ${head.amount} less fee ${head.fee}`);
  return {
    head,
    fact: {
      type: 'balance_transaction',
      reportingCategory: head.reporting_category,
      transactionType: head.type,
      amount: amountOf(head.amount, head.currency),
      // Fees are exact parts of a unit, so only their currency is checked, not the rule for whole or rounded amounts.
      fee: partOf(head.fee, head.currency),
      feeTax: feeTaxOf(head.fee_details, head.currency),
      net: partOf(head.net, head.currency),
      source: head.source,
      status: head.status,
      availableAt: instant(head.available_on),
      exchangeRate: head.exchange_rate === null || head.exchange_rate === undefined ? null : String(head.exchange_rate),
      known: isKnownReportingCategory(head.reporting_category),
    },
  };
}

/** Source: Stripe API reference, balance transaction, `fee_details`: `application_fee`, `payment_method_passthrough_fee`, `stripe_fee` or `tax`. */
function feeTaxOf(
  details: readonly { readonly amount: number; readonly type: string }[] | null | undefined,
  currency: string,
): Money | null {
  if (details === null || details === undefined) return null;
  const tax = details.filter(({ type }) => type === 'tax').reduce((sum, { amount }) => sum + amount, 0);
  return partOf(tax, currency);
}

function amountOf(minor: number, currency: string, context: StripeAmountContext = 'api'): Money {
  const fault = stripeAmountFault(minor, currency, context);
  if (fault !== null) throw new Refusal(fault);
  return partOf(minor, currency);
}

function partOf(minor: number, currency: string): Money {
  const exponent = stripeExponent(currency);
  if (exponent === null) throw new Refusal(`unknown currency ${currency.toUpperCase()}`);
  if (!Number.isSafeInteger(minor)) throw new Refusal(`amount ${minor} is not a whole number of minor units`);
  return money(minor, exponent, currency.toUpperCase());
}

function instant(seconds: number): Instant {
  return new Date(seconds * 1_000).toISOString() as Instant;
}
