import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertBalance, journalDesk, type BalanceRow } from '../electron/posting/journals/journal-desk.ts';
import { startPostingSite, type PostingSite } from '../electron/posting/posting-site.ts';

const DAYS = ['2026-10-14T16:00:00.000Z', '2026-10-15T16:00:00.000Z', '2026-10-16T03:30:00.000Z'] as const;
const CATEGORIES = [
  'charge',
  'charge',
  'fee',
  'refund',
  'payout',
  'payout_reversal',
  'tax',
  'risk_reserved_funds',
] as const;

const row = fc.record({
  category: fc.constantFrom(...CATEGORIES),
  createdAt: fc.constantFrom(...DAYS),
  amountMinor: fc.integer({ min: -5_000, max: 5_000 }).filter((minor) => minor !== 0),
  feeMinor: fc.integer({ min: -50, max: 900 }),
  taxMinor: fc.constantFrom(null, 0, 7),
});
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('arrive'), row }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('approve'), twice: fc.boolean(), post: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('round') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw'), at: fc.nat({ max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reverse'), at: fc.nat({ max: 9 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail'),
      form: fc.constantFrom('dropConnection', 'http503', 'fault', 'empty200'),
      commit: fc.constantFrom('never', 'first', 'afterReadBack'),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What Stripe says by class, from the rows alone and not by the program's own SQL. */
function stripeSums(rows: readonly BalanceRow[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (journalClass: string, minor: number) => (sums[journalClass] = (sums[journalClass] ?? 0) + minor);
  for (const { category = '', amountMinor = 0, feeMinor = 0, taxMinor = 0 } of rows) {
    if (category === 'fee') add('fees', amountMinor);
    if (category.startsWith('payout')) add('payouts', amountMinor);
    if (category === 'tax') add('taxOnFees', amountMinor);
    if (category === 'risk_reserved_funds') add('reserves', amountMinor);
    add('fees', (taxMinor ?? 0) - feeMinor);
    add('taxOnFees', -(taxMinor ?? 0));
  }
  return Object.fromEntries(Object.entries(sums).filter(([, minor]) => minor !== 0));
}

/** What stands in live documents together with what is still on the list. */
function bookedSums(site: PostingSite): Record<string, number> {
  const sums: Record<string, number> = {};
  const live = site.db
    .prepare(
      `SELECT j.class AS journalClass, sum(p.amount_minor) AS minor FROM posting p JOIN journal j USING (posting_id)
       WHERE p.state NOT IN ('rejected', 'reversed', 'withdrawn') GROUP BY j.class`,
    )
    .all() as { journalClass: string; minor: number }[];
  const due = journalDesk(site)
    .due()
    .map(({ journalClass, amountMinor }) => ({ journalClass, minor: amountMinor }));
  for (const { journalClass, minor } of [...live, ...due]) sums[journalClass] = (sums[journalClass] ?? 0) + minor;
  return Object.fromEntries(Object.entries(sums).filter(([, minor]) => minor !== 0));
}

async function play(site: PostingSite, steps: readonly Step[]): Promise<BalanceRow[]> {
  const desk = journalDesk(site);
  const rows: BalanceRow[] = [];
  const refusals: unknown[] = [];
  for (const each of steps) {
    if (each.do === 'arrive') {
      const next = { ...each.row, id: `txn_${rows.length}`, sourceId: `src_${rows.length}` };
      rows.push(next);
      insertBalance(site.db, next);
    }
    if (each.do === 'approve') {
      const picks = desk
        .due()
        .filter(({ journalClass, amountMinor }) => journalClass !== 'reserves' && amountMinor !== 0)
        .map((group) => desk.pickOf(group));
      if (picks.length === 0) continue;
      await desk.approve(picks, { post: each.post });
      if (each.twice) refusals.push(await desk.approve(picks).catch(String));
    }
    if (each.do === 'round') await site.round();
    if (each.do === 'restart') site.reopenLedger();
    if (each.do === 'withdraw' || each.do === 'reverse') {
      const posting = desk.postings()[each.at];
      if (posting !== undefined) await desk[each.do](posting.postingId).catch(() => undefined);
    }
    if (each.do === 'fail') site.simulator.arm({ form: each.form, commit: each.commit });
    expect(refusals.filter((said) => !String(said).includes('nothing left'))).toEqual([]);
    expect(site.violations()).toEqual([]);
    expect(bookedSums(site)).toEqual(stripeSums(rows));
  }
  return rows;
}

describe('whatever the order and lateness of Stripe’s rows, and whatever fails', () => {
  it('every part is in one live document or on the list, and PeopleSoft holds each document once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const site = await startPostingSite({ items: [] });
        try {
          const rows = await play(site, steps as readonly Step[]);
          await site.finish();
          expect(bookedSums(site)).toEqual(stripeSums(rows));
          expect(site.violations()).toEqual([]);
          const ids = site.books().map(({ paymentId }) => paymentId);
          expect(new Set(ids).size).toBe(ids.length);
          const standing = journalDesk(site)
            .postings()
            .filter(({ state }) => ['confirmed', 'reversed'].includes(state));
          expect(ids).toHaveLength(standing.length);
        } finally {
          await site.close();
        }
      }),
      { numRuns: Number(process.env['JOURNAL_RUNS'] ?? 25), seed: 7 },
    );
  }, 120_000);
});
