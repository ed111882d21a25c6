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
const instantUtc = (role: string, label: string, headers: readonly string[]): TableRole => ({
  role,
  label,
  type: 'instant',
  required: false,
  headers,
  isUtc: true,
});
/** In the zone the report was asked for, which it does not name; `after`: the columns that are read before it. */
const instant = (role: string, label: string, headers: readonly string[], after: readonly string[]): TableRole => ({
  role,
  label,
  type: 'instant',
  required: false,
  headers,
  after,
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
    instantUtc('createdUtc', 'created (UTC)', ['created_utc']),
    instant('created', 'created (report’s zone)', ['created'], ['createdUtc']),
    instantUtc('effectiveUtc', 'payout effective (UTC)', ['effective_at_utc']),
    instant(
      'effective',
      'payout effective (report’s zone)',
      ['effective_at'],
      ['createdUtc', 'created', 'effectiveUtc'],
    ),
    instantUtc('availableUtc', 'available on (UTC)', ['available_on_utc']),
    instant('available', 'available on (report’s zone)', ['available_on'], ['availableUtc']),
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
    instantUtc('chargeCreatedUtc', 'charge created (UTC)', ['charge_created_utc']),
    instant('chargeCreated', 'charge created (report’s zone)', ['charge_created'], ['chargeCreatedUtc']),
    text('paymentIntent', 'payment intent', ['payment_intent_id']),
    text('invoice', 'invoice', ['invoice_id']),
    text('invoiceNumber', 'invoice number', ['invoice_number']),
    text('payout', 'automatic payout', ['automatic_payout_id']),
    amount('facingAmount', 'customer-facing amount', ['customer_facing_amount'], false),
    currency('facingCurrency', 'customer-facing currency', ['customer_facing_currency'], false),
    text('statementDescriptor', 'statement descriptor', ['statement_descriptor']),
    text('disputeReason', 'dispute reason', ['dispute_reason']),
    text('payoutStatus', 'payout status', ['payout_status']),
    instantUtc('payoutArrival', 'payout expected to arrive', [
      'payout_expected_arrival_date',
      'automatic_payout_effective_at_utc',
    ]),
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

/** The kind of which a header has most of the columns by which it is told, with those it lacks; null where it has few of any. */
export function nearestKind(
  headers: readonly string[],
): { readonly kind: TableKind; readonly missing: readonly string[] } | null {
  const near = TABLE_KINDS.map((kind) => ({ kind, missing: kind.marks.filter((mark) => !headers.includes(mark)) }))
    .filter(({ kind, missing }) => missing.length * 2 < kind.marks.length)
    .toSorted((left, right) => left.missing.length - right.missing.length);
  return near[0] ?? null;
}

/** The kind that a header is of, by the columns every such table has; null when it is of none. */
export function kindOfHeader(headers: readonly string[]): TableKind | null {
  return TABLE_KINDS.find(({ marks }) => marks.every((mark) => headers.includes(mark))) ?? null;
}
