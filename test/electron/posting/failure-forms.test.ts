import { afterEach, describe, expect, it } from 'vitest';
import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';
import { DOUBTFUL_ANSWERS } from './doubtful-answers.ts';
import { startPostingSite, type PostingSite, type SiteOptions } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const ITEMS = ['INV-1', 'INV-2', 'INV-3'].map((item) => ({ item, amount: '100.00' }));
const CHARGES = ['ch_1', 'ch_2', 'ch_3'] as const;

async function threeApproved(options: Partial<SiteOptions> = {}): Promise<void> {
  site = await startPostingSite({ items: ITEMS, ...options });
  for (const [index, id] of CHARGES.entries())
    await site.approve(site.charge(id, 10_000), [[`INV-${index + 1}`, 10_000]]);
}

/** How often each charge stands in PeopleSoft's books. */
function times(): number[] {
  const ids = site.books().map((payment) => payment.externalId);
  return CHARGES.map((id) => ids.filter((each) => each === id).length);
}

async function expectOnceInTheEnd(): Promise<void> {
  await site.finish();
  expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'confirmed', ch_3: 'confirmed' });
  expect(times()).toEqual([1, 1, 1]);
  expect(
    site.books().map(({ amount, status, currency, bankCode }) => ({ amount, status, currency, bankCode })),
  ).toEqual(CHARGES.map(() => ({ amount: '100', status: 'posted', currency: 'USD', bankCode: 'STRPE' })));
  expect(site.violations()).toEqual([]);
}

describe('a deposit whose answer proves nothing', () => {
  it('that goes again leaves an audit row for each transmission', async () => {
    await threeApproved({});
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    await expectOnceInTheEnd();
    const sent = `SELECT subject, json_extract(detail_json, '$.again') AS again, json_extract(detail_json, '$.documentHash') AS hash
      FROM audit WHERE action = 'deposit.sent' ORDER BY seq`;
    const [first, second, ...more] = site.db.prepare(sent).all() as { subject: string; again: number; hash: string }[];
    expect([first?.again, second, more]).toEqual([null, { ...first, again: 1 }, []]);
  });

  it.each(DOUBTFUL_ANSWERS)(
    '$form $status, committed $commit, ids $depositIds: unknown, then each payment once',
    async (each) => {
      const { depositIds, ...order } = each;
      await threeApproved({ depositIds });
      site.simulator.arm(order as FailureOrder);
      const report = await site.round();
      expect(report.send).toMatchObject({ sent: 0, rejected: 0, unknown: 3 });
      expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown', ch_3: 'unknown' });
      // Too early: whatever a read shows now, nothing is sent again unless it shows the payments.
      const early = await site.round();
      expect(early.send.sent).toBe(0);
      expect(times().every((count) => count <= 1)).toBe(true);
      expect(site.violations()).toEqual([]);
      await expectOnceInTheEnd();
    },
  );

  it.each(['never', 'first', 'last', 'afterReadBack'] as const)(
    'stalled past the time-out, committed %s: unknown, then each payment once',
    async (commit) => {
      await threeApproved({ writeTimeoutSeconds: 1 });
      site.simulator.arm({ form: 'stall', seconds: 1.5, commit });
      expect((await site.round()).send).toMatchObject({ sent: 0, rejected: 0, unknown: 3 });
      await site.simulator.idle(); // the stall ends behind our back
      expect((await site.round()).send.sent).toBe(0);
      await expectOnceInTheEnd();
    },
  );

  it.each(['never', 'first', 'afterReadBack'] as const)(
    'first asked only long afterwards, committed %s: a save that comes after that look is still found before the resend',
    async (commit) => {
      await threeApproved();
      site.simulator.arm({ form: 'dropConnection', commit });
      await site.round();
      site.restart();
      site.advance(100_000);
      await site.round();
      expect(times().every((count) => count <= 1)).toBe(true);
      await expectOnceInTheEnd();
    },
  );

  it('lost three times in a row: still once', async () => {
    await threeApproved({ depositIds: 'given' });
    site.simulator.arm({ form: 'dropConnection', for: 3, commit: 'never' });
    for (let turn = 0; turn < 3; turn += 1) {
      await site.round();
      site.advance(20_000);
    }
    expect(times()).toEqual([0, 0, 0]);
    await expectOnceInTheEnd();
  });
});

