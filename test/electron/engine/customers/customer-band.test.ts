import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LINKING } from '../../../../shared/contract/profile-linking.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { confirmBand } from '../../../../electron/engine/customers/confirm-band.ts';
import { customerBand } from '../../../../electron/engine/customers/customer-band.ts';
import { customerDetail } from '../../../../electron/engine/customers/customer-detail.ts';
import { undoCustomer } from '../../../../electron/engine/customers/undo-customer.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { redoByPerson } from '../../../../electron/posting/decisions/redo.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

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
const FIRST = 'Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ironbark Juniper'.split(' ');
const SECOND = 'Foundry Logistics Bakery Optics'.split(' ');
const NAMES = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`));
const SET = { setId: 'SHARE' };
const ledger = () => directLedger(books.db);
const band = (fromScore = 0.5) => ledger().read(customerBand, { fromScore, ...SET, whyNot: null });
const confirm = (seen: string, fromScore = 0.5) =>
  ledger().write(confirmBand, { ...clerk, ...SET, fromScore, seen, reason: 'looked through' });
const count = (state: string): number => books.all('SELECT 1 FROM crosswalk_link WHERE state = ?', state).length;
const keyOf = (customerId: string): number =>
  books.all<{ key: number }>(
    'SELECT customer_key AS key FROM stripe_customer_number WHERE customer_id = ?',
    customerId,
  )[0]?.key ?? 0;
const undo = (customerId: string, whole = false) =>
  ledger().write(undoCustomer, { ...clerk, ...SET, customerKey: keyOf(customerId), whole });
const detailOf = (customerId: string) =>
  ledger().read(customerDetail, {
    ...SET,
    customerKey: keyOf(customerId),
    custId: null,
    sharedIdKey: null,
    linking: DEFAULT_LINKING,
    whyNotDecide: null,
  });

describe('a band of proposed links', () => {
  it('is previewed with the weakest first, confirmed as seen with an audit row for each, and undone as one', async () => {
    const proposed = count('proposed');
    const seen = await band();
    expect(seen.count).toBe(proposed);
    const scores = seen.weakest.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((left, right) => left - right));
    expect((await confirm(seen.seen)).confirmed).toBe(proposed);
    expect([count('confirmed'), count('proposed')]).toEqual([proposed, 0]);
    expect(books.all("SELECT 1 FROM audit WHERE action = 'link.confirmed'")).toHaveLength(proposed);
    await ledger().write(undoByPerson, { ...clerk, movementKey: null });
    expect([count('confirmed'), count('proposed')]).toEqual([0, proposed]);
    await ledger().write(redoByPerson, { ...clerk, units: profile.units, ...SET });
    expect(count('confirmed')).toBe(proposed);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('lets one link be taken back alone, and the rest of it together afterwards', async () => {
    const { seen, count: confirmed } = await band();
    await confirm(seen);
    expect((await detailOf('cus_B3')).confirmedTogether).toBe(confirmed);
    await undo('cus_B3');
    expect(count('proposed')).toBe(1);
    expect(await detailOf('cus_B3')).toMatchObject({ confirmedTogether: null, row: { state: 'proposed' } });
    expect((await undo('cus_B4', true)).text).toContain(`${confirmed - 1} customers`);
    expect(count('confirmed')).toBe(0);
  });

  it('is refused when a link has changed since it was seen', async () => {
    const { seen } = await band();
    books.run("UPDATE crosswalk_link SET version = version + 1 WHERE customer_id = 'cus_B7'");
    await expect(confirm(seen)).rejects.toMatchObject({ code: 'STALE_VERSION' });
    expect(count('confirmed')).toBe(0);
  });

  it('leaves out what competes, what another Stripe id vetoes, what two share and who is not active', async () => {
    books.run("UPDATE ps_customer SET external_id = 'cus_Other' WHERE cust_id = '5000'");
    books.run("UPDATE ps_customer SET status = 'inactive' WHERE cust_id = '5001'");
    books.run(
      `INSERT INTO customer_candidate (account, customer_id, rank, set_id, cust_id, score, points_json, model_version)
       SELECT account, customer_id, rank + 9, set_id, '5039', score - 0.01, '[]', model_version FROM customer_candidate
       WHERE customer_id = 'cus_B2' AND cust_id = '5002'`,
    );
    books.run(
      `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at)
       VALUES ('acct_1', 'cus_Z', 'SHARE', '5003', 'confirmed', 'person', '{}', 'x', '${AT}')`,
    );
    const { leftOut, count: left } = await band();
    const idsOf = (why: string) => leftOut.find((each) => each.why === why)?.rows.map(({ customerId }) => customerId);
    expect(idsOf('vetoed')).toEqual(['cus_B0']);
    expect(idsOf('notInPeopleSoft')).toEqual(['cus_B1']);
    expect(idsOf('competes')).toEqual(['cus_B2']);
    expect(idsOf('shared')).toEqual(['cus_B3']);
    expect(left).toBe(count('proposed') - 4);
  });
});
