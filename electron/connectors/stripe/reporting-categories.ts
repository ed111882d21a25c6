/** Reporting categories of balance transactions that this program can place in the tie-out. Source: Stripe, "Balance transaction types". */
export const REPORTING_CATEGORIES = [
  'advance',
  'advance_funding',
  'anticipation_repayment',
  'charge',
  'charge_failure',
  'climate_order_purchase',
  'climate_order_refund',
  'connect_collection_transfer',
  'connect_reserved_funds',
  'contribution',
  'dispute',
  'dispute_reversal',
  'fee',
  'financing_paydown',
  'financing_paydown_reversal',
  'financing_payout',
  'financing_payout_reversal',
  'issuing_authorization_hold',
  'issuing_authorization_release',
  'issuing_dispute',
  'issuing_transaction',
  'network_cost',
  'other_adjustment',
  'partial_capture_reversal',
  'payout',
  'payout_minimum_balance_hold',
  'payout_minimum_balance_release',
  'payout_reversal',
  'platform_earning',
  'platform_earning_refund',
  'refund',
  'refund_failure',
  'risk_reserved_funds',
  'tax',
  'topup',
  'topup_reversal',
  'transfer',
  'transfer_reversal',
  'unreconciled_customer_funds',
] as const;

const KNOWN: ReadonlySet<string> = new Set(REPORTING_CATEGORIES);

/** Whether the tie-out has a place for this category; one it does not know goes to suspense. */
export function isKnownReportingCategory(category: string): boolean {
  return KNOWN.has(category);
}
