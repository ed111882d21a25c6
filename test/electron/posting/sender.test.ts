import { afterEach, describe, expect, it } from 'vitest';
import { getItem } from '../../../electron/ledger/item-store.ts';
import { canaryPayment } from '../../../electron/posting/canary.ts';
import { cutDeposit } from '../../../electron/posting/cut-deposit.ts';
import { returnChanged } from '../../../electron/posting/return-changed.ts';
import { takeSenderClaim } from '../../../electron/posting/sender-claim.ts';
import type { SenderPorts } from '../../../electron/posting/sender.ts';
import { undoByPerson } from '../../../electron/posting/undo.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { startPostingSite, type PostingSite, type SiteOptions } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

/** `count` approved charges of 100.00, each for an item of its own. */
async function approved(count: number, options: Partial<SiteOptions> = {}): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `INV-${index + 1}`);
  site = await startPostingSite({ items: names.map((item) => ({ item, amount: '100.00' })), ...options });
  for (const [index, item] of names.entries())
    await site.approve(site.charge(`ch_${index + 1}`, 10_000), [[item, 10_000]]);
}

const stateCounts = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const state of Object.values(site.states())) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};
/** Payments in PeopleSoft's books by charge: nothing twice. */
const paid = (): string[] => site.books().map((payment) => payment.externalId);
const undo = (movementKey: number) =>
  site.ledger.write(undoByPerson, { movementKey, actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) });
const movementKey = (id: string): number =>
  site.db.prepare('SELECT movement_key FROM movement WHERE object_id = ?').pluck().get(id) as number;

/** The site's ports with something done just before the n-th deposit is cut, or before the n-th write of that name. */
function beforeCut(work: () => Promise<unknown>, nth = 1, name: string = cutDeposit.name): SenderPorts {
  let writes = 0;
  return {
    ...site.ports,
    ledger: {
      ...site.ledger,
      async write(operation, args) {
        if (operation.name === name && ++writes === nth) await work();
        return site.ledger.write(operation, args);
      },
    },
  };
}

describe('a deposit', () => {
  it('holds payments of one currency, date and account, with their totals, in every exponent', async () => {
    site = await startPostingSite({
      items: [
        { item: 'INV-USD', amount: '100.00' },
        { item: 'INV-JPY', amount: '5000', currency: 'JPY' },
        { item: 'INV-KWD', amount: '1.250', currency: 'KWD' },
        { item: 'INV-ISK', amount: '900', currency: 'ISK' },
        { item: 'INV-UGX', amount: '70000', currency: 'UGX' },
      ],
    });
    const charges = [
      ['USD', 2, 10_000],
      ['JPY', 0, 5_000],
      ['KWD', 3, 1_250],
      ['ISK', 2, 90_000],
      ['UGX', 2, 7_000_000],
    ] as const;
    for (const [currency, exponent, minor] of charges)
      await site.approve(site.charge(`ch_${currency}`, minor, { currency, exponent }), [[`INV-${currency}`, minor]]);
    await site
      .approve(site.charge('ch_later', 2_000, { date: '2026-10-16' }), [['INV-USD', 10]])
      .catch(() => undefined);
    expect((await site.round()).send).toMatchObject({ sent: 5, rejected: 0, stopped: null });
    await site.simulator.runBatch();
    expect((await site.round()).confirm.confirmed).toBe(5);
    expect(Object.fromEntries(site.books().map((each) => [each.currency, each.amount]))).toEqual({
      USD: '100',
      JPY: '5000',
      KWD: '1.25',
      ISK: '900',
      UGX: '70000',
    });
    expect(new Set(site.books().map((payment) => payment.depositId)).size).toBe(5);
    expect(site.violations()).toEqual([]);
  });

  it('pays several invoices with one charge, and one invoice with several charges', async () => {
    site = await startPostingSite({
      items: [
        { item: 'INV-1', amount: '60.00' },
        { item: 'INV-2', amount: '40.00' },
        { item: 'INV-3', amount: '100.00' },
      ],
    });
    await site.approve(site.charge('ch_1', 10_000), [
      ['INV-1', 6_000],
      ['INV-2', 4_000],
    ]);
    await site.approve(site.charge('ch_2', 7_000), [['INV-3', 7_000]]);
    await site.approve(site.charge('ch_3', 3_000), [['INV-3', 3_000]]);
    await site.round();
    await site.simulator.runBatch();
    expect((await site.round()).confirm.confirmed).toBe(3);
    expect(site.db.prepare("SELECT status, balance_minor FROM ar_item WHERE item = 'INV-3'").get()).toEqual({
      status: 'closed',
      balance_minor: 0,
    });
    expect(site.violations()).toEqual([]);
  });

  it('holds at most as many payments as the site wants, and all of more than one read are found again', async () => {
    await approved(120, { paymentsPerDeposit: 60 });
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    expect((await site.round()).send).toMatchObject({ sent: 60, unknown: 60 });
    expect((await site.round()).doubts).toMatchObject({ settled: 60, stillUnknown: 0 });
    expect(stateCounts()).toEqual({ accepted: 120 });
    expect(new Set(paid()).size).toBe(120);
    expect(site.violations()).toEqual([]);
  });

  it('of which one payment is hidden stays unknown for that one; the others go on to be confirmed', async () => {
    await approved(3);
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    site.changeBooks("UPDATE payment SET deposit_bu = 'DE001' WHERE payment_seq_num = 2 AND payment_id LIKE 'T%'");
    site.advance(100_000);
    await site.round();
    await site.simulator.runBatch();
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'unknown', ch_3: 'confirmed' });
    site.advance(100_000);
    expect((await site.round()).send.sent).toBe(0);
    expect(site.violations()).toEqual([]);
  });
});

