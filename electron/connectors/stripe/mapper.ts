import { z } from 'zod';
import type { Instant } from '../../../shared/domain/ids.ts';
import * as balance from './balance-readers.ts';
import * as billing from './billing-readers.ts';
import * as payment from './payment-readers.ts';
import { instantOf, Refusal, type Reader } from './reading.ts';
import { deletedCustomerSchema } from './schema.ts';
import type { RefusedObject, StripeFact, StripeObject, StripeType } from './types.ts';

export type MappedObject =
  | { readonly accepted: true; readonly object: StripeObject }
  | { readonly accepted: false; readonly refused: RefusedObject };

/**
 * What one object of a Stripe answer says in our words, or why it is refused: a missing or mistyped field, a currency
 * Stripe's minor-unit rule does not name, an amount that breaks the rule, the other mode's data. Never throws.
 */
export function mapStripeObject(type: StripeType, value: unknown, livemode: boolean): MappedObject {
  const raw = JSON.stringify(value) ?? 'null';
  try {
    const { id, createdAt, fact } = read(type, value, livemode);
    return { accepted: true, object: { id, createdAt, raw, fact } };
  } catch (error) {
    const reason = refusalReason(error);
    if (reason === null) throw error;
    return { accepted: false, refused: { type, id: idOf(value), reason, raw } };
  }
}

/** The id of anything that carries one, also when the rest of it is unreadable. */
export function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' && value.id !== '' ? value.id : null;
}

/** Why an object was refused, in words for a list; null for an error that is none of its own. */
export function refusalReason(error: unknown): string | null {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof z.ZodError)) return null;
  const issue = error.issues[0];
  if (issue === undefined) return 'it has not the shape Stripe documents';
  return `field ${issue.path.map(String).join('.') || '(whole object)'}: ${issue.message}`;
}

interface Reading {
  readonly id: string;
  readonly createdAt: Instant | null;
  readonly fact: StripeFact;
}

function read(type: StripeType, value: unknown, livemode: boolean): Reading {
  const deleted = type === 'customer' ? deletedCustomerSchema.safeParse(value) : null;
  if (deleted?.success) return { id: deleted.data.id, createdAt: null, fact: DELETED_CUSTOMER };
  const { head, fact } = READERS[type](value);
  if (head.livemode !== undefined && head.livemode !== livemode)
    throw new Refusal(
      livemode
        ? 'test data on a live connection is never taken in'
        : 'live data on a test connection is never taken in',
    );
  return { id: head.id, createdAt: instantOf(head.created), fact };
}

const DELETED_CUSTOMER: StripeFact = {
  type: 'customer',
  name: null,
  email: null,
  deleted: true,
  balance: null,
  metadata: {},
};

const READERS: Readonly<Record<StripeType, Reader>> = {
  customer: billing.readCustomer,
  invoice: billing.readInvoice,
  invoice_payment: billing.readInvoicePayment,
  credit_note: billing.readCreditNote,
  customer_balance_transaction: billing.readCustomerBalanceTransaction,
  customer_cash_balance_transaction: billing.readCashBalanceTransaction,
  payment_intent: payment.readPaymentIntent,
  charge: payment.readCharge,
  refund: payment.readRefund,
  dispute: payment.readDispute,
  payout: balance.readPayout,
  topup: balance.readTopup,
  balance_transaction: balance.readBalanceTransaction,
};
