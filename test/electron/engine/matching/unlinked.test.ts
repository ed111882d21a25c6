import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { liveMatchOf } from '../../../../electron/ledger/match-store.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { approveByPerson } from '../../../../electron/posting/decisions/decide.ts';
import { decideLink } from '../../../../electron/posting/decisions/decide-link.ts';
import { returnUnlinked } from '../../../../electron/posting/decisions/return-unlinked.ts';
import { applyLinkRetirement } from '../../../../electron/posting/decisions/retire-link.ts';
import { approveStraightThrough } from '../../../../electron/posting/decisions/straight-through.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { defineWrite } from '../../../../electron/ledger/operation.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import type { Instant, LinkId, MovementKey } from '../../../../shared/domain/ids.ts';
import { MERGE_FIELDS } from '../../../../shared/domain/merge-fields.ts';
import { undoDuplicate } from '../../../../electron/engine/duplicates/decide-duplicate.ts';
import { returnMatches } from '../../../../electron/engine/matching/return-matches.ts';
import {
  returnUnlinkedMatches,
  type Unlinked,
  type UnlinkedPlace,
} from '../../../../electron/engine/matching/return-unlinked-matches.ts';
import { matchDetail } from '../../../../electron/engine/views/match-detail.ts';
import { mergeCustomers, suspectCustomers } from '../doubles/merge-in-books.ts';
import { openBooks, profile, type Books } from './books.ts';
import { runHere } from './run-here.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const WHO = { actor: 'CLERK', machine: 'M', at: AT };
const UNIT: UnitProfile = {
  ...profile.units[0]!,
  straightThrough: {
    ruleIds: ['reference-exact', 'keyed-by-hand', 'refund-of-charge'],
    limitMinor: { USD: 1_000_000 },
    approvedBy: 'REVIEWER',
  },
};

let books: Books;
let charges: number[];
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS');
  books.customer('1001', 'HALVORSEN & SONS AS');
  charges = ['48112', '48113'].map((invoice) => {
    books.item('1001', `INV-00${invoice}`, 10_000);
    return books.movement('charge', `ch_${invoice}`, 10_000, {
      metadata_json: JSON.stringify({ invoice }),
      settlement_currency: 'USD',
    });
  });
});
afterEach(() => books.close());

const ledger = () => directLedger(books.db);
const link = () =>
  books.all<{ linkId: LinkId; version: number; state: string }>(
    'SELECT link_id AS linkId, version, state FROM crosswalk_link',
  )[0]!;
const confirm = () => ledger().write(decideLink, { ...WHO, ...link(), to: 'confirmed', reason: null });
const undo = () => ledger().write(undoByPerson, { ...WHO, movementKey: null });
const byRule = (at = AT) =>
  ledger().write(approveStraightThrough, { ...WHO, at, unit: UNIT, setId: 'SHARE', afterMatchId: 0, limit: 500 });
const retire = defineWrite('test.retire', (db, validUntilDate: string) =>
  applyLinkRetirement(db, { ...WHO, ...link(), validUntilDate, reason: 'sold' }),
);
const states = () =>
  books.all<{ state: string }>('SELECT state FROM movement ORDER BY movement_key').map(({ state }) => state);
const postings = () =>
  books.all<{ state: string }>('SELECT state FROM posting ORDER BY posting_id').map(({ state }) => state);
/** A credit memo of the first charge's invoice, and a refund of that charge that names it. */
const creditMemo = (minor: number): void => {
  books.item('1001', 'CM-0048112', minor);
  books.db.exec("UPDATE ar_item SET entry_type = 'CR' WHERE item = 'CM-0048112'");
  books.movement('refund', 're_1', minor, {
    charge_id: 'ch_48112',
    settlement_currency: 'USD',
    metadata_json: '{"invoice":"CM-0048112"}',
  });
};
/** As the sender gives one back that it meets before matching does. */
const returnOf = defineWrite('test.return', (db, movementKey: number) => {
  const match = liveMatchOf(db, movementKey as MovementKey);
  return match === null ? [] : returnUnlinked(db, match.matchId, WHO);
});
const returnMatchesNow = () =>
  returnMatches({ ledger: ledger(), ...WHO, now: () => AT, throwIfCancelled: () => undefined });
/** Both charges are approved by a rule, over a link that a person has just confirmed. */
const approved = async (): Promise<void> => {
  await books.match();
  await confirm();
  await books.match();
  expect(await byRule()).toMatchObject({ approved: 2 });
};