describe('a limit', () => {
  it('sends no more payments than that', async () => {
    await approved(5, { paymentsPerDeposit: 2 });
    expect((await site.round({ limit: 3 })).send.sent).toBe(3);
    expect(stateCounts()).toEqual({ accepted: 3, queued: 2 });
    expect((await site.round({ limit: 0 })).send.sent).toBe(0);
  });

  it('does not tear a deposit that has to go again whole', async () => {
    await approved(3);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    site.advance(100_000);
    expect((await site.round({ limit: 2 })).send.sent).toBe(0);
    expect((await site.round({ limit: 3 })).send.sent).toBe(3);
  });
});

describe('what changed in PeopleSoft since approval', () => {
  it.each([
    ['an item was partly paid', "UPDATE item SET bal_amt = 50000 WHERE item = 'INV-2'", 'open balance of item INV-2'],
    ['an item was closed', "UPDATE item SET bal_amt = 0, item_status = 'C' WHERE item = 'INV-2'", 'INV-2 was closed'],
    ['an item went', "DELETE FROM item WHERE item = 'INV-2'", 'INV-2 is no longer in PeopleSoft'],
  ])('%s: that payment comes back with the reason, the others go', async (_what, sql, reason) => {
    await approved(3);
    site.changeBooks(sql);
    expect((await site.round()).send).toMatchObject({ sent: 2, returned: 1, stopped: null });
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'withdrawn', ch_3: 'accepted' });
    expect(
      site.db.prepare("SELECT state, attention, state_reason FROM movement WHERE object_id = 'ch_2'").get(),
    ).toEqual({
      state: 'unmatched',
      attention: 'changedSinceApproval',
      state_reason: expect.stringContaining(reason) as string,
    });
    expect(site.violations()).toEqual([]);
  });

  it.each([
    ['customer inactive', "UPDATE customer SET cust_status = 'I'", 'customer C100 is inactive'],
    ['period closed', "UPDATE open_period SET open_flag = 'N'", 'is closed for US001'],
    ['clearing account inactive', "UPDATE bank_account SET acct_status = 'I'", 'not an active account'],
  ])('%s: everything comes back, nothing is sent', async (_what, sql, reason) => {
    await approved(2);
    site.changeBooks(sql);
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 2 });
    expect(site.books()).toEqual([]);
    const reasons = site.db.prepare('SELECT state_reason FROM movement WHERE attention IS NOT NULL').pluck().all();
    expect(reasons).toEqual([expect.stringContaining(reason), expect.stringContaining(reason)]);
  });

  it('is noticed too before a deposit goes again; its innocent payments go by themselves', async () => {
    await approved(3);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    site.changeBooks("UPDATE item SET bal_amt = 0, item_status = 'C' WHERE item = 'INV-2'");
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'withdrawn', ch_3: 'confirmed' });
    expect(paid().toSorted()).toEqual(['ch_1', 'ch_3']);
    expect(site.violations()).toEqual([]);
  });

  it('is not our own other payment of the same item, sent or confirmed meanwhile', async () => {
    site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }] });
    await site.approve(site.charge('ch_1', 3_000), [['INV-1', 3_000]]);
    await site.approve(site.charge('ch_2', 3_000, { date: '2026-10-16' }), [['INV-1', 3_000]]);
    await site.approve(site.charge('ch_3', 3_000, { date: '2026-10-17' }), [['INV-1', 3_000]]);
    await site.round({ limit: 1 });
    await site.simulator.runBatch();
    await site.round({ limit: 1 });
    await site.simulator.runBatch();
    await site.finish();
    expect(stateCounts()).toEqual({ confirmed: 3 });
    expect(site.violations()).toEqual([]);
  });
});

