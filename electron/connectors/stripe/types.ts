import type { Money } from '../../../shared/domain/money.ts';
import type { Instant } from '../../../shared/domain/ids.ts';

/** The Stripe families with a list of their own, which goes by `created`. */
export const LISTED_TYPES = [
  'customer',
  'invoice',
  'invoice_payment',
  'credit_note',
  'payment_intent',
  'charge',
  'refund',
  'dispute',
  'payout',
  'topup',
  'balance_transaction',
] as const;
export type ListedStripeType = (typeof LISTED_TYPES)[number];
/** Families that Stripe lists by customer only, without bounds on `created`. */
export const CUSTOMER_TYPES = ['customer_balance_transaction', 'customer_cash_balance_transaction'] as const;
export type CustomerStripeType = (typeof CUSTOMER_TYPES)[number];
/** Every Stripe family this program reads; each is one mapped fact. */
export const STRIPE_TYPES = [...LISTED_TYPES, ...CUSTOMER_TYPES] as const;
export type StripeType = ListedStripeType | CustomerStripeType;

export interface StripeCustomerFact {
  readonly type: 'customer';
  readonly name: string | null;
  readonly email: string | null;
  readonly deleted: boolean;
  /** What the customer's balance stands at (negative: a credit of hers); null while she has no currency, or is deleted. */
  readonly balance: Money | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly address?: StripeAddress | null;
  readonly phone?: string | null;
  /** Absent: what was read does not tell, and what is held stays. */
  readonly taxIds?: readonly StripeTaxId[];
}
export interface StripeAddress {
  readonly street: string | null;
  readonly street2: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly region: string | null;
  readonly country: string | null;
}
export interface StripeTaxId {
  /** As Stripe names them: `eu_vat`, `us_ein`, … */
  readonly type: string;
  readonly value: string;
}
export interface StripeInvoiceFact {
  readonly type: 'invoice';
  readonly number: string | null;
  readonly customer: string | null;
  readonly status: string;
  readonly total: Money;
  /** Part of the total; null where Stripe does not tell. */
  readonly tax: Money | null;
  readonly amountPaid: Money;
  /** The part of `amountPaid` that came to the company past Stripe. */
  readonly paidElsewhere: Money;
  /** The total of the credit notes issued for it. */
  readonly credited: Money;
  /** The customer's balance before and after it was finalised; where they differ, some of that balance went into it. */
  readonly startingBalance: Money;
  readonly endingBalance: Money | null;
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
  /** The part of it that went to the customer's balance, by its id there. */
  readonly customerBalanceTransaction: string | null;
  /** The refunds that paid part of it back. */
  readonly refunds: readonly string[];
}
export interface StripeInvoicePaymentFact {
  readonly type: 'invoice_payment';
  readonly invoice: string;
  readonly status: string;
  readonly amountPaid: Money | null;
  readonly paymentIntent: string | null;
  readonly charge: string | null;
}
/** The attempt to be paid, over all its charges: at most one of them succeeds. */
export interface StripePaymentIntentFact {
  readonly type: 'payment_intent';
  readonly status: string;
  readonly amount: Money;
  readonly amountReceived: Money;
  readonly customer: string | null;
  readonly latestCharge: string | null;
  /** E.g. `card`, `customer_balance` (bank transfers into the customer's cash balance). */
  readonly paymentMethodTypes: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}
/** `amount` is the captured part once `captured`, else what was authorised. */
export interface StripeChargeFact {
  readonly type: 'charge';
  readonly status: 'succeeded' | 'pending' | 'failed';
  readonly captured: boolean;
  readonly amount: Money;
  /** What could have been captured. */
  readonly authorised: Money;
  readonly amountRefunded: Money;
  readonly disputed: boolean;
  readonly customer: string | null;
  readonly paymentIntent: string | null;
  readonly paymentMethod: string | null;
  /** E.g. `card`, `customer_balance` (the customer's cash balance). */
  readonly paymentMethodType: string | null;
  readonly balanceTransaction: string | null;
  /** Takes a delayed debit back that succeeded and was then returned by the bank. */
  readonly failureBalanceTransaction: string | null;
  readonly description: string | null;
  readonly statementDescriptor: string | null;
  /** Of the card, bank account or wallet it was paid by; equal ones are one. Null: not told. */
  readonly payerFingerprint: string | null;
  readonly billingName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}
