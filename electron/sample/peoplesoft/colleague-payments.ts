import type { ColleaguePayment } from '../company/company.ts';
import type { Books } from './books-schema.ts';
import { writePostedReceipt } from './posted-receipt.ts';
import { prepared } from './prepared.ts';

/**
 * A colleague pays items while others look at them: everything still waiting in the books is applied and posted at
 * once, and only once. Call it before the first item re-read or deposit is served. Returns how many payments were
 * written.
 */
export function payAsColleague(books: Books, nowMs: number): number {
  const isWaiting = prepared(books, 'SELECT 1 FROM colleague_payment LIMIT 1').get() !== undefined;
  if (!isWaiting) return 0;
  return books
    .transaction(() => {
      const waiting = prepared<{ payment: string }>(books, 'SELECT payment FROM colleague_payment ORDER BY id').all();
      for (const { payment } of waiting)
        writePostedReceipt(books, JSON.parse(payment) as ColleaguePayment, 'colleague', nowMs);
      prepared(books, 'DELETE FROM colleague_payment').run();
      return waiting.length;
    })
    .immediate();
}
