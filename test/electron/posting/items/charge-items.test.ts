import { afterEach, describe, expect, it } from 'vitest';
import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import { withdrawItem } from '../../../../electron/posting/items/approve-item.ts';
import type { Decided } from '../../../../electron/posting/decisions/decide.ts';
import { sweepWorkOrders } from '../../../../electron/posting/items/sweep-work-orders.ts';
import { openWorkOrders } from '../../../../electron/posting/items/work-orders.ts';
import { redoByPerson } from '../../../../electron/posting/decisions/redo.ts';
import { undoByPerson, whyNotUndo } from '../../../../electron/posting/decisions/undo.ts';
import { unitSchema } from '../../../../shared/contract/profile.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import type { SenderPorts } from '../../../../electron/posting/sending/sender.ts';
import { Killed, killedAt } from '../killed-ports.ts';
import { UNIT } from '../posting-site.ts';
import { decideCharge, linkedCharge } from './decide-charge.ts';
import { INVOICE_UNIT, startInvoiceSite, type InvoiceSite } from './invoice-site.ts';
import { textLike } from '../../../support/text-like.ts';

let site: InvoiceSite;
afterEach(() => site.close());

const WITH_ITEM = unitSchema.parse({
  ...UNIT,
  chargeWithoutItem: { onAccount: false, item: { businessUnit: 'US001', entryType: 'IN', revenueAccount: '400000' } },
});
const who = (actor = 'CLERK') => ({ actor, machine: 'M', at: instantOf(site.nowMs()) });
let charge: MovementKey;
async function start(unit = WITH_ITEM): Promise<void> {
  site = await startInvoiceSite({}, unit);
  charge = linkedCharge(site, 'ch_1', 10_000);
}
const decide = (form: 'makeItem' | 'onAccount'): Promise<Decided> => decideCharge(site, charge, form);
const states = (): Record<string, string> =>
  Object.fromEntries(
    (
      site.db.prepare('SELECT effect, state FROM posting ORDER BY posting_id').all() as {
        effect: string;
        state: string;
      }[]
    ).map(({ effect, state }) => [effect, state]),
  );
const undo = () => site.ledger.write(undoByPerson, { ...who(), movementKey: charge });
const redo = () => site.ledger.write(redoByPerson, { ...who(), units: [site.scope().unit], setId: 'SHARE' });
const batch = () => site.simulator.runBatch();

