import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../electron/connectors/http/clock.ts';
import { createStripeConnector } from '../../../../electron/connectors/stripe/connector.ts';
import { REPORTING_CATEGORIES } from '../../../../electron/connectors/stripe/reporting-categories.ts';
import { heldFile } from '../../../../electron/ingest/files/file-source.ts';
import { importTable } from '../../../../electron/ingest/files/import-table.ts';
import { readImportsWithProofs } from '../../../../electron/engine/views/file-imports.ts';
import { previewTable } from '../../../../electron/ingest/files/preview-table.ts';
import { kindOfHeader } from '../../../../electron/ingest/files/stripe-report/report-kinds.ts';
import { openTableFile } from '../../../../electron/ingest/files/table-file.ts';
import { usualColumns, type TableKind, type TableMap } from '../../../../electron/ingest/files/table-kind.ts';
import { pollStripe } from '../../../../electron/ingest/stripe/poll.ts';
import { unitRules } from '../../../../electron/ingest/movements/unit-rules.ts';
import type { WriterHandle } from '../../../../electron/ledger/connect-ledger.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { SAMPLE_START, SAMPLE_UNITS } from '../../../../electron/sample/company/company.ts';
import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import { createStripeBooks } from '../../../../electron/sample/stripe/create-books.ts';
import { BOOKS_FILE, startStripeSimulator } from '../../../../electron/sample/stripe/simulator.ts';
import { stripeProfileSchema, type UnitProfile } from '../../../../shared/contract/profile.ts';
import { textLike } from '../../../support/text-like.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';
import { UNIT_US } from '../loopback-stripe.ts';
import { activityReport, rawObjects } from './report-csv.ts';

const units: UnitProfile[] = SAMPLE_UNITS.map(({ unit, zone, currencies }) => ({
  ...UNIT_US,
  unit,
  zone,
  currencies: [...currencies],
}));

async function sampleStripe() {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-sample-'));
  const books = createStripeBooks(join(folder, BOOKS_FILE), 7);
  for (const entry of generateCompany({ seed: 7, movements: 400 })) if (entry.to === 'stripe') books.add(entry);
  books.close();
  const simulator = await startStripeSimulator({ folder, port: 0, clock: () => Date.parse(SAMPLE_START) });
  onTestFinished(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const profile = stripeProfileSchema.parse({
    address: simulator.url,
    account: simulator.account,
    key: { env: 'K' },
    livemode: false,
    rate: { requestsPerSecond: 100, concurrency: 4 },
  });
  const connector = createStripeConnector({ profile, secret: async () => simulator.key, fetch, clock: systemClock });
  return {
    owner: { account: simulator.account, livemode: false },
    poll: (db: WriterHandle) =>
      pollStripe({
        connector,
        ledger: directLedger(db),
        profile: { stripe: profile, units },
        clock: { ...systemClock, now: () => SAMPLE_START },
      }),
  };
}

function ledger(): WriterHandle {
  const made = temporaryLedger();
  onTestFinished(made.remove);
  return made.db;
}

const fileOf = (text: string, shown = 'activity.csv') => openTableFile(heldFile(shown, [Buffer.from(text)]));
const mapOf = (kind: TableKind, headers: readonly string[]): TableMap => ({
  columns: usualColumns(kind, headers),
  numbers: 'point',
  dates: 'iso',
  zone: 'UTC',
});

async function importReport(
  db: WriterHandle,
  owner: { account: string; livemode: boolean },
  text: string,
  shown?: string,
) {
  const table = await fileOf(text, shown);
  const kind = kindOfHeader(table.headers);
  if (kind === null) throw new Error('of no kind');
  const options = {
    ledger: directLedger(db),
    owner,
    units: unitRules({ units }),
    actor: 'clerk',
    machine: 'pc',
    now: () => SAMPLE_START,
    knownCategories: REPORTING_CATEGORIES,
    kind,
    map: mapOf(kind, table.headers),
  };
  return importTable(options, table);
}

/** What a report tells of movements; a dispute's standing and a card's fingerprint it does not. */
function movements(db: WriterHandle): unknown[] {
  return db
    .prepare(
      `SELECT kind, object_id, charge_id, unit, customer_id, amount_minor, exponent, currency, settlement_minor, settlement_exponent,
         settlement_currency, fee_minor, balance_transaction_id, payment_intent_id, payout_id, occurred_at, accounting_date, accounting_date_basis,
         iif(kind = 'dispute', '', source_status) AS source_status, iif(kind IN ('charge', 'fee', 'adjustment'), description, '') AS description,
         statement_descriptor, iif(kind = 'charge', metadata_json, '') AS metadata
       FROM movement ORDER BY kind, object_id`,
    )
    .all();
}

function wholeBooks(db: WriterHandle): string {
  const all = db.prepare('SELECT * FROM movement ORDER BY kind, object_id').all() as Record<string, unknown>[];
  const tables = [
    'stripe_charge',
    'stripe_refund',
    'stripe_dispute',
    'stripe_payout',
    'stripe_balance_transaction',
    'stripe_customer',
  ];
  return JSON.stringify([
    all.map(({ movement_key: _key, version: _version, state_changed_at: _at, ...rest }) => rest),
    ...tables.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()),
  ]);
}

