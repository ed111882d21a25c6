import type { Database } from 'better-sqlite3';
import { SITE_REFUNDS } from '../../../electron/sample/peoplesoft/site.ts';

/** What went out in PeopleSoft's books without the site's entry type for it, in words: its default would make a voucher of each. */
export function withoutEntryType(books: Database): string[] {
  return books
    .prepare<[string], string>(
      `SELECT p.x_external_id || ' on ' || i.item || ' would be paid out a second time by voucher' FROM payment p
       JOIN payment_id_item i USING (deposit_bu, deposit_id, payment_seq_num)
       WHERE p.payment_amt < 0 AND i.entry_type <> ? ORDER BY 1`,
    )
    .pluck()
    .all(SITE_REFUNDS.entryType);
}
