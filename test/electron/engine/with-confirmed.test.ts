import { describe, expect, it } from 'vitest';
import { guardedChanges } from '../../../electron/engine/guarded-changes.ts';
import { differOnlyInGuarded, guardedOf, widened, withConfirmed } from '../../../electron/engine/guarded-settings.ts';
import { ownProfile } from './own-profile.ts';

describe('a profile under confirmed settings', () => {
  it('takes bank accounts and rules from what was confirmed, and everything else from the file', () => {
    const profile = ownProfile();
    const changed = {
      ...profile,
      name: 'Another name',
      units: profile.units.map((unit) => ({ ...unit, clearing: [], straightThrough: null })),
    };
    const working = withConfirmed(changed, JSON.stringify(guardedOf(profile)));
    expect(working.name).toBe('Another name');
    expect(working.units).toEqual(profile.units);
  });

  it('posts nothing for a unit that nobody has confirmed', () => {
    const profile = ownProfile();
    const [unit] = withConfirmed(profile, '{"site":{},"units":{}}').units;
    expect(unit).toMatchObject({ goLiveDate: null, straightThrough: null });
  });

  it('has no entry types where none were confirmed, and the confirmed ones where the file has none', () => {
    const profile = ownProfile();
    const refunds = { entryType: 'CO', voucherEntryTypes: ['RF'] };
    const withTypes = { ...profile, units: profile.units.map((unit) => ({ ...unit, refunds })) };
    const without = { ...profile, units: profile.units.map(({ refunds: _refunds, ...unit }) => unit) };
    expect(withConfirmed(without, JSON.stringify(guardedOf(withTypes))).units[0]?.refunds).toEqual(refunds);
    expect(withConfirmed(withTypes, JSON.stringify(guardedOf(without))).units[0]).not.toHaveProperty('refunds');
  });

  it('keeps what was confirmed before more was guarded, and guards the rest as it is', () => {
    const profile = ownProfile();
    const { clearing = [], straightThrough = null, unit = '' } = profile.units[0] ?? {};
    const kept = JSON.stringify({
      [unit]: { clearing: clearing.map((each) => ({ ...each, cashAccount: '777' })), straightThrough },
    });
    const changed = { ...profile, peoplesoft: { ...profile.peoplesoft, sender: 'approver' as const } };
    const wide = JSON.stringify(widened(kept, changed));
    const { units, peoplesoft } = withConfirmed(profile, wide);
    expect(units[0]?.clearing.map(({ cashAccount }) => cashAccount)).toEqual(clearing.map(() => '777'));
    expect(peoplesoft.sender).toBe('approver');
    expect(JSON.stringify(widened(wide, profile))).toBe(wide);
  });

  it('takes days, amounts, places and the proof of absence from what was confirmed too, and names each that changes', () => {
    const profile = ownProfile();
    const { peoplesoft } = profile;
    const changed = {
      ...profile,
      peoplesoft: { ...peoplesoft, setId: 'OTHER', settleSeconds: peoplesoft.settleSeconds + 1 },
      units: profile.units.map((unit) => ({
        ...unit,
        zone: 'Asia/Tokyo',
        businessUnits: ['XX001'],
        currencies: ['JPY'],
        peopleSoftExponents: { JPY: 0 },
        chargeWithoutItem: { onAccount: false },
      })),
    };
    const [before, after] = [JSON.stringify(guardedOf(profile)), JSON.stringify(guardedOf(changed))];
    expect(withConfirmed(changed, before)).toEqual(profile);
    const [unit] = profile.units;
    const lines = guardedChanges(before, after);
    for (const name of ['setId', 'settleSeconds']) expect(lines.join('\n')).toContain(`PeopleSoft, ${name}: `);
    for (const name of [
      'zone',
      'businessUnits',
      'currencies',
      'peopleSoftExponents.KWD',
      'chargeWithoutItem.onAccount',
    ])
      expect(lines.join('\n')).toContain(`Unit ${unit?.unit ?? ''}, ${name}: `);
  });

  it('takes what decides matches and customer links alone from what was confirmed, and names each that changes', () => {
    const profile = ownProfile();
    const { matching, linking, stripe, peoplesoft } = profile;
    const special = { customer: '1001', currency: 'KWD', amountToleranceMinor: 1_500, dateWindowDays: 60 };
    const changed = {
      ...profile,
      matching: { ...matching, dateWindowDays: 90, dayCount: 'business' as const, exceptions: [special] },
      linking: { compare: ['taxId' as const, 'name' as const], precedence: ['name' as const] },
      stripe: { ...stripe, customerIdKeys: ['erp_id', 'legacy_id'], sharedIdKey: 'crm' },
      peoplesoft: {
        ...peoplesoft,
        queries: { ...peoplesoft.queries, externalIdField: 'EXTERNAL_ID', sharedIdField: 'CRM_ID' },
      },
    };
    const [before, after] = [JSON.stringify(guardedOf(profile)), JSON.stringify(guardedOf(changed))];
    expect(withConfirmed(changed, before)).toEqual(profile);
    expect(withConfirmed(profile, after)).toEqual(changed);
    expect(guardedChanges(before, after)).toEqual([
      'Rules, date window: 45 calendar days becomes 90 business days',
      'Rules, customers are compared by: shared id, tax id, e-mail, phone, address, name becomes tax id, name',
      'Rules, fields that win over all others, the strongest first: as usual: shared id, tax id becomes name',
      'Rules, metadata keys that link a Stripe customer to the PeopleSoft customer they name: peoplesoft_customer becomes erp_id, legacy_id',
      'Rules, metadata key with an id that both sides share: crm_account becomes crm',
      'Rules, PeopleSoft column that links a customer to the Stripe customer it names: X_STRIPE_ID becomes EXTERNAL_ID',
      'Rules, PeopleSoft column with an id that both sides share: X_CRM_ACCT becomes CRM_ID',
      'Rules, special tolerance for customer 1001, KWD: none becomes amounts may differ by 1.500 KWD, the date window is 60 days',
    ]);
    expect(linking).toEqual(profile.linking);
  });

  it('guards what decides alone from now on where it was confirmed before that was guarded, in whatever order tolerances stand', () => {
    const profile = ownProfile();
    const { site, units } = guardedOf(profile) as { site: object; units: object };
    const wide = JSON.stringify(widened(JSON.stringify({ site, units }), profile));
    expect(wide).toBe(JSON.stringify(guardedOf(profile)));
    const [one, other] = [
      { customer: '1', dateWindowDays: 50 },
      { customer: '2', dateWindowDays: 60 },
    ];
    const order = (exceptions: typeof profile.matching.exceptions) =>
      JSON.stringify(guardedOf({ ...profile, matching: { ...profile.matching, exceptions } }));
    expect(order([one, other])).toBe(order([other, one]));
  });

  it('may be taken up while the engine runs only where nothing else differs', () => {
    const profile = ownProfile();
    const guarded = { ...profile, units: profile.units.map((unit) => ({ ...unit, depositBu: 'XX' })) };
    expect(differOnlyInGuarded(profile, guarded)).toBe(true);
    const rules = { ...guarded, matching: { ...guarded.matching, dateWindowDays: 90 } };
    expect(differOnlyInGuarded(profile, rules)).toBe(true);
    expect(differOnlyInGuarded(profile, { ...guarded, name: 'Another' })).toBe(false);
    const { deposit } = profile.peoplesoft;
    const renamed = { ...profile, peoplesoft: { ...profile.peoplesoft, deposit: { ...deposit, service: 'OTHER' } } };
    expect(differOnlyInGuarded(profile, renamed)).toBe(false);
  });
});
