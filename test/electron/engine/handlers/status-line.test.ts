import { describe, expect, it } from 'vitest';
import { statusLine } from '../../../../electron/engine/handlers/status-line.ts';

const NOW_MS = Date.parse('2026-11-02T12:00:00Z');
const CLOSED = { open: false, text: 'quiet window opens 18:00' };
const fact = {
  state: 'ok',
  lastGoodAt: '2026-11-02T11:58:00.000Z',
  message: null,
  backlog: 3,
} as const;

describe('the status line of a connection', () => {
  it('tells of a closed quiet window what waits for it', () => {
    expect(statusLine(fact, NOW_MS, CLOSED)).toBe('quiet window opens 18:00, 3 postings waiting');
    expect(statusLine(fact, NOW_MS, { ...CLOSED, open: true })).toBe('2 min ago');
  });

  it.each(['needsAttention', 'unreachable'] as const)('is not silent about %s while the window is closed', (state) => {
    const down = { ...fact, state, message: 'PeopleSoft refuses the sign-in' };
    expect(statusLine(down, NOW_MS, CLOSED)).toBe('PeopleSoft refuses the sign-in, last good 2 min ago');
    expect(statusLine({ ...down, lastGoodAt: null }, NOW_MS, CLOSED)).toBe('PeopleSoft refuses the sign-in');
  });
});
