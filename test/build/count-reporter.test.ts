import { describe, expect, it } from 'vitest';
import { countLine, sumCounts } from '../../build/count-reporter.ts';

describe('the count line', () => {
  it('names skipped tests only where there are some', () => {
    expect(countLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(countLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('adds up what several runs counted', () => {
    const sum = sumCounts([
      { passed: 3, failed: 0, skipped: 1 },
      { passed: 4, failed: 2, skipped: 0 },
    ]);
    expect(sum).toEqual({ passed: 7, failed: 2, skipped: 1 });
  });
});
