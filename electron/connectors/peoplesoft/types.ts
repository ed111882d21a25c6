import type { DepositService } from '../../../shared/contract/profile.ts';
import type { Particulars } from '../../../shared/domain/customer-particulars.ts';
import type { Money } from '../../../shared/domain/money.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { CountedTotals } from '../../../shared/domain/list-tally.ts';
import type { SchemaFinding } from './soap/schema-finding.ts';

export type { SchemaFinding } from './soap/schema-finding.ts';

export interface PeopleSoftCustomer {
  readonly setId: string;
  readonly custId: string;
  readonly name: string;
  readonly status: 'active' | 'inactive' | 'template';
  /** Stripe customer id that the site keeps on its customer, where the profile names such a column. */
  readonly externalId: string | null;
  /** Absent: the site's query does not tell. */
  readonly particulars?: Particulars;
}
export interface ArItem {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly status: 'open' | 'closed';
  readonly balance: Money;
  readonly original: Money;
  readonly itemDate: PlainDate;
  readonly dueDate: PlainDate | null;
  readonly poReference: string | null;
  readonly entryType: string;
}
/** One payment as PeopleSoft shows it now. `application` lists the items it has been applied to (or referenced while unapplied). */
export interface PeopleSoftPayment {
  readonly depositBu: string;
  readonly depositId: string;
  readonly paymentSeq: number;
  readonly paymentId: string;
  readonly amount: Money;
  readonly accountingDate: PlainDate;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  readonly enteredBy: string;
  readonly comment: string | null;
  /** unapplied: saved only · worksheet: a worksheet holds it · applied: set to post · posted: Receivables Update ran · error: it refused the group. */
  readonly status: 'unapplied' | 'worksheet' | 'applied' | 'posted' | 'error';
  readonly statusText: string | null;
  readonly application: readonly PaymentApplication[];
  /** Accounting template of a payment that is journalled directly; null: it is not; absent: the site's queries do not tell. */
  readonly journalTemplate?: string | null;
  /** Customer whose account keeps the cash that is on no item, '' where there is none; absent: the site's queries do not tell. */
  readonly onAccountOf?: string;
}
export interface PaymentApplication {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly amount: Money;
}

/** Payment as it leaves us: everything that `posting` fixed when a person approved. */
export interface DepositDocument {
  readonly depositBu: string;
  /** Ours (given), or `NEXT` where the site numbers deposits itself. */
  readonly depositId: string;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  readonly currency: string;
  readonly accountingDate: PlainDate;
  readonly control: Money;
  readonly controlCount: number;
  readonly payments: readonly PaymentDocument[];
}
export interface PaymentDocument {
  readonly paymentSeq: number;
  readonly paymentId: string;
  readonly amount: Money;
  readonly accountingDate: PlainDate;
  readonly paymentMethod: string;
  /** Null: nobody's, which only a direct journal may be. */
  readonly custId: string | null;
  /** Given: the payment is journalled directly by this accounting template and has neither customer nor items. */
  readonly accountingTemplate?: string;
  /** Whole Stripe object id; goes into the site's comment field or REF_VALUE. */
  readonly externalId: string;
  readonly approvedBy: string;
  readonly items: readonly ItemReference[];
}
/** An item that a payment is for. `entryType`: only of money that goes out, where the site names one. */
export interface ItemReference extends PaymentApplication {
  readonly entryType?: string;
}

export interface PeopleSoftMessage {
  readonly type: string;
  readonly set: number | null;
  readonly number: number | null;
  readonly text: string;
  readonly explain: string | null;
}
/** What is known after a create was sent. `unknown` covers every doubt: no answer, an odd answer, an empty one. Never throws after the request has left. */
export type SendOutcome =
  | {
      readonly outcome: 'saved';
      readonly depositId: string;
      readonly messages: readonly PeopleSoftMessage[];
      readonly answer: string;
    }
  | {
      readonly outcome: 'refused';
      readonly certain: true;
      readonly messages: readonly PeopleSoftMessage[];
      /** payment seq the fault's keys name */ readonly paymentSeq: number | null;
      readonly duplicateKey: boolean;
      readonly credentialsFailed: boolean;
      readonly retryable: boolean;
      readonly answer: string;
    }
  | { readonly outcome: 'unknown'; readonly reason: string; readonly answer: string | null };

