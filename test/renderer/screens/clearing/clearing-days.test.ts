import { describe, expect, it } from 'vitest';
import {
  approvableOf,
  clearingSentence,
  cutOffDate,
  neighbourMonth,
  nextToApprove,
  rowsOf,
  sumsOf,
  waitingOf,
  whyNotHers,
} from '../../../../renderer/screens/clearing/clearing-days.ts';
import { makeDoubleClearing } from '../../../support/double-clearing.ts';

const lines = makeDoubleClearing()
  ['clearing.list']()
  .lines.filter(({ date }) => date === '2026-10-30');

describe('the list of a month', () => {
  it('stands under its days, and a day approves what can be of it', () => {
    const rows = rowsOf([...lines, ...lines.map((line) => ({ ...line, date: '2026-10-31' }))]);
    expect(rows.map(({ kind, date }) => [kind, date])).toEqual([
      ['day', '2026-10-30'],
      ['line', '2026-10-30'],
      ['line', '2026-10-30'],
      ['day', '2026-10-31'],
      ['line', '2026-10-31'],
      ['line', '2026-10-31'],
    ]);
    expect(approvableOf(rows[0])).toEqual([lines[0]]);
    expect(approvableOf(rows[2])).toEqual([]);
    expect(nextToApprove(rows, rows[0]?.id ?? null)).toBe(rows[3]);
    expect(nextToApprove(rows, rows[3]?.id ?? null)).toBe(rows[0]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('offers of a day what is hers, says why the rest is not, and on which other day it posts', () => {
    const [fees] = lines;
    if (fees === undefined) throw new Error('there are no fees');
    const closed = { ...fees, acceptedDate: '2026-11-01' };
    const [day] = rowsOf([closed, { ...closed, journalClass: 'taxOnFees', notHers: 'Above your limit.' }]);
    expect(approvableOf(day)).toEqual([closed]);
    expect(waitingOf(day)).toHaveLength(2);
    expect(day === undefined ? [] : sumsOf(day)).toEqual([{ minor: -41_237, exponent: 2, currency: 'USD' }]);
    expect(whyNotHers(day)).toEqual(['Above your limit.']);
    expect(cutOffDate(day)).toBe('2026-11-01');
    expect(cutOffDate(rowsOf(lines)[0])).toBeNull();
  });

  it('turns to the month before and after, over the year too', () => {
    expect(neighbourMonth('2026-01', -1)).toBe('2025-12');
    expect(neighbourMonth('2026-12', 1)).toBe('2027-01');
    expect(neighbourMonth('2026-10', 1)).toBe('2026-11');
  });

  it('says what waits for whom', () => {
    const list = { lines: [], more: 0, toApprove: 2, toBook: 3, notSeen: 1, earlierMonth: null, whyNotExport: null };
    expect(clearingSentence(list)).toBe('2 to approve · 1 not seen from Treasury · 3 to be booked by GL');
    expect(clearingSentence({ ...list, toApprove: 0, toBook: 0, notSeen: 0 })).toBe('Nothing to approve');
  });
});
