import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfText, sniffDates } from '../../../../electron/ingest/files/date-format.ts';
import { plainDecimal, sniffNumbers } from '../../../../electron/ingest/files/number-format.ts';

describe('numbers of a file', () => {
  it('are read by what can be read in one way only', () => {
    expect(sniffNumbers(['1,234.56', '7'])).toBe('point');
    expect(sniffNumbers(['1.234,56', '7'])).toBe('comma');
    expect(sniffNumbers(['1.234', '12,5'])).toBe('comma');
    expect(sniffNumbers(['1.234.567'])).toBe('comma');
    expect(sniffNumbers(['0.125'])).toBe('point');
    expect(sniffNumbers(['12', '-3'])).toBe('point');
  });

  it('that could be read both ways are asked about, and those that contradict each other are said so', () => {
    expect(sniffNumbers(['1.234', '12'])).toBe('ambiguous');
    expect(sniffNumbers(['1,234'])).toBe('ambiguous');
    expect(sniffNumbers(['1.50', '1,50'])).toBe('contradictory');
  });

  it('become plain decimals without losing a digit', () => {
    expect(plainDecimal('1.234.567,80', 'comma')).toBe('1234567.80');
    expect(plainDecimal('-1,234.5', 'point')).toBe('-1234.5');
    expect(plainDecimal('(12.00)', 'point')).toBe('-12.00');
    expect(plainDecimal('\u221212', 'point')).toBe('-12');
    expect(plainDecimal('12,34', 'point')).toBeNull();
    expect(plainDecimal('1,2,3', 'comma')).toBeNull();
    expect(plainDecimal('twelve', 'point')).toBeNull();
    expect(plainDecimal('', 'point')).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.boolean(), (minor, isGrouped) => {
        const [whole = '', cents = ''] = (Math.abs(minor) / 100).toFixed(2).split('.');
        const grouped = isGrouped ? whole.replaceAll(/\B(?=(\d{3})+$)/g, '.') : whole;
        const text = `${minor < 0 ? '-' : ''}${grouped},${cents}`;
        expect(Math.round(Number(plainDecimal(text, 'comma')) * 100)).toBe(minor);
      }),
    );
  });
});

describe('dates of a file', () => {
  it('are read by a day above twelve, and asked about without one', () => {
    expect(sniffDates(['2026-10-05', '2026-10-05 10:00:00'])).toBe('iso');
    expect(sniffDates(['05.10.2026', '31.10.2026'])).toBe('dmy');
    expect(sniffDates(['10/05/2026', '10/31/2026'])).toBe('mdy');
    expect(sniffDates(['10/05/2026'])).toBe('ambiguous');
    expect(sniffDates(['2026-10-05', '05.10.2026'])).toBe('contradictory');
    expect(sniffDates(['13/01/2026', '01/13/2026'])).toBe('contradictory');
  });

  it('are instants of their zone', () => {
    expect(instantOfText('2026-10-05 10:00:00', 'iso', 'UTC')).toBe('2026-10-05T10:00:00.000Z');
    expect(instantOfText('2026-10-05', 'iso', 'America/New_York')).toBe('2026-10-05T04:00:00.000Z');
    expect(instantOfText('2026-10-05T10:00:00+02:00', 'iso', 'UTC')).toBe('2026-10-05T08:00:00.000Z');
    expect(instantOfText('05.10.2026 9:30', 'dmy', 'Europe/Berlin')).toBe('2026-10-05T07:30:00.000Z');
    expect(instantOfText('10/05/2026', 'mdy', 'UTC')).toBe('2026-10-05T00:00:00.000Z');
    expect(instantOfText('2026-02-30', 'iso', 'UTC')).toBeNull();
    expect(instantOfText('soon', 'iso', 'UTC')).toBeNull();
  });
});