/** One page. `next` is null only where the end of the list was proven, whatever silent limit the site has; rows that do not read are in `refused`. */
export interface PeopleSoftPage<Row> {
  readonly rows: readonly Row[];
  readonly refused: readonly { readonly row: string; readonly reason: string }[];
  readonly next: string | null;
}

/** One of the lists that are read in bulk, with what bounds it. */
export type BulkList =
  | { readonly kind: 'customers' }
  | { readonly kind: 'openItems'; readonly businessUnit: string }
  | { readonly kind: 'payments'; readonly depositBu: string; readonly from: PlainDate };
/** What PeopleSoft itself counts and sums for a list; customers have no amounts. */
export interface ListTotals extends CountedTotals {
  /** Names of the query that counted and of the one that lists, for messages. */
  readonly countedBy: string;
  readonly listedBy: string;
}

export interface PeopleSoftIdentity {
  readonly toolsVersion: string | 'unknown';
  readonly node: string;
  readonly signIn: string;
  readonly found: readonly string[];
  readonly missing: readonly { readonly what: string; readonly why: string; readonly fix: string }[];
}

/** What tells one PeopleSoft database from another, as far as the site tells; null: it does not. */
export interface DatabaseFacts {
  /** Base of the gateway it is reached at, and the node addressed there. */
  readonly address: string;
  readonly node: string;
  readonly databaseName: string | null;
  /** PeopleSoft's own id of the environment. */
  readonly guid: string | null;
  readonly localNode: string | null;
  /** Number of the latest process; it only rises while a database lives. */
  readonly highestInstance: number | null;
}

/** Receivables Update as PeopleSoft shows it; times as PeopleSoft writes them, with or without an offset. */
export interface BatchStatus {
  readonly lastRunAt: string | null;
  /** Null where it is not planned, or the site's query does not tell. */
  readonly nextRunAt: string | null;
  readonly groupsInError: number;
}

