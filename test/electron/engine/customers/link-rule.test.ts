import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { NO_RULE_CHANGES } from '../../../../shared/contract/rule-changes.ts';
import { decideCustomer } from '../../../../electron/engine/customers/decide-customer.ts';
import { undoCustomer } from '../../../../electron/engine/customers/undo-customer.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(async () => {
  books = openBooks();
  for (const [number, name] of NAMES.entries()) {
    books.customer(String(5000 + number), `${name.toUpperCase()} LTD`);
    books.stripeCustomer(`cus_B${number}`, `${name} Limited`);
  }
  await books.match();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT, operatorId: null };
const FIRST = 'Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel'.split(' ');
const SECOND = 'Foundry Logistics Bakery'.split(' ');
const NAMES = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`));
const RULE = 'rule “score and margin” v1';
const on = { ...NO_RULE_CHANGES, links: { fromScore: 0.9, leastMargin: 0.1 } };
const linkOf = (customerId: string) =>
  books.all<{ state: string; decided_by: string | null; version: number }>(
    "SELECT state, decided_by, version FROM crosswalk_link WHERE customer_id = ? AND state <> 'retired'",
    customerId,
  )[0];
const byRule = (): number =>
  books.all('SELECT 1 FROM crosswalk_link WHERE state = ? AND decided_by = ?', 'confirmed', RULE).length;
const of = (customerId: string) => ({
  customerKey:
    books.all<{ key: number }>(
      'SELECT customer_key AS key FROM stripe_customer_number WHERE customer_id = ?',
      customerId,
    )[0]?.key ?? 0,
  setId: 'SHARE',
});
const ledger = () => directLedger(books.db);

describe('the rule that links customers by score and margin', () => {
  it('is off unless a reviewer switched it on, names itself and its version on what it links, and leaves proposals when it is off again', async () => {
    expect(byRule()).toBe(0);
    await books.match({ rules: on });
    expect(byRule()).toBeGreaterThan(NAMES.length / 2);
    expect(await books.match({ rules: on })).toMatchObject({ links: 0 });
    await books.match();
    expect(byRule()).toBe(0);
    expect(linkOf('cus_B1')).toMatchObject({ state: 'proposed', decided_by: null });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('never links again what a person took back from it, and undo gives it back', async () => {
    await books.match({ rules: on });
    expect(linkOf('cus_B1')).toMatchObject({ state: 'confirmed', decided_by: RULE });
    await ledger().write(undoCustomer, { ...clerk, ...of('cus_B1') });
    await books.match({ rules: on });
    expect(linkOf('cus_B1')).toMatchObject({ state: 'proposed', decided_by: null });
    await ledger().write(undoByPerson, { ...clerk, movementKey: null });
    await books.match({ rules: on });
    expect(linkOf('cus_B1')).toMatchObject({ state: 'confirmed', decided_by: RULE });
  });

  it('never links a pair that a person rejected, or of which she took her own word back', async () => {
    const { version = 0 } = linkOf('cus_B2') ?? {};
    const decision = { ...clerk, ...of('cus_B2'), custId: '5002', seenVersion: version, sharedIdKey: null };
    await ledger().write(decideCustomer, { ...decision, as: 'rejected' });
    await ledger().write(undoCustomer, { ...clerk, ...of('cus_B2') });
    await books.match({ rules: on });
    expect(linkOf('cus_B2')).toMatchObject({ state: 'proposed' });
  });

  it('links nothing that another Stripe id vetoes, that two could be, or that is not active', async () => {
    books.run("UPDATE ps_customer SET external_id = 'cus_Other' WHERE cust_id = '5003'");
    books.run("UPDATE ps_customer SET status = 'inactive' WHERE cust_id = '5004'");
    books.stripeCustomer('cus_Twin', `${NAMES[5]} Limited`);
    await books.match({ rules: on });
    for (const id of ['cus_B3', 'cus_B4', 'cus_B5', 'cus_Twin']) expect(linkOf(id)?.decided_by ?? null).toBeNull();
    expect(linkOf('cus_B6')).toMatchObject({ decided_by: RULE });
  });
});
