import { afterEach, describe, expect, it } from 'vitest';
import { openWriter } from '../../../../electron/ledger/open-ledger.ts';
import { migrations } from '../../../../electron/ledger/migrations/index.ts';
import { dueDays, dueStretches } from '../../../../electron/posting/journals/due-days.ts';
import { dueGroups } from '../../../../electron/posting/journals/due-parts.ts';
import { journalScope } from '../../../../electron/posting/journals/journal-scope.ts';
import { JOURNAL_CLASSES, type JournalClass } from '../../../../shared/contract/profile-bookings.ts';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { createdLedger } from '../../ledger/temporary-ledger.ts';
import { startPostingSite, type PostingSite } from '../posting-site.ts';
import { insertBalance, journalDesk, JOURNAL_UNIT } from './journal-desk.ts';

let end: () => unknown = () => undefined;
afterEach(() => end());

/** Numbers that look random and are the same every time. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

describe('the days on which money may be due', () => {
  it.each([1, 2, 3])(
    'are never one too few, whatever came, changed, was approved or taken back (seed %i)',
    async (seed) => {
      const site: PostingSite = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }] });
      end = () => site.close();
      const desk = journalDesk(site);
      const scope = journalScope([JOURNAL_UNIT], JOURNAL_UNIT, '2026-10-01', '2026-10-31');
      const random = numbers(seed);
      const next = (below: number) => Number(random.next().value) % below;
      const categories = ['charge', 'fee', 'payout', 'refund', 'risk_reserved_funds', 'tax'] as const;
      for (let step = 0; step < 120; step += 1) {
        const act = next(6);
        if (act < 3)
          insertBalance(site.db, {
            id: `txn_${next(40)}`,
            category: categories[next(categories.length)] ?? 'fee',
            amountMinor: -next(500),
            feeMinor: next(300),
            taxMinor: next(2) === 0 ? null : next(50),
            createdAt: `2026-10-${String(2 + next(12)).padStart(2, '0')}T${String(next(24)).padStart(2, '0')}:30:00.000Z`,
          });
        else if (act < 5) {
          const open = desk
            .due()
            .filter(({ journalClass, amountMinor }) => journalClass !== 'reserves' && amountMinor !== 0);
          const chosen = open[next(Math.max(open.length, 1))];
          if (chosen !== undefined) await desk.approve([desk.pickOf(chosen)]);
        } else {
          const live = desk.postings().filter(({ state }) => state === 'approved');
          const chosen = live[next(Math.max(live.length, 1))];
          if (chosen !== undefined) await desk.withdraw(chosen.postingId);
        }
        const days = new Set(dueDays(site.db, scope, JOURNAL_CLASSES).map(([date]) => date));
        for (const { date, journalClass } of dueGroups(site.db, scope))
          expect(days.has(date), `${journalClass} of ${date} at step ${step}`).toBe(true);
      }
      expect(site.violations()).toEqual([]);
    },
  );

  it('are those of money that was in the ledger before it knew them', () => {
    const older = migrations.filter(({ number }) => number < 160);
    const ledger = createdLedger({ migrations: older });
    end = () => ledger.remove();
    insertBalance(ledger.db, { id: 'txn_1', createdAt: '2024-03-02T03:00:00.000Z' });
    insertBalance(ledger.db, {
      id: 'txn_2',
      category: 'payout',
      amountMinor: -5,
      createdAt: '2025-07-01T12:00:00.000Z',
    });
    ledger.db.close();
    const db = openWriter(ledger.file, ledger.key, { migrations });
    const unit: UnitProfile = { ...JOURNAL_UNIT, goLiveDate: '2020-01-01' };
    const stretch = { units: [unit], unit, from: '2020-01-01' as PlainDate, to: '2026-12-31' as PlainDate };
    const daysOf = (classes: readonly JournalClass[]) =>
      [...dueStretches(db, { ...stretch, classes })].flatMap(({ days }) => days.map(([date]) => date));
    const fees = daysOf(['fees']);
    expect(fees).toContain('2024-03-01');
    expect(fees).not.toContain('2025-07-01');
    expect(daysOf(JOURNAL_CLASSES)).toContain('2025-07-01');
    db.close();
  });
});
