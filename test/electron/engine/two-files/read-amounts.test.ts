import { describe, expect, it } from 'vitest';
import {
  decimalsOf,
  readAmounts,
  roundedDecimal,
  scaledDecimal,
  unscaledDecimal,
} from '../../../../electron/engine/two-files/read-amounts.ts';

describe('reading amounts', () => {
  it.each([
    [
      ['1,234.50', '99.9', '-3'],
      ['1234.50', '99.9', '-3'],
    ],
    [
      ['1.234,50', '99,9', '(3,00)'],
      ['1234.50', '99.9', '-3.00'],
    ],
    [
      ['€ 1 234,50', '12,00-', ''],
      ['1234.50', '-12.00', null],
    ],
    [
      ['USD 7.25', '$1,000.00', '12.00 DR', '13.00 CR'],
      ['7.25', '1000.00', '-12.00', '13.00'],
    ],
    [
      ['\u22125.10', "1'000.00"],
      ['-5.10', '1000.00'],
    ],
    [
      ['US$ 5.00', 'eur 6', '500.25 kr.', '12.00Cr', '7.00 S', '8.00 H', '(GBP 1.00)'],
      ['5.00', '6', '500.25', '12.00', '-7.00', '8.00', '-1.00'],
    ],
    [
      ['12,34,567.89', '1e3', '-1.5E-2', '5.', 'n/a', '-', 'NULL'],
      ['1234567.89', '1000', '-0.015', '5.0', null, null, null],
    ],
    [
      ['1.234,--', '5,-'],
      ['1234.0', '5.0'],
    ],
  ])('reads %j as %j', (cells, amounts) => {
    expect(readAmounts(cells)).toEqual({ amounts });
  });
  it('names the cells that are no amount, the first of many', () => {
    expect(readAmounts(['1.00', 'abc', 'INV 70001'])).toEqual({
      faults: [
        { row: 1, why: '"abc" is no amount' },
        { row: 2, why: '"INV 70001" is no amount' },
      ],
      count: 2,
    });
    const many = readAmounts(Array.from({ length: 1_000 }, () => 'x'));
    expect('faults' in many && [many.faults.length, many.count]).toEqual([10, 1_000]);
  });
  it('refuses a column whose decimals are written in two ways', () => {
    expect(readAmounts(['1.50', '2,75'])).toMatchObject({ faults: [{ row: 1 }], count: 1 });
    expect(readAmounts(['1.50', '2,75', '3,10'])).toMatchObject({ faults: [{ row: 0 }], count: 1 });
  });
  it('counts exactly, and back to the same decimal', () => {
    expect(scaledDecimal('-1234.5', 2)).toBe(-123_450);
    expect(unscaledDecimal(-123_450, 2)).toBe('-1234.50');
    expect(roundedDecimal('12.340000000000002', 8)).toBe('12.34000000');
    expect(roundedDecimal('-0.999999999', 8)).toBe('-1.00000000');
    expect(unscaledDecimal(5, 3)).toBe('0.005');
    expect(scaledDecimal('99999999999999999', 2)).toBeNull();
    expect([decimalsOf('1.50'), decimalsOf('1'), decimalsOf('0.005')]).toEqual([1, 0, 3]);
  });
});
