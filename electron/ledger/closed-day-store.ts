import type { Instant, PlainDate } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** What PeopleSoft last said of booking on one day in a business unit. */
export interface PeriodDay {
  readonly businessUnit: string;
  readonly date: PlainDate;
  readonly state: 'open' | 'closed';
  /** For a closed day: the first later one that is open; null when none is. */
  readonly firstOpenDate: PlainDate | null;
}

/** Keeps days found closed with where they post instead; forgets those that are open again, or have nowhere else to post. */
export function storePeriodDays(db: WritableLedger, days: readonly PeriodDay[], at: Instant): void {
  for (const { businessUnit, date, firstOpenDate } of days)
    if (firstOpenDate === null)
      statement(db, 'DELETE FROM closed_day WHERE business_unit = ? AND day_date = ?').run(businessUnit, date);
    else
      statement(
        db,
        `INSERT INTO closed_day (business_unit, day_date, first_open_date, read_at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET first_open_date = excluded.first_open_date, read_at = excluded.read_at`,
      ).run(businessUnit, date, firstOpenDate, at);
}

/** The first open day after one that a re-check found closed; null when nothing says it is closed. */
export function firstOpenDateAfter(db: ReadableLedger, businessUnit: string, date: string): PlainDate | null {
  return (
    statement<{ date: PlainDate }>(
      db,
      'SELECT first_open_date AS date FROM closed_day WHERE business_unit = ? AND day_date = ?',
    ).get(businessUnit, date)?.date ?? null
  );
}
