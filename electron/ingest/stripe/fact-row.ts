import type { Money } from '../../../shared/domain/money.ts';
import type { StripeBalanceTransactionFact, StripeChargeFact, StripeFact } from '../../connectors/stripe/types.ts';
import type { ColumnValue } from '../put-row.ts';
import { metadataText } from '../movements/metadata-text.ts';
import type { ReadObject } from './observed-page.ts';

/** Where the current version of an object stands in our words: its table, the name of its id there, and its columns. */
export interface FactRow {
  readonly table: string;
  readonly idColumn: string;
  readonly columns: Readonly<Record<string, ColumnValue>>;
}
/** A customer's row is merged by hand: a deleted one keeps the name she had. */
export type RowFact = Exclude<StripeFact, { type: 'customer' }>;

/** The row that an object is, from this object alone. */
export function factRowOf(object: ReadObject, fact: RowFact): FactRow {
  switch (fact.type) {
    case 'invoice':
      return row('stripe_invoice', 'invoice_id', {
        number: fact.number,
        customer_id: fact.customer,
        status: fact.status,
        total_minor: fact.total.minor,
        ...currencyOf(fact.total),
        finalized_at: fact.finalizedAt,
        metadata_json: metadataText(fact.metadata),
        tax_minor: fact.tax?.minor ?? null,
        due_at: fact.dueAt,
        amount_paid_minor: fact.amountPaid.minor,
        starting_balance_minor: fact.startingBalance.minor,
        ending_balance_minor: fact.endingBalance?.minor ?? null,
        paid_elsewhere_minor: fact.paidElsewhere.minor,
        credited_minor: fact.credited.minor,
        created_at: object.createdAt,
      });
    case 'credit_note':
      return row('stripe_credit_note', 'credit_note_id', {
        number: fact.number,
        invoice_id: fact.invoice,
        customer_id: fact.customer,
        status: fact.status,
        total_minor: fact.total.minor,
        tax_minor: fact.tax.minor,
        ...currencyOf(fact.total),
        issued_at: object.createdAt,
        reason: fact.reason,
        customer_balance_transaction_id: fact.customerBalanceTransaction,
        refunds_json: JSON.stringify(fact.refunds),
      });
    case 'invoice_payment':
      return row('stripe_invoice_payment', 'invoice_payment_id', {
        invoice_id: fact.invoice,
        status: fact.status,
        amount_minor: fact.amountPaid?.minor ?? null,
        exponent: fact.amountPaid?.exponent ?? null,
        currency: fact.amountPaid?.currency ?? null,
        payment_intent_id: fact.paymentIntent,
        charge_id: fact.charge,
        created_at: object.createdAt,
      });
    case 'customer_balance_transaction':
    case 'customer_cash_balance_transaction':
      return customerRowOf(object, fact);
    case 'payment_intent':
    case 'charge':
    case 'refund':
    case 'dispute':
    case 'payout':
    case 'topup':
    case 'balance_transaction':
      return moneyRowOf(object, fact);
  }
}

type CustomerMoneyFact = Extract<
  RowFact,
  { type: 'customer_balance_transaction' | 'customer_cash_balance_transaction' }
>;

/** Rows of what Stripe keeps under a customer. */
function customerRowOf(object: ReadObject, fact: CustomerMoneyFact): FactRow {
  switch (fact.type) {
    case 'customer_balance_transaction':
      return row('stripe_customer_balance_transaction', 'customer_balance_transaction_id', {
        customer_id: fact.customer,
        cause: fact.cause,
        amount_minor: fact.amount.minor,
        ending_minor: fact.endingBalance.minor,
        ...currencyOf(fact.amount),
        invoice_id: fact.invoice,
        credit_note_id: fact.creditNote,
        created_at: object.createdAt,
      });
    case 'customer_cash_balance_transaction':
      return row('stripe_cash_balance_transaction', 'cash_balance_transaction_id', {
        customer_id: fact.customer,
        cause: fact.cause,
        net_minor: fact.net.minor,
        ending_minor: fact.endingBalance.minor,
        ...currencyOf(fact.net),
        payment_intent_id: fact.paymentIntent,
        refund_id: fact.refund,
        balance_transaction_id: fact.balanceTransaction,
        created_at: object.createdAt,
      });
  }
}

type MoneyFact = Extract<
  RowFact,
  { type: 'payment_intent' | 'charge' | 'refund' | 'dispute' | 'payout' | 'topup' | 'balance_transaction' }
>;

