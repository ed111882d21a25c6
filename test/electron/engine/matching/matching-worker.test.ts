import { describe, expect, it } from 'vitest';
import { keepWorker, takeWorker } from '../../../../electron/engine/matching/matching-worker.ts';
import { openBooks } from './books.ts';

describe('the thread of a matching run', () => {
  it('is kept for the next run', async () => {
    const first = takeWorker();
    await keepWorker(first, 100);
    const next = takeWorker();
    expect(next).toBe(first);
    await next.terminate();
  });
  it('is ended where it has read much, and where another one waits', async () => {
    const [one, other, large] = [takeWorker(), takeWorker(), takeWorker()];
    await keepWorker(large, 1_000_000);
    await keepWorker(one, 100);
    await keepWorker(other, 100);
    expect([large.threadId, other.threadId]).toEqual([-1, -1]);
    const next = takeWorker();
    expect(next).toBe(one);
    await next.terminate();
  });
  it('is not handed out once it has ended', async () => {
    const first = takeWorker();
    await keepWorker(first, 100);
    await first.terminate();
    const next = takeWorker();
    expect(next).not.toBe(first);
    await next.terminate();
  });
  it('finds what a new one would, also on another ledger and after a run that was cancelled', async () => {
    for (let time = 0; time < 2; time++) {
      const books = openBooks();
      try {
        books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
        books.customer('1001', 'HALVORSEN AND SONS');
        books.item('1001', 'INV-0048112', 10_000);
        books.movement('charge', 'ch_1', 10_000, { metadata_json: '{"invoice":"48112"}' });
        const controller = new AbortController();
        const cancelled = books.match({ signal: controller.signal });
        controller.abort();
        await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
        expect(await books.match()).toMatchObject({ counts: { auto: 1 }, skipped: 0 });
        expect(await books.match({ whole: true })).toMatchObject({ counts: { auto: 1 }, changed: 0, skipped: 0 });
      } finally {
        books.close();
      }
    }
  });
});
