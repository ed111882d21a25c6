import { describe, expect, it } from 'vitest';
import { draftOf, readSchedule, withEntry } from '../../../../renderer/screens/connections/schedule-draft.ts';

const SETTINGS = {
  windows: [{ zone: 'America/New_York', from: '18:00', to: '06:00', days: [1, 2] }],
  blackouts: [{ zone: 'UTC', from: '2026-12-24', to: '2026-12-26', reason: 'Freeze' }],
  paymentsPerDeposit: 200,
  requestsPerSecond: 2,
  concurrency: 1,
  oneClickWaits: false,
};

describe('the schedule while it is changed', () => {
  it('is read back as it was', () => {
    expect(readSchedule(draftOf(SETTINGS))).toEqual({ settings: SETTINGS });
  });

  it('names every mistake by its place', () => {
    const draft = {
      ...draftOf(SETTINGS),
      concurrency: '',
      windows: [{ zone: 'Mars/Olympus', from: '25:00', to: '06:00', days: [] }],
      blackouts: [{ zone: 'UTC', from: '2026-12-26', to: '2026-12-24', reason: 'Freeze' }],
    };
    const read = readSchedule(draft);
    const faults = 'faults' in read ? read.faults : [];
    expect(faults).toContain('Window 1, zone: a time zone as America/New_York.');
    expect(faults).toContain('Window 1, from: a time of day as HH:MM.');
    expect(faults).toContain('Days without bulk work 1, to: the last day lies before the first.');
    expect(faults.join()).toMatch(/At once: /);
  });

  it('changes or drops one entry and leaves the others', () => {
    expect(withEntry([{ a: 1 }, { a: 2 }], 1, { a: 3 })).toEqual([{ a: 1 }, { a: 3 }]);
    expect(withEntry([{ a: 1 }, { a: 2 }], 0, null)).toEqual([{ a: 2 }]);
  });
});
