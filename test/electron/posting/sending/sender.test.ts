import { afterEach, describe, expect, it } from 'vitest';
import { getItem } from '../../../../electron/ledger/item-store.ts';
import { canaryPayment } from '../../../../electron/posting/read-back/canary.ts';
import { cutDeposit } from '../../../../electron/posting/deposits/cut-deposit.ts';
import { returnChanged } from '../../../../electron/posting/sending/return-changed.ts';
import { takeSenderClaim } from '../../../../electron/posting/sending/sender-claim.ts';
import type { SenderPorts } from '../../../../electron/posting/sending/sender.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import { countStates, paidCharges, startApproved } from '../approved-site.ts';
import { startPostingSite, type PostingSite, type SiteOptions } from '../posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

const approved = async (count: number, options: Partial<SiteOptions> = {}): Promise<void> => {
  site = await startApproved(count, options);
};
const stateCounts = (): Record<string, number> => countStates(site);
const paid = (): string[] => paidCharges(site);

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
      own: { depositKey: 1, sentAt: expect.any(String) as string, firstSeenAt: expect.any(String) as string },
    });
    expect(await site.ledger.read(canaryPayment, { depositBu: 'XX', notDepositKey: 0 })).toBeNull();
  });
});
