import { describe, expect, it } from 'vitest';
import { quietWindowState } from '../../../../electron/posting/sending/quiet-window.ts';

const NEW_YORK = 'America/New_York';
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const state = (window: { from: string; to: string; days?: number[]; zone?: string }, at: string) =>
  quietWindowState({ quietWindow: [{ zone: NEW_YORK, days: EVERY_DAY, ...window }], blackouts: [] }, Date.parse(at));

describe('the quiet window', () => {
  it('without one is always open', () => {
    expect(quietWindowState({ quietWindow: null, blackouts: [] }, 0)).toEqual({
      open: true,
      nextChangeAt: null,
      text: 'always open',
    });
  });

  it.each([
    ['before it', '2026-11-02T22:59:59Z', false, '2026-11-02T23:00:00.000Z', 'quiet window opens 18:00'],
    ['at its first instant', '2026-11-02T23:00:00Z', true, '2026-11-03T04:00:00.000Z', 'quiet window open until 23:00'],
    ['at its last', '2026-11-03T03:59:59Z', true, '2026-11-03T04:00:00.000Z', 'quiet window open until 23:00'],
    ['at its end', '2026-11-03T04:00:00Z', false, '2026-11-03T23:00:00.000Z', 'quiet window opens 2026-11-03 18:00'],
  ])('in the evening, %s', (_when, at, open, nextChangeAt, text) => {
    const now = state({ from: '18:00', to: '23:00' }, at);
    expect(now).toMatchObject({ open, nextChangeAt });
    expect(now.text.replace('2026-11-03 ', '')).toBe(text.replace('2026-11-03 ', ''));
  });

  it.each([
    ['on its evening', '2026-11-03T03:00:00Z', true],
    ['after midnight', '2026-11-03T07:00:00Z', true],
    ['at its end', '2026-11-03T10:00:00Z', false],
    ['at noon', '2026-11-03T17:00:00Z', false],
  ])('over midnight, %s', (_when, at, open) => {
    expect(state({ from: '22:00', to: '05:00' }, at).open).toBe(open);
  });

  it('over midnight belongs to the day it starts on', () => {
    const fridays = { from: '22:00', to: '05:00', days: [5] };
    expect(state(fridays, '2026-11-07T08:00:00Z').open).toBe(true); // Saturday 03:00
    expect(state(fridays, '2026-11-08T04:00:00Z')).toMatchObject({
      open: false,
      nextChangeAt: '2026-11-14T03:00:00.000Z',
    });
  });

  it('on one day a week is found up to a week ahead', () => {
    const monday = { from: '08:00', to: '09:00', days: [1] };
    expect(state(monday, '2026-11-02T14:30:00Z').nextChangeAt).toBe('2026-11-09T13:00:00.000Z');
  });

  it('keeps its wall-clock hours when daylight saving ends (25 hours) and begins (23 hours)', () => {
    const nightly = { from: '22:00', to: '06:00' };
    // 31 October 22:00 EDT to 1 November 06:00 EST: nine hours.
    expect(state(nightly, '2026-11-01T02:00:00Z')).toMatchObject({
      open: true,
      nextChangeAt: '2026-11-01T11:00:00.000Z',
    });
    // 13 March 22:00 EST to 14 March 06:00 EDT: seven hours.
    expect(state(nightly, '2027-03-14T03:00:00Z')).toMatchObject({
      open: true,
      nextChangeAt: '2027-03-14T10:00:00.000Z',
    });
    expect(state(nightly, '2027-03-14T10:00:00Z').open).toBe(false);
  });

  it('that starts in the hour daylight saving skips opens right after the gap', () => {
    const skipped = { from: '02:30', to: '04:00' };
    expect(state(skipped, '2027-03-14T06:59:00Z')).toMatchObject({
      open: false,
      nextChangeAt: '2027-03-14T07:30:00.000Z',
    });
    expect(state(skipped, '2027-03-14T07:30:00Z')).toMatchObject({
      open: true,
      nextChangeAt: '2027-03-14T08:00:00.000Z',
    });
  });

  it('that ends when it starts is open all day on its days', () => {
    expect(state({ from: '00:00', to: '00:00' }, '2026-11-02T05:00:00Z').open).toBe(true);
    expect(state({ from: '00:00', to: '00:00', days: [1] }, '2026-11-03T05:00:00Z').open).toBe(false);
  });
});

