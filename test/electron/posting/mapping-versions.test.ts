import { afterEach, describe, expect, it } from 'vitest';
import { confirmMappingVersion, proposeMappingVersion } from '../../../electron/ledger/mapping-store.ts';
import { SITE_DEPOSIT } from '../../../electron/sample/peoplesoft/site.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { startApproved } from './approved-site.ts';
import type { PostingSite } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

/** A version that one person proposed and another confirmed, in force from now or from `afterSeconds` on. */
function confirmed(change: Readonly<Record<string, string>> = {}, afterSeconds = 0): number {
  const common = { machine: 'M', at: instantOf(site.nowMs()) };
  const { version, hash } = proposeMappingVersion(site.db, {
    ...common,
    service: SITE_DEPOSIT.service,
    serviceVersion: '1',
    properties: { ...JSON.parse(JSON.stringify(SITE_DEPOSIT.properties)), ...change } as Record<string, string>,
    schemaHash: 's',
    effectiveFromAt: afterSeconds === 0 ? null : instantOf(site.nowMs() + afterSeconds * 1_000),
    actor: 'anna',
  });
  confirmMappingVersion(site.db, { ...common, version, hash, actor: 'bert' });
  return version;
}
const cutUnder = () => site.db.prepare('SELECT mapping_version FROM deposit ORDER BY deposit_key').pluck().all();

describe('a deposit', () => {
  it('notes the mapping version in force when it is cut: none, the first, then the one that comes into force', async () => {
    site = await startApproved(3, { paymentsPerDeposit: 1 });
    await site.round({ limit: 1 });
    confirmed();
    confirmed({}, 3_600);
    await site.round({ limit: 1 });
    site.advance(3_601);
    await site.round({ limit: 1 });
    expect(cutUnder()).toEqual([null, 1, 2]);
    const details = site.db
      .prepare(
        "SELECT json_extract(detail_json, '$.mappingVersion') FROM audit WHERE action = 'deposit.sent' ORDER BY seq",
      )
      .pluck()
      .all();
    expect(details).toEqual([null, 1, 2]);
    await site.finish();
    expect(new Set(Object.values(site.states()))).toEqual(new Set(['confirmed']));
    expect(site.violations()).toEqual([]);
  });

  it.each([
    ['a name that is not there', { currency: 'CURRENCY_CODE' }, /CURRENCY_CODE is not a property/],
    ['a required property that nothing fills', { bankCode: 'DEPOSIT_TYPE' }, /BANK_CD is required and missing/],
  ])(
    'under a mapping with %s leaves nothing, blames no payment, and says which version',
    async (_what, change, words) => {
      site = await startApproved(1);
      const version = confirmed(change);
      const { send } = await site.round();
      expect(send).toMatchObject({ sent: 0, rejected: 0, stopped: { kind: 'mapping' } });
      expect(send.stopped?.message).toMatch(words);
      expect(send.stopped?.message).toContain(`under mapping version ${version} in `);
      expect(send.stopped?.nextStep).toMatch(/^Nothing was sent\. Correct the mapping/);
      expect(site.states()).toEqual({ ch_1: 'queued' });
      confirmed();
      await site.finish();
      expect(site.states()).toEqual({ ch_1: 'confirmed' });
      expect(site.books().filter(({ paymentId }) => paymentId.startsWith('T'))).toHaveLength(1);
    },
  );

  it('proven absent and cut under an older version is checked again under the one in force before it leaves', async () => {
    site = await startApproved(2);
    confirmed();
    await site.round({ limit: 0 });
    site.simulator.arm({ form: 'dropConnection' });
    await site.round();
    site.advance(100_000);
    expect((await site.round({ bulk: false })).doubts.provenAbsent).toBe(2);
    confirmed({ item: 'ITEM_REF' });
    const { send } = await site.round();
    expect(send.stopped?.message).toMatch(/under mapping version 2 in .*ITEM_REF is not a property/);
    expect(site.books().filter(({ paymentId }) => paymentId.startsWith('T'))).toEqual([]);
    confirmed();
    await site.finish();
    expect(Object.values(site.states())).toEqual(['confirmed', 'confirmed']);
    expect(cutUnder().at(-1)).toBe(3);
    expect(site.books().filter(({ paymentId }) => paymentId.startsWith('T'))).toHaveLength(2);
    expect(site.violations()).toEqual([]);
  });
});
