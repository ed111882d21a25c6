import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCompleteness } from '../../../../electron/ingest/completeness/check-completeness.ts';
import { localDate } from '../../../../shared/domain/calendar.ts';
import { completenessSite } from './completeness-site.ts';
import { movement } from './whole-story.ts';

const ZONES = ['America/New_York', 'Europe/Berlin', 'Pacific/Kiritimati'];
const FROM = Date.parse('2026-08-28T00:00:00Z') / 1_000;
const TO = Date.parse('2026-11-02T00:00:00Z') / 1_000;

describe('months of a unit', () => {
  it('tie with those of UTC by what lies between the two midnights, in any zone', async () => {
    const site = await completenessSite([]);
    const edge = fc
      .constantFrom('2026-09-01', '2026-10-01', '2026-11-01')
      .chain((day) =>
        fc.integer({ min: -50_000, max: 50_000 }).map((offset) => Date.parse(`${day}T00:00:00Z`) / 1_000 + offset),
      );
    const created = fc.array(fc.oneof(edge, fc.integer({ min: FROM, max: TO })), { minLength: 30, maxLength: 60 });
    const [seconds = []] = fc.sample(created, { numRuns: 1, seed: 20261102 });
    for (const [place, second] of seconds.entries())
      site.objects.push({ ...movement(`txn_${place}`, 'fee', 'x', place + 1), source: null, created: second });
    await site.poll();
    await checkCompleteness(site.ledger, 'acct_1', site.clock.now(), { wholePoll: true, zones: ZONES });
    const read = (sql: string) => site.db.prepare(sql).all() as Record<string, string | number>[];
    const held = read("SELECT * FROM stripe_held WHERE object_type = 'balance_transaction'");
    const edges = read("SELECT * FROM stripe_held_edge WHERE object_type = 'balance_transaction'");
    for (const zone of ZONES)
      for (const month of ['2026-08', '2026-09', '2026-10', '2026-11']) {
        const inMonth = seconds.flatMap((second, place) =>
          localDate(new Date(second * 1_000).toISOString(), zone).startsWith(month) ? [place + 1] : [],
        );
        const of = (rows: typeof held, name: string, wanted: string) =>
          rows
            .filter((row) => row['month'] === wanted && (row['zone'] ?? zone) === zone)
            .reduce((sum, row) => sum + Number(row[name]), 0);
        const next = `2026-${String(Number(month.slice(5)) + 1).padStart(2, '0')}`;
        const tied = (name: string) => of(held, name, month) + of(edges, name, month) - of(edges, name, next);
        expect([zone, month, tied('count')]).toEqual([zone, month, inMonth.length]);
        expect([zone, month, tied('sum_minor')]).toEqual([zone, month, inMonth.reduce((a, b) => a + b, 0)]);
      }
  });
});
