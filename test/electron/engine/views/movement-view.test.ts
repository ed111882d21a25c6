import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { movementRowsOf } from '../../../../electron/engine/views/movement-view.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

describe('the words of a refund', () => {
  it('name its charge by the day it is booked on, not by the day in Greenwich', () => {
    // The evening of 30 October in New York.
    books.movement('charge', 'ch_1', 10_000, {
      occurred_at: '2026-10-31T01:00:00.000Z',
      accounting_date: '2026-10-30',
    });
    const refund = books.movement('refund', 're_1', -10_000, { charge_id: 'ch_1', attention: 'refundOrDispute' });
    expect(movementRowsOf(books.db, [refund])).toMatchObject([{ stateText: 'refund of 10-30' }]);
  });
});
