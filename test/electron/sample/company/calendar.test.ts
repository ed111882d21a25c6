import { describe, expect, it } from 'vitest';
import {
  businessDays,
  localDate,
  localInstant,
  payoutDays,
  seconds,
} from '../../../../electron/sample/company/calendar.ts';

describe('the sample calendar', () => {
  it.each([
    ['2026-10-01T03:59:59Z', 'America/New_York', '2026-09-30'],
    ['2026-10-01T04:00:00Z', 'America/New_York', '2026-10-01'],
    ['2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T22:59:59Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-11-01T04:30:00Z', 'America/New_York', '2026-11-01'],
    ['2026-11-02T04:30:00Z', 'America/New_York', '2026-11-01'],
  ])('puts %s in %s on %s', (instant, zone, date) => {
    const formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
    expect(localDate(seconds(instant), zone)).toBe(date);
    expect(formatter.format(new Date(instant))).toBe(date);
  });

  it('turns a local time of day into its instant, on either side of the change of clocks', () => {
    expect(localInstant('2026-10-24', 9 * 3_600, 'Europe/Berlin')).toBe(seconds('2026-10-24T07:00:00Z'));
    expect(localInstant('2026-10-26', 9 * 3_600, 'Europe/Berlin')).toBe(seconds('2026-10-26T08:00:00Z'));
  });

  it('shares all business out over the days', () => {
    const total = businessDays().reduce((sum, day) => sum + day.share, 0);
    expect(total).toBeCloseTo(1, 10);
  });

  it.each([0, 1, 5, 22, 40])('has at most one payout a weekday, the last one on 30 October (%d wanted)', (wanted) => {
    const days = payoutDays(wanted);
    expect(days).toHaveLength(Math.min(wanted, 22));
    expect(new Set(days).size).toBe(days.length);
    expect(days.at(-1)).toBe(wanted > 0 ? '2026-10-30' : undefined);
  });
});
