/** One payment with its refund, dispute and payout as several past versions of the API wrote them. Hand-made after Stripe's API changelog. */
type Fields = Readonly<Record<string, unknown>>;
export const CREATED = Date.parse('2026-10-05T10:00:00Z') / 1_000;

const dates = { created: CREATED, livemode: false };

/** 2015-02-10: status `paid`, a card, refunds inside, the fee of a balance transaction without category. */
export const OF_2015: readonly Fields[] = [
  {
    id: 'ch_1',
    object: 'charge',
    ...dates,
    amount: 12_50,
    amount_refunded: 5_00,
    balance_transaction: 'txn_1',
    captured: true,
    card: { id: 'card_1', object: 'card', fingerprint: 'fp_1', name: 'Ada', last4: '4242' },
    currency: 'usd',
    customer: 'cus_1',
    description: 'Order 7',
    dispute: null,
    invoice: 'in_1',
    metadata: { invoice: 'INV-7' },
    paid: true,
    refunded: false,
    refunds: {
      object: 'list',
      data: [
        {
          id: 're_1',
          object: 'refund',
          amount: 5_00,
          balance_transaction: 'txn_2',
          charge: 'ch_1',
          created: CREATED + 60,
          currency: 'usd',
          metadata: {},
          reason: null,
        },
      ],
    },
    statement_descriptor: 'TIEOUT',
    status: 'paid',
  },
  {
    id: 'in_1',
    object: 'invoice',
    date: CREATED - 60,
    livemode: false,
    amount_due: 12_50,
    attempted: true,
    charge: 'ch_1',
    closed: true,
    currency: 'usd',
    customer: 'cus_1',
    forgiven: false,
    metadata: {},
    paid: true,
    tax: 2_00,
    total: 12_50,
    webhooks_delivered_at: CREATED - 30,
  },
  {
    id: 'cus_1',
    object: 'customer',
    ...dates,
    account_balance: -3_00,
    currency: 'usd',
    email: 'ap@example.com',
    metadata: {},
  },
  transaction({ id: 'txn_1', type: 'charge', amount: 12_50, fee: 66, source: 'ch_1' }),
  transaction({ id: 'txn_2', type: 'refund', amount: -5_00, fee: 0, source: 're_1' }),
  transaction({ id: 'txn_3', type: 'adjustment', amount: -12_50, fee: 15_00, source: 'dp_1' }),
  transaction({ id: 'txn_5', type: 'transfer', amount: -9_00, fee: 0, source: 'tr_1', description: 'STRIPE TRANSFER' }),
  transaction({ id: 'txn_4', type: 'transfer_failure', amount: 9_00, fee: 0, source: 'tr_1' }),
  {
    id: 'tr_1',
    object: 'transfer',
    ...dates,
    amount: 9_00,
    balance_transaction: 'txn_5',
    bank_account: { object: 'bank_account', last4: '6789' },
    currency: 'usd',
    date: CREATED + 86_400,
    status: 'paid',
    type: 'bank_account',
  },
];

function transaction(fields: Fields): Fields {
  const { amount, fee } = fields as { amount: number; fee: number };
  return {
    object: 'balance_transaction',
    available_on: CREATED + 172_800,
    created: CREATED,
    currency: 'usd',
    fee_details: [],
    net: amount - fee,
    sourced_transfers: { object: 'list', data: [] },
    status: 'available',
    ...fields,
  };
}

/** 2018-02-28: a source instead of a payment method, an invoice without status, a payout that is one. */
export const OF_2018: readonly Fields[] = [
  {
    id: 'ch_1',
    object: 'charge',
    ...dates,
    amount: 12_50,
    amount_refunded: 0,
    balance_transaction: 'txn_1',
    captured: true,
    currency: 'usd',
    customer: 'cus_1',
    dispute: 'dp_1',
    invoice: 'in_1',
    metadata: {},
    paid: true,
    refunded: false,
    refunds: { object: 'list', data: [] },
    source: { id: 'card_1', object: 'card', fingerprint: 'fp_1', name: 'Ada' },
    status: 'succeeded',
  },
  {
    id: 'in_1',
    object: 'invoice',
    date: CREATED - 60,
    livemode: false,
    amount_due: 12_50,
    amount_paid: 12_50,
    attempted: true,
    billing: 'send_invoice',
    charge: 'ch_1',
    closed: true,
    currency: 'usd',
    customer: 'cus_1',
    due_date: CREATED + 3_600,
    metadata: {},
    number: 'INV-7',
    paid: true,
    starting_balance: 0,
    tax: null,
    total: 12_50,
  },
  {
    id: 'dp_1',
    object: 'dispute',
    ...dates,
    amount: 12_50,
    balance_transactions: [
      transaction({ id: 'txn_3', type: 'adjustment', amount: -12_50, fee: 15_00, source: 'dp_1' }),
    ],
    charge: 'ch_1',
    currency: 'usd',
    evidence_details: { due_by: CREATED + 604_800 },
    reason: 'fraudulent',
    status: 'needs_response',
  },
  {
    id: 'po_1',
    object: 'payout',
    ...dates,
    amount: 9_00,
    arrival_date: CREATED + 86_400,
    automatic: true,
    balance_transaction: 'txn_5',
    currency: 'usd',
    method: 'standard',
    status: 'paid',
  },
];

