/** What of an old balance transaction tells its reporting category. */
export interface UncategorisedTransaction {
  readonly type: string;
  readonly amount: number;
  readonly source: string | null;
  readonly description: string | null;
  /** The source stands whole inside it and is a payout. */
  readonly sourceIsPayout: boolean;
}

/**
 * The reporting category of a balance transaction that was written down before Stripe had categories; a type without one keeps its own
 * name, which is no category of this program's, so that it goes to suspense. Source: Stripe, "Reporting categories and types".
 */
export function categoryOfType(transaction: UncategorisedTransaction): string {
  const { type } = transaction;
  const ofPayout = PAYOUT_TYPES[type];
  if (ofPayout !== undefined && isOfPayout(transaction)) return ofPayout;
  return type === 'adjustment' ? categoryOfAdjustment(transaction) : (CATEGORIES.get(type) ?? type);
}

/**
 * Until 2017-04-06 payouts were called transfers, as those to connected accounts still are. Their money is told apart by its source, or by the
 * words Stripe writes on bank statements of a company that has set none. Source: Stripe API changelog, 2017-04-06.
 */
function isOfPayout({ source, description, sourceIsPayout }: UncategorisedTransaction): boolean {
  return sourceIsPayout || (source ?? '').startsWith('po_') || /^STRIPE (?:TRANSFER|PAYOUT)\b/i.test(description ?? '');
}
const PAYOUT_TYPES: Readonly<Record<string, string>> = {
  transfer: 'payout',
  transfer_cancel: 'payout_reversal',
  transfer_failure: 'payout_reversal',
};

/**
 * `adjustment` is several categories: a dispute's money out and back, a refund that failed, anything else. Its source says which; where the
 * charge stands as the source, only Stripe's own words for it do.
 */
function categoryOfAdjustment({ amount, source, description }: UncategorisedTransaction): string {
  const isDispute = /^(?:dp|du|pdp)_/.test(source ?? '') || /\bchargeback\b|\bdispute\b/i.test(description ?? '');
  if (isDispute) return amount < 0 ? 'dispute' : 'dispute_reversal';
  const isRefund = /^(?:re|pyr)_/.test(source ?? '') || /\brefund failure\b/i.test(description ?? '');
  return isRefund && amount > 0 ? 'refund_failure' : 'other_adjustment';
}

const TYPES_OF: Readonly<Record<string, readonly string[]>> = {
  advance: ['advance'],
  advance_funding: ['advance_funding'],
  anticipation_repayment: ['anticipation_repayment'],
  charge: ['charge', 'payment', 'validation'],
  charge_failure: ['payment_failure_refund'],
  climate_order_purchase: ['climate_order_purchase', 'climate_reservation_purchase'],
  climate_order_refund: ['climate_order_refund', 'climate_reservation_refund'],
  connect_collection_transfer: ['connect_collection_transfer'],
  connect_reserved_funds: ['reserve_transaction'],
  contribution: ['contribution'],
  dispute: ['adjusted_for_overdraft_transaction'],
  fee: ['stripe_fee', 'stripe_fx_fee'],
  issuing_authorization_hold: ['issuing_authorization_hold'],
  issuing_authorization_release: ['issuing_authorization_release'],
  issuing_dispute: ['issuing_dispute'],
  issuing_transaction: ['issuing_transaction'],
  network_cost: ['network_cost'],
  other_adjustment: ['obligation_outbound', 'obligation_reversal_inbound'],
  payout: ['payout'],
  payout_minimum_balance_hold: ['payout_minimum_balance_hold'],
  payout_minimum_balance_release: ['payout_minimum_balance_release'],
  payout_reversal: ['payout_cancel', 'payout_failure'],
  platform_earning: ['application_fee'],
  platform_earning_refund: ['application_fee_refund'],
  refund: ['refund', 'payment_refund'],
  refund_failure: ['refund_failure'],
  risk_reserved_funds: ['reserved_funds'],
  tax: ['tax_fee'],
  topup: ['topup'],
  topup_reversal: ['topup_reversal'],
  transfer: ['transfer', 'recipient_transfer'],
  transfer_reversal: [
    'transfer_cancel',
    'transfer_failure',
    'transfer_refund',
    'recipient_transfer_cancel',
    'recipient_transfer_failure',
  ],
  unreconciled_customer_funds: ['transferred_to_balance_transaction'],
};
const CATEGORIES: ReadonlyMap<string, string> = new Map(
  Object.entries(TYPES_OF).flatMap(([category, types]) => types.map((type) => [type, category] as const)),
);
