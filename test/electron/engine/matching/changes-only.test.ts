import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { MatchId, MovementKey } from '../../../../shared/domain/ids.ts';
import { whyNotWithdraw } from '../../../../electron/ledger/withdraw-postings.ts';
import { DECIDED_BY_RULE, unlinkedWords } from '../../../../electron/posting/decisions/return-unlinked.ts';
import { QUIET_ITEMS_MOST } from '../../../../electron/matching/movements/quiet-rows.ts';
import { readMatchingScope } from '../../../../electron/ledger/matching-scope-store.ts';
import { change, CUSTOMERS, linkChange, make, start, type Change } from './book-changes.ts';
import type { Books } from './books.ts';
import { decideByRule } from './rare-changes.ts';
import { duplicatesLeft, runHere } from './run-here.ts';

const RUNS = Number(process.env['CHANGES_RUNS'] ?? 12);

/** Changes, then a run; a number: it is cut off after so many of its writes. */
const roundOf = (changes: typeof change) =>
  fc.record({
    changes: fc.array(changes, { minLength: 1, maxLength: 6 }),
    writes: fc.option(fc.nat(4), { nil: null, freq: 2 }),
  });

let books: Books | null = null;
afterEach(() => {
  books?.close();
  books = null;
});

/** What rules decided by a link that holds no more, and what could still be taken back. */
function decidedOverNoLink({ db, all }: Books): readonly MatchId[] {
  return all<{ matchId: MatchId }>(
    `SELECT m.match_id AS matchId FROM match m JOIN match_movement mm ON mm.match_id = m.match_id AND mm.live = 1
       JOIN movement v ON v.movement_key = mm.movement_key WHERE ${DECIDED_BY_RULE}`,
  )
    .filter(({ matchId }) => unlinkedWords(db, matchId) !== null)
    .filter(({ matchId }) => whyNotWithdraw(db, matchId) === null)
    .map(({ matchId }) => matchId);
}

type Rounds = readonly { readonly changes: readonly Change[]; readonly writes: number | null }[];

/** One story: after each round a whole run finds every outcome as it is. Answers what it finds at the end. */
async function tell(books: Books, rounds: Rounds) {
  await runHere(books, 'whole');
  let serial = 0;
  for (const { changes, writes } of rounds) {
    for (const one of changes) make(books, ++serial, one);
    if ((await runHere(books, 'changes', writes)) === null) continue;
    expect([await runHere(books, 'dry'), changes]).toEqual([0, changes]);
    expect([await duplicatesLeft(books), changes]).toEqual([0, changes]);
    expect([decidedOverNoLink(books), changes]).toEqual([[], changes]);
    // As after every run of the program.
    decideByRule(books);
  }
  await runHere(books, 'changes');
  const left = await runHere(books, 'dry');
  return { left, duplicates: await duplicatesLeft(books), overNoLink: decidedOverNoLink(books) };
}

describe('a run over changes alone', () => {
  it.each([
    ['whatever has changed since the last one', change, RUNS],
    ['and nothing that rules decided by a customer link that holds no more', linkChange, 2 * RUNS],
  ])(
    'leaves nothing for a whole run to change, %s',
    async (_what, changesOf, numRuns) => {
      await fc.assert(
        fc.asyncProperty(fc.array(roundOf(changesOf), { minLength: 2, maxLength: 5 }), async (rounds) => {
          books = start();
          try {
            expect(await tell(books, rounds)).toEqual({ left: 0, duplicates: 0, overNoLink: [] });
          } finally {
            books.close();
            books = null;
          }
        }),
        { numRuns },
      );
    },
    240_000,
  );

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

  it('leaves out what is settled by what it names, until it is named again', async () => {
    books = start();
    const charge = (id: string, minor: number, description: string | null = null) =>
      books?.movement('charge', id, minor, { customer_id: 'cus_1', description });
    charge('ch_1', 10_000, 'for INV-001001');
    await books.match({ whole: true });
    charge('ch_2', 33_000);
    expect(await books.match()).toMatchObject({ read: 1, changed: 1 });
    // It is a rival of the first; what nothing is known of is read as before.
    charge('ch_3', 77_700, 'for INV-001001');
    expect(await books.match()).toMatchObject({ read: 3, changed: 2 });
    // Neither of the two is settled now, so whatever comes for the customer may be for them.
    charge('ch_4', 12_345);
    expect((await books.match()).read).toBe(4);
    expect(await runHere(books, 'dry')).toBe(0);
  });

  it('takes in who names a number with its period when another names it, has it or has it paid', async () => {
    books = start();
    const charge = (id: string, minor: number, description: string, customer = 1) =>
      books?.movement('charge', id, minor, { customer_id: `cus_${customer}`, description });
    charge('ch_1', 10_000, 'for INV-001001-2026');
    charge('ch_2', 20_000, 'for 2026-INV-002002', 2);
    await books.match({ whole: true });
    charge('ch_3', 555, 'for INV-001001');
    expect((await books.match()).read).toBe(2);
    books.item('C3', 'INV-002002', 777);
    expect((await books.match()).read).toBe(1);
    expect(await runHere(books, 'dry')).toBe(0);
  });

  it('takes in who is of the same amount, and who may have meant the number that comes', async () => {
    books = start();
    const charge = (id: string, minor: number, description: string) =>
      books?.movement('charge', id, minor, { customer_id: 'cus_1', description });
    charge('ch_1', 10_000, 'for INV-001001');
    charge('ch_2', 20_000, 'for INV-002001');
    await books.match({ whole: true });
    charge('ch_3', 10_000, 'thank you');
    expect((await books.match()).read).toBe(2);
    // One slip of the pen from what the second is for, which nothing else leads to.
    charge('ch_4', 555, 'for INV-002003');
    expect((await books.match()).read).toBe(4);
    expect(await runHere(books, 'dry')).toBe(0);
  });

  it('takes in all of a customer whose items are more than rules look at, once they are', async () => {
    books = start();
    for (let number = 0; number < QUIET_ITEMS_MOST - 2; number++) {
      const name = `INV-${String(50_000 + 37 * number)}`;
      books.item('C1', name, 100 + number);
      books.movement('charge', `ch_${number}`, 100 + number, { customer_id: 'cus_1', description: `for ${name}` });
    }
    // Two that are one item together, as long as not too many are open.
    books.movement('charge', 'ch_a', 4_321, { customer_id: 'cus_1' });
    books.movement('charge', 'ch_b', 5_679, { customer_id: 'cus_1' });
    await runHere(books, 'whole');
    const proposed = (): number =>
      books?.all("SELECT 1 FROM match WHERE rule_id = 'charges-of-one-item' AND state = 'proposed'").length ?? 0;
    expect(proposed()).toBe(2);
    books.item('C1', 'INV-77', 99_999);
    await runHere(books, 'changes');
    expect(proposed()).toBe(0);
    expect(await runHere(books, 'dry')).toBe(0);
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
