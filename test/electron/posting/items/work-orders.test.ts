import { afterEach, describe, expect, it } from 'vitest';
import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import { decideLost, type LostOutcome } from '../../../../electron/posting/decisions/decide-lost.ts';
import { closeWorkOrder, openWorkOrders } from '../../../../electron/posting/items/work-orders.ts';
import { sweepWorkOrders } from '../../../../electron/posting/items/sweep-work-orders.ts';
import { orderForPosting } from '../../../../electron/posting/items/order-for-posting.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import { UNIT } from '../posting-site.ts';
import { startInvoiceSite, type InvoiceSite } from './invoice-site.ts';

let site: InvoiceSite;
afterEach(() => site.close());

const who = () => ({ actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) });
const orders = () => openWorkOrders(site.db, 'US', 10);
const sweep = () => site.ledger.write(sweepWorkOrders, { ...site.scope(), machine: 'M' });
async function paidCharge(): Promise<number> {
  site = await startInvoiceSite({}, UNIT);
  await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]]);
  await site.round();
  await site.simulator.runBatch();
  await site.round();
  return site.db.prepare('SELECT max(posting_id) FROM posting').pluck().get() as number;
}

describe('confirmed cash', () => {
  it('is applied or moved by a clerk in PeopleSoft: kept with her words until a person closes it', async () => {
    const postingId = await paidCharge();
    const ask = (text: string) => site.ledger.write(orderForPosting, { ...who(), postingId, text });
    await expect(ask(' ')).rejects.toMatchObject({ detailCode: 'MATCH_REASON_NEEDED' });
    await ask('Belongs to customer C200');
    expect(orders()).toMatchObject([{ kind: 'transfer', item: 'INV-1', text: 'Belongs to customer C200' }]);
    // That the item it paid is closed says nothing about it.
    await sweep();
    const [{ orderId, version } = { orderId: 0, version: 0 }] = orders();
    await site.ledger.write(closeWorkOrder, { ...who(), orderId, seenVersion: version, reason: 'moved' });
    expect(orders()).toEqual([]);
    await ask('Back to C100');
    expect(orders()).toMatchObject([{ text: 'Back to C100' }]);
    // What was said before, by whom and why it was closed, stays.
    expect(site.db.prepare('SELECT text, closed_by, closed_reason FROM work_order').raw().all()).toEqual([
      ['Belongs to customer C200', 'CLERK', 'moved'],
      ['Back to C100', null, null],
    ]);
  });

  it('has one open order: a second one is refused with the words of the first', async () => {
    const postingId = await paidCharge();
    const ask = (text: string) => site.ledger.write(orderForPosting, { ...who(), postingId, text });
    await ask('Belongs to customer C200');
    await expect(ask('Belongs to customer C300')).rejects.toThrow(/Belongs to customer C200/);
    expect(orders()).toMatchObject([{ text: 'Belongs to customer C200' }]);
  });

  it('that is not confirmed is none yet', async () => {
    site = await startInvoiceSite({}, UNIT);
    await site.approve(site.charge('ch_1', 10_000), [['INV-1', 10_000]]);
    const ask = site.ledger.write(orderForPosting, { ...who(), postingId: 1, text: 'x' });
    await expect(ask).rejects.toMatchObject({ detailCode: 'BAD_INPUT' });
  });
});

