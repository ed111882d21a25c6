import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postingKeys } from '../../../../electron/engine/views/posting-view.ts';
import type { ViewRequest } from '../../../../shared/contract/views.ts';
import { startPostingSite, type PostingSite } from '../../posting/posting-site.ts';

let site: PostingSite;
beforeEach(async () => {
  site = await startPostingSite({
    items: ['INV-1', 'INV-2', 'INV-3'].map((item) => ({ item, amount: '100.00' })),
  });
});
afterEach(() => site.close());

type Sort = Extract<ViewRequest, { list: 'postings' }>['sort'];

describe('the list of postings', () => {
  it.each<[string, Sort]>([
    ['newest first', undefined],
    ['by amount', { column: 'amount', descending: false }],
    ['by amount, falling', { column: 'amount', descending: true }],
    ['by state', { column: 'state', descending: false }],
  ])('has unknown outcomes on top, %s', async (_how, sort) => {
    await site.approve(site.charge('ch_1', 5_000), [['INV-1', 5_000]]);
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    await site.approve(site.charge('ch_2', 2_000), [['INV-2', 2_000]]);
    await site.approve(site.charge('ch_3', 9_000), [['INV-3', 9_000]]);
    expect(site.states()).toMatchObject({ ch_1: 'unknown' });
    const keys = postingKeys.run(site.db, { list: 'postings', unit: 'US', ...(sort === undefined ? {} : { sort }) });
    expect(keys).toHaveLength(3);
    expect(keys[0]).toBe(1);
  });
});
