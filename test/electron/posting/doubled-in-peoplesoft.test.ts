import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import { deskOf } from './decision-desk.ts';
import { startPostingSite, type PostingSite } from './posting-site.ts';

let site: PostingSite;
let key: MovementKey;
beforeEach(async () => {
  site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }] });
  key = site.charge('ch_1', 10_000);
});
afterEach(() => site.close());

async function bookedTwice(by: 'interface' | 'person'): Promise<void> {
  const paymentId = site.books()[0]?.paymentId;
  const answer = await fetch(`${site.simulator.url}/__sim/double`, {
    method: 'POST',
    headers: { 'x-sim-token': site.simulator.control.token },
    body: JSON.stringify({ paymentId, by }),
  });
  expect(answer.status).toBe(200);
}

describe('a payment of ours that PeopleSoft booked a second time by itself', () => {
  it.each(['interface', 'person'] as const)('changes nothing about ours once it is confirmed, by %s', async (by) => {
    await site.approve(key, [['INV-1', 10_000]]);
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
    await bookedTwice(by);
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
    expect(site.books()).toHaveLength(1);
    expect(site.violations()).toEqual([]);
  });

  it('before it was applied is neither confirmed by the other nor sent again', async () => {
    site.simulator.behaviour.batchPaused = true;
    await site.approve(key, [['INV-1', 10_000]]);
    await site.round();
    await bookedTwice('interface');
    site.advance(3_600);
    await site.round();
    expect(site.states()['ch_1']).not.toBe('confirmed');
    await site.finish();
    expect(site.books()).toHaveLength(1);
    expect(deskOf(site).movement('ch_1').state).not.toBe('unmatched');
    expect(site.violations()).toEqual([]);
  });
});