describe('several quiet windows', () => {
  const evenings = { zone: NEW_YORK, from: '18:00', to: '23:00', days: [1, 2, 3, 4, 5] };
  const weekend = { zone: NEW_YORK, from: '06:00', to: '22:00', days: [6, 7] };
  const at = (instant: string, ...windows: (typeof evenings)[]) =>
    quietWindowState({ quietWindow: windows, blackouts: [] }, Date.parse(instant));

  it.each([
    ['in the first of them', '2026-11-03T00:00:00Z', true, '2026-11-03T04:00:00.000Z'],
    ['between them, and the next to open counts', '2026-11-07T05:00:00Z', false, '2026-11-07T11:00:00.000Z'],
    ['in the second', '2026-11-07T12:00:00Z', true, '2026-11-08T03:00:00.000Z'],
  ])('are open in any: %s', (_when, instant, open, nextChangeAt) => {
    expect(at(instant, evenings, weekend)).toMatchObject({ open, nextChangeAt });
    expect(at(instant, weekend, evenings)).toMatchObject({ open, nextChangeAt });
  });

  it('that overlap or follow without a gap close as one, in whatever zones', () => {
    const late = { zone: NEW_YORK, from: '23:00', to: '01:00', days: [1] };
    const abroad = { zone: 'Europe/Berlin', from: '06:30', to: '08:00', days: [2] }; // 00:30 to 02:00 in New York
    expect(at('2026-11-03T00:00:00Z', evenings, late, abroad)).toMatchObject({
      open: true,
      nextChangeAt: '2026-11-03T07:00:00.000Z',
      text: 'quiet window open until 08:00',
    });
  });

  it('that leave no hour out are always open', () => {
    const day = { zone: NEW_YORK, from: '06:00', to: '18:00', days: EVERY_DAY };
    const night = { zone: NEW_YORK, from: '18:00', to: '06:00', days: EVERY_DAY };
    expect(at('2026-11-03T00:00:00Z', day, night)).toEqual({ open: true, nextChangeAt: null, text: 'always open' });
  });

  it('on the night daylight saving ends, one that starts in the hour that comes twice opens the first time', () => {
    // 1 November 2026: 01:30 EDT, 01:30 EST an hour later, 02:00 EST half an hour after that.
    const twice = { zone: NEW_YORK, from: '01:30', to: '02:00', days: [7] };
    expect(at('2026-11-01T05:29:00Z', twice)).toMatchObject({ open: false, nextChangeAt: '2026-11-01T05:30:00.000Z' });
    expect(at('2026-11-01T05:30:00Z', twice)).toMatchObject({ open: true, nextChangeAt: '2026-11-01T07:00:00.000Z' });
  });

  it('on the night daylight saving begins, one that it turns inside out does not open at all', () => {
    // 02:30 becomes 03:30, after its end at 03:10.
    const swallowed = { zone: NEW_YORK, from: '02:30', to: '03:10', days: [7] };
    expect(at('2027-03-14T06:59:00Z', swallowed)).toMatchObject({
      open: false,
      nextChangeAt: '2027-03-21T06:30:00.000Z',
    });
  });
});

describe('a blackout', () => {
  const christmas = { zone: NEW_YORK, from: '2026-12-24', to: '2026-12-26', reason: 'Year-end freeze' };
  const at = (instant: string, quietWindow: Parameters<typeof quietWindowState>[0]['quietWindow'] = null) =>
    quietWindowState({ quietWindow, blackouts: [christmas] }, Date.parse(instant));

  it('closes whole days of its own zone, and says until when and why', () => {
    expect(at('2026-12-24T04:59:59Z')).toEqual({
      open: true,
      nextChangeAt: '2026-12-24T05:00:00.000Z',
      text: 'always open, Year-end freeze from 2026-12-24',
    });
    expect(at('2026-12-24T05:00:00Z')).toEqual({
      open: false,
      nextChangeAt: '2026-12-27T05:00:00.000Z',
      text: 'no bulk work until the end of 2026-12-26: Year-end freeze',
    });
    expect(at('2026-12-27T05:00:00Z').open).toBe(true);
  });

  it('outdoes an open window, and is over only when the window opens again', () => {
    const evenings = [{ zone: NEW_YORK, from: '18:00', to: '23:00', days: EVERY_DAY }];
    expect(at('2026-12-26T00:30:00Z', evenings)).toMatchObject({
      open: false,
      nextChangeAt: '2026-12-27T23:00:00.000Z',
    });
    // Closed by the window on the day before: its next opening lies in the blackout.
    expect(at('2026-12-24T04:30:00Z', evenings)).toMatchObject({
      open: false,
      nextChangeAt: '2026-12-27T23:00:00.000Z',
    });
  });

  it('that follows another without a gap is one', () => {
    const newYear = { zone: NEW_YORK, from: '2026-12-27', to: '2027-01-01', reason: 'Year end' };
    const now = quietWindowState(
      { quietWindow: null, blackouts: [christmas, newYear] },
      Date.parse('2026-12-25T12:00:00Z'),
    );
    expect(now.nextChangeAt).toBe('2027-01-02T05:00:00.000Z');
  });
});
