import type { StripeType } from '../../connectors/stripe/types.ts';
import { CHAIN_RULES } from './chain-rules.ts';
import type { WitnessRule } from './witness-rule.ts';

/** Longest time between a payment and the balance transaction of its money: a delayed debit, or a capture long after the authorisation. */
const UNTIL_MONEY_MOVES_DAYS = 35;
/** Created together, or after its witness; a day for what one second's order leaves open. */
const TOGETHER_DAYS = 1;

/** Prefixes of ids, by family. Source: Stripe API reference, the example of each object. */
const PREFIXES: Partial<Record<StripeType, readonly string[]>> = {
  charge: ['ch_', 'py_'],
  refund: ['re_', 'pyr_'],
  dispute: ['dp_', 'du_'],
  payout: ['po_'],
  topup: ['tu_'],
};

/** What a balance transaction is of. */
const SOURCES: readonly WitnessRule[] = Object.entries(PREFIXES).map(([family, prefixes]) => ({
  name: `${family}OfBalanceTransaction`,
  witness: 'balance_transaction',
  proves: family as StripeType,
  named: {
    id: 'w.source_id',
    where: prefixes.map((prefix) => `substr(w.source_id, 1, ${prefix.length}) = '${prefix}'`).join(' OR '),
  },
  leadDays: UNTIL_MONEY_MOVES_DAYS,
  askFirst: false,
  words: 'moves its money',
}));

/** The movements on Stripe's balance that an object names as its own. */
const MOVEMENTS: readonly WitnessRule[] = (
  [
    ['charge', 'balance_transaction_id', 'balanceTransactionOfCharge'],
    ['charge', 'failure_balance_transaction_id', 'failureOfCharge'],
    ['refund', 'balance_transaction_id', 'balanceTransactionOfRefund'],
    ['refund', 'failure_balance_transaction_id', 'failureOfRefund'],
    ['payout', 'balance_transaction_id', 'balanceTransactionOfPayout'],
    ['payout', 'failure_balance_transaction_id', 'failureOfPayout'],
    ['topup', 'balance_transaction_id', 'balanceTransactionOfTopup'],
    ['customer_cash_balance_transaction', 'balance_transaction_id', 'balanceTransactionOfCashBalance'],
  ] as const
).map(([witness, column, name]) => byId(name, witness, 'balance_transaction', column, TOGETHER_DAYS));

/** What is held of the refunds of the charge `w`; its bracket is left open. */
const REFUNDED = `(SELECT coalesce(sum(r.amount_minor), 0) FROM stripe_refund r INDEXED BY stripe_refund_by_charge
      WHERE r.account = w.account AND r.charge_id = w.charge_id AND r.charge_id IS NOT NULL`;

const PAYMENTS: readonly WitnessRule[] = [
  {
    ...byId('balanceTransactionsOfDispute', 'dispute', 'balance_transaction', '', TOGETHER_DAYS),
    named: { id: 'named.value', from: 'json_each(w.balance_transactions_json) AS named' },
  },
  byId('chargeOfRefund', 'refund', 'charge', 'charge_id', null),
  byId('chargeOfDispute', 'dispute', 'charge', 'charge_id', null),
  byId('latestChargeOfPaymentIntent', 'payment_intent', 'charge', 'latest_charge_id', TOGETHER_DAYS),
  byId('paymentIntentOfCharge', 'charge', 'payment_intent', 'payment_intent_id', null),
  byId('reversalOfPayout', 'payout', 'payout', 'reversed_by_id', TOGETHER_DAYS),
  byId('originalOfPayout', 'payout', 'payout', 'original_payout_id', null),
  {
    ...byId('rowsOfPayout', 'payout', 'balance_transaction', '', null),
    named: {
      id: 'named.balance_transaction_id',
      from: 'stripe_payout_row AS named',
      where: "named.account = w.account AND named.payout_id = w.payout_id AND named.told_by = 'stripe'",
    },
    words: 'lists it among what it pays out',
  },
  {
    ...byList('refundsOfCharge', 'charge', 'refund', 'says that more of it was refunded than is held'),
    // Whether `amount_refunded` still counts a refund that failed or was cancelled is not said by Stripe's API reference: both fit.
    short: `w.refunded_minor > ${REFUNDED} AND coalesce(r.status, '') NOT IN ('failed', 'canceled')) AND w.refunded_minor <> ${REFUNDED})`,
  },
  {
    ...byList('disputeOfCharge', 'charge', 'dispute', 'says that it is disputed'),
    short: `w.disputed = 1 AND NOT EXISTS (SELECT 1 FROM stripe_dispute d INDEXED BY stripe_dispute_by_charge WHERE d.account = w.account AND d.charge_id = w.charge_id)`,
  },
];

