import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Instant, MatchId, MovementKey } from '../../../../shared/domain/ids.ts';
import { statement } from '../../../../electron/ledger/statement.ts';
import { changeMatchState } from '../../../../electron/ledger/match-store.ts';
import { rejectPairs } from '../../../../electron/ledger/rejected-pair-store.ts';
import { readMatchingScope } from '../../../../electron/ledger/matching-scope-store.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { matchLedger } from '../../../../electron/engine/matching/match-ledger.ts';
import { matchingProfile, type RunKind } from '../../../../electron/engine/matching/matching-request.ts';
import {
  addWholePages,
  applyLinks,
  applyOutcomes,
  beginWhole,
  keepScope,
} from '../../../../electron/engine/matching/operations.ts';
import { readLinks } from '../../../../electron/engine/matching/read-links.ts';
import { returnLostReceipts } from '../../../../electron/engine/matching/return-lost-receipts.ts';
import { openBooks, profile } from './books.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const CUSTOMERS = 6;
const RUNS = 40;
type Books = ReturnType<typeof openBooks>;

let books: Books | null = null;
afterEach(() => {
  books?.close();
  books = null;
});

/** A change that somebody or some system makes between two runs. */
const change = fc.record({
  what: fc.constantFrom(
    'charge',
    'charge',
    'item',
    'refund',
    'receipt',
    'invoice',
    'approve',
    'reject',
    'closeItem',
    'openItem',
    'moveCharge',
    'fail',
    'link',
    'unlink',
    'inactive',
    'giveBack',
    'dropReceipt',
  ),
  customer: fc.nat(CUSTOMERS - 1),
  other: fc.nat(CUSTOMERS - 1),
  amount: fc.constantFrom(10_000, 20_000, 30_000, 50_000),
  day: fc.integer({ min: 1, max: 28 }),
  named: fc.constantFrom('none', 'own', 'foreign', 'unknown', 'digits'),
  pick: fc.nat(),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

const date = (day: number): string => `2026-10-${String(day).padStart(2, '0')}`;

function start(): Books {
  const fresh = openBooks();
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    fresh.customer(`C${customer}`, `Customer ${customer}`);
    const stored = customer < CUSTOMERS - 2 ? { peoplesoft_customer: `C${customer}` } : {};
    fresh.stripeCustomer(`cus_${customer}`, `Customer ${customer}`, stored);
    fresh.item(`C${customer}`, `INV-00${1_000 + customer}`, 10_000);
    fresh.item(`C${customer}`, `INV-00${2_000 + customer}`, 20_000);
  }
  return fresh;
}

function nth<Row>(rows: readonly Row[], pick: number): Row | undefined {
  return rows.length === 0 ? undefined : rows[pick % rows.length];
}

function make(of: Books, serial: number, one: Change): void {
  const { what, customer, other, amount, day, pick } = one;
  const numbers = of.all<{ item: string }>('SELECT item FROM ar_item WHERE cust_id = ? ORDER BY item', `C${customer}`);
  const numbersOfOther = of.all<{ item: string }>(
    'SELECT item FROM ar_item WHERE cust_id = ? ORDER BY item',
    `C${other}`,
  );
  const charges = of.all<{ key: number; id: string; minor: number }>(
    "SELECT movement_key AS key, object_id AS id, amount_minor AS minor FROM movement WHERE kind = 'charge' ORDER BY movement_key",
  );
  const words = {
    none: 'Payment',
    own: `for ${nth(numbers, pick)?.item ?? ''}`,
    foreign: `for ${nth(numbersOfOther, pick)?.item ?? ''}`,
    unknown: 'for INV-77777',
    digits: `order ${String(nth(numbers, pick)?.item ?? '').replace(/\D+0*/, '')}`,
  }[one.named];
  const fields = {
    customer_id: `cus_${customer}`,
    accounting_date: date(day),
    description: words,
    metadata_json: one.named === 'unknown' ? JSON.stringify({ invoice_number: 'INV-77777' }) : '{}',
  };
  const match = (states: string) =>
    nth(of.all<{ id: MatchId }>(`SELECT match_id AS id FROM match WHERE state IN (${states}) ORDER BY match_id`), pick);
  switch (what) {
    case 'charge':
      of.movement('charge', `ch_${serial}`, amount, { ...fields, payment_intent_id: `pi_${serial}` });
      return;
    case 'item':
      of.item(`C${customer}`, `INV-00${3_000 + serial}`, amount);
      return;
    case 'refund': {
      const charge = nth(charges, pick);
      if (charge !== undefined)
        of.movement('refund', `re_${serial}`, -Math.min(amount, charge.minor), { ...fields, charge_id: charge.id });
      return;
    }
    case 'receipt': {
      const comment = one.named === 'own' ? `wire ${nth(charges, pick)?.id ?? ''}` : words;
      const key = of.run(
        `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
           bank_account_key, entered_by, comment, status, seen_run)
         VALUES ('US001', ?, 1, ?, ?, 2, 'USD', ?, 'STRPE', 'US01', 'CLERK', ?, 'posted', 1)`,
        `D${serial}`,
        `R${serial}`,
        pick % 3 === 0 ? -amount : amount,
        date(day),
        comment,
      );
      if (pick % 2 === 0)
        of.run(
          "INSERT INTO ps_payment_item (payment_key, business_unit, cust_id, item, item_line, amount_minor) VALUES (?, 'US001', ?, ?, 1, ?)",
          key,
          `C${customer}`,
          nth(numbers, pick)?.item ?? 'X',
          amount,
        );
      return;
    }
    case 'invoice': {
      const charge = nth(charges, pick);
      if (charge === undefined) return;
      of.run(
        `INSERT INTO stripe_invoice (account, invoice_id, number, customer_id, status, total_minor, exponent, currency, metadata_json)
         VALUES ('acct_1', ?, ?, NULL, 'paid', ?, 2, 'USD', '{}')`,
        `in_${serial}`,
        nth(numbers, pick)?.item ?? 'X',
        amount,
      );
      of.run(
        `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, charge_id)
         VALUES ('acct_1', ?, ?, 'paid', ?, 2, 'USD', ?)`,
        `inpay_${serial}`,
        `in_${serial}`,
        amount,
        charge.id,
      );
      return;
    }
    case 'approve': {
      const found = match("'proposed'");
      if (found !== undefined)
        tryTo(of, () => changeMatchState(of.db, { matchId: found.id, to: 'approved', actor: 'ana', at: AT }));
      return;
    }
    case 'giveBack': {
      const found = match("'approved'");
      if (found !== undefined)
        tryTo(of, () => changeMatchState(of.db, { matchId: found.id, to: 'proposed', actor: 'ana', at: AT }));
      return;
    }
    case 'reject': {
      const found = match("'proposed', 'approved'");
      if (found === undefined) return;
      tryTo(of, () => {
        rejectPairs(of.db, { matchId: found.id, actor: 'ana', at: AT });
        changeMatchState(of.db, { matchId: found.id, to: 'rejected', actor: 'ana', at: AT });
      });
      return;
    }
    case 'closeItem':
    case 'openItem': {
      const item = nth(of.all<{ key: number }>('SELECT item_key AS key FROM ar_item ORDER BY item_key'), pick);
      const [status, balance] = what === 'closeItem' ? ['closed', 0] : ['open', amount];
      tryTo(of, () =>
        statement(
          of.db,
          'UPDATE ar_item SET status = ?, balance_minor = ?, version = version + 1 WHERE item_key = ?',
        ).run(status, balance, item?.key),
      );
      return;
    }
    case 'moveCharge':
    case 'fail': {
      const charge = nth(charges, pick);
      if (charge === undefined) return;
      if (what === 'fail')
        of.run(
          "UPDATE movement SET source_status = 'failed', version = version + 1 WHERE movement_key = ?",
          charge.key,
        );
      else
        of.run(
          'UPDATE movement SET customer_id = ?, description = ?, version = version + 1 WHERE movement_key = ?',
          `cus_${other}`,
          words,
          charge.key,
        );
      return;
    }
    case 'link':
      of.run(
        'UPDATE stripe_customer SET metadata_json = ? WHERE customer_id = ?',
        JSON.stringify({ peoplesoft_customer: `C${other}` }),
        `cus_${customer}`,
      );
      return;
    case 'unlink':
      of.run(
        "UPDATE stripe_customer SET metadata_json = '{}', name = ? WHERE customer_id = ?",
        `Customer ${other}`,
        `cus_${customer}`,
      );
      return;
    case 'inactive':
      of.run(
        'UPDATE ps_customer SET status = ? WHERE cust_id = ?',
        pick % 2 === 0 ? 'inactive' : 'active',
        `C${customer}`,
      );
      return;
    case 'dropReceipt':
      of.run("UPDATE ps_payment SET status = 'error' WHERE payment_id = ?", `R${serial - 1}`);
  }
}

/** What the ledger refuses (an item that approvals hold) did not happen. */
function tryTo(of: Books, act: () => unknown): void {
  of.db.exec('SAVEPOINT one_change');
  try {
    act();
  } catch {
    of.db.exec('ROLLBACK TO one_change');
  }
  of.db.exec('RELEASE one_change');
}

/** What the matching thread and its caller do, in this process: a thread for each of many runs would take minutes. Answers how many outcomes differed. */
async function runHere({ db }: Books, kind: RunKind): Promise<number> {
  const ledger = directLedger(db);
  const by = { actor: 'clerk', machine: 'desk-1', at: AT };
  const request = matchingProfile(profile);
  if (kind !== 'dry') await ledger.write(returnLostReceipts, { ...by, limit: 500 });
  if (kind === 'whole') await ledger.write(beginWhole, null);
  if (kind !== 'dry') await ledger.write(applyLinks, { changes: readLinks(db, request).changes, ...by });
  const chunks = matchLedger(db, request, readLinks(db, request), kind);
  let chunk = chunks.next();
  while (chunk.done !== true) {
    if (kind !== 'dry') await ledger.write(applyOutcomes, { changes: chunk.value.changes, ...by });
    chunk = chunks.next();
  }
  const { scope, changed } = chunk.value;
  if (scope?.whole === true) await ledger.write(addWholePages, { pages: scope.pages, first: true });
  if (scope !== null) await ledger.write(keepScope, scope);
  return changed;
}

describe('a run over changes alone', () => {
  it('leaves nothing for a whole run to change, whatever has changed since the last one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 5 }),
        async (rounds) => {
          books = start();
          try {
            await runHere(books, 'whole');
            let serial = 0;
            for (const round of rounds) {
              for (const one of round) make(books, ++serial, one);
              await runHere(books, 'changes');
              // A whole run over the same rows finds every outcome as it is.
              expect([await runHere(books, 'dry'), round]).toEqual([0, round]);
            }
          } finally {
            books.close();
            books = null;
          }
        },
      ),
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
