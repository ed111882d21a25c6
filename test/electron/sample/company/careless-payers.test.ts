import { describe, expect, it } from 'vitest';
import { itemKey, month, objectsOf } from './month.ts';

const SEEDS = [1, 7, 20] as const;
const MOVEMENTS = 5_000;

describe.each(SEEDS)('careless payers and clerks of seed %d', (seed) => {
  const made = month({ seed, movements: MOVEMENTS });
  const charges = new Map(objectsOf(made, 'charge').map((charge) => [String(charge['id']), charge]));
  const told = (story: string) => made.movementTruth.filter((truth) => truth.story === story);
  const said = (id: string) => {
    const { description, metadata, statement_descriptor: statement } = charges.get(id) ?? {};
    return `${JSON.stringify(metadata)} ${String(description)} ${String(statement)}`;
  };
  const itemsOf = (story: string) =>
    told(story).map((truth) => ({ id: truth.objectId, items: truth.allocations.map(itemKey) }));

  it.each(['oneTypo', 'garbled'])('never write the whole number right, %s', (story) => {
    const rows = itemsOf(story);
    expect(rows.length).toBeGreaterThan(10);
    for (const { id, items } of rows) {
      const item = made.items.get(items[0] ?? '');
      expect(item).toBeDefined();
      expect(said(id)).not.toContain(item?.item);
    }
  });

  it('name the purchase order of the item, which now and then stands for two', () => {
    const rows = itemsOf('byPurchaseOrder');
    const orders = rows.map(({ id, items }) => {
      const order = made.items.get(items[0] ?? '')?.poReference ?? 'none';
      expect(said(id)).toContain(order);
      return [...made.items.values()].filter(({ poReference }) => poReference === order).length;
    });
    expect(new Set(orders)).toEqual(new Set([1, 2]));
  });

  it('pay one of four open items of one amount without saying which', () => {
    const rows = itemsOf('sameAmounts');
    expect(rows.length).toBeGreaterThan(4);
    for (const { items } of rows) {
      const paid = made.items.get(items[0] ?? '');
      const alike = [...made.items.values()].filter(
        (item) => item.custId === paid?.custId && item.currency === paid.currency && item.amount === paid.amount,
      );
      expect(alike.length).toBeGreaterThanOrEqual(4);
    }
  });

  it('pay two sessions of one invoice, of which the second is for nothing', () => {
    const again = told('twoSessionsAgain');
    expect(again.length).toBe(told('twoSessionsFirst').length);
    for (const { allocations, objectId } of again) {
      expect(allocations).toEqual([]);
      expect(said(objectId)).toContain('checkout_session');
    }
  });

  it('pay in another currency than the invoice, which nothing may decide alone', () => {
    const rows = told('otherCurrency');
    expect(rows.length).toBeGreaterThan(5);
    for (const { allocations } of rows) expect(allocations).toEqual([]);
  });

  it('post a receipt a second time, on account: under the same id by an interface, under another by a person', () => {
    for (const [story, times] of [
      ['doubledByInterface', 2],
      ['doubledByPerson', 1],
    ] as const) {
      const rows = told(story);
      expect(rows.length).toBeGreaterThan(0);
      for (const { objectId, receipt: paymentId } of rows) {
        const own = made.receipts.filter((receipt) => receipt.paymentId === paymentId);
        expect(own).toHaveLength(times);
        expect(own.filter(({ items }) => items.length > 0)).toHaveLength(1);
        const { custId, amount } = own[0] ?? {};
        const second = made.receipts.filter((each) => each.items.length === 0 && each.custId === custId);
        expect(second.some((each) => each.amount === amount)).toBe(true);
        expect(charges.has(objectId)).toBe(true);
      }
    }
  });
});
