import type { StripeBookObject } from '../company/company.ts';
import { withoutFields } from './without-fields.ts';

export const API_VERSION = '2026-10-28.endive';

/**
 * Fields of each object that are the same for every object of the sample company, in the shape of API version
 * 2026-10-28.endive (Stripe API reference): the books keep what differs, the served object has both.
 */
const CONSTANT: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  customer: {
    address: null,
    balance: 0,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  },
  payment_intent: {
    amount_capturable: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    confirmation_method: 'automatic',
    customer_account: null,
    last_payment_error: null,
    livemode: false,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_types: ['card'],
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    transfer_data: null,
    transfer_group: null,
  },
  topup: {
    description: null,
    expected_availability_date: null,
    failure_code: null,
    failure_message: null,
    initiated_by: 'user',
    livemode: false,
    metadata: {},
    source: null,
    statement_descriptor: null,
    transfer_group: null,
  },
  charge: {
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    disputed: false,
    failure_balance_transaction: null,
    fraud_details: {},
    livemode: false,
    on_behalf_of: null,
    payment_method: null,
    radar_options: {},
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor_suffix: null,
    transfer_data: null,
    transfer_group: null,
  },
  invoice: {
    account_country: 'US',
    account_name: 'Tieout sample company',
    account_tax_ids: null,
    amount_paid: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 1,
    attempted: true,
    auto_advance: false,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: 'manual',
    collection_method: 'send_invoice',
    custom_fields: null,
    customer_account: null,
    customer_address: null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ending_balance: 0,
    footer: null,
    from_invoice: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: [], has_more: false },
    livemode: false,
    next_payment_attempt: null,
    on_behalf_of: null,
    parent: null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    test_clock: null,
    total_discount_amounts: [],
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  },
  invoice_payment: { livemode: false },
  credit_note: {
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    lines: { object: 'list', data: [], has_more: false },
    livemode: false,
    memo: null,
    metadata: {},
    out_of_band_amount: null,
    pdf: '',
    pretax_credit_amounts: [],
    shipping_cost: null,
  },
  customer_balance_transaction: {
    checkout_session: null,
    customer_account: null,
    description: null,
    livemode: false,
    metadata: {},
  },
  customer_cash_balance_transaction: { customer_account: null, livemode: false },
  refund: {
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    payment_method: null,
    receipt_number: null,
    source_transfer_reversal: null,
    transfer_reversal: null,
  },
  dispute: {
    enhanced_eligibility_types: [],
    evidence: {},
    intended_submission_method: null,
    livemode: false,
    network_reason_code: '10.4',
  },
  payout: {
    application_fee: null,
    application_fee_amount: null,
    description: 'STRIPE PAYOUT',
    destination: 'ba_1TieoutSampleBank',
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    trace_id: { status: 'supported', value: null },
    type: 'bank_account',
  },
  balance_transaction: { balance_type: 'payments' },
};

/** The object as the API shows it. */
export function served(stored: StripeBookObject): StripeBookObject {
  const shown = { ...CONSTANT[stored.object], ...stored };
  // Stripe API reference, "Expanding responses": the list of tax ids is left out unless it is asked for.
  return stored.object === 'customer' && 'tax_ids' in stored ? withoutFields(shown, 'tax_ids') : shown;
}

interface KeptTaxId {
  readonly type: string;
  readonly value: string;
  readonly country: string;
}

/** A customer's tax ids as the API lists them; `stored` is the customer as the books keep it. */
export function taxIdsOf(stored: StripeBookObject) {
  const kept = (stored['tax_ids'] ?? []) as readonly KeptTaxId[];
  const data = kept.map(({ type, value, country }, n) => ({
    id: `txi_1${stored.id.slice('cus_'.length)}${n}`,
    object: 'tax_id',
    country,
    created: stored.created,
    customer: stored.id,
    livemode: false,
    type,
    value,
    verification: null,
  }));
  return { object: 'list', data, has_more: false, url: `/v1/customers/${stored.id}/tax_ids` };
}

/** The PaymentIntent behind charges, newest first: the sample keeps no more of it than its charges tell. */
export function paymentIntentOf(id: string, charges: readonly StripeBookObject[]): StripeBookObject | null {
  const latest = charges[0];
  const first = charges.at(-1);
  if (!latest || !first) return null;
  const paid = charges.find((charge) => charge['status'] === 'succeeded');
  return {
    id,
    object: 'payment_intent',
    amount: latest['amount'],
    amount_received: paid ? paid['amount'] : 0,
    created: first.created,
    currency: latest['currency'],
    customer: latest['customer'],
    description: latest['description'],
    latest_charge: (paid ?? latest).id,
    metadata: latest['metadata'],
    status: paid ? 'succeeded' : 'requires_payment_method',
  };
}