/** 2019-05-16: payment intents that hold their charges and speak of sources. */
export const OF_2019: readonly Fields[] = [
  {
    id: 'pi_1',
    object: 'payment_intent',
    ...dates,
    allowed_source_types: ['card'],
    amount: 12_50,
    amount_received: 12_50,
    charges: {
      object: 'list',
      data: [{ ...OF_2018[0], dispute: null, payment_intent: 'pi_1', payment_method: 'pm_1' }],
      total_count: 1,
    },
    currency: 'usd',
    customer: 'cus_1',
    invoice: 'in_1',
    metadata: {},
    status: 'succeeded',
  },
  {
    id: 'pi_2',
    object: 'payment_intent',
    ...dates,
    allowed_source_types: ['card'],
    amount: 1_00,
    charges: { object: 'list', data: [] },
    currency: 'usd',
    customer: null,
    metadata: {},
    status: 'requires_source_action',
  },
];

/** 2020-08-27: credit notes with one refund and `tax_amounts`; charges still hold their refunds. */
export const OF_2020: readonly Fields[] = [
  {
    id: 'cn_1',
    object: 'credit_note',
    ...dates,
    amount: 5_00,
    currency: 'usd',
    customer: 'cus_1',
    customer_balance_transaction: null,
    invoice: 'in_1',
    number: 'INV-7-CN-01',
    reason: 'order_change',
    refund: 're_1',
    status: 'issued',
    subtotal: 4_20,
    tax_amounts: [{ amount: 80, inclusive: false, tax_rate: 'txr_1' }],
    total: 5_00,
  },
  {
    id: 'in_1',
    object: 'invoice',
    ...dates,
    amount_paid: 12_50,
    charge: 'ch_1',
    currency: 'usd',
    customer: 'cus_1',
    ending_balance: 0,
    number: 'INV-7',
    paid: true,
    payment_intent: 'pi_1',
    starting_balance: 0,
    status: 'paid',
    status_transitions: { finalized_at: CREATED, paid_at: CREATED + 5 },
    tax: 2_00,
    total: 12_50,
    total_tax_amounts: [{ amount: 2_00, inclusive: false, tax_rate: 'txr_1' }],
  },
];

/** 2022-11-15: the intent names its latest charge; the charge holds no refunds any more. */
export const OF_2022: readonly Fields[] = [
  {
    id: 'ch_1',
    object: 'charge',
    ...dates,
    amount: 12_50,
    amount_captured: 12_50,
    amount_refunded: 0,
    balance_transaction: 'txn_1',
    billing_details: { name: 'Ada' },
    captured: true,
    currency: 'usd',
    customer: 'cus_1',
    disputed: false,
    invoice: 'in_1',
    metadata: {},
    payment_intent: 'pi_1',
    payment_method: 'pm_1',
    payment_method_details: { type: 'card', card: { fingerprint: 'fp_1' } },
    status: 'succeeded',
  },
];

/** 2024-06-20: a balance transaction with a category and without a balance; an invoice paid outside Stripe. */
export const OF_2024: readonly Fields[] = [
  {
    ...transaction({ id: 'txn_1', type: 'charge', amount: 12_50, fee: 66, source: 'ch_1' }),
    reporting_category: 'charge',
  },
  { ...OF_2020[1], charge: null, payment_intent: null, paid_out_of_band: true },
];

/** 2025-03-31.basil: payments of invoices are objects of their own. */
export const OF_2025: readonly Fields[] = [
  {
    id: 'inpay_1',
    object: 'invoice_payment',
    ...dates,
    amount_paid: 12_50,
    amount_requested: 12_50,
    currency: 'usd',
    invoice: 'in_1',
    is_default: true,
    payment: { type: 'payment_intent', payment_intent: 'pi_1' },
    status: 'paid',
  },
];
