import type { TableKind, TableRole } from '../table-kind.ts';

const text = (role: string, label: string, headers: readonly string[], required = false): TableRole => ({
  role,
  label,
  type: 'text',
  required,
  headers,
});
const amount = (role: string, label: string, headers: readonly string[], required = true): TableRole => ({
  role,
  label,
  type: 'amount',
  required,
  headers,
});
const instant = (role: string, label: string, headers: readonly string[], isUtc = false): TableRole => ({
  role,
  label,
  type: 'instant',
  required: false,
  headers,
  isUtc,
});
const currency = (role: string, label: string, headers: readonly string[], required = true): TableRole => ({
  role,
  label,
  type: 'currency',
  required,
  headers,
});

/**
 * Stripe's itemised reports: balance change from activity, payouts, payout reconciliation, ending balance reconciliation. One row is one
 * balance transaction. Source: Stripe, "Balance report type" and "Payout reconciliation report type", schemas of the CSV.
 */
export const ITEMISED_REPORT: TableKind = {
  kind: 'stripeItemised',
  title: 'Stripe itemised report (activity, payouts, payout reconciliation)',
  marks: ['balance_transaction_id', 'gross', 'fee', 'net', 'reporting_category', 'currency'],
  oneOf: [['createdUtc', 'created', 'effectiveUtc', 'effective']],
  cannotGive:
    'A report does not tell: the card’s fingerprint and the cardholder’s name, metadata that was not chosen as a column, the tax within a fee, ' +
    'the exchange rate, the number of an invoice unless it is a column, and failed attempts, which moved no money.',
  roles: [
    text('id', 'balance transaction', ['balance_transaction_id'], true),
    instant('createdUtc', 'created (UTC)', ['created_utc'], true),
    instant('created', 'created (report’s zone)', ['created']),
    instant('effectiveUtc', 'payout effective (UTC)', ['effective_at_utc'], true),
    instant('effective', 'payout effective (report’s zone)', ['effective_at']),
    instant('availableUtc', 'available on (UTC)', ['available_on_utc'], true),
    instant('available', 'available on (report’s zone)', ['available_on']),
    currency('currency', 'settlement currency', ['currency']),
    amount('gross', 'gross', ['gross']),
    amount('fee', 'fee', ['fee']),
    amount('net', 'net', ['net']),
    text('category', 'reporting category', ['reporting_category'], true),
    text('source', 'source', ['source_id', 'payout_id']),
    text('description', 'description', ['description']),
    text('customer', 'customer', ['customer_id']),
    text('customerName', 'customer name', ['customer_name']),
    text('customerEmail', 'customer e-mail', ['customer_email']),
    text('charge', 'charge', ['charge_id']),
    instant('chargeCreatedUtc', 'charge created (UTC)', ['charge_created_utc'], true),
    instant('chargeCreated', 'charge created (report’s zone)', ['charge_created']),
    text('paymentIntent', 'payment intent', ['payment_intent_id']),
    text('invoice', 'invoice', ['invoice_id']),
    text('invoiceNumber', 'invoice number', ['invoice_number']),
    text('payout', 'automatic payout', ['automatic_payout_id']),
    amount('facingAmount', 'customer-facing amount', ['customer_facing_amount'], false),
    currency('facingCurrency', 'customer-facing currency', ['customer_facing_currency'], false),
    text('statementDescriptor', 'statement descriptor', ['statement_descriptor']),
    text('disputeReason', 'dispute reason', ['dispute_reason']),
    text('payoutStatus', 'payout status', ['payout_status']),
    instant(
      'payoutArrival',
      'payout expected to arrive',
      ['payout_expected_arrival_date', 'automatic_payout_effective_at_utc'],
      true,
    ),
  ],
};

/** Stripe's balance summary: what the balance stood at when a period began and ended. Source: Stripe, "Balance report type". */
export const BALANCE_SUMMARY: TableKind = {
  kind: 'stripeBalanceSummary',
  title: 'Stripe balance summary',
  marks: ['category', 'net_amount', 'currency'],
  oneOf: [],
  cannotGive: 'A summary holds sums only; it proves what itemised rows say, and makes no movements.',
  roles: [
    text('category', 'category', ['category'], true),
    text('description', 'description', ['description']),
    amount('net', 'net amount', ['net_amount']),
    currency('currency', 'currency', ['currency']),
  ],
};

/** Every kind of table that can be taken in. */
export const TABLE_KINDS: readonly TableKind[] = [ITEMISED_REPORT, BALANCE_SUMMARY];

/** The kind that a header is of, by the columns every such table has; null when it is of none. */
export function kindOfHeader(headers: readonly string[]): TableKind | null {
  return TABLE_KINDS.find(({ marks }) => marks.every((mark) => headers.includes(mark))) ?? null;
}
