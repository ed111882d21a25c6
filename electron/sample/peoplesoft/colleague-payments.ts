import type { ColleaguePayment } from '../company/company.ts';
import type { Books } from './books-schema.ts';
import { writePostedReceipt } from './posted-receipt.ts';
import { prepared } from './prepared.ts';

/**
 * A colleague pays items while others look at them: what waits for one of the asked items (`BU|CUST|ITEM|LINE`, any text
 * that holds them) is applied and posted, or everything with null; each only once. Call it before the re-read of items or
 * the deposit is served. Returns how many payments were written.
 */
export function payAsColleague(books: Books, nowMs: number, asked: string | null): number {
  const isWaiting = prepared(books, 'SELECT 1 FROM colleague_payment LIMIT 1').get() !== undefined;
  if (!isWaiting) return 0;
  return books
    .transaction(() => {
      const waiting = prepared<{ id: number; payment: string }>(
        books,
        'SELECT id, payment FROM colleague_payment ORDER BY id',
      )
        .all()
        .map(({ id, payment }) => ({ id, payment: JSON.parse(payment) as ColleaguePayment }))
        .filter(({ payment }) => asked === null || isAskedFor(payment, asked));
      for (const { id, payment } of waiting) {
        writePostedReceipt(books, payment, 'colleague', nowMs);
        prepared(books, 'DELETE FROM colleague_payment WHERE id = ?').run(id);
      }
      return waiting.length;
    })
    .immediate();
}

function isAskedFor({ items }: ColleaguePayment, asked: string): boolean {
  return items.some(({ businessUnit, custId, item }) => asked.includes(`${businessUnit}|${custId}|${item}|`));
}
