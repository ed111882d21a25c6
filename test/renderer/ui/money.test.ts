import { describe, expect, it } from 'vitest';
import { money } from '../../../shared/domain/money.ts';
import {
  formatCount,
  formatMoney,
  formatMoneyForColumn,
  formatMoneyWithCurrency,
  formatPlainDecimal,
  formatPoints,
  sumByCurrency,
} from '../../../renderer/ui/money.ts';

describe('money on screen', () => {
  it('shows all decimals of the exponent, grouped, with a true minus', () => {
    expect(formatMoney(money(418_000, 2, 'USD'), 'en-US')).toBe('4,180.00');
    expect(formatMoney(money(-31_200, 2, 'EUR'), 'en-US')).toBe('\u2212312.00');
    expect(formatMoney(money(1_250, 0, 'JPY'), 'en-US')).toBe('1,250');
    expect(formatMoney(money(1_234_560, 3, 'KWD'), 'en-US')).toBe('1,234.560');
    expect(formatMoney(money(-123_456, 2, 'EUR'), 'de-DE')).toBe('\u22121.234,56');
  });
  it('shows a plain decimal with the decimals it has, and nothing for nothing', () => {
    expect(formatPlainDecimal('-1234.5', 'en-US')).toBe('\u22121,234.5');
    expect(formatPlainDecimal('12345678901234567.891', 'de-DE')).toBe('12.345.678.901.234.567,891');
    expect(formatPlainDecimal('')).toBe('');
  });
  it('keeps every digit of amounts beyond what a float can hold', () => {
    expect(formatMoney(money(9_007_199_254_740_991, 2, 'USD'), 'en-US')).toBe('90,071,992,547,409.91');
  });
  it('lines up currencies with fewer decimals in a column', () => {
    expect(formatMoneyForColumn(money(307_069, 0, 'JPY'), 2, 'en-US')).toBe('307,069\u2008\u2007\u2007');
    expect(formatMoneyForColumn(money(100, 2, 'USD'), 2, 'en-US')).toBe('1.00');
  });
  it('names the currency once when asked', () => {
    expect(formatMoneyWithCurrency(money(418_000, 2, 'USD'), 'en-US')).toBe('4,180.00\u00a0USD');
  });
  it('never sums across currencies', () => {
    const sums = sumByCurrency([money(100, 2, 'USD'), money(5, 0, 'JPY'), money(-40, 2, 'USD')]);
    expect(sums).toEqual([money(60, 2, 'USD'), money(5, 0, 'JPY')]);
  });
  it('signs points and groups counts', () => {
    expect([formatPoints(62), formatPoints(-4)]).toEqual(['+62', '\u22124']);
    expect(formatCount(48_310, 'en-US')).toBe('48,310');
  });
});
