import type { StripeBookObject } from '../company/company.ts';

/** One family of Stripe objects: its address, the right a restricted key needs, and what its list can be filtered by. */
export interface Resource {
  readonly object: string;
  readonly path: string;
  readonly prefixes: readonly string[];
  /** As Stripe names it in its 403 message: `rak_<right>`. */
  readonly right: string;
  /** Filter parameter to the value it compares, read once when the object is stored. */
  readonly filters: Readonly<Record<string, (object: StripeBookObject) => unknown>>;
  /** Listed and retrieved below its customer only: the filter `customer` comes from the address. */
  readonly ofCustomer?: boolean;
  /** Fields that `expand` may replace by their object. */
  readonly expandable: readonly string[];
}

const field = (name: string) => (object: StripeBookObject) => object[name];

function paymentIntentOf(object: StripeBookObject): unknown {
  const payment: unknown = object['payment'];
  return typeof payment === 'object' && payment !== null && 'payment_intent' in payment ? payment.payment_intent : null;
}

export const RESOURCES: readonly Resource[] = [
  {
    object: 'customer',
    path: 'customers',
    prefixes: ['cus_'],
    right: 'customer_read',
    filters: { email: field('email') },
    expandable: ['tax_ids'],
  },
  {
    object: 'invoice',
    path: 'invoices',
    prefixes: ['in_'],
    right: 'invoice_read',
    filters: { customer: field('customer'), status: field('status') },
    expandable: ['customer', 'payments'],
  },
  {
    object: 'invoice_payment',
    path: 'invoice_payments',
    prefixes: ['inpay_'],
    right: 'invoice_read',
    filters: { invoice: field('invoice'), status: field('status'), payment_intent: paymentIntentOf },
    expandable: ['invoice', 'payment.payment_intent'],
  },
  {
    object: 'credit_note',
    path: 'credit_notes',
    prefixes: ['cn_'],
    right: 'credit_note_read',
    filters: { customer: field('customer'), invoice: field('invoice') },
    expandable: ['customer', 'invoice'],
  },
  {
    object: 'payment_intent',
    path: 'payment_intents',
    prefixes: ['pi_'],
    right: 'payment_intent_read',
    filters: { customer: field('customer') },
    expandable: ['customer', 'latest_charge'],
  },
  {
    object: 'charge',
    path: 'charges',
    prefixes: ['ch_', 'py_'],
    right: 'charge_read',
    filters: { customer: field('customer'), payment_intent: field('payment_intent') },
    expandable: ['balance_transaction', 'customer', 'failure_balance_transaction', 'payment_intent', 'refunds'],
  },
  {
    object: 'refund',
    path: 'refunds',
    prefixes: ['re_', 'pyr_'],
    right: 'charge_read',
    filters: { charge: field('charge'), payment_intent: field('payment_intent') },
    expandable: ['balance_transaction', 'charge', 'customer', 'failure_balance_transaction', 'payment_intent'],
  },
  {
    object: 'dispute',
    path: 'disputes',
    prefixes: ['du_', 'dp_'],
    right: 'dispute_read',
    filters: { charge: field('charge'), payment_intent: field('payment_intent') },
    expandable: ['charge', 'payment_intent'],
  },
  {
    object: 'payout',
    path: 'payouts',
    prefixes: ['po_'],
    right: 'payout_read',
    filters: { status: field('status') },
    expandable: ['balance_transaction', 'failure_balance_transaction'],
  },
  {
    object: 'topup',
    path: 'topups',
    prefixes: ['tu_'],
    right: 'topup_read',
    filters: { status: field('status') },
    expandable: ['balance_transaction'],
  },
  {
    object: 'balance_transaction',
    path: 'balance_transactions',
    prefixes: ['txn_'],
    right: 'balance_transaction_read',
    filters: { currency: field('currency'), source: field('source'), type: field('type') },
    expandable: ['source'],
  },
  {
    object: 'customer_balance_transaction',
    path: 'balance_transactions',
    prefixes: ['cbtxn_'],
    right: 'customer_read',
    ofCustomer: true,
    filters: { customer: field('customer'), invoice: field('invoice') },
    expandable: ['credit_note', 'customer', 'invoice'],
  },
  {
    object: 'customer_cash_balance_transaction',
    path: 'cash_balance_transactions',
    prefixes: ['ccsbtxn_'],
    right: 'customer_read',
    ofCustomer: true,
    filters: { customer: field('customer') },
    expandable: ['customer'],
  },
];

/** The family an id belongs to, by its prefix; null for an id of no family this simulator keeps. */
export function resourceOfId(id: string): Resource | null {
  return RESOURCES.find((resource) => resource.prefixes.some((prefix) => id.startsWith(prefix))) ?? null;
}

export function resourceOfObject(object: string): Resource | null {
  return RESOURCES.find((resource) => resource.object === object) ?? null;
}

/** Rights to what is no family of objects. */
export const FURTHER_RIGHTS = ['balance_read', 'event_read'] as const;

/** The right to what lies at an address below `/v1/`. */
export function rightTo(path: string): string {
  const family = path.split('/')[2];
  if (family === 'events') return 'event_read';
  return RESOURCES.find((resource) => resource.path === family && !resource.ofCustomer)?.right ?? `${family}_read`;
}
