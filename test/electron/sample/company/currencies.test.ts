import { describe, expect, it } from 'vitest';
import {
  amountText,
  invoiceQuanta,
  offGrid,
  payoutMinor,
  sampleCurrency,
  stripeMinor,
} from '../../../../electron/sample/company/currencies.ts';
import { createRandom } from '../../../../electron/sample/company/random.ts';

describe('an amount of the sample company', () => {
  it.each([
    ['USD', 1_250, 1_250, '12.50'],
    ['JPY', 1_000, 1_000, '1000'],
    ['KWD', 75, 750, '0.750'],
    ['ISK', 1_995, 199_500, '1995'],
    ['UGX', 50_000, 5_000_000, '50000'],
    ['HUF', 5, 5, '0.05'],
    ['EUR', -98_040, -98_040, '-980.40'],
  ])('in %s reads alike on both sides', (code, quanta, minor, text) => {
    const currency = sampleCurrency(code);
    expect(stripeMinor(currency, quanta)).toBe(minor);
    expect(amountText(currency, quanta)).toBe(text);
  });

  it('is on the grid for invoices and off it where no sum of invoices may equal it', () => {
    const random = createRandom(5);
    for (const code of ['USD', 'JPY', 'KWD', 'UGX', 'HUF'])
      for (let n = 0; n < 200; n += 1) {
        expect(invoiceQuanta(random, sampleCurrency(code)) % 5).toBe(0);
        expect(offGrid(random, sampleCurrency(code), 4) % 5).toBe(4);
      }
  });

  it('is paid out in whole units where Stripe demands it', () => {
    expect(payoutMinor('HUF', 123_456)).toBe(123_400);
    expect(payoutMinor('USD', 123_456)).toBe(123_456);
  });

  it('is refused in a currency the company does not trade in', () => {
    expect(() => sampleCurrency('XTS')).toThrow('does not trade in XTS');
  });
});
