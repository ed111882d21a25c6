import type { PlainDate } from '../../../shared/domain/ids.ts';
import { addBookFact } from './books.ts';
import { nextNumber, type Books } from './books-schema.ts';

/**
 * Somebody works in PeopleSoft while lists are read: a new customer, an invoice of hers and a cheque for half of it, so that
 * every bulk list of `businessUnit` moves. `nowMs` is virtual time.
 */
export function moveRows(books: Books, nowMs: number, businessUnit: string): void {
  const number = nextNumber(books, 'moved_row');
  const custId = `MOVE${number}`;
  const today = new Date(nowMs).toISOString().slice(0, 10) as PlainDate;
  const item = { businessUnit, custId, item: `MOVED-${number}`, itemLine: 1 };
  books
    .transaction(() => {
      addBookFact(
        books,
        {
          kind: 'customer',
          customer: { setId: 'SHARE', custId, name: `New customer ${number}`, active: true, externalId: null },
        },
        nowMs,
      );
      addBookFact(
        books,
        {
          kind: 'item',
          item: {
            ...item,
            amount: '10.00',
            currency: 'USD',
            itemDate: today,
            dueDate: today,
            poReference: null,
            entryType: 'IN',
          },
        },
        nowMs,
      );
      addBookFact(
        books,
        {
          kind: 'receipt',
          receipt: {
            depositBu: businessUnit,
            paymentId: `CHEQUE-M${number}`,
            custId,
            amount: '5.00',
            currency: 'USD',
            accountingDate: today,
            bankCode: 'STRPE',
            bankAccountKey: 'US01',
            enteredBy: 'MLOPEZ',
            comment: null,
            items: [{ ...item, amount: '5.00' }],
          },
        },
        nowMs,
      );
    })
    .immediate();
}
