import { describe, expect, it } from 'vitest';
import { guardedOf, withConfirmed } from '../../../electron/engine/guarded-settings.ts';
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
    const [unit] = withConfirmed(profile, '{}').units;
    expect(unit).toMatchObject({ goLiveDate: null, straightThrough: null });
  });
});