export interface StripeRefundFact {
  readonly type: 'refund';
  readonly status: string | null;
  readonly amount: Money;
  readonly charge: string | null;
  readonly paymentIntent: string | null;
  readonly balanceTransaction: string | null;
  readonly failureBalanceTransaction: string | null;
  readonly reason: string | null;
  /** Why it came back, in Stripe's code; null while it has not. */
  readonly failureReason: string | null;
}
export interface StripeDisputeFact {
  readonly type: 'dispute';
  readonly status: string;
  readonly amount: Money;
  readonly charge: string;
  readonly reason: string;
  /** None for an inquiry, else the withdrawal and, after a win, its reinstatement. */
  readonly balanceTransactions: readonly string[];
  readonly evidenceDueAt: Instant | null;
}
export interface StripePayoutFact {
  readonly type: 'payout';
  readonly status: string;
  readonly amount: Money;
  readonly automatic: boolean;
  /** `standard` or `instant`. */
  readonly method: string;
  readonly arrivalAt: Instant;
  readonly balanceTransaction: string | null;
  readonly failureBalanceTransaction: string | null;
  readonly failureCode: string | null;
  /** Where it reverses another payout, that one; and where another reverses it. */
  readonly originalPayout: string | null;
  readonly reversedBy: string | null;
  /** `completed` once Stripe can say what an automatic payout pays out; `not_applicable` for a manual one. */
  readonly reconciliationStatus: string;
}
/** Money put into the Stripe balance from a bank account. */
export interface StripeTopupFact {
  readonly type: 'topup';
  readonly status: string;
  readonly amount: Money;
  readonly balanceTransaction: string | null;
  readonly failureCode: string | null;
}
/** A change of what a customer owes or has to her credit with no bank behind it; negative: to her credit. */
export interface StripeCustomerBalanceTransactionFact {
  readonly type: 'customer_balance_transaction';
  readonly customer: string;
  /** E.g. `applied_to_invoice`, `credit_note`, `invoice_overpaid`. */
  readonly cause: string;
  readonly amount: Money;
  readonly endingBalance: Money;
  readonly invoice: string | null;
  readonly creditNote: string | null;
}
/** A change of the money a customer has sent by bank transfer and Stripe holds for her. */
export interface StripeCashBalanceTransactionFact {
  readonly type: 'customer_cash_balance_transaction';
  readonly customer: string;
  /** E.g. `funded`, `applied_to_payment`, `refunded_from_payment`. */
  readonly cause: string;
  readonly net: Money;
  readonly endingBalance: Money;
  readonly paymentIntent: string | null;
  readonly refund: string | null;
  readonly balanceTransaction: string | null;
}
export interface StripeBalanceTransactionFact {
  readonly type: 'balance_transaction';
  readonly reportingCategory: string;
  readonly transactionType: string;
  /** Which of Stripe's balances it moves: `payments`, `issuing`, `risk_reserved`, … */
  readonly balanceType: string;
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
  | StripeCreditNoteFact
  | StripePaymentIntentFact
  | StripeTopupFact
  | StripeCustomerBalanceTransactionFact
  | StripeCashBalanceTransactionFact;

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

/** A hint that something happened to an object; what it is now, the object itself says when it is read. */
export interface StripeEvent {
  readonly id: string;
  readonly createdAt: Instant;
  /** E.g. `refund.updated`. */
  readonly eventType: string;
  /** Stripe's name of the object's family, of this program or not. */
  readonly objectType: string;
  /** Null for an object without an id. */
  readonly objectId: string | null;
  /** The customer it belongs to, where the object names one. */
  readonly customer: string | null;
}
export interface StripeEventPage {
  readonly events: readonly StripeEvent[];
  readonly refused: readonly RefusedObject[];
  readonly lastId: string | null;
  readonly hasMore: boolean;
}
export interface StripeEventRequest {
  /** At most 20 (Stripe API reference, "List all events"). */
  readonly eventTypes: readonly string[];
  readonly createdFrom: Instant;
  readonly startingAfter?: string;
  readonly limit?: number;
}
/** Stripe's balance as of the moment it was asked for. */
export interface StripeBalance {
  /** When Stripe answered, by its own clock, whole seconds; null where the answer does not say. */
  readonly answeredAt: Instant | null;
  readonly parts: readonly StripeBalancePart[];
}
/** One part of Stripe's balance in one currency. */
export interface StripeBalancePart {
  /** As a balance transaction's `balanceType`. */
  readonly balanceType: string;
  readonly part: 'available' | 'pending' | 'reserved';
  readonly amount: Money;
}

export interface StripeListRequest {
  readonly type: ListedStripeType;
  /** Inclusive lower bound on `created`; whole seconds on the wire. */
  readonly createdFrom?: Instant;
  /** Exclusive upper bound on `created`. */
  readonly createdBefore?: Instant;
  /** Continue after this id (Stripe lists newest first). */
  readonly startingAfter?: string;
  readonly limit?: number;
}
export interface StripeCustomerListRequest {
  readonly type: CustomerStripeType;
  readonly customer: string;
  readonly startingAfter?: string;
}
/** Families whose list can be asked for by what they belong to, and how Stripe names that. Source: Stripe API reference, the list of each. */
export const OWNER_FILTERS = {
  refund: 'charge',
  dispute: 'charge',
  invoice_payment: 'invoice',
  credit_note: 'invoice',
  // Of automatic payouts only: what a manual one pays out Stripe does not know.
  balance_transaction: 'payout',
} as const;
export type OwnedStripeType = keyof typeof OWNER_FILTERS;
export interface StripeOwnerListRequest {
  readonly type: OwnedStripeType;
  /** The id of the charge, invoice or automatic payout. */
  readonly owner: string;
  readonly startingAfter?: string;
}
export interface StripeIdentity {
  readonly account: string;
  readonly livemode: boolean;
  readonly apiVersion: string;
  /** The account's beginning, where Stripe tells it to this key. */
  readonly createdAt?: Instant;
}

/** What the rest of the program may ask of Stripe. Every method throws `ConnectorError` (connectors/http/connector-error.ts). */
export interface StripeConnector {
  /** Proves the key and names account and mode. */
  identify(signal?: AbortSignal): Promise<StripeIdentity>;
  /** One page, newest first. */
  list(request: StripeListRequest, signal?: AbortSignal): Promise<StripePage>;
  /** One page of what Stripe keeps under a customer, newest first. A customer that Stripe does not know is `notFound`. */
  listOfCustomer(request: StripeCustomerListRequest, signal?: AbortSignal): Promise<StripePage>;
  /** One page of what belongs to a charge, an invoice or an automatic payout, newest first. An owner that Stripe does not know is `notFound`. */
  listOfOwner(request: StripeOwnerListRequest, signal?: AbortSignal): Promise<StripePage>;
  /** The object at the pinned version, or null when Stripe answers 404. */
  retrieve(type: ListedStripeType, id: string, signal?: AbortSignal): Promise<StripeObject | RefusedObject | null>;
  /** One page of events, newest first; Stripe keeps them for 30 days. */
  events(request: StripeEventRequest, signal?: AbortSignal): Promise<StripeEventPage>;
  /** Stripe's balance now, by type, part and currency; a currency this program does not know throws `malformed`. */
  balance(signal?: AbortSignal): Promise<StripeBalance>;
}

/** That a payment paid an invoice, as objects of before 2025-03-31 say it; by its intent or, where there is none, by its charge. */
export interface StripeInvoiceLink {
  readonly invoice: string;
  readonly paymentIntent: string | null;
  readonly charge: string | null;
}
/** One object out of a file: an event's object, a bare one, or one that stood inside another. */
export interface RecordedObject {
  /** Stripe's name of the family, of this program or not. */
  readonly type: string;
  readonly id: string;
  /** The object's state is not older than this; of an event it is its own instant. */
  readonly asOf: Instant;
  /** How late in that second it usually is so, 0 to 9, judged by what the record says happened; it orders what stands the same. */
  readonly lateness: number;
  /** Kept in the mirror: the object as it came, white space aside. */
  readonly raw: string;
  /** What it says in our words; null for a family this program has no place for. */
  readonly object: StripeObject | null;
  /** All that was left of it is its id. */
  readonly isGone: boolean;
  readonly link: StripeInvoiceLink | null;
}
/**
 * What one record of a file (an event or an object) holds: itself first, then what stands inside it; or why it is not taken in.
 * `besides` are inner objects that cannot be read.
 */
export type StripeRecord =
  | {
      readonly objects: readonly RecordedObject[];
      readonly besides: readonly RefusedObject[];
      /** It tells whether it is test data; a bare refund or balance transaction does not. */
      readonly saysMode: boolean;
    }
  | { readonly refused: RefusedObject };
/** Whose data a record must be. */
export interface RecordOwner {
  readonly account: string;
  readonly livemode: boolean;
}
/** Reads one record of any past API version; never throws for what stands in it. */
export type RecordReader = (value: unknown, owner: RecordOwner) => StripeRecord;
