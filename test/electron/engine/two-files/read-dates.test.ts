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
    ['5 de enero de 2026'],
    ['Mon Jan 05 2026'],
    ['2026-Jan-05'],
    ['2026年1月5日'],
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
    expect(readDates(['2026-01-05', 'soon'])).toMatchObject({ faults: [{ row: 1 }], count: 1 });
    expect(readDates(['2026-02-30'])).toMatchObject({ faults: [{ row: 0 }] });
  });
  it('prefers the day first over the year first in two digits, where nothing else tells', () => {
    expect(readDates(['05.01.26'])).toEqual({ days: [DAY], order: 'dmy', isAmbiguous: true });
  });
  it('takes whole numbers for counts of seconds, milliseconds or days only where it is asked to', () => {
    const counts = [String(DAY * 86_400 + 60), String(DAY * 86_400_000 + 60), String(DAY + 25_569)];
    expect(readDates(counts, { counts: true })).toMatchObject({ days: [DAY, DAY, DAY] });
    expect(readDates(counts)).toMatchObject({ count: 3 });
  });
  it('reads the first and the last day there is, and leaves what other programs write for nothing', () => {
    expect(readDates(['9999-12-31', '0001-01-01', '0000-00-00', 'NULL', 'n/a'])).toMatchObject({
      days: [2_932_896, -719_162, null, null, null],
    });
  });
  it('leaves empty cells without a day', () => {
    expect(readDates(['', '2026-01-05'])).toMatchObject({ days: [null, DAY] });
  });
});
