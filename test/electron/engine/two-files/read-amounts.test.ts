import { describe, expect, it } from 'vitest';
import {
  decimalsOf,
  readAmounts,
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
  ])('reads %j as %j', (cells, amounts) => {
    expect(readAmounts(cells)).toEqual({ amounts });
  });
  it('names the first cell that is no amount', () => {
    expect(readAmounts(['1.00', 'abc'])).toEqual({ row: 1, why: '"abc" is no amount' });
  });
  it('refuses a column whose decimals are written in two ways', () => {
    expect(readAmounts(['1.50', '2,75'])).toMatchObject({ row: 1 });
  });
  it('counts exactly, and back to the same decimal', () => {
    expect(scaledDecimal('-1234.5', 2)).toBe(-123_450);
    expect(unscaledDecimal(-123_450, 2)).toBe('-1234.50');
    expect(unscaledDecimal(5, 3)).toBe('0.005');
    expect(scaledDecimal('99999999999999999', 2)).toBeNull();
    expect([decimalsOf('1.50'), decimalsOf('1'), decimalsOf('0.005')]).toEqual([1, 0, 3]);
  });
});
