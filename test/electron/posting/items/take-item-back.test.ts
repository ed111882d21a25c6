import { afterEach, describe, expect, it } from 'vitest';
import { readSnapshot } from '../../../../electron/engine/matching/read-snapshot.ts';
import { itemRows } from '../../../../electron/engine/views/item-view.ts';
import { getItem } from '../../../../electron/ledger/item-store.ts';
import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import { getPosting } from '../../../../electron/ledger/posting-store.ts';
import { withdrawItem } from '../../../../electron/posting/items/approve-item.ts';
import { sweepWorkOrders } from '../../../../electron/posting/items/sweep-work-orders.ts';
import { whyNotTakeItemBack } from '../../../../electron/posting/items/take-item-back.ts';
import { closeWorkOrder, openWorkOrders } from '../../../../electron/posting/items/work-orders.ts';
import { reversePosting } from '../../../../electron/posting/reversals/reverse-posting.ts';
import { DEFAULT_LINKING } from '../../../../shared/contract/profile-linking.ts';
import { DEFAULT_TOLERANCES } from '../../../../shared/contract/profile-tolerances.ts';
import type { SenderPorts } from '../../../../electron/posting/sending/sender.ts';
import { undoByPerson } from '../../../../electron/posting/decisions/undo.ts';
import { unitSchema, type UnitProfile } from '../../../../shared/contract/profile.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { ItemKey, MovementKey, PostingId } from '../../../../shared/domain/ids.ts';
import { Killed, killedAt } from '../killed-ports.ts';
import { decideCharge, linkedCharge } from './decide-charge.ts';
import { INVOICE_UNIT, startInvoiceSite, type InvoiceSite } from './invoice-site.ts';
import { textLike } from '../../../support/text-like.ts';

let site: InvoiceSite;
let charge: MovementKey;
afterEach(() => site.close());

const ITEM = { businessUnit: 'US001', entryType: 'IN', revenueAccount: '400000' };
const unitWith = (item: object): UnitProfile =>
  unitSchema.parse({ ...INVOICE_UNIT, chargeWithoutItem: { onAccount: true, item } });
const CLOSES = unitWith({ ...ITEM, void: { entryType: 'CR' } });
const who = (actor = 'CLERK') => ({ actor, machine: 'M', at: instantOf(site.nowMs()) });
const decide = (form: 'makeItem' | 'onAccount') => decideCharge(site, charge, form);
const idOf = (effect: string) =>
  site.db.prepare('SELECT max(posting_id) FROM posting WHERE effect = ?').pluck().get(effect) as PostingId;
const stateOf = (effect: string) => getPosting(site.db, idOf(effect)).state;
const whyNot = () => whyNotTakeItemBack(site.db, getPosting(site.db, idOf('item')), true);
const takeBack = (postingId = idOf('item')) =>
  site.ledger.write(reversePosting, {
    ...who(),
    postingId,
    seenVersion: getPosting(site.db, postingId).version,
    unit: site.scope().unit,
    reason: 'sold to nobody',
    post: false,
  });
const sweep = () => site.ledger.write(sweepWorkOrders, { ...site.scope(), machine: 'M' });
const orders = () => openWorkOrders(site.db, 'US', 10);

async function day(ports?: SenderPorts): Promise<void> {
  await site.round({}, ports);
  await site.simulator.runBatch();
  await site.round({}, ports);
}

/** The item of the charge stands in PeopleSoft, and its payment was undone. */
async function startUnpaid(unit = CLOSES): Promise<void> {
  site = await startInvoiceSite({}, unit);
  charge = linkedCharge(site, 'ch_1', 10_000);
  await decide('makeItem');
  await site.round({ limit: 1 });
  await site.simulator.runBatch();
  await site.round({ limit: 0 });
  await site.ledger.write(undoByPerson, { ...who(), movementKey: charge });
}

