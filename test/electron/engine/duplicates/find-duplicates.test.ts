import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { insertCluster } from '../../../../electron/ledger/duplicate-cluster-store.ts';
import { insertMerge } from '../../../../electron/ledger/customer-merge-store.ts';
import { countNotCompared } from '../../../../electron/ledger/duplicate-not-compared-store.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const charge = (id: string, minute: number, fields: Record<string, unknown> = {}): number =>
  books.movement('charge', id, 10_000, {
    occurred_at: `2026-10-15T12:${String(minute).padStart(2, '0')}:00.000Z`,
    metadata_json: '{"invoice":"48112"}',
    ...fields,
  });
const suspected = (): readonly string[] =>
  books
    .all<{ members: string }>("SELECT members_key AS members FROM duplicate_cluster WHERE state = 'open'")
    .map(({ members }) => members);

describe('duplicates of a run over changes', () => {
  it('count those that are not compared, also when rows leave them', async () => {
    const keys = Array.from({ length: 30 }, (_, minute) => charge(`ch_${minute}`, minute));
    await books.match({ whole: true });
    expect([countNotCompared(books.db, 'US'), suspected().length]).toEqual([30, 0]);
    books.movement('charge', 'ch_other', 777, {});
    await books.match();
    expect(countNotCompared(books.db, 'US')).toBe(30);
    // Those that stay are few enough then, though nothing about them has changed.
    for (const key of keys.slice(0, 26))
      books.run(
        'UPDATE movement SET amount_minor = 10000 + movement_key, version = version + 1 WHERE movement_key = ?',
        key,
      );
    await books.match();
    expect(countNotCompared(books.db, 'US')).toBe(0);
    expect(suspected()).toEqual([
      keys
        .slice(26)
        .map((key) => `m${key}`)
        .toSorted()
        .join(','),
    ]);
  });

  it('are found when an item comes whose number both name, though no rule reads it as one', async () => {
    const names = { metadata_json: '{"paid":"in_1QxAbCdEfGh"}' };
    const keys = [charge('ch_1', 0, names), charge('ch_2', 50, names)];
    books.run("UPDATE movement SET occurred_at = '2026-10-16T08:00:00.000Z' WHERE object_id = 'ch_2'");
    await books.match({ whole: true });
    const before = suspected().length;
    books.item('1001', 'in_1QxAbCdEfGh', 777);
    await books.match();
    expect([before, suspected()]).toEqual([0, [keys.map((key) => `m${key}`).join(',')]]);
  });

  it.each(['INV-0045232', 'INV-0045232-2026'])(
    'are those of a whole run when the item %s comes and goes',
    async (item) => {
      const guest = { customer_id: null, card_fingerprint: null };
      for (const [at, invoice] of ['INV-0045232-2026', '45232', 'INV/0045232/2026', 'INV-0045232-2027'].entries())
        charge(`ch_${at}`, at, { ...guest, metadata_json: JSON.stringify({ invoice }) });
      const everywhere = async (): Promise<readonly string[]> => {
        await books.match();
        const changes = suspected();
        await books.match({ whole: true });
        expect(suspected()).toEqual(changes);
        return changes;
      };
      await books.match({ whole: true });
      const before = suspected();
      const key = books.item('1001', item, 10_000);
      expect((await everywhere()).length).toBeGreaterThan(before.length);
      books.run('DELETE FROM ar_item WHERE item_key = ?', key);
      expect(await everywhere()).toEqual(before);
    },
  );

  it('are found between customers that a person made one since', async () => {
    const [one, other] = [charge('ch_1', 0, { customer_id: 'cus_A' }), charge('ch_2', 1, { customer_id: 'cus_B' })];
    await books.match({ whole: true });
    const before = suspected().length;
    books.stripeCustomer('cus_A', 'Halvorsen');
    books.stripeCustomer('cus_B', 'Halvorsen');
    const clusterId = insertCluster(
      books.db,
      {
        unit: 'US',
        kind: 'doubleCustomer',
        members: [
          { movementKey: one as never, paymentKey: null },
          { movementKey: other as never, paymentKey: null },
        ],
        evidenceHash: 'x',
        score: 1,
        pointsJson: '[]',
        amountMinor: 0,
        exponent: 2,
        currency: 'USD',
        customer: null,
        firstAt: AT,
        lastAt: AT,
      },
      AT,
    );
    const picks = { name: 'cus_A', email: 'cus_A', phone: 'cus_A', address: 'cus_A', taxId: 'cus_A' };
    insertMerge(books.db, {
      clusterId,
      account: 'acct_1',
      customerId: 'cus_A',
      picks,
      members: ['cus_A', 'cus_B'],
      mergedBy: 'ana',
      mergedAt: AT,
    });
    books.run('DELETE FROM duplicate_member WHERE cluster_id = ?', clusterId);
    books.run("UPDATE duplicate_cluster SET members_key = 'customers', state = 'gone' WHERE cluster_id = ?", clusterId);
    await books.match();
    expect([before, suspected()]).toEqual([0, [`m${one},m${other}`]]);
  });
});
