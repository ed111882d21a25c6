import { z } from 'zod';

/**
 * The fields this program reads of each Stripe object, and their types as the pinned API version promises them. Types are
 * strict, further fields are let through: Stripe adds fields without a new version. Source: Stripe API reference 2026-10-28.
 */
const id = z.string().min(1);
const amount = z.number().int();
const currency = z.string().regex(/^[a-z]{3}$/, 'a currency code of three small letters');
const second = z.number().int().min(0).max(253_402_300_799);
const metadata = z.record(z.string(), z.string()).nullish();
/** A reference that may have been expanded into the object itself. */
const reference = z.union([id, z.object({ id }).transform((object) => object.id)]);

const common = { id, created: second, livemode: z.boolean().optional() };

const text = z.string().nullish();
const address = z.object({ line1: text, line2: text, city: text, postal_code: text, state: text, country: text });

export const customerSchema = z.object({
  ...common,
  object: z.literal('customer'),
  name: text,
  email: text,
  address: address.nullish(),
  phone: text,
  // Only where it was asked for. Source: Stripe API reference, "Expanding responses".
  tax_ids: z.object({ data: z.array(z.object({ type: z.string(), value: z.string() })) }).nullish(),
  // A customer without a currency has no balance in any.
  balance: amount.nullish(),
  currency: currency.nullish(),
  metadata,
});
export const deletedCustomerSchema = z.object({ id, object: z.literal('customer'), deleted: z.literal(true) });
export const invoiceSchema = z.object({
  ...common,
  object: z.literal('invoice'),
  number: z.string().nullable(),
  customer: reference.nullable(),
  status: z.string().nullable(),
  total: amount,
  total_excluding_tax: amount.nullish(),
  total_taxes: z.array(z.object({ amount })).nullish(),
  amount_paid: amount,
  amount_paid_off_stripe: amount.nullish(),
  pre_payment_credit_notes_amount: amount.nullish(),
  post_payment_credit_notes_amount: amount.nullish(),
  starting_balance: amount,
  ending_balance: amount.nullable(),
  due_date: second.nullish(),
  currency,
  status_transitions: z.object({ finalized_at: second.nullable() }),
  metadata,
});
export const creditNoteSchema = z.object({
  ...common,
  object: z.literal('credit_note'),
  number: z.string().nullable(),
  invoice: reference,
  customer: reference.nullable(),
  status: z.string(),
  total: amount.nonnegative(),
  total_excluding_tax: amount.nullish(),
  total_taxes: z.array(z.object({ amount })).nullish(),
  currency,
  reason: z.string().nullish(),
  customer_balance_transaction: reference.nullish(),
  refunds: z.array(z.object({ refund: reference.nullish() })).nullish(),
});
export const invoicePaymentSchema = z.object({
  ...common,
  object: z.literal('invoice_payment'),
  invoice: reference,
  status: z.string(),
  amount_paid: amount.nullable(),
  currency,
  payment: z.object({ payment_intent: reference.nullish(), charge: reference.nullish() }),
});
export const paymentIntentSchema = z.object({
  ...common,
  object: z.literal('payment_intent'),
  status: z.string(),
  amount: amount.nonnegative(),
  amount_received: amount.nonnegative(),
  currency,
  customer: reference.nullable(),
  latest_charge: reference.nullable(),
  payment_method_types: z.array(z.string()),
  metadata,
});
const payerAccount = z.object({ fingerprint: z.string().nullish() }).nullish();
/**
 * Every kind of payment that Stripe gives a fingerprint of: of a card, a bank account or a wallet. A charge tells of the one it was paid by.
 * Source: Stripe API reference, "The Charge object", payment_method_details.
 */
