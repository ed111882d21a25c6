import type { Attention } from '../../../shared/contract/primitives.ts';
import type { MatchingTolerances } from '../../../shared/contract/profile-tolerances.ts';
import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { HashItems } from '../pairing.ts';

/** What matching asks of one AR item. Amounts in minor units of `exponent`. */
export interface ItemRow {
  readonly key: number;
  readonly customer: string;
  readonly businessUnit: string;
  readonly item: string;
  readonly itemLine: number;
  readonly currency: string;
  readonly exponent: number;
  /** Balance less what approved matches hold; 0 or less is nothing to pay (closed, held, or a credit). */
  readonly availableMinor: number;
  readonly itemDate: string;
  readonly dueDate: string | null;
  readonly poReference: string | null;
  /** An approved or posted match of another movement pays this item. */
  readonly taken: boolean;
  /** What a refund may still be paid back on: of a credit memo its open credit, of another item what was paid on it. Default 0. */
  readonly refundableMinor?: number;
  /** A credit memo: its original amount is negative. Default false. */
  readonly isCredit?: boolean;
  /** What it was made out for; default: what is available. */
  readonly originalMinor?: number;
}

/** A payment PeopleSoft already holds and that this ledger did not send. */
export interface ReceiptRow {
  readonly paymentKey: number;
  /** Unit whose clearing account it was keyed into, or null for any other bank account. */
  readonly clearingUnit: string | null;
  readonly paymentId: string;
  readonly comment: string | null;
  readonly currency: string;
  readonly exponent: number;
  readonly amountMinor: number;
  readonly accountingDate: string;
  readonly status: 'unapplied' | 'worksheet' | 'applied' | 'posted' | 'error';
  readonly items: readonly { readonly customer: string; readonly item: string }[];
}

export type LinkStrength = 'none' | 'proposed' | 'doubtful' | 'confirmed';
export interface MovementLink {
  /** 0 for a link that is proposed in the same run and not stored yet. */
  readonly linkId: number;
  readonly customer: string;
  /** doubtful: confirmed, but its evidence has turned or the customer is not active: nothing is automatic over it. */
  readonly strength: Exclude<LinkStrength, 'none'>;
}

