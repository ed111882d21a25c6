import { afterEach, describe, expect, it } from 'vitest';
import { runJournals } from '../../../../electron/engine/rounds/journals-round.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import { insertBalance, journalDesk, JOURNAL_UNIT } from '../../posting/journals/journal-desk.ts';
import { startPostingSite, type PostingSite } from '../../posting/posting-site.ts';
import { ownProfile } from '../own-profile.ts';

let site: PostingSite;
afterEach(() => site.close());

const UNIT: UnitProfile = {
  ...JOURNAL_UNIT,
  goLiveDate: '2022-01-01',
  straightThrough: { ruleIds: ['journal-fees'], limitMinor: { USD: 500 }, approvedBy: 'REVA' },
};

async function open() {
  site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }] });
  const profile = ownProfile({ units: [UNIT] });
  const run = () =>
    runJournals({
      ledger: site.ledger,
      company: { profile, unit: () => UNIT },
      unit: UNIT,
      nowMs: () => site.nowMs(),
      actor: 'engine',
      machine: 'M',
    });
  return { db: site.db, desk: journalDesk(site, UNIT), run };
}
const marks = () => site.db.prepare('SELECT DISTINCT utc_date FROM due_day ORDER BY utc_date').pluck().all();

describe('the rule of a class', () => {
  it('approves what Stripe told years late, and however many days that is', async () => {
    const { db, desk, run } = await open();
    insertBalance(db, { id: 'txn_old', category: 'fee', amountMinor: -100, createdAt: '2022-03-01T16:00:00.000Z' });
    for (let day = 1; day <= 31; day += 1)
      for (const month of ['07', '08'])
        insertBalance(db, {
          id: `txn_${month}_${day}`,
          category: 'fee',
          amountMinor: -10,
          createdAt: `2026-${month}-${String(day).padStart(2, '0')}T03:30:00.000Z`,
        });
    expect(await run()).toBe(63);
    expect(desk.postings().map(({ date, rule }) => [date, rule])).toContainEqual(['2022-03-01', 'journal-fees v1']);
    expect(await run()).toBe(0);
  });

  it('finds what comes later for a day it has posted, and what a journal gave back is a person’s', async () => {
    const { db, desk, run } = await open();
    insertBalance(db, { id: 'txn_1', category: 'fee', amountMinor: -100, createdAt: '2024-03-01T16:00:00.000Z' });
    expect(await run()).toBe(1);
    expect(marks()).toEqual([]);
    insertBalance(db, { id: 'txn_2', category: 'fee', amountMinor: -20, createdAt: '2024-03-01T17:00:00.000Z' });
    expect(await run()).toBe(1);
    for (const { postingId } of desk.postings()) await desk.withdraw(postingId);
    expect(marks()).toEqual(['2024-03-01']);
    expect(await run()).toBe(0);
  });

  it('sees what Stripe changed after it was first read, and keeps the day while something of it is due', async () => {
    const { db, desk, run } = await open();
    insertBalance(db, { id: 'txn_1', category: 'fee', amountMinor: -100, createdAt: '2024-03-01T16:00:00.000Z' });
    insertBalance(db, {
      id: 'txn_2',
      category: 'fee',
      amountMinor: -900,
      createdAt: '2024-03-02T03:00:00.000Z',
      known: false,
    });
    expect(await run()).toBe(1);
    db.exec(
      "UPDATE stripe_balance_transaction SET known = 1, amount_minor = -90 WHERE balance_transaction_id = 'txn_2'",
    );
    expect(await run()).toBe(1);
    expect(desk.postings().map(({ amountMinor }) => amountMinor)).toEqual([-100, -90]);
    expect(marks()).toEqual([]);
  });
});
