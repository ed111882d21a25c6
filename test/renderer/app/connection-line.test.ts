import { describe, expect, it } from 'vitest';
import { connectionLine } from '../../../renderer/app/connection-line.ts';

const line = {
  system: 'peoplesoft',
  state: 'ok',
  line: '2 min ago',
  completeTo: '2026-11-02T04:55:00.000Z',
  quietWindow: null,
} as const;

describe('a connection in the status bar', () => {
  it('says what it is complete to by the clock of the unit', () => {
    expect(connectionLine(line, 'America/New_York')).toBe('PeopleSoft, 2 min ago, complete to 11-01 23:55');
    expect(connectionLine(line, 'Europe/Berlin')).toBe('PeopleSoft, 2 min ago, complete to 11-02 05:55');
  });

  it('says only its line while it is not read or in trouble', () => {
    const closed = { open: false, text: 'quiet window opens 18:00', nextChangeAt: null };
    const paused = { ...line, line: 'quiet window opens 18:00, 3 postings waiting', quietWindow: closed };
    expect(connectionLine(paused, 'UTC')).toBe('PeopleSoft, quiet window opens 18:00, 3 postings waiting');
    const refused = { ...line, state: 'needsAttention', line: 'PeopleSoft refuses the sign-in' } as const;
    expect(connectionLine(refused, 'UTC')).toMatch(/^PeopleSoft .+, PeopleSoft refuses the sign-in$/);
    expect(connectionLine({ ...line, line: 'not read yet', completeTo: null }, 'UTC')).toBe('PeopleSoft, not read yet');
  });
});