describe('a customer link that is taken back after rules have approved by it', () => {
  it('takes their approvals with it: the charges ask for the link again, and nothing goes to PeopleSoft', async () => {
    await books.match();
    const before = books.all('SELECT state, attention, state_reason FROM movement ORDER BY movement_key');
    await confirm();
    await books.match();
    expect(await byRule()).toMatchObject({ approved: 2 });
    await undo();
    expect((await books.match()).changed).toBeGreaterThanOrEqual(2);
    expect(books.all('SELECT state, attention, state_reason FROM movement ORDER BY movement_key')).toEqual(before);
    expect(postings()).toEqual(['withdrawn', 'withdrawn']);
    expect(await byRule()).toMatchObject({ approved: 0 });
    expect((await books.match()).changed).toBe(0);
    expect(
      books.all("SELECT json_extract(detail_json, '$.count') AS count FROM audit WHERE action = 'match.returned'"),
    ).toEqual([{ count: 2 }]);
    const viewer = { id: 'CLERK', isSignedIn: true };
    const { history } = await ledger().read(matchDetail, { movementKey: charges[0]!, profile, sample: true, viewer });
    expect(history.map(({ text }) => text)).toContain(
      'approval by rule taken back: its customer link is not confirmed any more',
    );
    expect(findViolations(books.db)).toEqual([]);
  });

  it('and once it is confirmed again, the rules approve them again, under the next generation', async () => {
    await approved();
    await undo();
    await books.match();
    await confirm();
    await books.match();
    expect(await byRule()).toMatchObject({ approved: 2 });
    expect(books.all("SELECT generation FROM posting WHERE state = 'approved'")).toEqual([
      { generation: 2 },
      { generation: 2 },
    ]);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('confirmed again after they came back and before matching weighed them, has the rules approve them all the same', async () => {
    await approved();
    await undo();
    expect(await returnMatchesNow()).toBe(2);
    await confirm();
    await books.match();
    expect(await byRule()).toMatchObject({ approved: 2 });
    expect((await books.match({ whole: true })).changed).toBe(0);
  });

  it('confirmed again before the next run, it changes nothing', async () => {
    await approved();
    await undo();
    await confirm();
    expect(await runHere(books, 'changes')).toBe(0);
    expect(postings()).toEqual(['approved', 'approved']);
  });

  it('leaves alone what may have left for PeopleSoft already', async () => {
    await approved();
    books.db.exec("UPDATE posting SET state = 'queued' WHERE posting_id = 1");
    books.db.exec("UPDATE posting SET state = 'sending' WHERE posting_id = 1");
    await undo();
    await books.match();
    expect(states()).toEqual(['approved', 'proposed']);
    expect(postings()).toEqual(['sending', 'withdrawn']);
  });

  it('leaves alone what a person approved', async () => {
    await books.match();
    await confirm();
    await books.match();
    const seen = books.all<{ version: number; itemKey: number }>(
      `SELECT v.version, a.item_key AS itemKey FROM movement v JOIN allocation a USING (movement_key) WHERE movement_key = ?`,
      charges[0],
    )[0]!;
    await ledger().write(approveByPerson, {
      ...WHO,
      unit: UNIT,
      setId: 'SHARE',
      movementKey: charges[0]!,
      seenVersion: seen.version,
      allocations: [{ itemKey: seen.itemKey, seenVersion: 1, amountMinor: 10_000 }],
      post: false,
      reason: null,
      confirmLinkId: null,
      linkCustomer: false,
    });
    expect(await byRule()).toMatchObject({ approved: 1 });
    await ledger().write(retire, '2026-10-01');
    await books.match();
    expect(states()).toEqual(['approved', 'unmatched']);
    expect(postings()).toEqual(['approved', 'withdrawn']);
  });

  it('ended with a day, takes only what happened after it', async () => {
    books.db.exec(`UPDATE movement SET accounting_date = '2026-10-20' WHERE movement_key = ${charges[1]}`);
    await approved();
    await ledger().write(retire, '2026-10-17');
    await books.match();
    expect(states()).toEqual(['approved', 'unmatched']);
    expect(postings()).toEqual(['approved', 'withdrawn']);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('gives back a receipt that a rule took over by it', async () => {
    books.run(
      `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
         bank_account_key, entered_by, comment, status, seen_run)
       VALUES ('US001', '7', 1, 'M1', 10000, 2, 'USD', '2026-10-16', 'STRPE', 'US01', 'KMILLER', 'Stripe ch_48112', 'posted', 1)`,
    );
    await books.match();
    await confirm();
    await books.match();
    await byRule();
    const taken = () => books.all("SELECT state FROM match WHERE kind = 'alreadyKeyed' AND state = 'posted'");
    expect(taken()).toHaveLength(1);
    await undo();
    await books.match();
    expect(taken()).toEqual([]);
    expect(states()).toEqual(['proposed', 'proposed']);
  });

  it.each(['a stored id that is gone', 'a stored id that names another customer'])(
    'by the program itself, for %s, takes them back in the same run',
    async (what) => {
      books.db.exec(`UPDATE stripe_customer SET metadata_json = '{"peoplesoft_customer":"1001"}'`);
      books.customer('2002', 'BERGEN FISK AS');
      await books.match();
      expect(await byRule()).toMatchObject({ approved: 2 });
      const metadata = what.includes('another') ? '{"peoplesoft_customer":"2002"}' : '{}';
      books.db.exec(`UPDATE stripe_customer SET metadata_json = '${metadata}'`);
      await books.match();
      expect(states()).not.toContain('approved');
      expect(postings()).toEqual(['withdrawn', 'withdrawn']);
      expect((await books.match()).changed).toBe(0);
      expect(findViolations(books.db)).toEqual([]);
    },
  );

  it.each([
    ['by matching', () => books.match()],
    ['by the sender, which meets the charge first', () => ledger().write(returnOf, charges[0] ?? 0)],
  ])('takes a refund back with the charge it waits for, both as proposals, %s', async (_by, giveBack) => {
    creditMemo(-10_000);
    await books.match();
    await confirm();
    await books.match();
    expect(await byRule()).toMatchObject({ approved: 3 });
    await undo();
    await giveBack();
    await books.match();
    expect(postings()).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
    expect(states()).toEqual(['proposed', 'proposed', 'proposed']);
    await confirm();
    await books.match();
    expect(await byRule()).toMatchObject({ approved: 3 });
    expect(findViolations(books.db)).toEqual([]);
  });

  it('takes back with a charge those that are the same item only together with it, and what waits for these', async () => {
    books.db.exec(`UPDATE movement SET metadata_json = '{"invoice":"48112"}'`);
    books.db.exec(`UPDATE movement SET amount_minor = 4000 WHERE movement_key = ${charges[0]}`);
    books.db.exec(
      `UPDATE movement SET amount_minor = 6000, accounting_date = '2026-10-20' WHERE movement_key = ${charges[1]}`,
    );
    creditMemo(-4_000);
    await books.match();
    await confirm();
    await books.match();
    expect(await byRule()).toMatchObject({ approved: 3 });
    await ledger().write(retire, '2026-10-17');
    await books.match();
    expect(postings()).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
    expect(states()).not.toContain('approved');
    expect(await byRule()).toMatchObject({ approved: 0 });
    expect((await books.match()).changed).toBe(0);
    await undo();
    await books.match();
    // The end is taken back: the charges first, and by the next walk the refund that waits for one of them.
    expect([(await byRule()).approved, (await byRule()).approved]).toEqual([2, 1]);
    expect((await books.match({ whole: true })).changed).toBe(0);
  });

  it('leaves what Stripe changed since the approval in front of a person, also when it is confirmed again', async () => {
    await approved();
    const flag = "attention = 'changedSinceApproval', state_reason = 'amount at Stripe'";
    books.db.exec(`UPDATE movement SET ${flag}, version = version + 1 WHERE movement_key = ${charges[0]}`);
    await undo();
    await books.match();
    const attention = () =>
      books
        .all<{ attention: string }>('SELECT attention FROM movement ORDER BY movement_key')
        .map((row) => row.attention);
    expect(attention()).toEqual(['changedSinceApproval', 'noCustomerLink']);
    await confirm();
    await books.match();
    expect(await byRule()).toMatchObject({ approved: 1 });
    expect(attention()).toEqual(['changedSinceApproval', null]);
  });

  it('is looked at in parts, each a transaction of its own, past what has left already', async () => {
    await approved();
    for (const number of [1, 2, 3, 4])
      charges.push(
        books.movement('charge', `ch_more_${number}`, 10_000 + number, {
          metadata_json: JSON.stringify({ invoice: `4900${number}` }),
          settlement_currency: 'USD',
        }),
      );
    for (const number of [1, 2, 3, 4]) books.item('1001', `INV-004900${number}`, 10_000 + number);
    await books.match();
    expect(await byRule()).toMatchObject({ approved: 4 });
    for (const state of ['queued', 'sending'])
      books.db.exec(`UPDATE posting SET state = '${state}' WHERE posting_id IN (1, 4)`);
    // Not the latest decision any more: by its own key.
    books.db.exec("UPDATE crosswalk_link SET state = 'proposed'");
    const parts = [];
    let after: UnlinkedPlace | null = null;
    for (let part: Unlinked | null = null; part?.isDone !== true;) {
      part = await ledger().write(returnUnlinkedMatches, { ...WHO, limit: 3, after });
      ({ after } = part);
      parts.push(part.returned);
    }
    expect(parts).toEqual([2, 2, 0]);
    expect(postings()).toEqual(['sending', 'withdrawn', 'withdrawn', 'sending', 'withdrawn', 'withdrawn']);
    expect(await ledger().write(returnUnlinkedMatches, { ...WHO, limit: 3, after: null })).toEqual({
      returned: 0,
      isDone: true,
      after: null,
    });
  });
});

describe('customers that are merged', () => {
  /** Both approved by a rule, the second over the link of the first. */
  const approvedMerged = async (): Promise<number> => {
    books.db.exec(`UPDATE movement SET customer_id = 'cus_B' WHERE movement_key = ${charges[1]}`);
    books.stripeCustomer('cus_B', 'Halvorsen & Sons AS');
    suspectCustomers(books, ['cus_A', 'cus_B']);
    const cluster = await mergeCustomers(books, ['cus_A', 'cus_B'], {
      keep: 0,
      picks: MERGE_FIELDS.map((field) => ({ field, from: 0 })),
    });
    await approved();
    return cluster;
  };
  const linkOf = (customerId: string, custId: string) =>
    books.run(
      `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at)
       VALUES ('acct_1', ?, 'SHARE', ?, 'confirmed', 'person', '{}', 'x', ?)
       ON CONFLICT DO UPDATE SET state = 'confirmed'`,
      customerId,
      custId,
      AT,
    );

  it('lose what rules approved over the link of another once they are taken apart', async () => {
    const clusterId = await approvedMerged();
    await ledger().write(undoDuplicate, { ...WHO, operatorId: null, clusterId });
    await books.match();
    expect(states()).toEqual(['approved', 'proposed']);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('keep it, both of them, where a link of the one leads to the same customer when that of the other ends', async () => {
    await approvedMerged();
    linkOf('cus_B', '1001');
    books.db.exec("UPDATE crosswalk_link SET state = 'proposed' WHERE customer_id = 'cus_A'");
    expect(await returnMatchesNow()).toBe(0);
    expect(states()).toEqual(['approved', 'approved']);
    expect(books.all('SELECT * FROM unlinked_customer')).toEqual([]);
  });

  it('lose it where a link of their own leads elsewhere', async () => {
    await approvedMerged();
    books.customer('2002', 'BERGEN FISK AS');
    linkOf('cus_B', '2002');
    expect(await returnMatchesNow()).toBe(1);
    expect(states()).toEqual(['approved', 'proposed']);
    expect(books.all('SELECT state_reason AS reason FROM movement WHERE movement_key = ?', charges[1])).toEqual([
      { reason: 'approval by rule taken back: its Stripe customer is linked to 2002, not to 1001' },
    ]);
  });

  it('keep what happened up to the last day of the link of one, both of them', async () => {
    await approvedMerged();
    await ledger().write(retire, '2026-10-17');
    expect(await returnMatchesNow()).toBe(0);
    expect(states()).toEqual(['approved', 'approved']);
  });
});

it('a part that has left is not counted among those that are approved together after it: they go, and do not come back for ever', async () => {
  books.db.exec("UPDATE movement SET source_status = 'failed'");
  books.run(
    `INSERT INTO stripe_invoice (account, invoice_id, number, customer_id, status, total_minor, exponent, currency, metadata_json)
     VALUES ('acct_1', 'in_1', 'INV-0048112', 'cus_A', 'paid', 10000, 2, 'USD', '{}')`,
  );
  const [first = 0, ...others] = [4_000, 3_500, 2_500].map((minor, at) => {
    books.run(
      `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, charge_id)
       VALUES ('acct_1', ?, 'in_1', 'paid', ?, 2, 'USD', ?)`,
      `inpay_${at}`,
      minor,
      `ch_${at}`,
    );
    const day = at === 0 ? '2026-10-20' : '2026-10-16';
    return books.movement('charge', `ch_${at}`, minor, { settlement_currency: 'USD', accounting_date: day });
  });
  await books.match();
  await confirm();
  await books.match();
  expect(await byRule()).toMatchObject({ approved: 3 });
  for (const state of ['queued', 'sending'])
    books.db.exec(`UPDATE posting SET state = '${state}' WHERE movement_key = ${first}`);
  await ledger().write(retire, '2026-10-17');
  await books.match();
  expect(postings(), 'it was approved together with what has left').toEqual(['sending', 'withdrawn', 'withdrawn']);
  await books.match();
  expect(await byRule('2026-11-02T15:01:00.000Z' as Instant)).toMatchObject({ approved: 2 });
  for (const other of others) expect(await ledger().write(returnOf, other)).toEqual([]);
  expect(states().slice(charges.length)).toEqual(['approved', 'approved', 'approved']);
  expect(findViolations(books.db)).toEqual([]);
});
