import { afterEach, describe, expect, it } from 'vitest';
import { start } from './book-changes.ts';
import type { Books } from './books.ts';
import { runHere } from './run-here.ts';

let books: Books | null = null;
afterEach(() => {
  books?.close();
  books = null;
});

describe('a run over changes that was cut off', () => {
  /** Up to more than any run here has: the last one of them is not cut off. */
  const WRITES = Array.from({ length: 9 }, (_, writes) => writes);

  it('leaves nothing behind where what it went by has gone back to what it was', async () => {
    for (const writes of WRITES) {
      books = start();
      const link = (customer: string): unknown =>
        books?.run(
          'UPDATE stripe_customer SET metadata_json = ? WHERE customer_id = ?',
          JSON.stringify({ peoplesoft_customer: customer }),
          'cus_0',
        );
      books.movement('charge', 'ch_0', 10_000, { customer_id: 'cus_0' });
      await runHere(books, 'whole');
      link('C1');
      await runHere(books, 'changes', writes);
      link('C0');
      await runHere(books, 'changes');
      expect([writes, await runHere(books, 'dry')]).toEqual([writes, 0]);
      books.close();
    }
    books = null;
  });

  it('leaves nothing behind beside a row that has moved on since', async () => {
    for (const writes of WRITES) {
      books = start();
      const rival = books.movement('charge', 'ch_1', 10_000, { customer_id: 'cus_1' });
      books.movement('charge', 'ch_0', 10_000, { customer_id: 'cus_0' });
      await runHere(books, 'whole');
      const move = (customer: string): unknown =>
        books?.run(
          'UPDATE movement SET customer_id = ?, version = version + 1 WHERE movement_key = ?',
          customer,
          rival,
        );
      move('cus_0');
      await runHere(books, 'changes', writes);
      move('cus_2');
      await runHere(books, 'changes');
      expect([writes, await runHere(books, 'dry')]).toEqual([writes, 0]);
      books.close();
    }
    books = null;
  });
});
