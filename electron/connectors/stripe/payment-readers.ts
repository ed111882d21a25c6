import type { z } from 'zod';
import { amountOf, instantOf, type Reader } from './reading.ts';
import * as schema from './schema.ts';

/** Reads a payment intent. */
export const readPaymentIntent: Reader = (value) => {
  const head = schema.paymentIntentSchema.parse(value);
  return {
    head,
    fact: {
      type: 'payment_intent',
      status: head.status,
      amount: amountOf(head.amount, head.currency),
      amountReceived: amountOf(head.amount_received, head.currency),
      customer: head.customer,
      latestCharge: head.latest_charge,
      paymentMethodTypes: head.payment_method_types,
      metadata: head.metadata ?? {},
    },
  };
};

/** Reads a charge. */
export const readCharge: Reader = (value) => {
  const head = schema.chargeSchema.parse(value);
  return {
    head,
    fact: {
      type: 'charge',
      status: head.status,
      captured: head.captured,
      amount: amountOf(head.captured ? head.amount_captured : head.amount, head.currency),
      authorised: amountOf(head.amount, head.currency),
      amountRefunded: amountOf(head.amount_refunded, head.currency),
      disputed: head.disputed,
      customer: head.customer,
      paymentIntent: head.payment_intent,
      paymentMethod: head.payment_method ?? null,
      paymentMethodType: head.payment_method_details?.type ?? null,
      balanceTransaction: head.balance_transaction,
      failureBalanceTransaction: head.failure_balance_transaction ?? null,
      description: head.description ?? null,
      statementDescriptor: head.calculated_statement_descriptor ?? head.statement_descriptor ?? null,
      payerFingerprint: payerFingerprint(head.payment_method_details),
      billingName: head.billing_details?.name ?? null,
      metadata: head.metadata ?? {},
    },
  };
};

/** What Stripe tells the payer's card, bank account or wallet from others by; a charge is paid by one of them. */
function payerFingerprint(details: z.infer<typeof schema.chargeSchema>['payment_method_details']): string | null {
  const accounts = Object.values(details ?? {}).filter((value) => typeof value === 'object' && value !== null);
  return accounts.find(({ fingerprint }) => typeof fingerprint === 'string')?.fingerprint ?? null;
}

/** Reads a refund. */
export const readRefund: Reader = (value) => {
  const head = schema.refundSchema.parse(value);
  return {
    head,
    fact: {
      type: 'refund',
      status: head.status,
      amount: amountOf(head.amount, head.currency),
      charge: head.charge,
      paymentIntent: head.payment_intent ?? null,
      balanceTransaction: head.balance_transaction,
      failureBalanceTransaction: head.failure_balance_transaction ?? null,
      reason: head.reason,
      failureReason: head.failure_reason ?? null,
    },
  };
};

/** Reads a dispute. */
export const readDispute: Reader = (value) => {
  const head = schema.disputeSchema.parse(value);
  const dueBy = head.evidence_details?.due_by ?? null;
  return {
    head,
    fact: {
      type: 'dispute',
      status: head.status,
      amount: amountOf(head.amount, head.currency),
      charge: head.charge,
      reason: head.reason,
      balanceTransactions: head.balance_transactions,
      evidenceDueAt: dueBy === null ? null : instantOf(dueBy),
    },
  };
};
