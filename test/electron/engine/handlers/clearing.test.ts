import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../../../electron/engine/contract/session.ts';
import { companyPaths } from '../../../../electron/sample/company-folder.ts';
import { paymentSortKey } from '../../../../electron/sample/peoplesoft/books-schema.ts';
import { BOOKS_FILE } from '../../../../electron/sample/peoplesoft/simulator.ts';
import type { Bookings } from '../../../../shared/contract/profile-bookings.ts';
import type { ClearingLine } from '../../../../shared/contract/clearing.ts';
import { CLERK, startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
const MONTH = { unit: 'US', month: '2026-10' };
const BOOKINGS: Bookings = {
  fees: { how: 'directJournal', accountingTemplate: 'STRIPEFEE' },
  payouts: { how: 'readBack', words: 'STRIPE {payout}', windowDays: 5 },
};

beforeAll(async () => {
  tieout = await startEngineUnderTest({
    size: 400,
    profile: (profile) => ({
      ...profile,
      units: profile.units.map((unit) => (unit.unit === 'US' ? { ...unit, bookings: BOOKINGS } : unit)),
    }),
  });
  await tieout.load();
});
afterAll(() => tieout.close());

/** A round, PeopleSoft's batches, and a look at what they did. */
async function postAll(): Promise<void> {
  await tieout.post();
  await tieout.systems.peoplesoft.runBatch();
  await tieout.post();
}
const list = () => tieout.query('clearing.list', MONTH);
const keyOf = ({ account, journalClass, date, currency, balanceTransactionId }: ClearingLine) => ({
  account,
  journalClass,
  date,
  currency,
  balanceTransactionId,
});
const picksOf = (lines: readonly ClearingLine[]) =>
  lines
    .filter(({ canApprove }) => canApprove)
    .map((line) => ({
      ...keyOf(line),
      seenCount: line.count,
      seenMinor: line.amount.minor,
      acceptedDate: line.acceptedDate,
    }));

interface TreasuryPayment {
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly date: string;
  readonly comment: string;
}

/** Somebody in Treasury journals payments by hand on the clearing account. */
function treasuryPays(payments: readonly TreasuryPayment[]): void {
  const books = new Database(join(companyPaths(join(tieout.systems.folder, 'company')).peoplesoft, BOOKS_FILE));
  for (const { paymentId, amountMinor, date, comment } of payments) {
    books
      .prepare(
        `INSERT INTO deposit_control(deposit_bu, deposit_id, bank_cd, bank_acct_key, format_currency, accounting_dt, control_amt, control_cnt,
           oprid, dep_post_status, origin, saved_at_ms) VALUES ('US001', ?, 'STRPE', 'US01', 'USD', ?, ?, 1, 'TREASURY', 'C', 'by hand', 0)`,
      )
      .run(paymentId, date, amountMinor * 10);
    books
      .prepare(
        `INSERT INTO payment(deposit_bu, deposit_id, payment_seq_num, payment_id, payment_amt, payment_currency, accounting_dt, x_external_id,
           payment_status, saved_at_ms, sort_key, misc_payment, acctg_template)
         VALUES ('US001', ?, 1, ?, ?, 'USD', ?, ?, 'P', 0, ?, 'Y', 'STRIPEPAY')`,
      )
      .run(paymentId, paymentId, amountMinor * 10, date, comment, paymentSortKey('US001', paymentId, 1));
  }
  books.close();
}

describe('the clearing list of a month', () => {
  it('shows each class as the unit books it, and its sums are Stripe’s own', async () => {
    const { lines, toApprove, toBook } = await list();
    const fees = lines.filter(({ journalClass }) => journalClass === 'fees');
    expect(fees.every(({ how, canApprove }) => how === 'directJournal' && canApprove)).toBe(true);
    expect(toApprove).toBe(fees.length);
    expect((await list()).earlierMonth).toBeNull();
    expect((await tieout.query('clearing.list', { ...MONTH, month: '2026-11' })).earlierMonth).toBe('2026-10');
    expect(toBook).toBe(lines.filter(({ how }) => how === 'listed').length);
    const [stripe] = tieout.rows<{ minor: number }>(
      `SELECT sum(iif(reporting_category IN ('fee', 'network_cost'), amount_minor, 0) - fee_minor) AS minor FROM stripe_balance_transaction
       WHERE currency = 'USD' AND created_at >= '2026-10-01T04:00:00.000Z' AND created_at < '2026-11-01T04:00:00.000Z'`,
    );
    expect(fees.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(stripe?.minor);
  });

  it('opens to Stripe’s rows behind a line', async () => {
    const [fees] = (await list()).lines.filter(({ journalClass }) => journalClass === 'fees');
    if (fees === undefined) throw new Error('there are no fees');
    const { rows, more } = await tieout.query('clearing.rows', { unit: 'US', postingKey: null, line: keyOf(fees) });
    expect(rows.length + more).toBe(fees.count);
    expect(rows.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(fees.amount.minor);
  });

  it('recognises what Treasury booked by its words, and says so where only the amount fits', async () => {
    const payouts = (await list()).lines.filter(
      ({ journalClass, amount }) => journalClass === 'payouts' && amount.minor < 0,
    );
    const [named, alike, absent] = payouts;
    if (named === undefined || alike === undefined || absent === undefined)
      throw new Error('there are too few payouts');
    const [source] = tieout.rows<{ id: string }>(
      'SELECT source_id AS id FROM stripe_balance_transaction WHERE balance_transaction_id = ?',
      named.balanceTransactionId,
    );
    treasuryPays([
      {
        paymentId: 'TREAS-1',
        amountMinor: named.amount.minor,
        date: named.date,
        comment: `Stripe ${source?.id ?? ''}`,
      },
      { paymentId: 'TREAS-2', amountMinor: alike.amount.minor, date: alike.date, comment: 'transfer' },
    ]);
    await tieout.sync(['peoplesoft']);
    const after = (await list()).lines;
    const lineOf = (line: ClearingLine) =>
      after.find((each) => each.balanceTransactionId === line.balanceTransactionId);
    expect(lineOf(named)).toMatchObject({ seen: { paymentId: 'TREAS-1', byWords: true } });
    expect(lineOf(alike)).toMatchObject({
      seen: { paymentId: 'TREAS-2', byWords: false },
      words: expect.stringContaining('does not name this money') as string,
    });
    expect(lineOf(absent)).toMatchObject({ seen: null, canApprove: false });
  });

  it('writes what is to be booked by GL as CSV', async () => {
    const { file, lines } = await tieout.command('clearing.export', MONTH);
    const rows = readFileSync(file, 'utf8').split('\r\n');
    expect(rows[0]).toBe(
      'Date,Class,Currency,Amount,Transactions,Payout transaction,Stripe account,Clearing bank,Clearing account',
    );
    expect(rows).toHaveLength(lines + 2);
    expect(lines).toBe((await list()).toBook);
  });
});

describe('what is shown as hers to do', () => {
  it('is what her role and limit allow, as the command would answer it', async () => {
    const record = { name: 'x', operatorId: null, isActive: true };
    const small = [{ minor: 1, exponent: 2, currency: 'USD' }];
    const peopled = await startEngineUnderTest({
      size: 220,
      options: {
        founders: [
          { personId: 'anna', basis: 'sample', record: { ...record, roles: ['preparer'], limits: small } },
          { personId: 'bert', basis: 'sample', record: { ...record, roles: ['reviewer'], limits: null } },
          { personId: 'otto', basis: 'sample', record: { ...record, roles: ['auditor'], limits: null } },
        ],
      },
      profile: (profile) => ({
        ...profile,
        units: profile.units.map((unit) => (unit.unit === 'US' ? { ...unit, bookings: BOOKINGS } : unit)),
      }),
    });
    const as = (id: string): Session => ({ ...CLERK, sessionId: id, actor: { ...CLERK.actor, id, name: id } });
    const seenBy = async (id: string) => {
      const shown = await peopled.query('clearing.list', MONTH, as(id));
      const open = shown.lines.filter(({ canApprove }) => canApprove);
      return { shown, open, reasons: new Set(open.map(({ notHers }) => notHers)) };
    };
    try {
      await peopled.load();
      expect((await seenBy('bert')).reasons).toEqual(new Set([null]));
      const auditor = await seenBy('otto');
      expect(auditor.reasons).toEqual(new Set(['Your role may look, but not decide.']));
      expect(auditor.shown.whyNotExport).toMatch(/may look/);
      const { shown, open } = await seenBy('anna');
      expect(shown.whyNotExport).toBeNull();
      const above = open.filter(({ amount }) => Math.abs(amount.minor) > 1);
      expect(above.every(({ notHers }) => notHers?.includes('is above your limit of 0.01 USD.'))).toBe(true);
      const approval = { unit: 'US', lines: picksOf(above), post: false };
      const refused = await peopled.refusal('command', 'clearing.approve', approval, as('anna'));
      expect(refused.code).toBe('APPROVAL_ABOVE_LIMIT');
    } finally {
      await peopled.close();
    }
  });
});

describe('a person', () => {
  it('approves the month’s fees, once, and they are confirmed as direct journals', async () => {
    const picks = picksOf((await list()).lines);
    const { approved } = await tieout.command('clearing.approve', { unit: 'US', lines: picks, post: false });
    expect(approved).toBe(picks.length);
    const refused = await tieout.refusal('command', 'clearing.approve', { unit: 'US', lines: picks, post: false });
    expect(refused.code).toBe('STALE_VERSION');
    await postAll();
    const fees = (await list()).lines.filter(({ journalClass }) => journalClass === 'fees');
    expect(new Set(fees.map(({ posting }) => posting?.state))).toEqual(new Set(['confirmed']));
    const [first] = fees;
    if (first === undefined || first.posting === null) throw new Error('nothing was posted');
    const detail = await tieout.query('posting.detail', { postingKey: first.posting.key });
    expect(detail.accounting.map(({ text }) => text)).toEqual([
      expect.stringContaining('Cash') as string,
      'Accounting template STRIPEFEE',
    ]);
    expect(detail.posting).toMatchObject({ effect: 'journal', movementKey: null, items: [] });
  });

  it('takes one back: before it leaves at once, afterwards by a document of its own', async () => {
    const [line] = (await list()).lines.filter(({ posting }) => posting?.state === 'confirmed');
    if (line === undefined || line.posting === null) throw new Error('nothing is confirmed');
    const { key: postingKey, version: seenVersion } = line.posting;
    const early = await tieout.refusal('command', 'clearing.withdraw', { postingKey, seenVersion });
    expect(early.code).toBe('UNDO_ALREADY_SENT');
    await tieout.command('posting.reverse', { postingKey, seenVersion, reason: 'booked by hand' });
    await postAll();
    const sameDay = (await list()).lines.filter(
      ({ date, journalClass }) => date === line.date && journalClass === 'fees',
    );
    expect(sameDay.map(({ posting, canApprove }) => [posting?.state ?? 'due', canApprove])).toEqual([
      ['reversed', false],
      ['confirmed', false],
      ['due', true],
    ]);
    await tieout.command('clearing.approve', { unit: 'US', lines: picksOf(sameDay), post: false });
    const [again] = (await list()).lines.filter(({ posting }) => posting?.state === 'approved');
    if (again === undefined || again.posting === null) throw new Error('nothing is approved');
    await tieout.command('clearing.withdraw', { postingKey: again.posting.key, seenVersion: again.posting.version });
    expect((await list()).lines.filter(({ canApprove }) => canApprove)).toHaveLength(1);
  });
});

describe('a rule that a reviewer has switched on', () => {
  it('posts its class with every matching run, and nothing twice', async () => {
    const ruled = await startEngineUnderTest({
      size: 220,
      profile: (profile) => ({
        ...profile,
        units: profile.units.map((unit) => ({
          ...unit,
          bookings: unit.unit === 'US' ? BOOKINGS : {},
          straightThrough:
            unit.straightThrough === null
              ? null
              : { ...unit.straightThrough, ruleIds: [...unit.straightThrough.ruleIds, 'journal-fees'] },
        })),
      }),
    });
    try {
      await ruled.load();
      await ruled.match();
      const { lines } = await ruled.query('clearing.list', MONTH);
      const fees = lines.filter(({ journalClass }) => journalClass === 'fees');
      expect(new Set(fees.map(({ posting }) => posting?.approvedBy))).toEqual(new Set(['journal-fees v1']));
      await ruled.match();
      const again = await ruled.query('clearing.list', MONTH);
      expect(again.lines.filter(({ journalClass }) => journalClass === 'fees')).toHaveLength(fees.length);
    } finally {
      await ruled.close();
    }
  });
});
