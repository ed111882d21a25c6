import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { approveByPerson } from '../../../../electron/posting/decisions/decide.ts';
import { decideLink } from '../../../../electron/posting/decisions/decide-link.ts';
import { applyLinkRetirement } from '../../../../electron/posting/decisions/retire-link.ts';
import { approveStraightThrough } from '../../../../electron/posting/decisions/straight-through.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { defineWrite } from '../../../../electron/ledger/operation.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import type { Instant, LinkId } from '../../../../shared/domain/ids.ts';
import { openBooks, profile, type Books } from './books.ts';
import { runHere } from './run-here.ts';

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const WHO = { actor: 'CLERK', machine: 'M', at: AT };
const UNIT: UnitProfile = {
  ...profile.units[0]!,
  straightThrough: {
    ruleIds: ['reference-exact', 'keyed-by-hand'],
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
const byRule = () =>
  ledger().write(approveStraightThrough, { ...WHO, unit: UNIT, setId: 'SHARE', afterMatchId: 0, limit: 500 });
const retire = defineWrite('test.retire', (db, validUntilDate: string) =>
  applyLinkRetirement(db, { ...WHO, ...link(), validUntilDate, reason: 'sold' }),
);
const states = () =>
  books.all<{ state: string }>('SELECT state FROM movement ORDER BY movement_key').map(({ state }) => state);
const postings = () =>
  books.all<{ state: string }>('SELECT state FROM posting ORDER BY posting_id').map(({ state }) => state);
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
      books.all("SELECT json_extract(detail_json, '$.reason') AS reason FROM audit WHERE action = 'match.returned'"),
    ).toEqual(
      charges.map(() => ({ reason: 'approval by rule taken back: its customer link is not confirmed any more' })),
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
});
