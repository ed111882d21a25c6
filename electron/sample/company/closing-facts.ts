import type { PlainDate } from '../../../shared/domain/ids.ts';

/** A journal line of the general ledger that came from another system than Receivables; amounts are signed decimal text, debit positive. */
export interface BookJournal {
  readonly businessUnit: string;
  readonly journalId: string;
  readonly journalDate: PlainDate;
  readonly line: number;
  readonly account: string;
  readonly amount: string;
  readonly currency: string;
  /** BI: billing; BNK: the bank's statement. */
  readonly source: 'BI' | 'BNK';
}

/** A line on the statement of the bank account that payouts of a settlement currency go to. */
export interface BankLine {
  readonly currency: string;
  readonly bookedDate: PlainDate;
  readonly valueDate: PlainDate;
  readonly amountMinor: number;
  readonly reference: string;
  readonly text: string;
}

export interface AccountBalance {
  readonly account: string;
  readonly currency: string;
  readonly amount: string;
}

/** The closing balances of the month before go-live, as they were certified: the openings of the first month. */
export interface PriorMonth {
  readonly period: string;
  readonly units: readonly {
    readonly unit: string;
    /** The first instant of the next month in the unit's zone. */
    readonly cutOffAt: string;
    readonly stripe: readonly { readonly currency: string; readonly amount: string }[];
    readonly clearing: readonly AccountBalance[];
    readonly receivables: readonly AccountBalance[];
  }[];
  readonly preparedBy: string;
  readonly reviewedBy: string;
  readonly signedAt: string;
}