describe('a lost dispute', () => {
  async function lost(): Promise<MovementKey> {
    await paidCharge();
    const dispute = site.charge('du_1', -10_000, { kind: 'dispute', chargeId: 'ch_1' });
    site.db.prepare("UPDATE movement SET source_status = 'needs_response' WHERE movement_key = ?").run(dispute);
    await site.approve(dispute, [['INV-1', 10_000]], { reason: 'withdrawn' });
    await site.round();
    await site.simulator.runBatch();
    await site.round();
    site.db.prepare("UPDATE movement SET source_status = 'lost' WHERE movement_key = ?").run(dispute);
    return dispute;
  }
  const decide = (movementKey: MovementKey, outcome: LostOutcome) =>
    site.ledger.write(decideLost, {
      ...who(),
      movementKey,
      seenVersion: getMovement(site.db, movementKey).version,
      outcome,
      reason: 'bank said no',
    });

  it('stands among the work orders as she decided it, and goes when she takes it back', async () => {
    const dispute = await lost();
    await decide(dispute, 'writeOff');
    expect(orders()).toMatchObject([{ kind: 'writeOff', item: 'INV-1', amount: { minor: 10_000 } }]);
    await site.ledger.write(undoByPerson, { ...who(), movementKey: dispute });
    await sweep();
    expect(orders()).toEqual([]);
    await decide(dispute, 'rebill');
    expect(orders()).toMatchObject([{ kind: 'closeByHand' }]);
    await site.ledger.write(undoByPerson, { ...who(), movementKey: dispute });
    await decide(dispute, 'collect');
    expect(orders()).toEqual([]);
  });

  it('is done once a read shows its item closed', async () => {
    const dispute = await lost();
    await decide(dispute, 'writeOff');
    site.db.prepare("UPDATE ar_item SET status = 'closed', balance_minor = 0 WHERE item = 'INV-1'").run();
    await sweep();
    expect(orders()).toEqual([]);
  });
});

describe('orders that follow from the facts', () => {
  type Fact = () => void | Promise<void>;
  async function post(): Promise<void> {
    for (const { kind, objectId, obstacle } of site.waiting())
      if (obstacle === null) await site.approveDocument(kind, objectId);
    await site.round();
    await site.simulator.runBatch();
    await site.round();
  }
  const balance =
    (item: string, minor: number): Fact =>
    () =>
      void site.db
        .prepare('UPDATE ar_item SET status = ?, balance_minor = ?, read_at = ? WHERE item = ?')
        .run(minor === 0 ? 'closed' : 'open', minor, instantOf(site.nowMs()), item);
  const open = () =>
    orders()
      .map(({ kind, item }) => `${kind} ${item}`)
      .toSorted();

  it.each([1, 2, 3, 4, 5, 6])('are the same in whatever order they are heard of (%i)', async (seed) => {
    site = await startInvoiceSite();
    for (const id of ['in_1', 'in_2', 'in_3']) site.invoice(id);
    await post();
    const facts: Fact[] = [
      () => site.invoice('in_1', { status: 'uncollectible' }),
      () => site.invoice('in_2', { status: 'void' }),
      balance('S-IN_2', 5_000),
      () => site.invoice('in_3', { status: 'void' }),
      balance('S-IN_3', 0),
    ];
    // Each fact at another place, with a sweep between them or not, and twice.
    for (let step = 0; step < facts.length; step += 1) {
      await facts[(step * 2 + seed) % facts.length]?.();
      if ((seed + step) % 2 === 0) await sweep();
    }
    await sweep();
    expect(open()).toEqual(['closeByHand S-IN_2', 'writeOff S-IN_1']);
    expect(await sweep()).toBe(0);
    await balance('S-IN_1', 0)();
    await sweep();
    expect(open()).toEqual(['closeByHand S-IN_2']);
    // A cause that comes again is a row of its own; the one before stays as it was closed.
    await balance('S-IN_1', 12_500)();
    await sweep();
    expect(open()).toEqual(['closeByHand S-IN_2', 'writeOff S-IN_1']);
    expect(await sweep()).toBe(0);
    const closed = site.db.prepare("SELECT closed_reason FROM work_order WHERE item = 'S-IN_1' ORDER BY order_id");
    expect(closed.pluck().all()).toEqual(['its item is closed in PeopleSoft', null]);
  });

  it('about a void end where nothing stands in the way of taking it back any more', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    await post();
    await balance('S-IN_1', 5_000)();
    site.invoice('in_1', { status: 'void' });
    await sweep();
    expect(open()).toEqual(['closeByHand S-IN_1']);
    await balance('S-IN_1', 12_500)();
    await sweep();
    expect(open()).toEqual([]);
    expect(site.waiting()).toMatchObject([{ kind: 'void', obstacle: null }]);
  });
});
