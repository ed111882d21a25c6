import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitProfile } from '../../../../shared/contract/profile.ts';
import type { Instant, MovementKey, PlainDate } from '../../../../shared/domain/ids.ts';
import { applyClusters } from '../../../../electron/engine/duplicates/apply-clusters.ts';
import { decideDuplicate, undoDuplicate } from '../../../../electron/engine/duplicates/decide-duplicate.ts';
import { findDuplicates } from '../../../../electron/engine/duplicates/find-duplicates.ts';
import { insertCluster } from '../../../../electron/ledger/duplicate-cluster-store.ts';
import { matchingProfile } from '../../../../electron/engine/matching/matching-request.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { approveStraightThrough } from '../../../../electron/posting/decisions/straight-through.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'Halvorsen & Sons AS', { peoplesoft_customer: '1001' });
  books.customer('1001', 'HALVORSEN AND SONS');
  books.item('1001', 'INV-0048112', 10_000);
});
afterEach(() => books.close());

const AT = '2026-11-02T15:00:00.000Z' as Instant;
const clerk = { actor: 'clerk', machine: 'desk-1', at: AT };
interface Cluster {
  readonly id: number;
  readonly version: number;
  readonly state: string;
  readonly why: string | null;
}
const clusters = () =>
  books.all<Cluster>(
    'SELECT cluster_id AS id, version, state, why_open AS why FROM duplicate_cluster ORDER BY cluster_id',
  );
const charge = (id: string, minute: number, fields: Record<string, unknown> = {}): number =>
  books.movement('charge', id, 10_000, {
    card_fingerprint: 'fp_1',
    metadata_json: '{"invoice":"48112"}',
    occurred_at: `2026-10-15T12:${String(minute).padStart(2, '0')}:00.000Z`,
    ...fields,
  });
const answer = (cluster: Cluster, as: 'sameEvent' | 'notDuplicate', keep = 0, expiresDate: string | null = null) =>
  directLedger(books.db).write(decideDuplicate, {
    ...clerk,
    clusterId: cluster.id,
    seenVersion: cluster.version,
    as,
    keep: as === 'sameEvent' ? keep : null,
    reason: 'looked at it',
    expiresDate: expiresDate as PlainDate | null,
  });
const undo = (cluster: Cluster) => directLedger(books.db).write(undoDuplicate, { ...clerk, clusterId: cluster.id });
const first = (): Cluster => {
  const [cluster] = clusters();
  if (cluster === undefined) throw new Error('there is no suspicion');
  return cluster;
};
const row = (key: number) =>
  books.all<{ state: string; gate: string | null; attention: string | null; reason: string | null }>(
    'SELECT state, gate, attention, state_reason AS reason FROM movement WHERE movement_key = ?',
    key,
  )[0];
const [plain] = profile.units;
if (plain === undefined) throw new Error('no unit');
const byRule: UnitProfile = {
  ...plain,
  straightThrough: {
    approvedBy: 'reviewer',
    ruleIds: ['reference-exact', 'amount-customer-date'],
    limitMinor: { USD: 1_000_000 },
  },
};
const letRulesDecide = () =>
  directLedger(books.db).write(approveStraightThrough, {
    ...clerk,
    unit: byRule,
    setId: 'SHARE',
    afterMatchId: 0,
    limit: 100,
  });

