import type { Money } from '../../../shared/domain/money.ts';
import type { Instant } from '../../../shared/domain/ids.ts';

/** The Stripe families this program polls today; each is one list endpoint and one mapped fact. */
export const STRIPE_TYPES = [
  'customer',
  'invoice',
  'invoice_payment',
  'charge',
  'refund',
  'dispute',
  'payout',
  'balance_transaction',
  'credit_note',
] as const;
export type StripeType = (typeof STRIPE_TYPES)[number];

export interface StripeCustomerFact {
  readonly type: 'customer';
  readonly name: string | null;
  readonly email: string | null;
  readonly deleted: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}
export interface StripeInvoiceFact {
  readonly type: 'invoice';
  readonly number: string | null;
  readonly customer: string | null;
  readonly status: string;
  readonly total: Money;
  /** Part of the total; null where Stripe does not tell. */
  readonly tax: Money | null;
  readonly dueAt: Instant | null;
  readonly finalizedAt: Instant | null;
  readonly metadata: Readonly<Record<string, string>>;
}
/** Lessens or takes back an invoice that was finalised; amounts are positive. */
export interface StripeCreditNoteFact {
  readonly type: 'credit_note';
  readonly number: string | null;
  readonly invoice: string;
  readonly customer: string | null;
  readonly status: string;
  readonly total: Money;
  readonly tax: Money;
  readonly reason: string | null;
}
export interface StripeInvoicePaymentFact {
  readonly type: 'invoice_payment';
  readonly invoice: string;
  readonly status: string;
  readonly amountPaid: Money | null;
  readonly paymentIntent: string | null;
  readonly charge: string | null;
}
/** `amount` is the captured part once `captured`, else what was authorised. */
export interface StripeChargeFact {
  readonly type: 'charge';
  readonly status: 'succeeded' | 'pending' | 'failed';
  readonly captured: boolean;
  readonly amount: Money;
  readonly customer: string | null;
  readonly paymentIntent: string | null;
  readonly balanceTransaction: string | null;
  readonly description: string | null;
  readonly statementDescriptor: string | null;
  readonly cardFingerprint: string | null;
  readonly billingName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}
export interface StripeRefundFact {
  readonly type: 'refund';
  readonly status: string | null;
  readonly amount: Money;
  readonly charge: string | null;
  readonly balanceTransaction: string | null;
  readonly failureBalanceTransaction: string | null;
  readonly reason: string | null;
}
export interface StripeDisputeFact {
  readonly type: 'dispute';
  readonly status: string;
  readonly amount: Money;
  readonly charge: string;
  readonly reason: string;
  readonly balanceTransactions: readonly string[];
}
export interface StripePayoutFact {
  readonly type: 'payout';
  readonly status: string;
  readonly amount: Money;
  readonly automatic: boolean;
  readonly arrivalAt: Instant;
  readonly balanceTransaction: string | null;
  readonly failureBalanceTransaction: string | null;
}
export interface StripeBalanceTransactionFact {
  readonly type: 'balance_transaction';
  readonly reportingCategory: string;
  readonly transactionType: string;
  readonly amount: Money;
  readonly fee: Money;
  /** The part of `fee` that is tax; null where Stripe gives no details. */
  readonly feeTax: Money | null;
  readonly net: Money;
  readonly source: string | null;
  readonly status: string;
  readonly availableAt: Instant;
  readonly exchangeRate: string | null;
  /** False when `reportingCategory` is not one this program knows: it goes to suspense, visibly, and never crashes a poll. */
  readonly known: boolean;
}
export type StripeFact =
  | StripeCustomerFact
  | StripeInvoiceFact
  | StripeInvoicePaymentFact
  | StripeChargeFact
  | StripeRefundFact
  | StripeDisputeFact
  | StripePayoutFact
  | StripeBalanceTransactionFact
  | StripeCreditNoteFact;

/**
 * One object as read: its JSON text (for the mirror) and what it says in our words. The text is the parsed answer written
 * back without white space, every field and its order kept, so that a list and a retrieve of one state give the same bytes.
 */
export interface StripeObject {
  readonly id: string;
  /** Null only for a deleted customer, of which Stripe keeps nothing but the id. */
  readonly createdAt: Instant | null;
  readonly raw: string;
  readonly fact: StripeFact;
}
/** An object that arrived but cannot be read safely; it is counted and shown, and the rest of its page still lands. */
export interface RefusedObject {
  readonly type: string;
  readonly id: string | null;
  readonly reason: string;
  readonly raw: string;
}
export interface StripePage {
  readonly objects: readonly StripeObject[];
  readonly refused: readonly RefusedObject[];
  readonly lastId: string | null;
  readonly hasMore: boolean;
}

export interface StripeListRequest {
  readonly type: StripeType;
  /** Inclusive lower bound on `created`; whole seconds on the wire. */
  readonly createdFrom?: Instant;
  /** Exclusive upper bound on `created`. */
  readonly createdBefore?: Instant;
  /** Continue after this id (Stripe lists newest first). */
  readonly startingAfter?: string;
  readonly limit?: number;
}
export interface StripeIdentity {
  readonly account: string;
  readonly livemode: boolean;
  readonly apiVersion: string;
}

/** What the rest of the program may ask of Stripe. Every method throws `ConnectorError` (connectors/http/connector-error.ts). */
export interface StripeConnector {
  /** Proves the key and names account and mode. */
  identify(signal?: AbortSignal): Promise<StripeIdentity>;
  /** One page, newest first. */
  list(request: StripeListRequest, signal?: AbortSignal): Promise<StripePage>;
  /** The object at the pinned version, or null when Stripe answers 404. */
  retrieve(type: StripeType, id: string, signal?: AbortSignal): Promise<StripeObject | RefusedObject | null>;
}