describe('Stripe’s itemised report', () => {
  it('gives the movements, fees, amounts and accounting dates that a poll gives, and the poll after it all the rest', async () => {
    const { owner, poll } = await sampleStripe();
    const polled = ledger();
    await poll(polled);
    const before = wholeBooks(polled);
    const csv = activityReport(rawObjects(polled));

    const byFile = ledger();
    const report = await importReport(byFile, owner, csv);
    expect(report).toMatchObject({ refused: 0, superseded: 0, suspense: 0, known: 0, refusals: [] });
    const withMoney = (rows: unknown[]) =>
      rows.filter((row) => (row as { settlement_minor: unknown }).settlement_minor !== null);
    const told = movements(byFile);
    expect(told.length).toBeGreaterThan(300);
    // What has moved no money yet stands in no report.
    const expected = withMoney(movements(polled));
    expect(withMoney(told)).toEqual(expected);

    await poll(byFile);
    expect(wholeBooks(byFile)).toBe(before);
    const late = await importReport(polled, owner, csv);
    expect(late).toMatchObject({ accepted: 0, superseded: report.accepted });
    expect(wholeBooks(polled)).toBe(before);
  }, 60_000);

  it('taken in again changes nothing and says why; overlapping rows likewise', async () => {
    const { owner, poll } = await sampleStripe();
    const polled = ledger();
    await poll(polled);
    const csv = activityReport(rawObjects(polled));
    const db = ledger();
    const first = await importReport(db, owner, csv);
    const before = wholeBooks(db);
    const again = await importReport(db, owner, csv);
    expect(again).toMatchObject({
      importId: null,
      read: 0,
      note: textLike('This very file was taken in'),
    });
    const [head = '', ...rows] = csv.trimEnd().split('\r\n');
    const half = [head, ...rows.slice(0, 100).toReversed()].join('\n');
    const overlap = await importReport(db, owner, half, 'half.csv');
    expect(overlap).toMatchObject({
      read: 100,
      known: 100,
      note: '100 of 100 rows were held already and change nothing.',
    });
    expect(wholeBooks(db)).toBe(before);
    expect(first.accepted).toBe(rows.length);
  }, 60_000);

  it('in any order of its rows and files is the same', async () => {
    const { owner, poll } = await sampleStripe();
    const polled = ledger();
    await poll(polled);
    const [head = '', ...rows] = activityReport(rawObjects(polled)).trimEnd().split('\r\n');
    const forward = ledger();
    await importReport(forward, owner, [head, ...rows].join('\n'));
    const backward = ledger();
    await importReport(backward, owner, [head, ...rows.slice(0, 50).toReversed()].join('\n'), 'one.csv');
    await importReport(backward, owner, [head, ...rows.toReversed()].join('\n'), 'two.csv');
    expect(wholeBooks(backward)).toBe(wholeBooks(forward));
  }, 60_000);
});

const HEAD = 'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id';
const OWNER = { account: 'acct_1', livemode: false };

