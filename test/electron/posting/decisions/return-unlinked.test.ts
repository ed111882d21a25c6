import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LinkId } from '../../../../shared/domain/ids.ts';
import type { PostingSite } from '../posting-site.ts';
import { insertLink } from '../site-rows.ts';
import { decideByRules, proposeAutomatic, rowsSaid, startRuledSite } from './ruled-site.ts';

let site: PostingSite;
let linkId: LinkId;
beforeEach(async () => {
  site = await startRuledSite();
  linkId = insertLink(site.db, 'confirmed');
});
afterEach(() => site.close());

const GONE = 'its customer link is not confirmed any more';
const endLink = () => site.db.exec("UPDATE crosswalk_link SET state = 'proposed'");
const given = (reason: string) => ({ state: 'proposed', attention: 'noCustomerLink', reason });
/** Two charges that are one item only together, approved by a rule. */
const approvedParts = async (dateOfFirst: string) => {
  const part = { linkId, pointsJson: '[{"signal":"namedParts"}]' };
  const first = { id: 'ch_1', item: 'INV-1', minor: 20_000 };
  await proposeAutomatic(site, first, { ...part, charge: { date: dateOfFirst } });
  await proposeAutomatic(
    site,
    { id: 'ch_2', item: 'INV-1', minor: 40_000 },
    { ...part, charge: { date: '2026-10-15' } },
  );
  expect(await decideByRules(site)).toMatchObject({ approved: 2 });
};

describe('a customer link that is taken back just before the send', () => {
  it('has what a rule approved by it back as a proposal, and nothing is sent', async () => {
    await proposeAutomatic(site, { id: 'ch_1', item: 'INV-1', minor: 10_000 }, { linkId });
    await decideByRules(site);
    endLink();
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1, stopped: null });
    expect(site.states()).toEqual({ ch_1: 'withdrawn' });
    expect(site.books()).toEqual([]);
    expect(rowsSaid(site)).toMatchObject({ ch_1: given(`approval by rule taken back: ${GONE}`) });
    expect(site.violations()).toEqual([]);
  });

  it('is a person’s where something else changed too, with both words', async () => {
    await proposeAutomatic(site, { id: 'ch_1', item: 'INV-1', minor: 10_000 }, { linkId });
    await decideByRules(site);
    endLink();
    site.db.exec("UPDATE movement SET source_status = 'failed'");
    await site.round();
    const { reason } = rowsSaid(site)['ch_1'] ?? {};
    expect(rowsSaid(site)).toMatchObject({ ch_1: { state: 'unmatched', attention: 'changedSinceApproval' } });
    expect(reason).toContain(GONE);
    expect(reason).toContain('no longer shows this charge as succeeded');
  });

  it('has nothing to do with what a person approved over that link: she saw the items', async () => {
    const first = { id: 'ch_1', item: 'INV-1', minor: 10_000 };
    await site.approve(await proposeAutomatic(site, first, { linkId }), [['INV-1', 10_000]]);
    endLink();
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed' });
  });

  it('holds back the other part of an item that is to go in an earlier deposit', async () => {
    await approvedParts('2026-10-20');
    const until = "state = 'retired', valid_until_date = '2026-10-17'";
    site.db.exec(`UPDATE movement SET customer_id = 'cus_1'; UPDATE crosswalk_link SET ${until}`);
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 2 });
    expect(site.books()).toEqual([]);
    const together = `it is INV-1 only together with ch_1, and ${GONE}`;
    expect(rowsSaid(site)).toMatchObject({
      ch_1: given(`approval by rule taken back: ${GONE}`),
      ch_2: given(`approval by rule taken back: ${together}`),
    });
  });

  it('takes both parts out of a deposit that was proven absent, and sends neither', async () => {
    await approvedParts('2026-10-15');
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown' });
    endLink();
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'withdrawn', ch_2: 'withdrawn' });
    expect(site.books()).toEqual([]);
    expect(Object.values(rowsSaid(site)).map(({ state }) => state)).toEqual(['proposed', 'proposed']);
    expect(site.violations()).toEqual([]);
  });

  it.each(['ch_1', 'ch_2'])(
    'is a person’s for the part that changed otherwise too, be it %s, and names the other in the audit',
    async (which) => {
      await approvedParts('2026-10-15');
      endLink();
      site.db.exec(`UPDATE movement SET source_status = 'failed' WHERE object_id = '${which}'`);
      expect((await site.round()).send).toMatchObject({ sent: 0, returned: 2 });
      const other = which === 'ch_1' ? 'ch_2' : 'ch_1';
      expect(rowsSaid(site)).toMatchObject({
        [which]: { state: 'unmatched', attention: 'changedSinceApproval' },
        [other]: { state: 'proposed', attention: 'noCustomerLink' },
      });
      expect(site.db.prepare("SELECT count(*) FROM audit WHERE action = 'posting.returned'").pluck().get()).toBe(2);
    },
  );

  it('tells in the audit which other part came back with it', async () => {
    await approvedParts('2026-10-15');
    endLink();
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 2 });
    const told = "SELECT json_extract(detail_json, '$.withMatches') FROM audit WHERE action = 'posting.returned'";
    expect(site.db.prepare(told).pluck().all()).toEqual(['[2]']);
  });
});