describe('a charge that no item takes', () => {
  it('becomes an item first; its payment waits for it, names it, and closes it', async () => {
    await start();
    await decide('makeItem');
    expect((await site.round()).send).toMatchObject({ sent: 1 });
    expect(states()).toEqual({ item: 'accepted', payment: 'queued' });
    await batch();
    // The round that confirms the item sends its payment, and holds the item for it.
    expect((await site.round()).send).toMatchObject({ sent: 1 });
    expect(states()).toEqual({ item: 'confirmed', payment: 'accepted' });
    expect(site.db.prepare('SELECT hold FROM allocation').pluck().all()).toEqual(['held']);
    expect(site.violations()).toEqual([]);
    await batch();
    await site.round();
    expect(states()).toEqual({ item: 'confirmed', payment: 'confirmed' });
    expect(site.booked('CH_1')).toEqual([{ balance: 0, original: 100_000, status: 'C' }]);
    expect(getMovement(site.db, charge).state).toBe('posted');
    expect(site.violations()).toEqual([]);
  });

  it.each(['first', 'never'] as const)('is never doubled where an answer is lost (commit %s)', async (commit) => {
    const { chargeWithoutItem } = WITH_ITEM;
    await start(unitSchema.parse({ ...INVOICE_UNIT, chargeWithoutItem }));
    // An item that PeopleSoft is known to hold: without one only a person can tell that another is absent.
    site.invoice('in_0');
    await site.approveDocument('invoice', 'in_0');
    await site.round();
    await batch();
    await site.round();
    await decide('makeItem');
    site.simulator.arm({ form: 'dropConnection', commit });
    await site.round();
    await site.finish();
    await site.finish();
    expect(states()).toEqual({ item: 'confirmed', payment: 'confirmed' });
    expect(site.groups('CH_1')).toBe(1);
    expect(site.violations()).toEqual([]);
    expect(site.booked('CH_1')).toMatchObject([{ balance: 0 }]);
  });

  it('goes on account, or becomes an item, only where the site says so', async () => {
    await start();
    await expect(decide('onAccount')).rejects.toMatchObject({ detailCode: 'BAD_INPUT' });
    await site.close();
    await start(UNIT);
    await expect(decide('makeItem')).rejects.toMatchObject({ detailCode: 'BAD_INPUT' });
    await decide('onAccount');
    expect(states()).toEqual({ payment: 'approved' });
  });

  it('is taken back whole before anything has left, and made again whole', async () => {
    await start();
    await decide('makeItem');
    await undo();
    expect(states()).toEqual({ item: 'withdrawn', payment: 'withdrawn' });
    await redo();
    expect(states()).toEqual({ item: 'approved', payment: 'approved' });
    await site.round();
    // What is offered is what is done: not now, and why.
    expect(whyNotUndo(site.db, charge, 'CLERK')).toMatch(
      /item made for it \(group G\w+\) has left .* is not confirmed yet/,
    );
    await expect(undo()).rejects.toMatchObject({ code: 'TRANSITION' });
    expect(states()).toEqual({ item: 'accepted', payment: 'queued' });
    expect(site.violations()).toEqual([]);
  });

  it('gives its payment back alone once the item is confirmed; the item stands open, and any charge may pay it', async () => {
    await start();
    await decide('makeItem');
    await site.round({ limit: 1 });
    await batch();
    // Confirmed, and the payment waits for the next round.
    await site.round({ limit: 0 });
    expect(states()).toEqual({ item: 'confirmed', payment: 'queued' });
    expect(whyNotUndo(site.db, charge, 'CLERK')).toBeNull();
    await undo();
    expect(states()).toEqual({ item: 'confirmed', payment: 'withdrawn' });
    expect(site.db.prepare('SELECT hold FROM allocation').pluck().all()).toEqual(['released']);
    expect(getMovement(site.db, charge).state).toBe('unmatched');
    expect(site.violations()).toEqual([]);
    // Done again it names the item that is there now, and makes none.
    await redo();
    expect(states()).toEqual({ item: 'confirmed', payment: 'approved' });
    await undo();
    await site.approve(site.charge('ch_2', 10_000), [['CH_1', 10_000]]);
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'confirmed' });
    expect(site.booked('CH_1')).toEqual([{ balance: 0, original: 100_000, status: 'C' }]);
    expect(site.groups('CH_1')).toBe(1);
    expect(site.violations()).toEqual([]);
  });

  it('comes back whole when its item is taken back or does not hold against PeopleSoft', async () => {
    await start();
    await decide('makeItem');
    const item = site.db.prepare("SELECT posting_id FROM posting WHERE effect = 'item'").pluck().get() as number;
    await site.ledger.write(withdrawItem, { ...who(), postingId: item, reason: 'not so' });
    expect(getMovement(site.db, charge)).toMatchObject({
      state: 'unmatched',
      stateReason: textLike(/^it waited for item group G\w+ made for it/),
    });
    await decide('makeItem');
    site.changeBooks("UPDATE customer SET cust_status = 'I' WHERE cust_id = 'C100'");
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(getMovement(site.db, charge)).toMatchObject({ state: 'unmatched' });
    expect(site.groups('CH_1')).toBe(0);
    expect(site.violations()).toEqual([]);
  });

  it('gives its payment back where somebody else has paid the item before it was seen, and the round goes on', async () => {
    await start();
    await decide('makeItem');
    await site.round();
    await batch();
    site.changeBooks("UPDATE item SET bal_amt = 50000 WHERE item = 'CH_1'");
    expect((await site.round()).send.stopped).toBeNull();
    expect(states()).toEqual({ item: 'confirmed', payment: 'withdrawn' });
    expect(getMovement(site.db, charge)).toMatchObject({ state: 'unmatched', attention: 'changedSinceApproval' });
    expect(getMovement(site.db, charge).stateReason).toContain('does not take it any more');
    expect(site.violations()).toEqual([]);
  });

  it('is not made an item of a second time', async () => {
    await start();
    await decide('makeItem');
    await site.round();
    await batch();
    await site.round({ limit: 0 });
    site.changeBooks("UPDATE item SET bal_amt = 50000 WHERE item = 'CH_1'");
    await site.round();
    expect(states()).toMatchObject({ item: 'confirmed', payment: 'withdrawn' });
    await expect(decide('makeItem')).rejects.toMatchObject({ detailCode: 'MATCH_ALREADY_DECIDED' });
  });
});