describe('a payment PeopleSoft refuses', () => {
  /** Makes payments impossible between the re-check and PeopleSoft: their method is none of its values. */
  const refuseLines = (lines: readonly number[]) => {
    const references = lines.map((line) => `ch_${line}`);
    const { peopleSoft } = site.ports;
    return {
      ...site.ports,
      peopleSoft: {
        ...peopleSoft,
        createDeposit: (document, signal) =>
          peopleSoft.createDeposit(
            {
              ...document,
              payments: document.payments.map((payment) =>
                references.includes(payment.externalId) ? { ...payment, paymentMethod: 'ZZZ' } : payment,
              ),
            },
            signal,
          ),
      },
    } satisfies SenderPorts;
  };

  it.each([
    ['the first', [1], true],
    ['the middle one', [4], true],
    ['the last', [7], true],
    ['two of them', [2, 6], true],
    ['the first, which the fault does not name', [1], false],
    ['the middle one, which the fault does not name', [4], false],
    ['the last, which the fault does not name', [7], false],
    ['two of them, which the fault does not name', [2, 6], false],
    ['all of them', [1, 2, 3, 4, 5, 6, 7], false],
  ])('%s: is parked with its words, the innocent ones go in the same round', async (_which, lines, named) => {
    await approved(7, { behaviour: { rowKeysInFaults: named }, depositIds: 'given' });
    const { send } = await site.round({}, refuseLines(lines));
    expect(send).toMatchObject({ sent: 7 - lines.length, rejected: lines.length, unknown: 0, stopped: null });
    const states = site.states();
    for (let line = 1; line <= 7; line += 1)
      expect(states[`ch_${line}`]).toBe(lines.includes(line) ? 'rejected' : 'accepted');
    const words = site.db.prepare("SELECT state_reason FROM posting WHERE state = 'rejected'").pluck().all();
    expect(words).toHaveLength(lines.length);
    for (const text of words) expect(text).toContain('not one of the valid translate values');
    expect(site.violations()).toEqual([]);
    const generations = site.db.prepare('SELECT cut_number, generation FROM deposit').all() as {
      cut_number: number;
      generation: number;
    }[];
    expect(new Set(generations.map((each) => each.cut_number))).toEqual(new Set([1]));
    expect(new Set(generations.map((each) => each.generation)).size).toBe(generations.length);
  });

  it('that our own schema check refuses is parked, and nothing of it left', async () => {
    await approved(3);
    const { peopleSoft } = site.ports;
    let requests = 0;
    const longId = 'x'.repeat(100);
    const spoil = (document: Parameters<typeof peopleSoft.createDeposit>[0]) => ({
      ...document,
      payments: document.payments.map((payment) =>
        payment.externalId === 'ch_2' ? { ...payment, externalId: longId } : payment,
      ),
    });
    const report = await site.round(
      {},
      {
        ...site.ports,
        peopleSoft: {
          ...peopleSoft,
          dryRunDeposit: (document) => peopleSoft.dryRunDeposit(spoil(document)),
          createDeposit(document, signal) {
            requests += 1;
            return peopleSoft.createDeposit(spoil(document), signal);
          },
        },
      },
    );
    expect(report.send).toMatchObject({ sent: 2, rejected: 1, unknown: 0 });
    expect(requests).toBe(2);
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'rejected', ch_3: 'accepted' });
  });

  it('because a mapped property does not exist: the mapping is to blame, no payment, even alone', async () => {
    await approved(1);
    const { peopleSoft } = site.ports;
    const mistyped = 'PAYMENT_IDD is not a property of this service; did you mean PAYMENT_ID?';
    const { send } = await site.round(
      {},
      {
        ...site.ports,
        peopleSoft: {
          ...peopleSoft,
          dryRunDeposit: async () => ({ xml: '', findings: [mistyped] }),
          createDeposit: () =>
            Promise.reject(
              Object.assign(new Error(mistyped), {
                name: 'ConnectorError',
                kind: 'mapping',
                nextStep: 'Correct the profile.',
              }),
            ),
        },
      },
    );
    expect(send).toMatchObject({ sent: 0, rejected: 0, unknown: 0, stopped: { kind: 'mapping', message: mistyped } });
    expect(site.states()).toEqual({ ch_1: 'queued' });
  });
});

