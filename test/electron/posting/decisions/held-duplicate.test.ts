import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { approveByPerson } from '../../../../electron/posting/decisions/decide.ts';
import { openBooks, profile, type Books } from '../../engine/matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const [unit] = profile.units;
if (unit === undefined) throw new Error('no unit');
const charge = (id: string, minute: number): number =>
  books.movement('charge', id, 10_000, {
    card_fingerprint: 'fp_1',
    occurred_at: `2026-10-15T12:0${minute}:00.000Z`,
  });
const versionOf = (table: 'movement' | 'ar_item', key: number): number =>
  books.all<{ version: number }>(
    `SELECT version FROM ${table} WHERE ${table === 'movement' ? 'movement_key' : 'item_key'} = ?`,
    key,
  )[0]?.version ?? 0;
const approve = (movementKey: number, itemKey: number, reason: string | null) =>
  directLedger(books.db).write(approveByPerson, {
    actor: 'clerk',
    machine: 'desk-1',
    at: '2026-11-02T15:00:00.000Z' as Instant,
    unit,
    setId: 'SHARE',
    movementKey,
    seenVersion: versionOf('movement', movementKey),
    allocations: [{ itemKey, seenVersion: versionOf('ar_item', itemKey), amountMinor: 10_000 }],
    post: true,
    reason,
    confirmLinkId: null,
    linkCustomer: false,
  });

it('is posted by a person only in her own words, which the audit keeps with the suspicion; the first of them needs none', async () => {
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
  const invoice = books.item('1001', 'INV-0048112', 10_000);
  const [one, two] = [charge('ch_1', 0), charge('ch_2', 2)];
  await books.match();
  const [cluster] = books.all<{ id: number; state: string }>('SELECT cluster_id AS id, state FROM duplicate_cluster');
  expect(cluster?.state).toBe('open');
  const later = books.item('1001', 'INV-0048113', 10_000);
  for (const reason of [null, '  '])
    await expect(approve(two, later, reason)).rejects.toMatchObject({
      detailCode: 'MATCH_REASON_NEEDED',
      message: 'It may be the same payment as ch_1.',
    });
  await approve(one, invoice, null);
  await approve(two, later, 'two orders');
  const said = books.all<{ duplicate: number | null; reason: string | null }>(
    `SELECT json_extract(detail_json, '$.duplicate') AS duplicate, json_extract(detail_json, '$.reason') AS reason
     FROM audit WHERE action = 'match.approved' ORDER BY seq`,
  );
  expect(said).toEqual([
    { duplicate: null, reason: null },
    { duplicate: cluster?.id, reason: 'two orders' },
  ]);
});
