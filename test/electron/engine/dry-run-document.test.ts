import { afterEach, describe, expect, it } from 'vitest';
import { queuedDeposit } from '../../../electron/engine/dry-run-document.ts';
import { startPostingSite, UNIT, type PostingSite } from '../posting/posting-site.ts';
import { ownProfile } from './own-profile.ts';

let site: PostingSite;
afterEach(() => site.close());

describe('the deposit that would leave next', () => {
  it('is the one that then leaves, with its approved payments and under its very id, also after the first cut', async () => {
    site = await startPostingSite({
      items: [
        { item: 'INV-1', amount: '100.00' },
        { item: 'INV-2', amount: '50.00' },
      ],
      depositIds: 'given',
    });
    const own = ownProfile({ units: [UNIT] });
    const profile = {
      ...own,
      peoplesoft: { ...own.peoplesoft, deposit: { ...own.peoplesoft.deposit, depositIds: 'given' as const } },
    };
    for (const [id, minor, item] of [
      ['ch_1', 10_000, 'INV-1'],
      ['ch_2', 5_000, 'INV-2'],
    ] as const) {
      expect(await queuedDeposit(site.ledger, profile)).toBeNull();
      await site.approve(site.charge(id, minor), [[item, minor]]);
      const shown = await queuedDeposit(site.ledger, profile);
      expect(site.states()).toMatchObject({ [id]: 'approved' });
      await site.round();
      const sent = site.db.prepare('SELECT document_json FROM deposit ORDER BY deposit_key DESC LIMIT 1').pluck().get();
      expect(shown?.document).toEqual(JSON.parse(String(sent)));
    }
  });
});