/** Rows of what moves money through Stripe itself. */
function moneyRowOf(object: ReadObject, fact: MoneyFact): FactRow {
  switch (fact.type) {
    case 'payment_intent':
      return row('stripe_payment_intent', 'payment_intent_id', {
        customer_id: fact.customer,
        status: fact.status,
        amount_minor: fact.amount.minor,
        received_minor: fact.amountReceived.minor,
        ...currencyOf(fact.amount),
        latest_charge_id: fact.latestCharge,
        // Source: Stripe API reference, `payment_method_types`: bank transfers pay from the customer's cash balance.
        by_bank_transfer: fact.paymentMethodTypes.includes('customer_balance') ? 1 : 0,
        created_at: object.createdAt,
      });
    case 'charge':
      return row('stripe_charge', 'charge_id', chargeColumns(object, fact));
    case 'refund':
      return row('stripe_refund', 'refund_id', {
        status: fact.status,
        amount_minor: fact.amount.minor,
        ...currencyOf(fact.amount),
        charge_id: fact.charge,
        payment_intent_id: fact.paymentIntent,
        balance_transaction_id: fact.balanceTransaction,
        failure_balance_transaction_id: fact.failureBalanceTransaction,
        failure_reason: fact.failureReason,
        created_at: object.createdAt,
      });
    case 'dispute':
      return row('stripe_dispute', 'dispute_id', {
        charge_id: fact.charge,
        status: fact.status,
        reason: fact.reason,
        evidence_due_at: fact.evidenceDueAt,
        balance_transactions_json: JSON.stringify(fact.balanceTransactions),
        amount_minor: fact.amount.minor,
        ...currencyOf(fact.amount),
        created_at: object.createdAt,
      });
    case 'payout':
      return row('stripe_payout', 'payout_id', {
        status: fact.status,
        amount_minor: fact.amount.minor,
        ...currencyOf(fact.amount),
        automatic: fact.automatic ? 1 : 0,
        method: fact.method,
        arrival_at: fact.arrivalAt,
        reconciliation_status: fact.reconciliationStatus,
        balance_transaction_id: fact.balanceTransaction,
        failure_balance_transaction_id: fact.failureBalanceTransaction,
        failure_code: fact.failureCode,
        original_payout_id: fact.originalPayout,
        reversed_by_id: fact.reversedBy,
        created_at: object.createdAt,
      });
    case 'topup':
      return row('stripe_topup', 'topup_id', {
        status: fact.status,
        amount_minor: fact.amount.minor,
        ...currencyOf(fact.amount),
        balance_transaction_id: fact.balanceTransaction,
        failure_code: fact.failureCode,
        created_at: object.createdAt,
      });
    case 'balance_transaction':
      return row('stripe_balance_transaction', 'balance_transaction_id', balanceColumns(object, fact));
  }
}

function chargeColumns(object: ReadObject, fact: StripeChargeFact): FactRow['columns'] {
  return {
    status: fact.status,
    captured: fact.captured ? 1 : 0,
    refunded_minor: fact.amountRefunded.minor,
    disputed: fact.disputed ? 1 : 0,
    payment_intent_id: fact.paymentIntent,
    payment_method_id: fact.paymentMethod,
    payment_method_type: fact.paymentMethodType,
    failure_balance_transaction_id: fact.failureBalanceTransaction,
    balance_transaction_id: fact.balanceTransaction,
    customer_id: fact.customer,
    amount_minor: fact.amount.minor,
    authorised_minor: fact.authorised.minor,
    ...currencyOf(fact.amount),
    created_at: object.createdAt,
  };
}

function balanceColumns(object: ReadObject, fact: StripeBalanceTransactionFact): FactRow['columns'] {
  return {
    source_id: fact.source,
    reporting_category: fact.reportingCategory,
    transaction_type: fact.transactionType,
    amount_minor: fact.amount.minor,
    fee_minor: fact.fee.minor,
    net_minor: fact.net.minor,
    ...currencyOf(fact.amount),
    created_at: object.createdAt,
    available_at: fact.availableAt,
    status: fact.status,
    exchange_rate: fact.exchangeRate,
    known: fact.known ? 1 : 0,
    fee_tax_minor: fact.feeTax?.minor ?? null,
    balance_type: fact.balanceType,
  };
}

function row(table: string, idColumn: string, columns: FactRow['columns']): FactRow {
  return { table, idColumn, columns };
}

function currencyOf({ exponent, currency }: Money): { readonly exponent: number; readonly currency: string } {
  return { exponent, currency };
}
