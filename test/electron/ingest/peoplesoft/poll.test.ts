import { describe, expect, it, onTestFinished } from 'vitest';
import { ConnectorError } from '../../../../electron/connectors/http/connector-error.ts';
import type {
  ArItem,
  BatchStatus,
  PeopleSoftCustomer,
  PeopleSoftPage,
  PeopleSoftPayment,
} from '../../../../electron/connectors/peoplesoft/types.ts';
import { findBatchStatus } from '../../../../electron/ledger/batch-status-store.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import type { PeopleSoftPollOptions } from '../../../../electron/ingest/peoplesoft/poll.ts';
import { pollPeopleSoft } from '../../../../electron/ingest/peoplesoft/poll.ts';
import { NO_PARTICULARS } from '../../../../shared/domain/customer-particulars.ts';
import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { money } from '../../../../shared/domain/money.ts';
import { createTestClock } from '../../connectors/http/test-clock.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';
import { UNIT_US } from '../loopback-stripe.ts';

const customer = (custId: string, more: Partial<PeopleSoftCustomer> = {}): PeopleSoftCustomer => ({
  setId: 'SHARE',
  custId,
  name: `Customer ${custId}`,
  status: 'active',
  externalId: null,
  ...more,
});
const item = (name: string, more: Partial<ArItem> = {}): ArItem => ({
  businessUnit: 'US001',
  custId: 'C1',
  item: name,
  itemLine: 0,
  status: 'open',
  balance: money(1250, 2, 'USD'),
  original: money(1250, 2, 'USD'),
  itemDate: '2026-10-01' as PlainDate,
  dueDate: null,
  poReference: null,
  entryType: 'IN',
  ...more,
});
const payment = (depositId: string, more: Partial<PeopleSoftPayment> = {}): PeopleSoftPayment => ({
  depositBu: 'US001',
  depositId,
  paymentSeq: 1,
  paymentId: `P${depositId}`,
  amount: money(1250, 2, 'USD'),
  accountingDate: '2026-10-05' as PlainDate,
  bankCode: 'STRPE',
  bankAccountKey: 'US01',
  enteredBy: 'CLERK',
  comment: null,
  status: 'unapplied',
  statusText: null,
  application: [],
  ...more,
});

/** A PeopleSoft that pages through the test's rows two at a time; the network side has tests of its own. */
function setUp() {
  const site = {
    customers: [customer('C1'), customer('C2')],
    items: [item('I1'), item('I2'), item('I3')],
    payments: [payment('D1')],
    refused: [] as { row: string; reason: string }[],
    failAfter: Infinity,
    isStuck: false,
    batch: { lastRunAt: '2026-11-02T06:10:00', nextRunAt: null, groupsInError: 2 } as BatchStatus | null,
    asked: [] as string[],
  };
  const page = async <Row>(what: string, rows: readonly Row[], after: string | null): Promise<PeopleSoftPage<Row>> => {
    site.asked.push(what);
    if ((site.failAfter -= 1) < 0) throw new ConnectorError('peoplesoft', 'unreachable', 'gone', 'wait');
    const start = after === null ? 0 : Number(after);
    const next = start + 2 < rows.length ? String(site.isStuck ? 2 : start + 2) : null;
    return { rows: rows.slice(start, start + 2), refused: what === 'items' && next === null ? site.refused : [], next };
  };
  const made = temporaryLedger();
  onTestFinished(made.remove);
  const { db } = made;
  const clock = createTestClock('2026-11-02T14:00:00.000Z');
  const options = {
    reader: {
      customers: (after) => page('customers', site.customers, after),
      openItems: (_bu, after) => page('items', site.items, after),
      listTotals: async () => null,
      batchStatus: async () => {
        if (site.batch === null) throw new ConnectorError('peoplesoft', 'notFound', 'no query Q_BATCH', 'Create it.');
        return site.batch;
      },
      payments: (_bu, from, after) => page(`payments from ${from}`, site.payments, after),
    },
    ledger: directLedger(db),
    profile: {
      units: [UNIT_US],
      peoplesoft: { setId: 'SHARE', node: 'PSFT_AR' } as PeopleSoftPollOptions['profile']['peoplesoft'],
    },
    clock,
  } satisfies PeopleSoftPollOptions;
  return {
    site,
    db,
    clock,
    options,
    /** What cannot be read and still asks for somebody, as type and id. */
    refusals: () =>
      db
        .prepare("SELECT object_type || ' ' || object_id FROM refused_object WHERE resolved_at IS NULL ORDER BY 1")
        .pluck()
        .all(),
    poll: async () => {
      clock.advance(60_000);
      return pollPeopleSoft(options);
    },
    items: () =>
      db
        .prepare("SELECT item || ' ' || status || ' ' || balance_minor || ' v' || version FROM ar_item ORDER BY item")
        .pluck()
        .all(),
    connection: () => db.prepare("SELECT state, message FROM connection WHERE system = 'peoplesoft'").get(),
  };
}

