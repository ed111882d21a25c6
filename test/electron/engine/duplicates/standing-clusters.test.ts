import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant, MovementKey } from '../../../../shared/domain/ids.ts';
import { decideDuplicate, undoDuplicate } from '../../../../electron/engine/duplicates/decide-duplicate.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { duplicateHold } from '../../../../electron/ledger/duplicate-hold.ts';
import { openBooks, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT };
const charge = (id: string, minute: number, fields: Record<string, unknown> = {}): MovementKey =>
  books.movement('charge', id, 10_000, {
    card_fingerprint: 'fp_1',
    occurred_at: `2026-10-15T12:${String(minute).padStart(2, '0')}:00.000Z`,
    ...fields,
  }) as MovementKey;
interface Cluster {
  readonly id: number;
  readonly version: number;
  readonly state: string;
  readonly names: string;
}
const clusters = () =>
  books.all<Cluster>(
    `SELECT c.cluster_id AS id, c.version, c.state, group_concat(m.object_id, ' ' ORDER BY d.position) AS names
     FROM duplicate_cluster c JOIN duplicate_member d USING (cluster_id) JOIN movement m USING (movement_key)
     GROUP BY c.cluster_id ORDER BY c.cluster_id`,
  );
const openOnes = () => clusters().flatMap(({ state, names }) => (state === 'open' ? [names] : []));
const fail = (key: number) =>
  books.run("UPDATE movement SET source_status = 'failed', version = version + 1 WHERE movement_key = ?", key);
const answer = (said: { keep: number; apart: number[] } | null) => {
  const [cluster] = clusters();
  return directLedger(books.db).write(decideDuplicate, {
    ...clerk,
    clusterId: cluster?.id ?? 0,
    seenVersion: cluster?.version ?? 0,
    as: said === null ? 'notDuplicate' : 'sameEvent',
    keep: said?.keep ?? null,
    apart: said?.apart,
    reason: 'looked at it',
    expiresDate: null,
  });
};
const notDuplicate = () => answer(null);

describe('an open suspicion', () => {
  it('stays, and holds, when so many equal charges come that its rows are compared no more', async () => {
    const [one, two] = [charge('ch_1', 0), charge('ch_2', 2)];
    await books.match();
    for (let at = 0; at < 30; at++) charge(`ch_like_${at}`, 10 + at);
    expect(await books.match()).toMatchObject({ duplicates: 0 });
    expect(openOnes()).toEqual(['ch_1 ch_2']);
    expect(duplicateHold(books.db, two)).toContain('ch_1');
    fail(one);
    await books.match();
    expect(openOnes()).toEqual([]);
  });
});

describe('rows that a person said are not one event', () => {
  it('stay apart when a third one joins them, which is suspected of each', async () => {
    charge('ch_1', 0);
    charge('ch_2', 2);
    await books.match();
    await notDuplicate();
    charge('ch_3', 4);
    await books.match();
    expect(openOnes()).toEqual(['ch_1 ch_3', 'ch_2 ch_3']);
    expect(await books.match()).toMatchObject({ duplicates: 0 });
  });

  it('stay apart when one of them leaves, and are suspected again once they are not what she saw', async () => {
    charge('ch_1', 0);
    const two = charge('ch_2', 2);
    const three = charge('ch_3', 4);
    await books.match();
    await notDuplicate();
    fail(three);
    await books.match();
    expect(openOnes()).toEqual([]);
    books.run("UPDATE movement SET description = 'Order 77123', version = version + 1 WHERE movement_key = ?", two);
    await books.match();
    expect(openOnes()).toEqual(['ch_1 ch_2']);
  });
});

describe('an answer that is about a part of the rows', () => {
  const states = (...keys: readonly number[]) =>
    keys.map((key) => books.all<{ state: string }>('SELECT state FROM movement WHERE movement_key = ?', key)[0]?.state);

  it('drops one for the one that is kept, lets the third stand for itself, and is as it was after undo', async () => {
    const [one, two, three] = [charge('ch_1', 0), charge('ch_2', 2), charge('ch_3', 4)];
    await books.match();
    const { text } = await answer({ keep: 0, apart: [2] });
    expect(text).toBe('One payment: ch_1 stands; refund ch_2 in Stripe, it stays on the list until the refund comes.');
    await books.match();
    expect(states(one, two, three)).toEqual(['unmatched', 'excluded', 'unmatched']);
    expect(duplicateHold(books.db, three)).toBeNull();
    expect(openOnes()).toEqual([]);
    await directLedger(books.db).write(undoDuplicate, { ...clerk, clusterId: clusters()[0]?.id ?? 0 });
    await books.match();
    expect(states(one, two, three)).toEqual(['unmatched', 'unmatched', 'unmatched']);
    expect(openOnes()).toEqual(['ch_1 ch_2 ch_3']);
  });

  it('asks again about two that are no part of it, and is refused where it drops nothing or names no other row', async () => {
    for (const at of [1, 2, 3, 4]) charge(`ch_${at}`, at);
    await books.match();
    await expect(answer({ keep: 0, apart: [1, 2, 3] })).rejects.toThrow('Nothing would be dropped');
    await expect(answer({ keep: 0, apart: [0] })).rejects.toThrow('not another one of the rows');
    await expect(answer({ keep: 0, apart: [4] })).rejects.toThrow('not another one of the rows');
    await answer({ keep: 0, apart: [2, 3] });
    await books.match();
    expect(openOnes()).toEqual(['ch_3 ch_4']);
  });

  it('drops nothing that is approved, and leaves it where it stands for itself', async () => {
    charge('ch_1', 0);
    charge('ch_2', 2);
    const three = charge('ch_3', 4);
    await books.match();
    books.run("UPDATE movement SET state = 'approved' WHERE movement_key = ?", three);
    await expect(answer({ keep: 0, apart: [] })).rejects.toThrow('ch_3 is approved already');
    await answer({ keep: 0, apart: [2] });
    expect(states(three)).toEqual(['approved']);
  });
});
