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

  it('may be taken up while the engine runs only where nothing else differs', () => {
    const profile = ownProfile();
    const guarded = { ...profile, units: profile.units.map((unit) => ({ ...unit, depositBu: 'XX' })) };
    expect(differOnlyInGuarded(profile, guarded)).toBe(true);
    expect(differOnlyInGuarded(profile, { ...guarded, name: 'Another' })).toBe(false);
    const { deposit } = profile.peoplesoft;
    const renamed = { ...profile, peoplesoft: { ...profile.peoplesoft, deposit: { ...deposit, service: 'OTHER' } } };
    expect(differOnlyInGuarded(profile, renamed)).toBe(false);
  });
});