/** What is left of item CH_1: as matching, as the list of items and as an approval see it. */
function left(): { matching: number | undefined; shown: number; approving: number } {
  const key = site.db.prepare("SELECT item_key FROM ar_item WHERE item = 'CH_1'").pluck().get() as ItemKey;
  const found = getItem(site.db, key);
  const { items } = readSnapshot({
    db: site.db,
    profile: {
      setId: 'SHARE',
      switchedOff: [],
      customerIdKeys: [],
      sharedIdKey: null,
      linking: DEFAULT_LINKING,
      tolerances: DEFAULT_TOLERANCES,
      units: [{ unit: 'US', businessUnits: ['US001'], goLiveDate: null, depositBu: 'US001', clearingBanks: [] }],
    },
    links: { ended: new Map(), usable: new Map(), notes: new Map() },
    within: null,
  });
  const [row] = itemRows.run(site.db, {
    keys: [found.itemKey],
    movementKey: null,
    setId: 'SHARE',
    today: '2026-11-02',
  });
  const available = items.available[items.key.indexOf(found.itemKey)];
  return {
    matching: available === undefined ? undefined : available / 10,
    shown: (row?.open.minor ?? 0) - (row?.held.minor ?? 0),
    approving: found.freeMinor,
  };
}
const all = (minor: number) => ({ matching: minor, shown: minor, approving: minor });

describe('what is left of an item', () => {
  it('is one sum for matching, the list and approving: less what is approved, and nothing while it is taken back', async () => {
    await startUnpaid();
    expect(left()).toEqual(all(10_000));
    await site.approve(site.charge('ch_2', 4_000), [['CH_1', 4_000]]);
    expect(left()).toEqual(all(6_000));
    await site.ledger.write(undoByPerson, { ...who(), movementKey: site.movementKey('ch_2') });
    await takeBack();
    expect(left()).toEqual(all(0));
    await expect(site.approve(site.movementKey('ch_2'), [['CH_1', 4_000]])).rejects.toThrow(
      /being taken back by group G/,
    );
  });

  it('leaves out what was posted after the item was read', async () => {
    await startUnpaid();
    await site.approve(site.charge('ch_2', 4_000), [['CH_1', 4_000]]);
    await site.finish();
    site.db
      .prepare(
        "UPDATE ar_item SET read_at = '2026-01-01T00:00:00.000Z', status = 'open', balance_minor = 10000 WHERE item = 'CH_1'",
      )
      .run();
    expect(site.states()).toMatchObject({ ch_2: 'confirmed' });
    expect(left()).toEqual(all(6_000));
  });
});

