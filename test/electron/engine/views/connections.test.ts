import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionFacts, connectionStates } from '../../../../electron/engine/views/connections.ts';
import { runRead } from '../../../../electron/ledger/direct-ledger.ts';
import { queryPlans, wholeScans } from '../../../support/query-plans.ts';
import { openBooks, type Books } from '../matching/books.ts';

const now = '2026-11-02T14:00:00.000Z';
let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

/** Said plainly, by looking at every run. */
const PLAINLY = `SELECT r.stream, r.state, r.read_count AS read, r.ended_at AS lastRunAt,
    (SELECT max(c.started_at) FROM sync_run c WHERE c.system = r.system AND c.stream = r.stream AND c.state = 'complete') AS completeTo,
    (SELECT iif(c.counted = 'agrees' AND c.refused_count > 0, 'agreesInRows', c.counted) FROM sync_run c
      WHERE c.system = r.system AND c.stream = r.stream AND c.state = 'complete' ORDER BY c.run_id DESC LIMIT 1) AS counted
  FROM sync_run r WHERE r.system = ? AND r.run_id IN (SELECT max(run_id) FROM sync_run WHERE system = ? GROUP BY stream) ORDER BY r.stream`;

function writeRuns(): void {
  const states = ['complete', 'failed', 'cancelled'];
  for (let run = 0; run < 90; run++) {
    const peoplesoft = run % 3 === 0;
    const streams = peoplesoft
      ? ['openItems.US001', 'customers', 'payments']
      : ['charge', 'refund', 'customer', 'topup'];
    const stream = streams[Math.floor(run / 3) % streams.length] ?? '';
    books.run(
      'INSERT INTO sync_run (system, stream, state, started_at, ended_at, read_count, refused_count, counted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      peoplesoft ? 'peoplesoft' : 'stripe',
      stream,
      // A stream that was never read whole, and one that has failed since.
      stream === 'topup' || run > 80 ? 'failed' : states[(run * 11) % 3],
      `2026-11-01T10:${String(Math.floor(run / 60)).padStart(2, '0')}:${String(run % 60).padStart(2, '0')}.000Z`,
      `2026-11-01T11:${String(Math.floor(run / 60)).padStart(2, '0')}:${String(run % 60).padStart(2, '0')}.000Z`,
      run,
      run % 4,
      ['agrees', 'notCounted', null][run % 3] ?? null,
    );
  }
}

function writeObjects(): void {
  const write = (system: string, account: string, type: string, id: string) =>
    books.run(
      "INSERT INTO source_object (system, account, object_type, object_id, current_version, content_hash, observed_at) VALUES (?, ?, ?, ?, 1, x'00', ?)",
      system,
      account,
      type,
      id,
      now,
    );
  for (const account of ['acct_1', 'acct_2', 'acct_3'])
    for (let nth = 0; nth < (account === 'acct_2' ? 2 : 5); nth++) write('stripe', account, 'charge', `ch_${nth}`);
  write('stripe', 'acct_3', 'refund', 're_1');
  for (const id of ['US001|C1|I1|1', 'US001|C1|I2|1', 'US0010|C1|I3|1', 'DE001|C1|I1|1'])
    write('peoplesoft', 'SHARE', 'item', id);
}

const factsOf = (system: 'stripe' | 'peoplesoft') =>
  runRead(books.db, connectionFacts, { now }).find((each) => each.system === system);

describe('the streams of a connection', () => {
  it.each(['stripe', 'peoplesoft'] as const)('of %s are the latest run of each, and the last whole one', (system) => {
    writeRuns();
    const streams = factsOf(system)?.streams ?? [];
    const plainly = books.all(PLAINLY, system, system);
    expect(plainly.length).toBeGreaterThan(2);
    expect(
      streams.map(({ stream, state, read, lastRunAt, completeTo, counted }) => ({
        stream,
        state,
        read,
        lastRunAt,
        completeTo,
        counted,
      })),
    ).toEqual(plainly);
  });

  it('hold the objects of all accounts; one of a business unit those of that unit alone', () => {
    writeRuns();
    writeObjects();
    const held = (system: 'stripe' | 'peoplesoft') =>
      Object.fromEntries((factsOf(system)?.streams ?? []).map((each) => [each.stream, each.held]));
    expect(held('stripe')).toMatchObject({ charge: 12, refund: 1, customer: 0 });
    expect(held('peoplesoft')['openItems.US001']).toBe(2);
  });

  it('are counted by index and never before a click', () => {
    writeRuns();
    writeObjects();
    expect(connectionFacts.bulk).toBe(true);
    const plans = queryPlans(books.db, (db) => connectionFacts.run(db, { now }));
    expect(wholeScans(plans, ['source_object', 'o', 'sync_run', 'r', 'c'])).toEqual([]);
    expect(plans).toContain(
      'SEARCH o USING COVERING INDEX sqlite_autoindex_source_object_1 (system=? AND account=? AND object_type=?)',
    );
    expect(plans.filter((line) => /sync_run(?!_)/.test(line) && !line.includes('INDEX'))).toEqual([]);
  });
});

describe('how a connection stands', () => {
  it('is what the screen of connections says of it, without its streams', () => {
    writeRuns();
    writeObjects();
    const states = runRead(books.db, connectionStates, { now });
    expect(runRead(books.db, connectionFacts, { now })).toMatchObject(states);
    for (const state of states) expect(Object.keys(state)).not.toContain('streams');
  });

  it('is told without looking at objects or runs', () => {
    writeRuns();
    // Money that waits and a category this version does not know: both are looked for.
    books.movement('charge', 'ch_1', 100, { unit: null, currency: 'CHF' });
    books.movement('fee', 'txn_1', 100, { state: 'notEvaluated' });
    const plans = queryPlans(books.db, (db) => connectionStates.run(db, { now }));
    expect(plans.filter((line) => /source_object|sync_run/.test(line))).toEqual([]);
    expect(plans.filter((line) => line.startsWith('SCAN'))).toEqual(
      plans.filter((line) =>
        /^SCAN (connection|batch_status|movement_count|posting_count|stripe_balance_transaction USING COVERING INDEX stripe_balance_transaction_unknown)/.test(
          line,
        ),
      ),
    );
  });
});
