import type { StripeType } from '../../connectors/stripe/types.ts';

/** One way in which an object that is held proves that another one exists at Stripe. */
export interface WitnessRule {
  /** Its name in the ledger; never changed once used. */
  readonly name: string;
  /** The family that proves it. */
  readonly witness: StripeType;
  /** A family under customers whose changes say something of the witness, their customer, though nothing of hers has changed. */
  readonly changedBy?: StripeType;
  /** The family of what is proven. */
  readonly proves: StripeType;
  /**
   * SQL over `w`, the row of one witness in the table of its family: which id it names. With `named.from` the id comes out of a further
   * table. A NULL names nothing.
   */
  readonly named?: { readonly id: string; readonly from?: string; readonly where?: string };
  /** SQL over `w` that is true where what is held comes to less than the witness says; there is no id then, only the witness's list. */
  readonly short?: string;
  /**
   * What to ask Stripe for, over `w`, where that is not the object's own id: the owner of the list that holds it (its charge, its
   * invoice, its customer).
   */
  readonly askFor?: string;
  /**
   * How many days the object may be older than its witness; null: any number. Where Stripe was not listed from the beginning of the
   * account, an object that may be older than that is no gap.
   */
  readonly leadDays: number | null;
  /**
   * Stripe has to be asked before anything can be said: its lists leave deleted customers out, and what is kept under a customer is not
   * listed by itself.
   */
  readonly askFirst: boolean;
  /** What proves it, for a sentence: "named by charge ch_1". */
  readonly words: string;
}

/** Where the families stand, with the name of the id and of the second they were created. */
export const FAMILY_TABLES: Readonly<
  Record<
    StripeType,
    { readonly table: string; readonly id: string; readonly created: string; readonly amount: string | null }
  >
> = {
  customer: { table: 'stripe_customer', id: 'customer_id', created: 'created_at', amount: null },
  invoice: { table: 'stripe_invoice', id: 'invoice_id', created: 'created_at', amount: 'total_minor' },
  invoice_payment: {
    table: 'stripe_invoice_payment',
    id: 'invoice_payment_id',
    created: 'created_at',
    amount: 'amount_minor',
  },
  credit_note: { table: 'stripe_credit_note', id: 'credit_note_id', created: 'issued_at', amount: 'total_minor' },
  payment_intent: {
    table: 'stripe_payment_intent',
    id: 'payment_intent_id',
    created: 'created_at',
    amount: 'amount_minor',
  },
  charge: { table: 'stripe_charge', id: 'charge_id', created: 'created_at', amount: 'amount_minor' },
  refund: { table: 'stripe_refund', id: 'refund_id', created: 'created_at', amount: 'amount_minor' },
  dispute: { table: 'stripe_dispute', id: 'dispute_id', created: 'created_at', amount: 'amount_minor' },
  payout: { table: 'stripe_payout', id: 'payout_id', created: 'created_at', amount: 'amount_minor' },
  topup: { table: 'stripe_topup', id: 'topup_id', created: 'created_at', amount: 'amount_minor' },
  balance_transaction: {
    table: 'stripe_balance_transaction',
    id: 'balance_transaction_id',
    created: 'created_at',
    amount: 'net_minor',
  },
  customer_balance_transaction: {
    table: 'stripe_customer_balance_transaction',
    id: 'customer_balance_transaction_id',
    created: 'created_at',
    amount: 'amount_minor',
  },
  customer_cash_balance_transaction: {
    table: 'stripe_cash_balance_transaction',
    id: 'cash_balance_transaction_id',
    created: 'created_at',
    amount: 'net_minor',
  },
};
