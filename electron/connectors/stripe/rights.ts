import type { StripeType } from './types.ts';

/** Everything that is asked of Stripe, by what a restricted key needs for it. */
export type StripeRead = StripeType | 'event' | 'account' | 'balance';

/**
 * The right that each read needs, in the words of the form for restricted keys (Stripe, Developers, API keys), and the name that Stripe's own
 * refusals call it by. Source: Stripe Apps, "Permissions reference".
 */
export const STRIPE_RIGHTS: Readonly<Record<StripeRead, { readonly words: string; readonly name: string }>> = {
  account: { words: 'Accounts: Read', name: 'rak_accounts_kyc_basic_read' },
  balance: { words: 'Balance: Read', name: 'rak_balance_read' },
  balance_transaction: { words: 'Balance transaction sources: Read', name: 'rak_balance_transaction_source_read' },
  charge: { words: 'Charges and Refunds: Read', name: 'rak_charge_read' },
  refund: { words: 'Charges and Refunds: Read', name: 'rak_charge_read' },
  customer: { words: 'Customers: Read', name: 'rak_customer_read' },
  customer_balance_transaction: { words: 'Customers: Read', name: 'rak_customer_read' },
  customer_cash_balance_transaction: { words: 'Customers: Read', name: 'rak_customer_read' },
  credit_note: { words: 'Credit notes: Read', name: 'rak_credit_note_read' },
  dispute: { words: 'Disputes: Read', name: 'rak_dispute_read' },
  event: { words: 'Events: Read', name: 'rak_event_read' },
  invoice: { words: 'Invoices: Read', name: 'rak_invoice_read' },
  invoice_payment: { words: 'Invoices: Read', name: 'rak_invoice_read' },
  payment_intent: { words: 'PaymentIntents: Read', name: 'rak_payment_intent_read' },
  payout: { words: 'Payouts: Read', name: 'rak_payout_read' },
  topup: { words: 'Top-ups: Read', name: 'rak_top_up_read' },
};