const payerAccounts = {
  card: payerAccount,
  card_present: payerAccount,
  interac_present: payerAccount,
  sepa_debit: payerAccount,
  us_bank_account: payerAccount,
  ach_debit: payerAccount,
  bacs_debit: payerAccount,
  au_becs_debit: payerAccount,
  acss_debit: payerAccount,
  alipay: payerAccount,
  pix: payerAccount,
  swish: payerAccount,
  wechat_pay: payerAccount,
};
export const chargeSchema = z.object({
  ...common,
  object: z.literal('charge'),
  status: z.enum(['succeeded', 'pending', 'failed']),
  captured: z.boolean(),
  amount: amount.nonnegative(),
  amount_captured: amount.nonnegative(),
  amount_refunded: amount.nonnegative(),
  disputed: z.boolean(),
  currency,
  customer: reference.nullable(),
  payment_intent: reference.nullable(),
  payment_method: z.string().nullish(),
  balance_transaction: reference.nullable(),
  failure_balance_transaction: reference.nullish(),
  description: z.string().nullish(),
  calculated_statement_descriptor: z.string().nullish(),
  statement_descriptor: z.string().nullish(),
  payment_method_details: z.object({ type: z.string().nullish(), ...payerAccounts }).nullish(),
  billing_details: z.object({ name: z.string().nullish() }).nullish(),
  metadata,
});
export const refundSchema = z.object({
  ...common,
  object: z.literal('refund'),
  status: z.string().nullable(),
  amount: amount.nonnegative(),
  currency,
  charge: reference.nullable(),
  payment_intent: reference.nullish(),
  balance_transaction: reference.nullable(),
  failure_balance_transaction: reference.nullish(),
  failure_reason: z.string().nullish(),
  reason: z.string().nullable(),
});
export const disputeSchema = z.object({
  ...common,
  object: z.literal('dispute'),
  status: z.string(),
  amount: amount.nonnegative(),
  currency,
  charge: reference,
  reason: z.string(),
  balance_transactions: z.array(reference),
  evidence_details: z.object({ due_by: second.nullish() }).nullish(),
});
export const payoutSchema = z.object({
  ...common,
  object: z.literal('payout'),
  status: z.string(),
  amount,
  currency,
  automatic: z.boolean(),
  arrival_date: second,
  method: z.string(),
  balance_transaction: reference.nullable(),
  failure_balance_transaction: reference.nullish(),
  failure_code: z.string().nullish(),
  original_payout: reference.nullish(),
  reversed_by: reference.nullish(),
  reconciliation_status: z.string(),
});
export const topupSchema = z.object({
  ...common,
  object: z.literal('topup'),
  status: z.string(),
  amount: amount.nonnegative(),
  currency,
  balance_transaction: reference.nullable(),
  failure_code: z.string().nullish(),
});
export const customerBalanceTransactionSchema = z.object({
  ...common,
  object: z.literal('customer_balance_transaction'),
  customer: reference,
  type: z.string().min(1),
  amount,
  ending_balance: amount,
  currency,
  invoice: reference.nullish(),
  credit_note: reference.nullish(),
});
export const cashBalanceTransactionSchema = z.object({
  ...common,
  object: z.literal('customer_cash_balance_transaction'),
  customer: reference,
  type: z.string().min(1),
  net_amount: amount,
  ending_balance: amount,
  currency,
  applied_to_payment: z.object({ payment_intent: reference }).nullish(),
  unapplied_from_payment: z.object({ payment_intent: reference }).nullish(),
  refunded_from_payment: z.object({ refund: reference }).nullish(),
  transferred_to_balance: z.object({ balance_transaction: reference }).nullish(),
  adjusted_for_overdraft: z.object({ balance_transaction: reference }).nullish(),
});
export const balanceTransactionSchema = z.object({
  ...common,
  object: z.literal('balance_transaction'),
  reporting_category: z.string().min(1),
  type: z.string().min(1),
  balance_type: z.string().min(1),
  amount,
  fee: amount,
  fee_details: z.array(z.object({ amount, type: z.string() })).nullish(),
  net: amount,
  currency,
  source: reference.nullable(),
  status: z.string(),
  available_on: second,
  exchange_rate: z.number().positive().nullish(),
});

export const listSchema = z.object({
  object: z.literal('list'),
  data: z.array(z.unknown()),
  has_more: z.boolean(),
});
export const accountSchema = z.object({ object: z.literal('account'), id, created: second.nullish() });
const balanceRows = z.array(z.object({ amount, currency }));
export const balanceSchema = z.object({
  object: z.literal('balance'),
  livemode: z.boolean(),
  available: balanceRows,
  pending: balanceRows,
  connect_reserved: balanceRows.nullish(),
  issuing: z.object({ available: balanceRows }).nullish(),
  refund_and_dispute_prefunding: z.object({ available: balanceRows, pending: balanceRows }).nullish(),
});
/** Only whose mode an answer is of. */
export const balanceModeSchema = z.object({ object: z.literal('balance'), livemode: z.boolean() });
export const eventSchema = z.object({
  ...common,
  object: z.literal('event'),
  type: z.string().min(1),
  // Rendered in the version of its creation, so that nothing of it is read but what every version has.
  data: z.object({
    object: z.looseObject({ object: z.string(), id: id.nullish(), customer: z.unknown().optional() }),
  }),
});
