import { afterEach, describe, expect, it } from 'vitest';
import { startEngineUnderTest, type EngineUnderTest } from '../../support/engine-under-test.ts';
import { SITE_PENDING_ITEM } from '../../support/site-pending-item.ts';

let tieout: EngineUnderTest;
afterEach(() => tieout.close());

const start = async (properties: Record<string, string> = {}) => {
  const pendingItem = { ...SITE_PENDING_ITEM, properties: { ...SITE_PENDING_ITEM.properties, ...properties } };
  tieout = await startEngineUnderTest({
    size: 60,
    profile: (profile) => ({
      ...profile,
      peoplesoft: { ...profile.peoplesoft, pendingItem },
      units: profile.units.map((unit) => ({
        ...unit,
        chargeWithoutItem: {
          onAccount: true,
          item: {
            businessUnit: unit.businessUnits[0] ?? '',
            groupType: 'B',
            revenueAccount: '400000',
            entryType: 'IN',
          },
        },
      })),
    }),
  });
  return (await tieout.engine.headless.check()).find(({ system }) => system === 'peoplesoft');
};

describe('connect check of a company that makes items', () => {
  it('is ok where the service for items fits and the entry types of the units are active', async () => {
    const check = await start();
    expect(check).toMatchObject({ ok: true, missing: [] });
    expect(check?.found).toEqual(
      expect.arrayContaining([`all 26 mapped properties of ${SITE_PENDING_ITEM.service}`, 'entry type IN for items']),
    );
  });

  it('is not ok where the mapping of items does not fit, and says what to change', async () => {
    const check = await start({ account: 'GL_ACCOUNT' });
    expect(check).toMatchObject({
      ok: false,
      missing: [{ what: 'property GL_ACCOUNT (peoplesoft.pendingItem.properties.account)' }],
    });
  });
});