export type Gate = 'open' | 'decided' | 'excluded' | 'failed' | 'lookupFailed' | 'notEvaluated';
/** Why a movement stays in front of a person until she decides again, and the words that brought it there. */
export interface Standing {
  /** Null: she took it back from a rule; what the rules find is shown as always, but none decides it alone. */
  readonly attention: Extract<Attention, 'changedSinceApproval' | 'postingProblem'> | null;
  readonly words: string | null;
}
export interface MovementRow {
  readonly key: number;
  readonly kind: 'charge' | 'refund' | 'dispute';
  readonly objectId: string;
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  /** One of the settings; a movement of none is never open. */
  readonly unit: string | null;
  readonly currency: string;
  readonly exponent: number;
  /** Sign as stored; matching works on the size. */
  readonly amountMinor: number;
  readonly accountingDate: string;
  readonly sourceStatus: string;
  /**
   * decided: a person or posting has its hands on it · excluded, lookupFailed: competes with others but is left as it is,
   * or, for `excluded`, becomes excluded · failed: becomes excluded and competes with nobody · notEvaluated: data is missing, `shutBy` or `gateReason` says which.
   */
  readonly gate: Gate;
  readonly gateReason: string | null;
  /** What shuts it out; null: nothing, or what `gateReason` says. */
  readonly shutBy: MovementGate | null;
  /** It was given back after its approval, a person took it back from a rule, or PeopleSoft refused it: never decided alone. */
  readonly standing: Standing | null;
  readonly link: MovementLink | null;
  /** Why there is no usable link, when more is known than "nobody linked it". */
  readonly linkNote: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly description: string | null;
  readonly statementDescriptor: string | null;
  readonly invoices: readonly StatedInvoice[];
  /** Pairings (texts of `pairing.ts`) a person said no to. */
  readonly rejected: readonly string[];
  /** Of a refund: what the decided match of its charge pays, in minor units of the charge. Default: nothing. */
  readonly chargePays?: readonly { readonly itemKey: number; readonly amountMinor: number }[];
  /** Of a refund: what the posted charge left on account, in minor units of the charge. Default 0. */
  readonly chargeLeftMinor?: number;
  /** What the balance transaction says it became, before the fee; the rate is the one Stripe used. Default: not known. */
  readonly settlement?: {
    readonly amountMinor: number;
    readonly feeMinor: number | null;
    readonly exponent: number;
    readonly currency: string;
  } | null;
}
/** A Stripe invoice that Stripe says this charge paid, and how much of the charge went into it. */
export interface StatedInvoice {
  readonly number: string | null;
  readonly paidMinor: number | null;
  readonly exponent: number | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Where a reference was found; a bit each, so that one item can be named in several places. */
export const IN_METADATA = 1;
export const IN_STRIPE_INVOICE = 2;
export const IN_DESCRIPTION = 4;
export const IN_DESCRIPTOR = 8;
export const IN_PURCHASE_ORDER = 16;

/** What the texts around one charge name. Indexes point into the item columns. */
export interface References {
  /** Items of the linked customer, each with the places that name it. */
  readonly own: readonly number[];
  readonly places: readonly number[];
  /** Items of other customers (or of any, while there is no link). */
  readonly foreign: readonly number[];
  /** Words of item-like fields that fit no item we know. */
  readonly unknown: readonly string[];
  /** Items of the linked customer whose number is one slip of the pen from a word; only where what is named is less than the charge. */
  readonly near: readonly number[];
  /** Part of the charge that Stripe says went into an item, in thousandths; parallel to `own`, null when Stripe says nothing. */
  readonly stated: readonly (number | null)[];
  /** It is named by bare digits alone that may be something else's; parallel to `own`. */
  readonly weak: readonly boolean[];
}

/** Columns, one array per field; index = position. Dictionaries give every customer, unit and currency a number. */
export interface ItemColumns {
  readonly key: number[];
  readonly customer: number[];
  readonly unit: number[];
  readonly currency: number[];
  readonly exponent: number[];
  /** Thousandths that may still be allocated, never negative. */
  readonly available: number[];
  readonly itemDay: number[];
  readonly dueDay: number[];
  readonly businessUnit: string[];
  readonly item: string[];
  readonly line: number[];
  readonly taken: boolean[];
  /** Thousandths that may still be paid back on it, never negative. */
  readonly refundable: number[];
  readonly isCredit: boolean[];
  /** Thousandths it was made out for; negative for a credit memo. */
  readonly original: number[];
}
/** Items that a comment names. */
export interface CommentItems {
  /** By their numbers as they are written. */
  readonly whole: readonly number[];
  /** By their digits alone, which mean something only among the items of one customer. */
  readonly digits: readonly number[];
}
/** The words of one open credit memo: its number and purchase order. */
export interface CreditWords {
  readonly text: string;
  readonly pieces: ReadonlySet<string>;
  /** Charges whose texts name what its words name. */
  readonly meets: readonly number[];
}
export interface MovementColumns {
  readonly key: number[];
  readonly kind: ('charge' | 'refund' | 'dispute')[];
  readonly objectId: string[];
  readonly unit: number[];
  /** PeopleSoft customer the link leads to, or -1. */
  readonly customer: number[];
  readonly strength: LinkStrength[];
  readonly linkId: number[];
  readonly currency: number[];
  readonly exponent: number[];
  readonly amount: number[];
  readonly day: number[];
  readonly gate: Gate[];
  readonly standing: (Standing | null)[];
  /** Movement index of the charge of a refund or dispute, -1 when it is not held; -1 for charges. */
  readonly charge: number[];
  readonly references: (References | null)[];
  /** Its texts hold a word that may be the number of something, whether or not an item has it. */
  readonly quotes: boolean[];
  /** The start of a number at the end of a statement descriptor that may have been cut off. */
  readonly cutWord: (string | null)[];
  /** Thousandths of the balance transaction before its fee, and that fee, in the currency beside them; -1: not known. */
  readonly settled: number[];
  readonly fee: number[];
  readonly settledCurrency: number[];
}
/** What of a refund's charge decides where it may be paid back. */
export interface RefundSource {
  readonly pays: readonly Share[];
  /** Thousandths of the charge that are on account. */
  readonly left: number;
}
export interface ReceiptColumns {
  readonly key: number[];
  readonly unit: number[];
  readonly customer: number[];
  readonly currency: number[];
  readonly amount: number[];
  /** Money that went out: it was keyed for a refund, never for a charge. */
  readonly isOut: boolean[];
  readonly day: number[];
  readonly status: ReceiptRow['status'][];
  readonly text: string[];
  /** Whether it is applied to, or references, any item. */
  readonly hasItems: boolean[];
  /** Movements whose texts name an item that it pays. */
  readonly paidItemNamedBy: number[][];
  /** Movements whose texts name an item that its comment names too. */
  readonly commentMeets: number[][];
  /** Movements it names by charge or payment intent id. */
  readonly names: number[][];
  /** It has an id of Stripe's in its words, known or not. */
  readonly quotesId: boolean[];
  /** Customers whose items it pays. */
  readonly payers: (readonly number[])[];
  /** Items that the comment of one of no single customer names, whosever they are. */
  readonly commentItems: CommentItems[];
}
export interface Settings {
  /** Business units of each unit, for reading which items a movement may pay. */
  readonly units: readonly { readonly unit: string; readonly businessUnits: readonly string[] }[];
  readonly tolerances: MatchingTolerances;
  /** Ids of rules that are not run; left out: all are. */
  readonly switchedOff?: readonly string[];
  readonly hashItems: HashItems;
}
export interface Snapshot {
  readonly settings: Settings;
  readonly customers: readonly string[];
  readonly currencies: readonly string[];
  readonly items: ItemColumns;
  readonly movements: MovementColumns;
  readonly receipts: ReceiptColumns;
  /** Sparse texts by movement index. */
  readonly notes: ReadonlyMap<number, string>;
  /** What shuts movements out of matching. */
  readonly shut: ReadonlyMap<number, MovementGate>;
  readonly sourceStatus: ReadonlyMap<number, string>;
  readonly rejected: ReadonlyMap<number, ReadonlySet<string>>;
  /** Open credit memos by item index. */
  readonly credits: ReadonlyMap<number, CreditWords>;
  /** By movement index of a refund whose charge is decided. */
  readonly refundSources: ReadonlyMap<number, RefundSource>;
}

/** One part of a movement on one item; amounts in thousandths. */
export interface Share {
  readonly item: number;
  readonly amount: number;
}