describe('a certain refusal', () => {
  it.each(['next', 'given'] as const)(
    'notification 0 without a line: the halves go by themselves, ids %s',
    async (depositIds) => {
      await threeApproved({ depositIds });
      site.simulator.arm({ form: 'notificationZero' });
      expect((await site.round()).send).toMatchObject({ sent: 3, unknown: 0, rejected: 0 });
      await expectOnceInTheEnd();
    },
  );

  it('a lock conflict is tried again once, then waits for the next round', async () => {
    await threeApproved();
    site.simulator.arm({ form: 'lockConflict', for: 2 });
    const { send } = await site.round();
    expect(send).toMatchObject({ sent: 0, rejected: 0, unknown: 0, stopped: { kind: 'unreachable' } });
    expect(site.states()).toEqual({ ch_1: 'queued', ch_2: 'queued', ch_3: 'queued' });
    await expectOnceInTheEnd();
  });

  it.each(['passwordExpired', 'unauthorised'] as const)(
    '%s: everything waits, nothing is blamed on a payment',
    async (form) => {
      await threeApproved();
      site.simulator.arm({ form });
      const { send } = await site.round();
      expect(send).toMatchObject({ sent: 0, rejected: 0, unknown: 0, stopped: { kind: 'credentials' } });
      expect(Object.values(site.states())).toEqual(['queued', 'queued', 'queued']);
      await expectOnceInTheEnd();
    },
  );

  it('a password that expires in the middle of a batch stops it there, and the report still says what went', async () => {
    await threeApproved({ paymentsPerDeposit: 1 });
    const { peopleSoft } = site.ports;
    let sends = 0;
    const report = await site.round(
      {},
      {
        ...site.ports,
        peopleSoft: {
          ...peopleSoft,
          async createDeposit(document, signal) {
            site.simulator.behaviour.passwordExpired = sends++ > 0;
            return peopleSoft.createDeposit(document, signal);
          },
        },
      },
    );
    expect(report.send).toMatchObject({ sent: 1, rejected: 0, unknown: 0, stopped: { kind: 'credentials' } });
    await expectOnceInTheEnd();
  });
});

describe('reads that cannot be trusted', () => {
  const lost = async (options: Partial<SiteOptions> = {}) => {
    await threeApproved(options);
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    expect(times()).toEqual([1, 1, 1]);
  };

  it('row security that hides every row proves no absence', async () => {
    await lost();
    site.simulator.behaviour.hiddenBusinessUnits = ['US001'];
    site.advance(100_000);
    const { doubts } = await site.round();
    expect(doubts).toMatchObject({ settled: 0, provenAbsent: 0, stillUnknown: 3 });
    expect(times()).toEqual([1, 1, 1]);
    await expectOnceInTheEnd();
  });

  it('a site without any known payment proves no absence', async () => {
    await lost({ foreignReceipt: false });
    site.simulator.behaviour.hiddenBusinessUnits = ['US001'];
    site.advance(100_000);
    expect((await site.round()).doubts.stillUnknown).toBe(3);
    await expectOnceInTheEnd();
  });

  it('a reporting copy that lags longer than the settle time does not look like absence', async () => {
    await lost();
    site.simulator.behaviour.reportingLagSeconds = 1_500;
    for (const seconds of [60, 400, 600]) {
      site.advance(seconds);
      expect((await site.round()).send.sent).toBe(0);
    }
    await expectOnceInTheEnd();
  });

  it('a copy that lags by hours is measured by the deposit before', async () => {
    site = await startPostingSite({ items: ITEMS });
    site.simulator.behaviour.reportingLagSeconds = 7_200;
    await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]]);
    await site.round();
    site.advance(3_600);
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'accepted' });
    site.advance(3_700);
    await site.round();
    await site.approve(site.charge('ch_2', 10_000), [['INV-2', 10_000]]);
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    for (const seconds of [400, 3_000, 3_000]) {
      site.advance(seconds);
      expect((await site.round()).doubts).toMatchObject({ provenAbsent: 0, stillUnknown: 1 });
    }
    // A copy that shows what was sent later shows what was saved before: now absence would be believed, and there is none.
    await site.approve(site.charge('ch_3', 10_000), [['INV-3', 10_000]]);
    await expectOnceInTheEnd();
  });

  it('a copy that suddenly lags is not trusted for what it showed before', async () => {
    site = await startPostingSite({ items: ITEMS });
    await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]]);
    await site.round();
    site.advance(4_000);
    site.simulator.behaviour.reportingLagSeconds = 3_000;
    await site.approve(site.charge('ch_2', 10_000), [['INV-2', 10_000]]);
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    for (const seconds of [400, 2_000]) {
      site.advance(seconds);
      expect((await site.round()).doubts).toMatchObject({ provenAbsent: 0, stillUnknown: 1 });
    }
    await site.approve(site.charge('ch_3', 10_000), [['INV-3', 10_000]]);
    await expectOnceInTheEnd();
  });

  it('a payment sent later and shown proves absence as soon as it is settled', async () => {
    site = await startPostingSite({ items: ITEMS });
    await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]]);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    site.advance(400);
    expect((await site.round()).doubts).toMatchObject({ provenAbsent: 0, stillUnknown: 1 });
    await site.approve(site.charge('ch_2', 10_000), [['INV-2', 10_000]]);
    expect((await site.round()).send.sent).toBe(1);
    expect(await site.round()).toMatchObject({ doubts: { provenAbsent: 1 }, send: { sent: 1 } });
    await site.approve(site.charge('ch_3', 10_000), [['INV-3', 10_000]]);
    await expectOnceInTheEnd();
  });

  it('a saved deposit that a lagging copy does not show yet is waiting, not vanished', async () => {
    await threeApproved();
    site.simulator.behaviour.reportingLagSeconds = 1_000;
    expect((await site.round()).confirm).toMatchObject({ waiting: 3, problems: 0 });
    site.advance(400);
    expect((await site.round()).confirm).toMatchObject({ waiting: 3, problems: 0 });
    expect(Object.values(site.states())).toEqual(['accepted', 'accepted', 'accepted']);
    await expectOnceInTheEnd();
  });

  it('a read-back that fails stops the round before anything is sent', async () => {
    await lost();
    site.advance(100_000);
    site.simulator.arm({ form: 'http503', on: 'query', for: 20 });
    const { send, doubts } = await site.round();
    expect(doubts.stillUnknown).toBe(3);
    expect(send).toMatchObject({ sent: 0, stopped: { kind: 'unreachable' } });
    await expectOnceInTheEnd();
  });
});