describe('PeopleSoft poll', () => {
  it('brings in customers, open items and payments, payments from a month before go-live', async () => {
    const { poll, site, items, connection, db } = setUp();
    expect((await poll()).report).toEqual({ read: 6, new: 6, changed: 0, refused: 0, complete: true });
    expect(items()).toEqual(['I1 open 1250 v1', 'I2 open 1250 v1', 'I3 open 1250 v1']);
    expect(site.asked).toContain('payments from 2026-08-31');
    expect(connection()).toEqual({ state: 'ok', message: null });
    expect(db.prepare('SELECT count(*) FROM ps_stage').pluck().get()).toBe(0);
    expect(db.prepare('SELECT count(*) FROM source_version').pluck().get()).toBe(6);
  });

  it('takes in what a site comes to tell of its customers, and takes it back when it no longer does', async () => {
    const { poll, site, db } = setUp();
    await poll();
    const told = () =>
      db.prepare('SELECT cust_id, city, country, vat_id FROM ps_customer ORDER BY cust_id').raw().all();
    expect(told()).toEqual([
      ['C1', null, null, null],
      ['C2', null, null, null],
    ]);
    const particulars = { ...NO_PARTICULARS, city: 'Köln', country: 'DE', vatId: 'DE811907980' };
    site.customers = [customer('C1', { particulars }), customer('C2')];
    expect((await poll()).report).toMatchObject({ new: 0, changed: 1 });
    expect(told()).toEqual([
      ['C1', 'Köln', 'DE', 'DE811907980'],
      ['C2', null, null, null],
    ]);
    expect((await poll()).report).toMatchObject({ new: 0, changed: 0 });
    site.customers = [customer('C1'), customer('C2')];
    expect((await poll()).report).toMatchObject({ new: 0, changed: 1 });
    expect(told()[0]).toEqual(['C1', null, null, null]);
  });

  it('changes nothing when PeopleSoft says the same again', async () => {
    const { poll, items, db } = setUp();
    await poll();
    expect((await poll()).report).toEqual({ read: 6, new: 0, changed: 0, refused: 0, complete: true });
    expect(items()).toEqual(['I1 open 1250 v1', 'I2 open 1250 v1', 'I3 open 1250 v1']);
    expect(db.prepare('SELECT count(*) FROM source_version').pluck().get()).toBe(6);
  });

  it('takes in what changed and closes what is gone, once the read is whole', async () => {
    const { poll, site, items, db } = setUp();
    await poll();
    site.items = [item('I1', { balance: money(400, 2, 'USD') }), item('I3')];
    site.customers = [customer('C1', { name: 'Renamed' })];
    site.payments = [
      payment('D1', {
        status: 'posted',
        application: [{ businessUnit: 'US001', custId: 'C1', item: 'I1', itemLine: 0, amount: money(850, 2, 'USD') }],
      }),
    ];
    expect((await poll()).report).toMatchObject({ new: 0, changed: 5, complete: true });
    expect(items()).toEqual(['I1 open 400 v2', 'I2 closed 0 v2', 'I3 open 1250 v1']);
    expect(db.prepare('SELECT cust_id, name, present FROM ps_customer ORDER BY cust_id').all()).toEqual([
      { cust_id: 'C1', name: 'Renamed', present: 1 },
      { cust_id: 'C2', name: 'Customer C2', present: 0 },
    ]);
    expect(
      db
        .prepare('SELECT p.status, i.item, i.amount_minor FROM ps_payment p JOIN ps_payment_item i USING (payment_key)')
        .get(),
    ).toEqual({ status: 'posted', item: 'I1', amount_minor: 850 });
  });

  it('changes nothing when a read is cut off, and the next one starts clean', async () => {
    const { poll, site, items, connection, db } = setUp();
    await poll();
    site.items = [item('I1', { balance: money(1, 2, 'USD') }), item('I4'), item('I5')];
    site.failAfter = 2;
    const { report, failures } = await poll();
    expect(report.complete).toBe(false);
    expect(failures.map(({ stream }) => stream)).toEqual(['openItems.US001', 'payments.US001']);
    expect(items()).toEqual(['I1 open 1250 v1', 'I2 open 1250 v1', 'I3 open 1250 v1']);
    expect(connection()).toMatchObject({ state: 'unreachable', message: 'gone' });
    site.failAfter = Infinity;
    expect((await poll()).report).toMatchObject({ new: 2, changed: 3, complete: true });
    expect(items()).toEqual(['I1 open 1 v2', 'I2 closed 0 v2', 'I3 closed 0 v2', 'I4 open 1250 v1', 'I5 open 1250 v1']);
    expect(db.prepare('SELECT count(*) FROM ps_stage').pluck().get()).toBe(0);
  });

  it('opens a closed item again when it is back', async () => {
    const { poll, site, items } = setUp();
    await poll();
    site.items = [item('I1')];
    await poll();
    site.items = [item('I1'), item('I2')];
    await poll();
    expect(items()).toEqual(['I1 open 1250 v1', 'I2 open 1250 v3', 'I3 closed 0 v2']);
  });

  it('concludes no absence from a read in which a row could not be read', async () => {
    const { poll, site, items, connection } = setUp();
    await poll();
    site.items = [item('I1')];
    site.refused = [{ row: '{"ITEM":"I2","BAL_CURRENCY":"XQZ"}', reason: 'unknown currency XQZ' }];
    expect((await poll()).report).toMatchObject({ refused: 1, complete: true });
    expect(items()).toEqual(['I1 open 1250 v1', 'I2 open 1250 v1', 'I3 open 1250 v1']);
    expect(connection()).toMatchObject({ state: 'degraded' });
    site.refused = [];
    await poll();
    expect(items()).toEqual(['I1 open 1250 v1', 'I2 closed 0 v2', 'I3 closed 0 v2']);
    expect(connection()).toMatchObject({ state: 'ok' });
  });

  it('leaves a row that cannot be read open while only other business units are read without one', async () => {
    const { poll, options, connection, refusals } = setUp();
    options.profile.units = [{ ...UNIT_US, businessUnits: ['US001', 'EU001'] }];
    const unreadable = [
      { row: 'US001|C1|I9|0', reason: 'BAL_CURRENCY is not a known currency: "XQZ"' },
      { row: '|C1|I8|0', reason: 'BUSINESS_UNIT is blank' },
    ];
    options.reader.openItems = async (businessUnit) => ({
      rows: [],
      refused: businessUnit === 'US001' ? unreadable : [],
      next: null,
    });
    for (const _poll of ['first', 'second']) {
      expect((await poll()).report).toMatchObject({ refused: 2, complete: true });
      expect(refusals()).toEqual(['item US001|C1|I9|0', 'item US001||C1|I8|0']);
      expect(connection()).toEqual({ state: 'degraded', message: '2 objects arrived that cannot be read' });
    }
    unreadable.length = 0;
    await poll();
    expect(refusals()).toEqual([]);
    expect(connection()).toEqual({ state: 'ok', message: null });
  });

  it('asks nobody about rows of a business unit that is not read any more', async () => {
    const { poll, site, options, connection, refusals } = setUp();
    site.refused = [{ row: 'US001|C1|I9|0', reason: 'BAL_CURRENCY is blank' }];
    await poll();
    expect(refusals()).toEqual(['item US001|C1|I9|0']);
    site.refused = [];
    options.profile.units = [{ ...UNIT_US, businessUnits: ['EU001'] }];
    await poll();
    expect(refusals()).toEqual([]);
    expect(connection()).toEqual({ state: 'ok', message: null });
  });

  it('keeps an item that was read anew while the list was under way', async () => {
    const { poll, site, items, db, clock } = setUp();
    await poll();
    const later = new Date(Date.parse(clock.now()) + 3_600_000).toISOString();
    db.prepare("UPDATE ar_item SET balance_minor = 7, read_at = ? WHERE item = 'I1'").run(later);
    db.prepare("UPDATE ar_item SET read_at = ? WHERE item = 'I2'").run(later);
    site.items = [item('I1'), item('I3')];
    await poll();
    expect(items()).toEqual(['I1 open 7 v1', 'I2 open 1250 v1', 'I3 open 1250 v1']);
  });

  it('flags a payment that PeopleSoft no longer shows, once', async () => {
    const { poll, site, db } = setUp();
    await poll();
    site.payments = [];
    expect((await poll()).report.changed).toBe(1);
    expect((await poll()).report.changed).toBe(0);
    expect(db.prepare('SELECT status, status_text FROM ps_payment').get()).toEqual({
      status: 'error',
      status_text: 'PeopleSoft no longer shows this payment',
    });
  });

  it('keeps when Receivables Update ran, and an older answer beside why there is no newer one', async () => {
    const { poll, site, db } = setUp();
    await poll();
    const kept = { lastRun: '2026-11-02T06:10:00', nextRun: null, groupsInError: 2 };
    expect(findBatchStatus(db)).toMatchObject({ ...kept, message: null });
    site.batch = null;
    // The lists were whole: that the batch is unknown is no reason to call them incomplete.
    expect((await poll()).report.complete).toBe(true);
    expect(findBatchStatus(db)).toMatchObject({ ...kept, message: 'no query Q_BATCH. Create it.' });
    site.batch = { lastRunAt: null, nextRunAt: '2026-11-03T06:00:00+0000', groupsInError: 0 };
    await poll();
    expect(findBatchStatus(db)).toMatchObject({ lastRun: null, nextRun: '2026-11-03T06:00:00+0000', message: null });
  });

  it('takes pages that do not lead on for a broken query and concludes nothing from them', async () => {
    const { site, poll, db } = setUp();
    await poll();
    site.isStuck = true;
    site.items = [item('I1'), item('I2'), item('I3'), item('I4'), item('I5')];
    expect((await poll()).failures).toMatchObject([{ stream: 'openItems.US001', kind: 'malformed' }]);
    expect(db.prepare('SELECT count(*) FROM ar_item').pluck().get()).toBe(3);
  });
});
