import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import { readMatchingScope } from '../../../../electron/ledger/matching-scope-store.ts';
import { change, CUSTOMERS, make, start } from './book-changes.ts';
import type { Books } from './books.ts';
import { runHere } from './run-here.ts';

const RUNS = Number(process.env['CHANGES_RUNS'] ?? 12);

/** Changes, then a run; a number: it is cut off after so many of its writes. */
const round = fc.record({
  changes: fc.array(change, { minLength: 1, maxLength: 6 }),
  writes: fc.option(fc.nat(4), { nil: null, freq: 2 }),
});

let books: Books | null = null;
afterEach(() => {
  books?.close();
  books = null;
});

describe('a run over changes alone', () => {
  it('leaves nothing for a whole run to change, whatever has changed since the last one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 5 }), async (rounds) => {
        books = start();
        try {
          await runHere(books, 'whole');
          let serial = 0;
          for (const { changes, writes } of rounds) {
            for (const one of changes) make(books, ++serial, one);
            if ((await runHere(books, 'changes', writes)) === null) continue;
            // A whole run over the same rows finds every outcome as it is.
            expect([await runHere(books, 'dry'), changes]).toEqual([0, changes]);
          }
          await runHere(books, 'changes');
          expect(await runHere(books, 'dry')).toBe(0);
        } finally {
          books.close();
          books = null;
        }
      }),
      { numRuns: RUNS },
    );
  }, 240_000);

  it('reads only what hangs together with what changed', async () => {
    books = start();
    for (let customer = 0; customer < CUSTOMERS; customer++)
      books.movement('charge', `ch_${customer}`, 10_000, { customer_id: `cus_${customer}` });
    const whole = await books.match({ whole: true });
    expect(whole.read).toBe(CUSTOMERS);
    expect(await books.match()).toMatchObject({ read: 0, changed: 0 });
    books.movement('charge', 'ch_new', 20_000, { customer_id: 'cus_1', description: 'for INV-002001' });
    expect(await books.match()).toMatchObject({ read: 2, changed: 1 });
    // What it wrote itself is no news to it.
    expect(await books.match()).toMatchObject({ read: 0, changed: 0 });
  });

  it('takes in whom a name leads to across customers, and not who says the same where no item has it', async () => {
    books = start();
    books.movement('charge', 'ch_1', 10_000, { customer_id: 'cus_1', description: 'order 4711' });
    books.movement('charge', 'ch_2', 10_000, { customer_id: 'cus_2', description: 'order 4711' });
    await books.match({ whole: true });
    books.movement('charge', 'ch_3', 10_000, { customer_id: 'cus_3', description: 'order 4711' });
    expect((await books.match()).read).toBe(1);
    books.item('C0', '4711', 10_000);
    expect((await books.match()).read).toBe(3);
  });

  it('is a whole one when the profile it goes by is another, and when the last one did not end', async () => {
    books = start();
    books.movement('charge', 'ch_1', 10_000, { customer_id: 'cus_1' });
    await books.match();
    const stopped = new AbortController();
    stopped.abort();
    await expect(books.match({ whole: true, signal: stopped.signal })).rejects.toThrow('cancelled');
    books.run('UPDATE matching_scope SET made_by = NULL');
    expect((await books.match()).read).toBe(1);
    expect(readMatchingScope(books.db).changes).toBe(0);
    expect((await books.match()).read).toBe(0);
  });

  it('notes a change in the transaction that makes it', async () => {
    books = start();
    const key = books.movement('charge', 'ch_1', 10_000, { customer_id: 'cus_1' }) as MovementKey;
    await books.match();
    books.db.exec('BEGIN');
    books.run("UPDATE movement SET description = 'x' WHERE movement_key = ?", key);
    expect(readMatchingScope(books.db).changes).toBe(1);
    books.db.exec('ROLLBACK');
    expect(readMatchingScope(books.db).changes).toBe(0);
  });
});