describe('a charge that becomes an item, killed at steps of its day', () => {
  const STEPS = 76;

  /** The item's answer is lost, it goes again, Receivables Update posts it, and its payment follows and closes it. */
  async function day(ports?: SenderPorts): Promise<void> {
    site.simulator.arm({ form: 'dropConnection', commit: 'never' });
    await site.round({}, ports);
    site.advance(100_000);
    for (let turn = 0; turn < 3; turn += 1) {
      await site.round({}, ports);
      await batch();
    }
    await site.round({}, ports);
  }
  async function prepare(): Promise<void> {
    const { chargeWithoutItem } = WITH_ITEM;
    await start(unitSchema.parse({ ...INVOICE_UNIT, chargeWithoutItem }));
    site.invoice('in_0');
    await site.approveDocument('invoice', 'in_0');
    await site.round();
    await batch();
    await site.round();
    await decide('makeItem');
  }

  it('has as many steps as are tried', async () => {
    await prepare();
    const counting = killedAt(site.ports, Number.MAX_SAFE_INTEGER);
    await day(counting.ports);
    expect(states()).toEqual({ item: 'confirmed', payment: 'confirmed' });
    expect(counting.passed()).toBe(STEPS);
  });

  // After every kill she tries to undo it: what may have left stays, the rest comes back, and the books agree with whichever it was.
  it.each(Array.from({ length: STEPS / 2 }, (_, index) => index * 2 + 1))(
    'step %i, and then undone',
    async (killAt) => {
      await prepare();
      await day(killedAt(site.ports, killAt).ports).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      site.restart();
      const why = whyNotUndo(site.db, charge, 'CLERK');
      const undone = await undo().then(
        () => true,
        () => false,
      );
      expect(undone).toBe(why === null);
      expect(site.violations()).toEqual([]);
      await site.finish();
      const { item, payment } = states();
      expect(states()).toMatchObject(undone ? { payment: 'withdrawn' } : { item: 'confirmed', payment: 'confirmed' });
      const balance = payment === 'confirmed' ? 0 : 100_000;
      expect(site.booked('CH_1')).toEqual(
        item === 'confirmed' ? [{ balance, original: 100_000, status: balance === 0 ? 'C' : 'O' }] : [],
      );
      expect([site.groups('CH_1'), site.books().length]).toEqual([
        item === 'confirmed' ? 1 : 0,
        payment === 'confirmed' ? 1 : 0,
      ]);
      await site.ledger.write(sweepWorkOrders, { ...site.scope(), machine: 'M' });
      const isUnpaid = item === 'confirmed' && payment !== 'confirmed';
      expect(openWorkOrders(site.db, 'US', 10).map((order) => order.item)).toEqual(isUnpaid ? ['CH_1'] : []);
      expect(site.violations()).toEqual([]);
    },
  );
});