describe('a run', () => {
  it('goes on with the rest when a payment is taken back between the re-check and the cut', async () => {
    await approved(3);
    const report = await site.round(
      {},
      beforeCut(() => undo(movementKey('ch_2'))),
    );
    expect(report.send).toMatchObject({ sent: 2, stopped: null });
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'withdrawn', ch_3: 'accepted' });
    expect(paid().toSorted()).toEqual(['ch_1', 'ch_3']);
    expect(site.violations()).toEqual([]);
  });

  it('goes on when a payment is taken back just before it is returned as changed; what was re-read is kept', async () => {
    await approved(3);
    site.changeBooks("UPDATE item SET bal_amt = bal_amt * 6 / 10 WHERE item IN ('INV-1', 'INV-2')");
    const report = await site.round(
      {},
      beforeCut(() => undo(movementKey('ch_1')), 1, returnChanged.name),
    );
    expect(report.send).toMatchObject({ sent: 1, returned: 1, stopped: null });
    expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'withdrawn', ch_3: 'accepted' });
    expect(getItem(site.db, site.itemKey('INV-1')).balanceMinor).toBe(6_000);
    expect(site.violations()).toEqual([]);
  });

  it('goes on when all payments of a deposit were taken back', async () => {
    await approved(2, { paymentsPerDeposit: 1 });
    const report = await site.round(
      {},
      beforeCut(() => undo(movementKey('ch_1'))),
    );
    expect(report.send).toMatchObject({ sent: 1, stopped: null });
    expect(paid()).toEqual(['ch_2']);
  });

  it('cannot take back what has been cut', async () => {
    await approved(1);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    await expect(undo(movementKey('ch_1'))).rejects.toMatchObject({ code: 'TRANSITION' });
    site.advance(100_000);
    await site.round({ limit: 0 });
    expect(site.states()).toEqual({ ch_1: 'queued' });
    await expect(undo(movementKey('ch_1'))).rejects.toMatchObject({ code: 'TRANSITION' });
  });

  it('stops after two silences in a row; one is borne', async () => {
    await approved(6, { paymentsPerDeposit: 1 });
    site.simulator.arm({ form: 'dropConnection' });
    expect((await site.round({ limit: 3 })).send).toMatchObject({ sent: 2, unknown: 1, stopped: null });
    site.simulator.arm({ form: 'http503', for: 9 });
    expect((await site.round()).send).toMatchObject({ sent: 0, unknown: 2, stopped: { kind: 'unreachable' } });
    expect(stateCounts()).toMatchObject({ queued: 1 });
    await site.finish();
    expect(stateCounts()).toEqual({ confirmed: 6 });
    expect(paid()).toHaveLength(6);
  });

  it('of a sender that was fenced out ends at its next step and sends nothing twice', async () => {
    await approved(2, { paymentsPerDeposit: 1 });
    const other = () =>
      site.ledger.write(takeSenderClaim, { unit: 'US', holder: 'other', at: instantOf(site.nowMs()) });
    await expect(site.round({}, beforeCut(other, 2))).rejects.toMatchObject({ detailCode: 'NOT_ALLOWED' });
    expect(paid()).toEqual(['ch_1']);
    site.restart();
    await site.finish();
    expect(paid().toSorted()).toEqual(['ch_1', 'ch_2']);
    expect(site.violations()).toEqual([]);
  });

  it('fenced out while its answer was on the way: the new sender reads it back', async () => {
    await approved(1);
    const { peopleSoft } = site.ports;
    const slow: SenderPorts = {
      ...site.ports,
      peopleSoft: {
        ...peopleSoft,
        async createDeposit(document, signal) {
          const outcome = await peopleSoft.createDeposit(document, signal);
          await site.ledger.write(takeSenderClaim, { unit: 'US', holder: 'other', at: instantOf(site.nowMs()) });
          return outcome;
        },
      },
    };
    await expect(site.round({}, slow)).rejects.toMatchObject({ detailCode: 'NOT_ALLOWED' });
    site.restart();
    expect((await site.round()).doubts).toMatchObject({ settled: 1 });
    await site.finish();
    expect(paid()).toEqual(['ch_1']);
  });

  it('cancelled while it waits its turn leaves nothing in doubt', async () => {
    await approved(1);
    const cancelled = Object.assign(new Error('deposit NEXT was cancelled'), {
      name: 'ConnectorError',
      kind: 'cancelled',
      nextStep: 'Start it again.',
    });
    const ports = {
      ...site.ports,
      peopleSoft: { ...site.ports.peopleSoft, createDeposit: () => Promise.reject(cancelled) },
    };
    expect((await site.round({}, ports)).send).toMatchObject({ unknown: 0, stopped: { kind: 'cancelled' } });
    expect(site.states()).toEqual({ ch_1: 'queued' });
  });

  it('cancelled after a deposit left writes its answer down before it ends', async () => {
    await approved(2, { paymentsPerDeposit: 1 });
    const stop = new AbortController();
    const { peopleSoft } = site.ports;
    const ports: SenderPorts = {
      ...site.ports,
      peopleSoft: {
        ...peopleSoft,
        async createDeposit(document, signal) {
          const outcome = await peopleSoft.createDeposit(document, signal);
          stop.abort();
          return outcome;
        },
      },
    };
    await expect(site.round({ signal: stop.signal }, ports)).rejects.toMatchObject({ name: 'AbortError' });
    expect(stateCounts()).toEqual({ accepted: 1, queued: 1 });
  });

  it('outside the quiet window sends only what people sent on its way, and resends nothing else either', async () => {
    await approved(2);
    await site.round({ limit: 0 });
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    site.advance(100_000);
    expect((await site.round({ bulk: false })).doubts.provenAbsent).toBe(2);
    expect((await site.round({ bulk: false })).send.sent).toBe(0);
    expect((await site.round()).send.sent).toBe(2);
  });

  it('sends what a person posts at once, before what waits in bulk', async () => {
    site = await startPostingSite({ items: ['INV-1', 'INV-2'].map((item) => ({ item, amount: '100.00' })) });
    await site.approve(site.charge('ch_bulk', 10_000), [['INV-1', 10_000]]);
    await site.approve(site.charge('ch_now', 10_000, { date: '2026-10-20' }), [['INV-2', 10_000]], { post: true });
    expect((await site.round({ bulk: false })).send.sent).toBe(1);
    expect(site.states()).toEqual({ ch_bulk: 'approved', ch_now: 'accepted' });
    await site.round();
    expect(paid()).toEqual(['ch_now', 'ch_bulk']);
  });
});

describe('the canary', () => {
  it('is our own latest saved payment, else one that others entered, else none', async () => {
    await approved(2, { paymentsPerDeposit: 1 });
    const canary = () => site.ledger.read(canaryPayment, { depositBu: 'US001', notDepositKey: 0 });
    expect(await canary()).toEqual({ paymentId: 'CHEQUE-1', own: null });
    await site.round({ limit: 1 });
    const [first] = site.books();
    expect(await canary()).toEqual({
      paymentId: first?.paymentId,
      own: { sentAt: expect.any(String) as string, firstSeenAt: expect.any(String) as string },
    });
    expect(await site.ledger.read(canaryPayment, { depositBu: 'XX', notDepositKey: 0 })).toBeNull();
  });
});