describe('a table', () => {
  it('is previewed with its first rows, what cannot be read by row and column, and the sums by currency', async () => {
    const table = await fileOf(
      [
        HEAD,
        'txn_1,2026-10-05 10:00:00,usd,12.50,0.66,11.84,charge,ch_1,ch_1',
        'txn_2,2026-10-05,usd,abc,0,0,charge,ch_2,ch_2',
        'txn_3,2026-10-05,usd,12.50,0.66,11.85,charge,ch_3,ch_3',
        'txn_4,2026-10-05,jpy,500.5,0,500.5,charge,ch_4,ch_4',
        'txn_5,2026-10-05,eur,-5.00,0.00,-5.00,refund,re_1',
        'txn_6,2026-10-05,eur,-5.00,0.00,-5.00,refund,re_1,ch_1',
      ].join('\n'),
    );
    const kind = kindOfHeader(table.headers);
    if (kind === null) throw new Error('of no kind');
    const preview = await previewTable(table, kind, mapOf(kind, table.headers));
    expect(preview.faults).toEqual([
      { line: 3, column: 'gross', reason: 'it is not an amount in the number format of this file' },
      { line: 4, column: 'net', reason: 'it is not gross less fee' },
      { line: 5, column: 'gross', reason: 'it has more decimals than JPY' },
      { line: 6, column: '8', reason: 'it has 8 cells, the header 9' },
    ]);
    expect(preview).toMatchObject({ rows: 6, faultCount: 4 });
    expect(preview.totals).toEqual([
      { currency: 'EUR', count: 1, net: '-5.00' },
      { currency: 'USD', count: 1, net: '11.84' },
    ]);
    expect(preview.first[0]).toMatchObject({ id: 'txn_1', gross: '12.50', createdUtc: '2026-10-05T10:00:00.000Z' });
  });

  it('refuses rows that cannot be read and takes in the rest', async () => {
    const db = ledger();
    const report = await importReport(
      db,
      OWNER,
      `${HEAD}\ntxn_1,2026-10-05,usd,12.50,0.66,11.84,charge,ch_1,ch_1\ntxn_2,never,usd,1,0,1,charge,ch_2,ch_2\n`,
    );
    expect(report).toMatchObject({ read: 2, accepted: 1, refused: 1 });
    expect(report.refusals).toEqual([
      { file: 'activity.csv', line: 3, reason: 'column created_utc: it is not a date in the date format of this file' },
    ]);
    expect(movements(db)).toHaveLength(1);
  });

  it('of what became of money later says so, whichever row comes first', async () => {
    const rows = [
      'txn_1,2026-10-05 10:00:00,usd,12.50,0.66,11.84,charge,py_1,py_1',
      'txn_2,2026-10-09 10:00:00,usd,-12.50,0,-12.50,charge_failure,pyr_9,py_1',
      'txn_3,2026-10-06 10:00:00,usd,-9.00,0,-9.00,payout,po_1,',
      'txn_4,2026-10-08 10:00:00,usd,9.00,0,9.00,payout_reversal,po_1,',
      'txn_5,2026-10-07 10:00:00,usd,-3.00,15.00,-18.00,dispute,dp_1,py_1',
      'txn_6,2026-10-10 10:00:00,usd,3.00,0,3.00,dispute_reversal,dp_1,py_1',
    ];
    const outcome = async (order: readonly string[]) => {
      const db = ledger();
      await importReport(db, OWNER, [HEAD, ...order].join('\n'));
      return [
        db.prepare('SELECT status, failure_balance_transaction_id FROM stripe_charge').raw().get(),
        db
          .prepare('SELECT status, balance_transaction_id, failure_balance_transaction_id FROM stripe_payout')
          .raw()
          .get(),
        db.prepare('SELECT status, balance_transactions_json FROM stripe_dispute').raw().get(),
      ];
    };
    const expected = [
      ['failed', 'txn_2'],
      ['failed', 'txn_3', 'txn_4'],
      ['won', '["txn_5","txn_6"]'],
    ];
    expect(await outcome(rows)).toEqual(expected);
    expect(await outcome(rows.toReversed())).toEqual(expected);
  });

  it('of balances is kept as what a report states, with its day', async () => {
    const db = ledger();
    const summary = [
      'category,description,net_amount,currency',
      'starting_balance,Starting balance (2026-10-01),100.00,usd',
      'activity,Activity,50.00,usd',
      'payouts,Total payouts,-20.00,usd',
      'ending_balance,Ending balance (2026-11-01),130.00,usd',
    ].join('\n');
    expect(await importReport(db, OWNER, summary, 'summary.csv')).toMatchObject({ read: 4, accepted: 4 });
    const rows = db
      .prepare('SELECT category, as_of_date, currency, amount_minor FROM stripe_report_balance ORDER BY 1')
      .raw()
      .all();
    expect(rows).toEqual([
      ['activity', null, 'USD', 50_00],
      ['ending_balance', '2026-11-01', 'USD', 130_00],
      ['payouts', null, 'USD', -20_00],
      ['starting_balance', '2026-10-01', 'USD', 100_00],
    ]);
    // No row is held, and nothing but the report tells what it began with.
    const [shown] = readImportsWithProofs.run(db, { limit: 1 });
    expect(
      shown?.proofs.map(({ category, statedMinor, heldMinor, state }) => [category, statedMinor, heldMinor, state]),
    ).toEqual([
      ['starting_balance', 100_00, 100_00, 'notEvaluated'],
      ['activity', 50_00, 0, 'open'],
      ['payouts', -20_00, 0, 'open'],
      ['ending_balance', 130_00, 100_00, 'open'],
    ]);
  });
});