describe('an item made of a charge that nothing pays', () => {
  it('has a work order until something pays it or takes it back; nothing is left to nobody', async () => {
    await startUnpaid();
    expect(await sweep()).toBe(1);
    expect(orders()).toMatchObject([
      { kind: 'closeByHand', subject: 'charge/ch_1', item: 'CH_1', amount: { minor: 10_000 } },
    ]);
    expect(orders()[0]?.text).toContain('take it back in Postings');
    expect(await sweep()).toBe(0);
    await site.approve(site.charge('ch_2', 10_000), [['CH_1', 10_000]]);
    await sweep();
    expect(orders()).toEqual([]);
    await site.ledger.write(undoByPerson, { ...who(), movementKey: site.movementKey('ch_2') });
    await sweep();
    expect(orders()).toHaveLength(1);
    await takeBack();
    await sweep();
    expect(orders()).toEqual([]);
  });

  it('is taken back by a group of the other sign, which closes it; both stay', async () => {
    await startUnpaid();
    expect(whyNot()).toBeNull();
    await takeBack();
    await day();
    expect([stateOf('item'), stateOf('reversal')]).toEqual(['reversed', 'confirmed']);
    expect(getPosting(site.db, idOf('item')).stateReason).toMatch(/^item group G\w+ was taken back by G\w+: sold to/);
    expect(site.booked('CH_1')).toEqual([{ balance: 0, original: 100_000, status: 'C' }]);
    expect(site.groups('CH_1')).toBe(2);
    await sweep();
    expect(orders()).toEqual([]);
    expect(site.violations()).toEqual([]);
    // The charge is decided anew; the number of its item is used up.
    expect(getMovement(site.db, charge).state).toBe('unmatched');
    await expect(decide('makeItem')).rejects.toThrow(/has had an item CH_1/);
    await decide('onAccount');
    await site.finish();
    expect(site.states()).toMatchObject({ ch_1: 'confirmed' });
    expect(site.violations()).toEqual([]);
  });

  it('is a clerk’s to close where the unit names no entry for it, and closed by her stays so until a read says otherwise', async () => {
    await startUnpaid(unitWith(ITEM));
    await expect(takeBack()).rejects.toThrow(/chargeWithoutItem\.item\.void/);
    await sweep();
    const [order] = orders();
    expect(order?.text).not.toContain('Postings');
    site.advance(60);
    await site.ledger.write(closeWorkOrder, {
      ...who(),
      orderId: order?.orderId ?? 0,
      seenVersion: order?.version ?? 0,
      reason: 'closed there',
    });
    expect(await sweep()).toBe(0);
    site.advance(60);
    site.db.prepare("UPDATE ar_item SET read_at = ? WHERE item = 'CH_1'").run(instantOf(site.nowMs()));
    await sweep();
    expect(orders()).toMatchObject([{ text: textLike('a later read shows its item open') }]);
  });

  it('is not taken back while anything is approved for it, and takes no money while it is taken back', async () => {
    await startUnpaid();
    const other = site.charge('ch_2', 10_000);
    await site.approve(other, [['CH_1', 10_000]]);
    expect(whyNot()).toContain('approved for charge ch_2');
    await expect(takeBack()).rejects.toMatchObject({ detailCode: 'POSTING_NOT_REVERSIBLE' });
    await site.ledger.write(undoByPerson, { ...who(), movementKey: other });
    await takeBack();
    expect(whyNot()).toContain('is being taken back by group');
    await expect(takeBack()).rejects.toMatchObject({ detailCode: 'POSTING_NOT_REVERSIBLE' });
    await expect(site.approve(other, [['CH_1', 10_000]])).rejects.toThrow(/being taken back by group/);
    // Taken back itself before it has left, it leaves the item as it was.
    await site.ledger.write(withdrawItem, { ...who(), postingId: idOf('reversal'), reason: 'it is ours after all' });
    await site.approve(other, [['CH_1', 10_000]]);
    await site.finish();
    expect(site.booked('CH_1')).toEqual([{ balance: 0, original: 100_000, status: 'C' }]);
    expect([site.groups('CH_1'), site.books().length]).toEqual([1, 1]);
    expect(whyNot()).toContain('is not open in PeopleSoft');
    expect(site.violations()).toEqual([]);
  });

  it('of a posted payment is taken back after that one, and not before', async () => {
    await startUnpaid();
    await site.approve(charge, [['CH_1', 10_000]]);
    await site.finish();
    await expect(takeBack()).rejects.toMatchObject({ detailCode: 'POSTING_NOT_REVERSIBLE' });
    await takeBack(idOf('payment'));
    expect(whyNot()).not.toBeNull();
    await site.finish();
    expect(site.booked('CH_1')).toMatchObject([{ balance: 100_000 }]);
    await sweep();
    expect(orders()).toMatchObject([{ subject: 'charge/ch_1' }]);
    expect(whyNot()).toBeNull();
    await takeBack();
    await day();
    expect(site.booked('CH_1')).toEqual([{ balance: 0, original: 100_000, status: 'C' }]);
    expect(site.violations()).toEqual([]);
  });

  it('comes back, and is not sent, where somebody has paid a part of it since', async () => {
    await startUnpaid();
    await takeBack();
    site.changeBooks("UPDATE item SET bal_amt = 50000 WHERE item = 'CH_1'");
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect([stateOf('item'), stateOf('reversal')]).toEqual(['confirmed', 'withdrawn']);
    expect(site.groups('CH_1')).toBe(1);
    expect(site.violations()).toEqual([]);
  });
});

describe('taking an item back, killed at every step of a day', () => {
  const STEPS = 46;

  /** The answer of the group is lost, time passes, it goes again, and the batch posts it. */
  async function lostDay(ports: SenderPorts, commit: 'first' | 'never'): Promise<void> {
    site.simulator.arm({ form: 'dropConnection', commit });
    await site.round({}, ports);
    site.advance(100_000);
    await site.round({}, ports);
    await site.simulator.runBatch();
    await site.round({}, ports);
  }

  it('has as many steps as are tried', async () => {
    await startUnpaid();
    await takeBack();
    const counting = killedAt(site.ports, Number.MAX_SAFE_INTEGER);
    await lostDay(counting.ports, 'never');
    expect(stateOf('reversal')).toBe('confirmed');
    expect(counting.passed()).toBe(STEPS);
  });

  it.each(Array.from({ length: STEPS }, (_, index) => index + 1))('step %i: the same books', async (killAt) => {
    await startUnpaid();
    await takeBack();
    const commit = killAt % 2 === 0 ? 'first' : 'never';
    await lostDay(killedAt(site.ports, killAt).ports, commit).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    site.restart();
    expect(site.violations()).toEqual([]);
    await site.finish();
    expect([stateOf('item'), stateOf('reversal')]).toEqual(['reversed', 'confirmed']);
    expect(site.booked('CH_1')).toEqual([{ balance: 0, original: 100_000, status: 'C' }]);
    expect(site.groups('CH_1')).toBe(2);
    await sweep();
    expect(orders()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });
});
