import { afterEach, describe, expect, it } from 'vitest';
import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import { decideLost, type LostOutcome } from '../../../../electron/posting/decide-lost.ts';
import { closeWorkOrder, openWorkOrders, sweepWorkOrders } from '../../../../electron/posting/items/work-orders.ts';
import { orderForPosting } from '../../../../electron/posting/items/order-for-posting.ts';
import { undoByPerson } from '../../../../electron/posting/undo.ts';
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
