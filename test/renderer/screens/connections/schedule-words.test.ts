import { describe, expect, it } from 'vitest';
import { blackoutWords, daysWords, windowWords } from '../../../../renderer/screens/connections/schedule-words.ts';

describe('the words of a schedule', () => {
  it.each([
    [[1, 2, 3, 4, 5], 'Mon–Fri'],
    [[6, 7], 'Sat, Sun'],
    [[5, 1, 2, 3], 'Mon–Wed, Fri'],
    [[1, 2, 3, 4, 5, 6, 7], 'every day'],
  ])('join days that follow each other: %j', (days, words) => expect(daysWords(days)).toBe(words));

  it('say when a window runs past midnight or all day', () => {
    const window = { zone: 'UTC', days: [1], from: '18:00', to: '06:00' };
    expect(windowWords(window)).toBe('Mon 18:00–06:00 (next day), UTC');
    expect(windowWords({ ...window, from: '00:00', to: '00:00' })).toBe('Mon from 00:00, all day, UTC');
  });

  it('name a single day once', () => {
    const day = { zone: 'UTC', from: '2026-12-24', to: '2026-12-24', reason: 'Freeze' };
    expect(blackoutWords(day)).toBe('2026-12-24, UTC: Freeze');
  });
});
