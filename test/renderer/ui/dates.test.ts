import { describe, expect, it } from 'vitest';
import { clockTime, formatInstant, shortDate, shortInstant } from '../../../renderer/ui/dates.ts';

describe('dates on screen', () => {
  it('drop the year inside the period’s year only', () => {
    expect(shortDate('2026-10-29', '2026')).toBe('10-29');
    expect(shortDate('2025-12-30', '2026')).toBe('2025-12-30');
  });
  it('show instants in the unit’s zone, also across a date line', () => {
    expect(formatInstant('2026-10-30T03:41:00Z', 'America/New_York')).toMatch(/^2026-10-29 23:41 (EDT|GMT-4)$/);
    expect(shortInstant('2026-10-30T03:41:00Z', 'Europe/Berlin')).toBe('10-30 04:41');
    expect(clockTime('2026-11-02T00:05:00.000Z', 'UTC')).toBe('00:05');
  });
});
