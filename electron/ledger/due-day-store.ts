import type { PlainDate } from '../../shared/domain/ids.ts';
import type { JournalPart } from './journal-store.ts';
import type { WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A day on which Stripe booked money of one kind that may not be posted by class yet. The ledger's triggers make these rows. */
export interface DueDay {
  /** The day at Greenwich. */
  readonly utcDate: PlainDate;
  readonly currency: string;
  readonly part: JournalPart['part'];
  readonly reportingCategory: string;
  readonly transactionType: string;
}

/** Forgets that money of this kind may be due on that day; only who has looked may say so. */
export function forgetDueDay(db: WritableLedger, day: DueDay): void {
  statement(
    db,
    `DELETE FROM due_day WHERE utc_date = @utcDate AND currency = @currency AND part = @part
       AND reporting_category = @reportingCategory AND transaction_type = @transactionType`,
  ).run(day);
}
