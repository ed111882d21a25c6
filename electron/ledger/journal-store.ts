import type { JournalClass } from '../../shared/contract/profile-bookings.ts';
import type { PlainDate, PostingId } from '../../shared/domain/ids.ts';
import type { WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** What a direct journal stands for, fixed when it is approved: the money of one account, class, day and settlement currency. */
export interface NewJournal {
  readonly postingId: PostingId;
  readonly account: string;
  readonly journalClass: JournalClass;
  /** Day of the unit on which Stripe booked the money. */
  readonly date: PlainDate;
  readonly currency: string;
  /** Of a payout; null for the classes that are summed by day. */
  readonly balanceTransactionId: string | null;
  /** Which of the day's documents it is, counted from 1. */
  readonly cutNumber: number;
}
/** A part of a balance transaction: its amount, its fee without tax, or the tax on it. */
export interface JournalPart {
  readonly account: string;
  readonly balanceTransactionId: string;
  readonly part: 'amount' | 'fee' | 'tax';
  /** With the sign by which it moves Stripe's balance. */
  readonly amountMinor: number;
}

/** Keeps what a direct journal stands for, with every part of it. Throws `INVARIANT` when a live journal stands for one of them already. */
export function insertJournal(db: WritableLedger, journal: NewJournal, parts: readonly JournalPart[]): void {
  const { postingId } = journal;
  statement(
    db,
    `INSERT INTO journal (posting_id, account, class, booked_date, currency, balance_transaction_id, cut_number, part_count)
     VALUES (@postingId, @account, @journalClass, @date, @currency, @balanceTransactionId, @cutNumber, @partCount)`,
  ).run({ ...journal, partCount: parts.length });
  const keep = statement(
    db,
    'INSERT INTO journal_part (posting_id, account, balance_transaction_id, part, amount_minor, live) VALUES (?, ?, ?, ?, ?, 1)',
  );
  for (const { account, balanceTransactionId, part, amountMinor } of parts)
    keep.run(postingId, account, balanceTransactionId, part, amountMinor);
}
