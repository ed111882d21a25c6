import type { Money } from '../../../shared/domain/money.ts';
import { amountOf, instantOf, partOf, Refusal, type Reader } from './reading.ts';
import { isKnownReportingCategory } from './reporting-categories.ts';
import * as schema from './schema.ts';
import type { StripeBalancePart } from './types.ts';

/** Reads a payout. */
export const readPayout: Reader = (value) => {
  const head = schema.payoutSchema.parse(value);
  return {
    head,
    fact: {
      type: 'payout',
      status: head.status,
      amount: amountOf(head.amount, head.currency, 'payout'),
      automatic: head.automatic,
      method: head.method,
      arrivalAt: instantOf(head.arrival_date),
      balanceTransaction: head.balance_transaction,
      failureBalanceTransaction: head.failure_balance_transaction ?? null,
      failureCode: head.failure_code ?? null,
      originalPayout: head.original_payout ?? null,
      reversedBy: head.reversed_by ?? null,
      reconciliationStatus: head.reconciliation_status,
    },
  };
};

/** Reads a top-up. */
export const readTopup: Reader = (value) => {
  const head = schema.topupSchema.parse(value);
  return {
    head,
    fact: {
      type: 'topup',
      status: head.status,
      amount: amountOf(head.amount, head.currency),
      balanceTransaction: head.balance_transaction,
      failureCode: head.failure_code ?? null,
    },
  };
};

/** Reads a balance transaction. */
export const readBalanceTransaction: Reader = (value) => {
  const head = schema.balanceTransactionSchema.parse(value);
  if (head.net !== head.amount - head.fee)
    throw new Refusal(`net ${head.net} is not amount ${head.amount} less fee ${head.fee}`);
  return {
    head,
    fact: {
      type: 'balance_transaction',
      reportingCategory: head.reporting_category,
      transactionType: head.type,
      balanceType: head.balance_type,
      // What moved the balance is told exactly, whatever moved it (fees, adjustments, conversions): the rule for whole or rounded
      // amounts is one of charges and payouts themselves.
      amount: partOf(head.amount, head.currency),
      fee: partOf(head.fee, head.currency),
      feeTax: feeTaxOf(head.fee_details, head.currency),
      net: partOf(head.net, head.currency),
      source: head.source,
      status: head.status,
      availableAt: instantOf(head.available_on),
      exchangeRate: head.exchange_rate === null || head.exchange_rate === undefined ? null : String(head.exchange_rate),
      known: isKnownReportingCategory(head.reporting_category),
    },
  };
};

/**
 * The parts of a balance, by the names that balance transactions have for them (`balance_type`). `connect_reserved` is held back out of
 * what is paid in. Source: Stripe API reference, "The Balance object". Throws `Refusal` for an unknown currency.
 */
export function readBalance(answer: unknown): readonly StripeBalancePart[] {
  const { available, pending, connect_reserved, issuing, refund_and_dispute_prefunding } =
    schema.balanceSchema.parse(answer);
  return [
    ...partsOf('payments', 'available', available),
    ...partsOf('payments', 'pending', pending),
    ...partsOf('payments', 'reserved', connect_reserved),
    ...partsOf('issuing', 'available', issuing?.available),
    ...partsOf('refund_and_dispute_prefunding', 'available', refund_and_dispute_prefunding?.available),
    ...partsOf('refund_and_dispute_prefunding', 'pending', refund_and_dispute_prefunding?.pending),
  ];
}

function partsOf(
  balanceType: string,
  part: StripeBalancePart['part'],
  rows: readonly { readonly amount: number; readonly currency: string }[] | null | undefined,
): readonly StripeBalancePart[] {
  return (rows ?? []).map(({ amount, currency }) => ({ balanceType, part, amount: partOf(amount, currency) }));
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
