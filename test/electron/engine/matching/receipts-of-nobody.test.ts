import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { approveByPerson } from '../../../../electron/posting/decisions/decide.ts';
import { approveStraightThrough } from '../../../../electron/posting/decisions/straight-through.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { openBooks, profile, type Books } from './books.ts';
import { runHere } from './run-here.ts';

const WHO = { actor: 'CLERK', machine: 'M', at: '2026-11-02T15:00:00.000Z' as Instant };
const UNIT: UnitProfile = {
  ...profile.units[0]!,
  straightThrough: {
    ruleIds: ['keyed-by-hand', 'reference-exact', 'amount-customer-date'],
    limitMinor: { USD: 1_000_000 },
    approvedBy: 'REVIEWER',
  },
};

let books: Books;
beforeEach(() => {
  books = openBooks();
  for (const letter of ['A', 'B']) {
    books.stripeCustomer(`cus_${letter}`, letter, { peoplesoft_customer: `C${letter}` });
    books.customer(`C${letter}`, letter);
  }
  books.item('CA', 'INV-0048001', 10_000);
});
afterEach(() => books.close());

let serial = 0;
/** A receipt in the clearing account, the day after the charges, that is not applied. */
const keyReceipt = (comment: string | null): number =>
  books.run(
    `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
       bank_account_key, entered_by, comment, status, seen_run)
     VALUES ('US001', ?, 1, 'M1', 10000, 2, 'USD', '2026-10-16', 'STRPE', 'US01', 'KMILLER', ?, 'unapplied', 1)`,
    `D${++serial}`,
    comment,
  );
const charge = (id: string, customer: 'A' | 'B', description: string | null): number =>
  books.movement('charge', id, 10_000, { customer_id: `cus_${customer}`, description, settlement_currency: 'USD' });
const decide = () =>
  directLedger(books.db).write(approveStraightThrough, {
    ...WHO,
    unit: UNIT,
    setId: 'SHARE',
    afterMatchId: 0,
    limit: 500,
  });
const proposals = (): unknown[] =>
  books.all("SELECT rule_id AS ruleId, automatic FROM match WHERE state = 'proposed' ORDER BY match_id");
const KEYED = [{ ruleId: 'keyed-by-hand', automatic: 0 }];
const REFERENCE = (automatic: 0 | 1) => [{ ruleId: 'reference-exact', automatic }];

describe('a receipt that is keyed and not applied', () => {
  it.each([
    ['names the invoice', 'Stripe INV-0048001', 'for INV-0048001'],
    ['says nothing', null, 'for INV-0048001'],
    ['and the charge say nothing', null, null],
  ])(
    'keeps its charge from being posted again by any rule, and a person takes it over: it %s',
    async (_, comment, text) => {
      const movementKey = charge('ch_1', 'A', text);
      keyReceipt(comment);
      await books.match();
      expect(await decide()).toMatchObject({ approved: 0 });
      expect(proposals()).toEqual(KEYED);
      const [row] = books.all<{ version: number }>('SELECT version FROM movement WHERE movement_key = ?', movementKey);
      await directLedger(books.db).write(approveByPerson, {
        ...WHO,
        unit: UNIT,
        setId: 'SHARE',
        movementKey,
        seenVersion: row?.version ?? 0,
        allocations: [],
        post: false,
        reason: null,
        confirmLinkId: null,
        linkCustomer: false,
      });
      expect(books.all('SELECT state FROM movement')).toEqual([{ state: 'posted' }]);
      expect(books.all('SELECT 1 FROM posting')).toEqual([]);
      expect(findViolations(books.db)).toEqual([]);
    },
  );

  it('is heard of by a run over changes when it comes, is applied for another, and goes', async () => {
    charge('ch_1', 'A', 'for INV-0048001');
    await books.match();
    expect(proposals()).toEqual(REFERENCE(1));
    const key = keyReceipt(null);
    await books.match();
    expect(proposals()).toEqual(KEYED);
    charge('ch_2', 'B', 'thank you');
    await books.match();
    expect(proposals()).toEqual(REFERENCE(0));
    books.run(
      "INSERT INTO ps_payment_item (payment_key, business_unit, cust_id, item, item_line, amount_minor) VALUES (?, 'US001', 'CB', 'INV-9', 1, 10000)",
      key,
    );
    await books.match();
    expect(proposals()).toEqual([...REFERENCE(1), ...KEYED]);
    expect(await runHere(books, 'dry')).toBe(0);
  });

  it('is for others once the item that it names is known, also to a run over changes', async () => {
    charge('ch_1', 'A', 'for INV-0048001');
    keyReceipt('Stripe INV-0077001');
    await books.match();
    expect(proposals()).toEqual(KEYED);
    books.item('CB', 'INV-0077001', 10_000);
    await books.match();
    expect(proposals()).toEqual(REFERENCE(1));
    expect(await runHere(books, 'dry')).toBe(0);
  });

  it('is known to be for others by a run over changes that nothing else leads to their item', async () => {
    books.item('CB', 'INV-0077001', 20_000);
    await books.match();
    keyReceipt('Stripe INV-0077001');
    charge('ch_1', 'A', 'for INV-0048001');
    await books.match();
    expect(proposals()).toEqual(REFERENCE(1));
    expect(await runHere(books, 'dry')).toBe(0);
  });
});
