import { describe, expect, it } from 'vitest';
import { firstOpenDay } from '../../../../electron/posting/payments/first-open-day.ts';
import type { PlainDate } from '../../../../shared/domain/ids.ts';

const search = async (closedTo: string, known = '2099-01-01') => {
  const asked: string[] = [];
  const openPeriod = async (_unit: string, date: PlainDate) => {
    asked.push(date);
    return date > known ? 'unknown' : date <= closedTo ? 'closed' : 'open';
  };
  const found = await firstOpenDay({ openPeriod }, 'US001', '2026-10-15' as PlainDate);
  return { found, asked: asked.length };
};

describe('the first open day after a closed one', () => {
  it.each([
    ['2026-10-31', '2026-11-01'],
    ['2026-10-15', '2026-10-16'],
    ['2026-11-27', '2026-11-28'],
    ['2027-02-28', '2027-03-01'],
  ])('closed to %s: %s, with a handful of questions', async (closedTo, first) => {
    const { found, asked } = await search(closedTo);
    expect(found).toBe(first);
    expect(asked).toBeLessThanOrEqual(12);
  });

  it('is nobody’s guess when nothing is open for a year, or PeopleSoft does not know the month', async () => {
    expect(await search('2098-01-01')).toEqual({ found: null, asked: 12 });
    expect(await search('2026-10-31', '2026-10-31')).toEqual({ found: null, asked: 1 });
  });
});
