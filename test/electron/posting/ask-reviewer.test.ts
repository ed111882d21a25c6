import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import { clerkWithLimit } from './clerk-with-limit.ts';
import { deskOf } from './decision-desk.ts';
import { startPostingSite, type PostingSite } from './posting-site.ts';

let site: PostingSite;
let desk: ReturnType<typeof deskOf>;
beforeEach(async () => {
  site = await startPostingSite({
    items: [
      { item: 'INV-1', amount: '100.00' },
      { item: 'INV-2', amount: '50.00' },
      { item: 'CM-1', amount: '-40.00' },
    ],
  });
  desk = deskOf(site);
});
afterEach(() => site.close());

const confirmed = async (): Promise<void> => {
  await site.round();
  await site.simulator.runBatch();
  await site.round({ bulk: false });
};
const liveMatch = (key: MovementKey) =>
  site.db
    .prepare(
      `SELECT kind, state, charge_movement_key AS chargeKey, (SELECT group_concat(outward) FROM allocation WHERE match_id = m.match_id) AS outward
       FROM match m JOIN match_movement USING (match_id) WHERE movement_key = ? AND live = 1`,
    )
    .get(key);

describe.each(['refund', 'dispute'] as const)('a %s above the clerk’s limit', (kind) => {
  const MINOR = 4_000;
  const reason = 'goods came back';
  let paid: MovementKey;
  let out: MovementKey;
  beforeEach(async () => {
    paid = site.charge('ch_1', 10_000);
    await site.approve(paid, [['INV-1', 10_000]]);
    await confirmed();
    clerkWithLimit(site, 1_000);
    out = site.charge('out_1', -MINOR, { kind, chargeId: 'ch_1', date: '2026-10-20' });
    if (kind === 'dispute')
      site.db.exec(
        `UPDATE movement SET source_status = 'needs_response', settlement_minor = -${MINOR} WHERE movement_key = ${out}`,
      );
    expect((await site.approve(out, [['INV-1', MINOR]], { reason })).waits).toContain('above your limit of 10.00 USD');
  });

  it('waits as money that goes out, for its charge', () => {
    const matchKind = kind === 'refund' ? 'refundOfCharge' : 'payment';
    expect(liveMatch(out)).toEqual({ kind: matchKind, state: 'proposed', chargeKey: paid, outward: '1' });
    expect(site.violations()).toEqual([]);
  });

  it('is confirmed once the reviewer approves what was asked', async () => {
    const asked = site.db.prepare('SELECT max(match_id) FROM match').pluck().get();
    await site.approve(out, [['INV-1', MINOR]], { actor: 'REVIEWER', reason });
    expect(site.db.prepare('SELECT match_id FROM posting ORDER BY posting_id DESC').pluck().get()).toBe(asked);
    await confirmed();
    expect(site.states()).toEqual({ ch_1: 'confirmed', out_1: 'confirmed' });
    expect(site.bookItem('INV-1')).toMatchObject({ status: 'open', balance: '40' });
    expect(site.violations()).toEqual([]);
  });

  it('is a person’s again when the reviewer refuses it', async () => {
    await desk.reject(out, { actor: 'REVIEWER', reason: 'not agreed' });
    expect(desk.movement('out_1')).toMatchObject({ state: 'unmatched', reason: 'not agreed' });
    expect(site.violations()).toEqual([]);
  });

  it('is as before when the clerk takes her question back', async () => {
    await desk.undo(out);
    expect([liveMatch(out), desk.movement('out_1').state]).toEqual([undefined, 'unmatched']);
    expect(site.violations()).toEqual([]);
  });
});