describe('what a person said of a suspicion', () => {
  it('is not written again and again on a charge before go-live, which keeps its own words', async () => {
    const before = charge('ch_1', 0, {
      accounting_date: '2026-09-30',
      occurred_at: '2026-10-01T03:59:00.000Z',
      state: 'excluded',
      gate: 'beforeGoLive',
    });
    charge('ch_2', 0, { accounting_date: '2026-10-01', occurred_at: '2026-10-01T04:01:00.000Z' });
    await books.match();
    expect(clusters()).toMatchObject([{ state: 'open' }]);
    await answer(first(), 'sameEvent', 1);
    await books.match();
    await books.match();
    expect(await books.match()).toMatchObject({ changed: 0, duplicates: 0 });
    expect(row(before)?.gate).toBe('beforeGoLive');
  });
  it('is done where the dropped charge fails at Stripe: there is nothing to refund', async () => {
    charge('ch_1', 0);
    const dropped = charge('ch_2', 2);
    await books.match();
    await answer(first(), 'sameEvent', 0);
    await books.match();
    books.run("UPDATE movement SET source_status = 'failed', version = version + 1 WHERE movement_key = ?", dropped);
    await books.match();
    await books.match();
    expect(await books.match()).toMatchObject({ changed: 0, duplicates: 0 });
    expect(row(dropped)?.gate).toBe('chargeFailed');
    expect(books.all('SELECT done_at IS NULL AS waits FROM duplicate_cluster')).toEqual([{ waits: 0 }]);
  });
  it('stays said when the item comes that both of them name', async () => {
    books.run('DELETE FROM ar_item');
    charge('ch_1', 0, { metadata_json: '{"note":"INV-0048112"}' });
    charge('ch_2', 2, { metadata_json: '{"note":"INV-0048112"}' });
    await books.match();
    expect(clusters()).toMatchObject([{ state: 'open' }]);
    await answer(first(), 'notDuplicate');
    books.item('1001', 'INV-0048112', 10_000);
    await books.match();
    expect(clusters()).toMatchObject([{ state: 'notDuplicate' }]);
  });
  it('lets the rule go on, also after another answer was taken back', async () => {
    charge('ch_1', 0, { metadata_json: '{}' });
    const second = charge('ch_2', 2);
    await books.match();
    await letRulesDecide();
    expect(row(second)).toMatchObject({ state: 'proposed', attention: 'possibleDuplicate' });
    await answer(first(), 'sameEvent', 0);
    await undo(first());
    await books.match();
    await letRulesDecide();
    expect(row(second)).toMatchObject({ state: 'proposed', attention: 'possibleDuplicate' });
    await answer(first(), 'notDuplicate');
    await books.match();
    await letRulesDecide();
    expect(row(second)).toMatchObject({ state: 'approved' });
  });
  it('is not asked for any more once the other charge has failed: the rule goes on', async () => {
    const one = charge('ch_1', 0, { metadata_json: '{}' });
    const second = charge('ch_2', 2);
    await books.match();
    await letRulesDecide();
    books.run("UPDATE movement SET source_status = 'failed', version = version + 1 WHERE movement_key = ?", one);
    await books.match();
    await letRulesDecide();
    expect(clusters()).toMatchObject([{ state: 'gone' }]);
    expect(row(second)).toMatchObject({ state: 'approved' });
  });
  it('may be taken back while a run is under way: that run does not close the suspicion it never saw', async () => {
    charge('ch_1', 0, { metadata_json: '{}' });
    const second = charge('ch_2', 2);
    await books.match();
    await answer(first(), 'sameEvent', 0);
    const found = findDuplicates(books.db, matchingProfile(profile), '2026-11-02');
    await undo(first());
    await directLedger(books.db).write(applyClusters, { ...found, ...clerk });
    expect(clusters()).toMatchObject([{ state: 'open' }]);
    await letRulesDecide();
    expect(row(second)?.state).not.toBe('approved');
  });
  it('never leaves nothing standing: a row dropped for another one is not kept for a third', async () => {
    const keys = ['ch_1', 'ch_2', 'ch_3', 'ch_4'].map((id, at) => charge(id, at, { card_fingerprint: null }));
    // Each resembles the next alone, in a ring.
    const ring = keys.map((key, at) => [key, keys[(at + 1) % keys.length] ?? 0] as const);
    for (const pair of ring) suspect(pair);
    const [one, two, three, four] = clusters();
    if (one === undefined || two === undefined || three === undefined || four === undefined) throw new Error('no ring');
    await answer(one, 'sameEvent', 0);
    await expect(answer(two, 'sameEvent', 0)).rejects.toThrow('ch_2 was dropped as a duplicate of another one already');
    await answer(two, 'sameEvent', 1);
    await answer(three, 'sameEvent', 0);
    await expect(answer(four, 'sameEvent', 0)).rejects.toThrow('ch_4 was dropped');
    await answer(four, 'sameEvent', 1);
    expect(keys.map((key) => row(key)?.state)).toEqual(['unmatched', 'excluded', 'unmatched', 'excluded']);
    expect(findViolations(books.db)).toEqual([]);
  });

  it('does not keep money that never came', async () => {
    const [one, two] = [charge('ch_1', 0), charge('ch_2', 2)];
    suspect([one, two]);
    books.run(
      "UPDATE movement SET source_status = 'failed', state = 'excluded', gate = 'chargeFailed' WHERE movement_key = ?",
      one,
    );
    await expect(answer(first(), 'sameEvent', 0)).rejects.toThrow('ch_1 has failed at Stripe');
    expect(row(two)?.state).toBe('unmatched');
  });
});

function suspect(pair: readonly [number, number]): void {
  const members = pair.map((key) => ({ movementKey: key as MovementKey, paymentKey: null }));
  insertCluster(
    books.db,
    {
      unit: 'US',
      kind: 'retriedCharge',
      members,
      evidenceHash: 'e',
      score: 0.7,
      pointsJson: '[]',
      amountMinor: 10_000,
      exponent: 2,
      currency: 'USD',
      customer: null,
      firstAt: AT,
      lastAt: AT,
    },
    AT,
  );
}