/** Reads of PeopleSoft by REST query. Every method throws `ConnectorError`. Pages are ordered by key; `after` is the `next` of the page before. */
export interface PeopleSoftReader {
  identify(signal?: AbortSignal): Promise<PeopleSoftIdentity>;
  customers(after: string | null, signal?: AbortSignal): Promise<PeopleSoftPage<PeopleSoftCustomer>>;
  openItems(businessUnit: string, after: string | null, signal?: AbortSignal): Promise<PeopleSoftPage<ArItem>>;
  /** Payments of a deposit business unit with an accounting date not before `from`. */
  payments(
    depositBu: string,
    from: PlainDate,
    after: string | null,
    signal?: AbortSignal,
  ): Promise<PeopleSoftPage<PeopleSoftPayment>>;
  /** Count and sums of a whole list, to hold its pages against; null where the site has not created the query. */
  listTotals(list: BulkList, signal?: AbortSignal): Promise<ListTotals | null>;
  /** Current state of the given customers and items, for the check just before sending; an absent key is missing from the answer. */
  itemsByKey(
    keys: readonly { businessUnit: string; custId: string; item: string; itemLine: number }[],
    signal?: AbortSignal,
  ): Promise<readonly ArItem[]>;
  customersById(custIds: readonly string[], signal?: AbortSignal): Promise<readonly PeopleSoftCustomer[]>;
  /** Cash accounts that PeopleSoft books an active bank account in this currency to, `''` where it names none; empty: there is no such bank account. */
  cashAccounts(
    bankCode: string,
    bankAccountKey: string,
    currency: string,
    signal?: AbortSignal,
  ): Promise<readonly string[]>;
  /** Of these accounting templates the ones that are active; null where the site has not created the query. */
  activeTemplates(templates: readonly string[], signal?: AbortSignal): Promise<readonly string[] | null>;
  openPeriod(businessUnit: string, date: PlainDate, signal?: AbortSignal): Promise<'open' | 'closed' | 'unknown'>;
  /**
   * Read-back by payment id. `payments` covers the payment table, `staged` and `errors` the staging and error tables.
   * The canary (an earlier posting that must be visible) is asked for in the very same call: `canarySeen` false means absence proves nothing.
   */
  findPayments(
    depositBu: string,
    paymentIds: readonly string[],
    canaryPaymentId: string | null,
    signal?: AbortSignal,
  ): Promise<{
    readonly payments: readonly PeopleSoftPayment[];
    readonly staged: readonly string[];
    readonly errors: readonly { paymentId: string; text: string }[];
    readonly canarySeen: boolean;
  }>;
  batchStatus(signal?: AbortSignal): Promise<BatchStatus>;
  /** Which database this is. Where the site has no query for it, only where it is reached. */
  databaseFacts(signal?: AbortSignal): Promise<DatabaseFacts>;
}
/** Which service and property names a deposit goes out under. */
export interface DepositMapping {
  readonly deposit: DepositService;
  /** Confirmed version of the ledger it comes from; null: the connection profile's own. */
  readonly version: number | null;
}
/** A group with one pending item, as it leaves us; the sign of `amount` is PeopleSoft's (a credit memo is negative). */
export interface ItemGroupDocument {
  readonly groupBu: string;
  readonly groupId: string;
  readonly groupType: string;
  readonly accountingDate: PlainDate;
  readonly control: Money;
  readonly controlCount: number;
  readonly items: readonly PendingItemDocument[];
}
export interface PendingItemDocument {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly entryType: string;
  readonly entryReason: string | null;
  readonly amount: Money;
  readonly dueDate: PlainDate | null;
  /** Item of the invoice that a credit memo belongs to. */
  readonly relatedItem: string | null;
  /** Whole Stripe object id. */
  readonly externalId: string;
  readonly approvedBy: string;
  /** Together the amount with the other sign. */
  readonly lines: readonly { readonly account: string; readonly amount: Money }[];
}
/** One pending item as PeopleSoft shows it now. */
export interface PendingItemRow {
  readonly groupBu: string;
  readonly groupId: string;
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly entryType: string;
  readonly entryReason: string;
  readonly amount: Money;
  readonly accountingDate: PlainDate;
  /** waiting: Receivables Update has not taken it · posted · error: it refused the group. */
  readonly status: 'waiting' | 'posted' | 'error';
  readonly statusText: string | null;
}
/** Pending items of a site that takes them: read by item id, sent as a group. */
export interface PendingItemReader {
  /**
   * Pending items with these ids in a business unit, of any group. The canary (an item known to be there) is asked for in every call:
   * `canarySeen` false means that absence proves nothing. Throws `ConnectorError`.
   */
  findPendingItems(
    businessUnit: string,
    items: readonly string[],
    canaryItem: string | null,
    signal?: AbortSignal,
  ): Promise<{ readonly rows: readonly PendingItemRow[]; readonly canarySeen: boolean }>;
  /** Entry types that are active today; null where the site has no such query. */
  activeEntryTypes(signal?: AbortSignal): Promise<readonly string[] | null>;
}
export interface PendingItemWriter {
  /** The exact document that would leave and what the schema objects to; nothing is sent. */
  dryRunItemGroup(
    document: ItemGroupDocument,
  ): Promise<{ readonly xml: string; readonly findings: readonly SchemaFinding[] }>;
  /** Sends one group. As `createDeposit`: throws `ConnectorError` only while nothing has left. */
  createItemGroup(
    document: ItemGroupDocument,
    signal?: AbortSignal,
  ): Promise<SendOutcome & { readonly request: string }>;
}

/** Writes to PeopleSoft through the site's deposit component interface. */
export interface PeopleSoftWriter {
  // Without a mapping both go by the connection profile's.
  /** The exact XML that would leave and what the schema objects to; nothing is sent. */
  dryRunDeposit(
    document: DepositDocument,
    mapping?: DepositMapping,
  ): Promise<{ readonly xml: string; readonly findings: readonly SchemaFinding[] }>;
  /** Sends one deposit. Schema findings throw `ConnectorError` before anything leaves; afterwards it always answers a SendOutcome. */
  createDeposit(
    document: DepositDocument,
    signal?: AbortSignal,
    mapping?: DepositMapping,
  ): Promise<SendOutcome & { readonly request: string }>;
}