describe('what PeopleSoft does with a saved payment', () => {
  it('sent to a worksheet: an exception that names it, never a confirmation', async () => {
    await threeApproved();
    site.simulator.arm({ form: 'sendToWorksheet', on: 'apply' });
    await site.round();
    await site.simulator.runBatch();
    const { confirm } = await site.round();
    expect(confirm).toMatchObject({ confirmed: 2, waiting: 1 });
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'confirmed', ch_3: 'confirmed' });
    const flagged = site.db.prepare("SELECT attention, state_reason FROM movement WHERE object_id = 'ch_1'").get();
    expect(flagged).toMatchObject({
      attention: 'postingProblem',
      state_reason: expect.stringContaining('worksheet') as string,
    });
    expect(site.violations()).toEqual([]);
  });

  it('looked at again without news, a worksheet leaves no further rows', async () => {
    await threeApproved();
    site.simulator.arm({ form: 'sendToWorksheet', on: 'apply' });
    await site.round();
    await site.simulator.runBatch();
    await site.round();
    const count = () => site.db.prepare('SELECT count(*) FROM audit').pluck().get();
    const before = count();
    await site.round();
    expect(count()).toBe(before);
  });

  it('applied to other items than approved: a problem, never a confirmation', async () => {
    await threeApproved();
    site.simulator.arm({ form: 'applyToOtherItems', on: 'apply' });
    await site.round();
    await site.simulator.runBatch();
    expect((await site.round()).confirm.problems).toBeGreaterThan(0);
    expect(site.states()['ch_1']).toBe('postingError');
    expect(times()).toEqual([1, 1, 1]);
    expect(site.violations()).toEqual([]);
  });

  it('refused by Receivables Update: its words stand on the row', async () => {
    await threeApproved();
    await site.round();
    await site.simulator.runBatch('apply');
    const sql = "UPDATE item SET bal_amt = 0, item_status = 'C' WHERE item = 'INV-2'";
    site.changeBooks(sql);
    await site.simulator.runBatch();
    expect((await site.round()).confirm).toMatchObject({ confirmed: 2, problems: 1 });
    const row = site.db
      .prepare(
        "SELECT p.state, p.state_reason FROM posting p JOIN movement USING (movement_key) WHERE object_id = 'ch_2'",
      )
      .get();
    expect(row).toMatchObject({ state: 'postingError', state_reason: expect.stringContaining('INV-2') as string });
    expect(site.violations()).toEqual([]);
  });
});

describe('a deposit id that is taken', () => {
  it('a resend that meets its own late save is settled by a look, not sent again', async () => {
    await threeApproved({ depositIds: 'given' });
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    // The doubt is forgotten as a restored backup would forget it: the same deposit goes out again.
    site.db.exec("UPDATE posting SET state = 'queued'; UPDATE deposit SET state = 'cut'");
    site.simulator.behaviour.reportingLagSeconds = 1_000_000;
    site.db.exec("UPDATE deposit SET sent_at = '2026-01-01T00:00:00.000Z'");
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown', ch_3: 'unknown' });
    await expectOnceInTheEnd();
  });

  it('a key taken by something that is not ours stays unknown and says so', async () => {
    await threeApproved({ depositIds: 'given' });
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    site.changeBooks("UPDATE payment SET payment_id = 'X' || substr(payment_id, 2) WHERE payment_id LIKE 'T%'");
    site.db.exec("UPDATE posting SET state = 'queued'; UPDATE deposit SET state = 'cut'");
    await site.round();
    for (let turn = 0; turn < 3; turn += 1) {
      site.advance(20_000);
      expect((await site.round()).send.sent).toBe(0);
    }
    const reason = site.db.prepare('SELECT DISTINCT state_reason FROM posting').pluck().all();
    expect(reason).toEqual([expect.stringContaining('says that this deposit exists')]);
  });
});
