import { describe, expect, it } from 'vitest';
import { proveReports } from '../../../../electron/ingest/completeness/report-proof.ts';
import { storeReportBalances } from '../../../../electron/ingest/files/stripe-report/report-balance.ts';
import { startFileImport } from '../../../../electron/ledger/file-import-store.ts';
import type { Instant, PlainDate } from '../../../../shared/domain/ids.ts';
import { money } from '../../../../shared/domain/money.ts';
import { completenessSite } from './completeness-site.ts';
import { movement } from './whole-story.ts';

const at = (text: string) => ({ created: Date.parse(text) / 1_000 });
/** Rows before, in and after October; one between New York's midnight and that of UTC at each end. */
const ROWS = [
  { ...movement('txn_1', 'charge', 'x', 100_00), source: null, ...at('2026-09-20T12:00:00Z') },
  { ...movement('txn_2', 'charge', 'x', 7_00), source: null, ...at('2026-10-01T02:00:00Z') },
  { ...movement('txn_3', 'charge', 'x', 50_00), source: null, ...at('2026-10-15T12:00:00Z') },
  { ...movement('txn_4', 'payout', 'x', -20_00), source: null, ...at('2026-10-16T12:00:00Z') },
  { ...movement('txn_5', 'charge', 'x', 3_00), source: null, ...at('2026-11-01T01:00:00Z') },
];
const UTC = { starting_balance: 100_00, activity: 57_00, payouts: -20_00, ending_balance: 137_00 };
const NEW_YORK = { starting_balance: 107_00, activity: 53_00, payouts: -20_00, ending_balance: 140_00 };

async function site(lines: Readonly<Record<string, number>>, options: { since?: Instant; balanceMinor?: number } = {}) {
  const made = await completenessSite(ROWS);
  made.balanceIs({ available: [{ amount: options.balanceMinor ?? 140_00, currency: 'usd' }] });
  await made.poll(options.since);
  const file = { kind: 'stripeBalanceSummary', fileName: 'summary.csv', sha256: 'x', sizeBytes: 1 };
  const started = '2026-11-02T14:00:00.000Z' as Instant;
  const importId = startFileImport(made.db, { ...file, actor: 'anna', machine: 'AR-07', at: started });
  made.db.prepare("UPDATE file_import SET state = 'done' WHERE import_id = ?").run(importId);
  const days: Readonly<Record<string, string>> = { starting_balance: '2026-10-01', ending_balance: '2026-11-01' };
  storeReportBalances(
    made.db,
    importId,
    'acct_1',
    Object.entries(lines).map(([category, minor]) => ({
      category,
      asOfDate: (days[category] ?? null) as PlainDate | null,
      net: money(minor, 2, 'USD'),
    })),
  );
  const prove = (changedFrom: string | null = null) =>
    made.ledger.write(proveReports, { account: 'acct_1', zones: ['America/New_York'], changedFrom, at: started });
  await prove();
  return {
    ...made,
    prove,
    proofs: (): Readonly<Record<string, readonly unknown[]>> => {
      const rows = made.db
        .prepare('SELECT category, zone, stated_minor, held_minor, snapshot_minor, state FROM stripe_report_proof')
        .raw()
        .all() as [string, ...unknown[]][];
      return Object.fromEntries(rows.map(([category, ...row]) => [category, row]));
    },
  };
}

describe('a balance stated by a report', () => {
  it.each([
    ['UTC', UTC],
    ['America/New_York', NEW_YORK],
  ])('ties with the rows held and with Stripe’s own balance in the zone it was made in, %s', async (zone, lines) => {
    const { proofs } = await site(lines);
    expect(proofs()).toEqual({
      starting_balance: [zone, lines.starting_balance, lines.starting_balance, lines.starting_balance, 'tied'],
      activity: [zone, lines.activity, lines.activity, null, 'tied'],
      payouts: [zone, -20_00, -20_00, null, 'tied'],
      ending_balance: [zone, lines.ending_balance, lines.ending_balance, lines.ending_balance, 'tied'],
    });
  });

  it('differs by one planted cent, in the line that has it', async () => {
    const { proofs } = await site({ ...UTC, ending_balance: 137_01 });
    expect(proofs()['ending_balance']).toEqual(['UTC', 137_01, 137_00, 137_00, 'open']);
    expect(proofs()['activity']?.at(-1)).toBe('tied');
  });

  it('differs where the rows tie and Stripe’s own balance does not', async () => {
    const { proofs } = await site(UTC, { balanceMinor: 140_05 });
    expect(proofs()['ending_balance']).toEqual(['UTC', 137_00, 137_00, 137_05, 'open']);
  });

  it('is not evaluated where Stripe was read from later on', async () => {
    const { proofs } = await site(UTC, { since: '2026-10-10T00:00:00.000Z' as Instant });
    expect(Object.values(proofs()).map((row) => row.at(-1))).toEqual(Array.from({ length: 4 }, () => 'notEvaluated'));
  });

  it('is held against the rows again when one of its period changes, and not otherwise', async () => {
    const { db, prove, proofs } = await site(UTC);
    db.prepare(
      "UPDATE stripe_balance_transaction SET net_minor = net_minor - 1 WHERE balance_transaction_id = 'txn_3'",
    ).run();
    await prove('2026-11-02T00:00:00.000Z');
    expect(proofs()['activity']?.at(-1)).toBe('tied');
    await prove('2026-10-15T00:00:00.000Z');
    expect(proofs()['activity']).toEqual(['UTC', 57_00, 56_99, null, 'open']);
  });
});