const BILLING: readonly WitnessRule[] = [
  byId('invoiceOfInvoicePayment', 'invoice_payment', 'invoice', 'invoice_id', null),
  byId('paymentIntentOfInvoicePayment', 'invoice_payment', 'payment_intent', 'payment_intent_id', null),
  byId('chargeOfInvoicePayment', 'invoice_payment', 'charge', 'charge_id', null),
  byId('invoiceOfCreditNote', 'credit_note', 'invoice', 'invoice_id', null),
  {
    ...byId('refundsOfCreditNote', 'credit_note', 'refund', '', null),
    named: { id: 'named.value', from: 'json_each(w.refunds_json) AS named' },
  },
  {
    ...byList(
      'invoicePaymentsOfInvoice',
      'invoice',
      'invoice_payment',
      'says that more of it is paid than its payments come to',
    ),
    short: `w.status = 'paid' AND w.amount_paid_minor - w.paid_elsewhere_minor > (SELECT coalesce(sum(p.amount_minor), 0) FROM stripe_invoice_payment p INDEXED BY stripe_invoice_payment_by_invoice
      WHERE p.account = w.account AND p.invoice_id = w.invoice_id AND p.status = 'paid')`,
  },
  {
    ...byList(
      'creditNotesOfInvoice',
      'invoice',
      'credit_note',
      'says that more of it is credited than its credit notes come to',
    ),
    short: `w.credited_minor > (SELECT coalesce(sum(n.total_minor), 0) FROM stripe_credit_note n INDEXED BY stripe_credit_note_by_invoice
      WHERE n.account = w.account AND n.invoice_id = w.invoice_id AND n.status = 'issued')`,
  },
];

const CUSTOMERS: readonly WitnessRule[] = (['charge', 'payment_intent', 'invoice', 'credit_note'] as const).map(
  (witness) => ({
    ...byId(`customerOf${camel(witness)}`, witness, 'customer', 'customer_id', null),
    askFirst: true,
  }),
);

/** What Stripe keeps under a customer. */
const UNDER_CUSTOMERS: readonly WitnessRule[] = [
  byId('creditNoteOfCustomerBalance', 'customer_balance_transaction', 'credit_note', 'credit_note_id', null),
  byId('invoiceOfCustomerBalance', 'customer_balance_transaction', 'invoice', 'invoice_id', null),
  {
    ...byId(
      'customerBalanceOfCreditNote',
      'credit_note',
      'customer_balance_transaction',
      'customer_balance_transaction_id',
      null,
    ),
    askFor: 'w.customer_id',
    askFirst: true,
  },
  {
    ...byList('balanceOfCustomer', 'customer', 'customer_balance_transaction', 'has a balance that hers do not end at'),
    // Several may be of one second; any of the last ones may be the very last.
    short: `w.deleted = 0 AND w.balance_minor IS NOT NULL AND w.balance_minor NOT IN (
      SELECT b.ending_minor FROM stripe_customer_balance_transaction b INDEXED BY stripe_customer_balance_by_customer WHERE b.account = w.account AND b.customer_id = w.customer_id AND b.created_at =
        (SELECT max(l.created_at) FROM stripe_customer_balance_transaction l INDEXED BY stripe_customer_balance_by_customer WHERE l.account = w.account AND l.customer_id = w.customer_id)
      UNION ALL SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM stripe_customer_balance_transaction b INDEXED BY stripe_customer_balance_by_customer WHERE b.account = w.account AND b.customer_id = w.customer_id))`,
    leadDays: null,
    askFirst: true,
  },
  {
    ...byList(
      'cashBalanceOfCharge',
      'charge',
      'customer_cash_balance_transaction',
      'was paid out of the cash balance of its customer',
    ),
    short: `w.payment_method_type = 'customer_balance' AND w.status = 'succeeded' AND w.customer_id IS NOT NULL AND w.payment_intent_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM stripe_cash_balance_transaction c INDEXED BY stripe_cash_balance_by_customer
        WHERE c.account = w.account AND c.customer_id = w.customer_id AND c.payment_intent_id = w.payment_intent_id)`,
    askFor: 'w.customer_id',
    leadDays: null,
    askFirst: true,
  },
];

/**
 * Every rule there is. Their sums name the index: without it the planner goes through the whole account for each witness, which at a
 * million rows never ends.
 */
export const WITNESS_RULES: readonly WitnessRule[] = [
  ...SOURCES,
  ...MOVEMENTS,
  ...PAYMENTS,
  ...BILLING,
  ...CUSTOMERS,
  ...UNDER_CUSTOMERS,
  ...CHAIN_RULES,
];

/** The rule of that name; null for one of another version of the program. */
export function witnessRule(name: string): WitnessRule | null {
  return BY_NAME.get(name) ?? null;
}

const BY_NAME: ReadonlyMap<string, WitnessRule> = new Map(WITNESS_RULES.map((rule) => [rule.name, rule]));

function byId(
  name: string,
  witness: StripeType,
  proves: StripeType,
  column: string,
  leadDays: number | null,
): WitnessRule {
  return { name, witness, proves, named: { id: `w.${column}` }, leadDays, askFirst: false, words: 'names it' };
}

function byList(name: string, witness: StripeType, proves: StripeType, words: string): WitnessRule {
  return { name, witness, proves, leadDays: TOGETHER_DAYS, askFirst: false, words };
}

function camel(type: StripeType): string {
  return type.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
