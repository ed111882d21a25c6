import { describe, expect, it } from 'vitest';
import { readDates } from '../../../../electron/engine/two-files/read-dates.ts';

const DAY = Date.UTC(2026, 0, 5) / 86_400_000;

describe('reading dates', () => {
  it.each([
    ['2026-01-05'],
    ['2026-01-05T23:10:00Z'],
    ['2026/1/5'],
    ['20260105'],
    ['5 Jan 2026'],
    ['05-JAN-26'],
    ['January 5, 2026'],
    ['5. Januar 2026'],
  ])('reads %s', (text) => {
    expect(readDates([text])).toEqual({ days: [DAY], order: 'ymd', isAmbiguous: false });
  });
  it('tells day and month apart by the dates that allow one order only', () => {
    expect(readDates(['05/01/2026', '31/01/2026'])).toMatchObject({
      days: [DAY, DAY + 26],
      order: 'dmy',
      isAmbiguous: false,
    });
    expect(readDates(['01/05/2026', '01/31/2026'])).toMatchObject({
      days: [DAY, DAY + 26],
      order: 'mdy',
      isAmbiguous: false,
    });
  });
  it('takes the order whose dates lie closer together where both are possible, and says so', () => {
    expect(readDates(['01/05/2026', '01/06/2026'])).toEqual({ days: [DAY, DAY + 1], order: 'mdy', isAmbiguous: true });
  });
  it('names the first cell that is no date', () => {
    expect(readDates(['2026-01-05', 'soon'])).toMatchObject({ row: 1 });
    expect(readDates(['2026-02-30'])).toMatchObject({ row: 0 });
  });
  it('leaves empty cells without a day', () => {
    expect(readDates(['', '2026-01-05'])).toMatchObject({ days: [null, DAY] });
  });
});
