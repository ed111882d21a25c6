import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSampleClock, readSampleClock, sampleClockFile } from '../../../electron/sample/clock.ts';
import { SAMPLE_START } from '../../../electron/sample/company/company.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the virtual clock', () => {
  it('starts at 2 November 2026, 09:00 New York, and runs', () => {
    const folder = temporaryFolder();
    createSampleClock(folder);
    const start = Date.parse(SAMPLE_START);
    const now = readSampleClock(folder)();
    expect(now).toBeGreaterThanOrEqual(start);
    expect(now).toBeLessThan(start + 60_000);
    expect(new Date(start).toLocaleString('en-US', { timeZone: 'America/New_York' })).toBe('11/2/2026, 9:00:00 AM');
  });

  it('is made once and is the same for everybody, by folder or by file', () => {
    const folder = temporaryFolder();
    createSampleClock(folder);
    const first = readFileSync(sampleClockFile(folder), 'utf8');
    createSampleClock(folder);
    expect(readFileSync(sampleClockFile(folder), 'utf8')).toBe(first);
    expect(Math.abs(readSampleClock(folder)() - readSampleClock(sampleClockFile(folder))())).toBeLessThan(1_000);
  });
});
