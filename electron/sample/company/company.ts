import type { Instant, PlainDate } from '../../../shared/domain/ids.ts';
import type { BankLine, BookJournal, PriorMonth } from './closing-facts.ts';
import type { PartyRecord } from './parties/party-record.ts';

/** What the generator says about the sample month. Amounts are decimal text in the currency's natural decimals ('12.50', '1000', '0.750'). */
export interface CompanyRequest {
  readonly seed: number;
  /** Stripe movements of all kinds (charges succeeded, refunds, disputes, payouts, fees, adjustments, and what brings one of them back); at least 55 % are succeeded charges. */
  readonly movements: number;
}
export const SAMPLE_SET_ID = 'SHARE';
export const SAMPLE_UNITS = [
  {
    unit: 'US',
    businessUnit: 'US001',
    depositBu: 'US001',
    zone: 'America/New_York',
    settlement: 'USD',
    currencies: ['USD', 'CAD', 'JPY', 'KWD', 'ISK', 'UGX'],
    bankCode: 'STRPE',
    bankAccountKey: 'US01',
    cashAccount: '101100',
  },
  {
    unit: 'DE',
    businessUnit: 'DE001',
    depositBu: 'DE001',
    zone: 'Europe/Berlin',
    settlement: 'EUR',
    currencies: ['EUR', 'GBP', 'CHF', 'HUF'],
    bankCode: 'STRPE',
    bankAccountKey: 'DE01',
    cashAccount: '101200',
  },
] as const;
export const SAMPLE_GO_LIVE: PlainDate = '2026-10-01' as PlainDate;
/** 09:00 on 2 November 2026 in New York: where the virtual clock starts. */
export const SAMPLE_START: Instant = '2026-11-02T14:00:00.000Z' as Instant;

export interface BookCustomer {
  readonly setId: string;
  readonly custId: string;
  readonly name: string;
  readonly active: boolean;
  /** Stripe customer id kept on the PeopleSoft customer, for at most 55 % of customers. */
  readonly externalId: string | null;
  /** What PeopleSoft keeps of it besides; default nothing. */
  readonly record?: PartyRecord;
}
export interface BookItem {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly amount: string;
  readonly currency: string;
  readonly itemDate: PlainDate;
  readonly dueDate: PlainDate;
  readonly poReference: string | null;
  readonly entryType: 'IN' | 'CR' | 'DR';
}
/** A receipt PeopleSoft already has when Tieout connects: a cheque that paid the true invoice, or a Stripe charge that somebody keyed by hand. Already posted. */
export interface BookReceipt {
  readonly depositBu: string;
  readonly paymentId: string;
  readonly custId: string;
  readonly amount: string;
  readonly currency: string;
  readonly accountingDate: PlainDate;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  readonly enteredBy: string;
  readonly comment: string | null;
  readonly items: readonly {
    readonly businessUnit: string;
    readonly custId: string;
    readonly item: string;
    readonly itemLine: number;
    readonly amount: string;
  }[];
}
/** An open item that a colleague pays after Tieout has listed it and before Tieout posts: the simulator applies it on the first re-read of that item or the first deposit it sees. */
export type ColleaguePayment = BookReceipt;

/** What the PeopleSoft simulator's books start with, in an order that needs no look-ahead (customers before items before receipts). */
export type BookFact =
  | { readonly kind: 'customer'; readonly customer: BookCustomer }
  | { readonly kind: 'item'; readonly item: BookItem }
  | { readonly kind: 'receipt'; readonly receipt: BookReceipt }
  | { readonly kind: 'colleaguePayment'; readonly payment: ColleaguePayment }
  | { readonly kind: 'journal'; readonly journal: BookJournal };

/** A Stripe object as the simulator will serve it (its API shape), with no list envelope. */
export interface StripeBookObject {
  readonly object: string;
  readonly id: string;
  readonly created: number;
  readonly [field: string]: unknown;
}

/** The answer key. Written beside the simulators; only the demo's score and tests may read it. */
export type TruthFact =
  | {
      readonly kind: 'customerTruth';
      readonly stripeCustomer: string;
      readonly custId: string | null;
      /** A right id of the other system is stored on either side, and none that is not right. */
      readonly linkKnown: boolean;
      /** Who it truly is: Stripe and PeopleSoft customers of one party are the same company, two of one system are doubles. */
      readonly party: string;
      /** How the records of both systems differ from the truth and so from each other, e.g. 'mojibake', 'addressOld', 'taxIdDigitWrong'. */
      readonly damages: readonly string[];
      /** What the PeopleSoft id in Stripe's metadata is worth. */
      readonly storedId: 'none' | 'right' | 'stale' | 'wrong';
    }
  | {
      readonly kind: 'bookCustomerTruth';
      readonly custId: string;
      readonly party: string;
      /** nearName: another company with a name like that of a Stripe customer that PeopleSoft does not have; family: a sister company; double: the same one again. */
      readonly role: 'customer' | 'bookOnly' | 'nearName' | 'family' | 'double';
      /** The party whose name it resembles without being it. */
      readonly near: string | null;
    }
  | {
      readonly kind: 'movementTruth';
      readonly objectId: string;
      readonly movementKind: 'charge' | 'refund' | 'dispute';
      /** Story that made it, e.g. 'byReference', 'oneForSeveral', 'retriedDuplicate', 'loneWrongCandidate', 'handKeyed', 'colleaguePays', 'beforeGoLive', 'noCustomer', 'short'. */
      readonly story: string;
      /**
       * What an automatic decision may legitimately allocate to; empty: no automatic allocation is right. Amount is the allocated part. Of a
       * refund: the credit memo that it is paid back on.
       */
      readonly allocations: readonly {
        readonly businessUnit: string;
        readonly custId: string;
        readonly item: string;
        readonly itemLine: number;
        readonly amount: string;
      }[];
      /** For a refund or dispute: the charge it belongs to. */
      readonly charge: string | null;
      /** Id of the receipt that somebody already keyed for this charge, when there is one. */
      readonly receipt: string | null;
    };

/**
 * A Stripe object on its way into the simulator's books. A balance transaction that an automatic payout will pay out names
 * its `settlement` (currency and payout day); that payout names the settlements it pays in `settles`.
 */
export interface StripeBookFact {
  readonly object: StripeBookObject;
  readonly settlement?: string;
  readonly settles?: readonly string[];
  /** The object as it became: it takes the place of the one of the same id that came before. */
  readonly again?: true;
  /** Second of the virtual clock, after the sample's start, at which the object comes or becomes so. */
  readonly comesAt?: number;
  /** What happened to the object besides what it tells itself: events with their seconds. */
  readonly events?: readonly { readonly type: string; readonly at: number }[];
}

export type CompanyFact =
  | { readonly to: 'peoplesoft'; readonly fact: BookFact }
  | ({ readonly to: 'stripe' } & StripeBookFact)
  | { readonly to: 'truth'; readonly fact: TruthFact }
  | { readonly to: 'bank'; readonly line: BankLine }
  | { readonly to: 'priorMonth'; readonly month: PriorMonth };
