import { formatDecimal, money } from '../../shared/domain/money.ts';

/**
 * Inside matching every amount is a whole count of thousandths of the currency's main unit, so that amounts of systems with
 * different exponents (Stripe sends ISK with two decimals, PeopleSoft keeps none) compare as plain numbers. No currency of
 * either system has more than three decimals.
 */
const DECIMALS = 3;

/** The amount in thousandths, or null when it is not a safe whole number or has more than three decimals. */
export function toThousandths(minor: number, exponent: number): number | null {
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > DECIMALS) return null;
  const value = minor * 10 ** (DECIMALS - exponent);
  return Number.isSafeInteger(minor) && Number.isSafeInteger(value) ? value : null;
}

/** Minor units at `exponent`, or null when digits would be lost. */
export function fromThousandths(thousandths: number, exponent: number): number | null {
  const minor = thousandths / 10 ** (DECIMALS - exponent);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** `1,234.50 USD`-like plain text without grouping, with at least `exponent` decimals. */
export function amountText(thousandths: number, exponent: number, currency: string): string {
  const minor = fromThousandths(thousandths, exponent);
  const amount = minor === null ? money(thousandths, DECIMALS, currency) : money(minor, exponent, currency);
  return `${formatDecimal(amount)} ${currency}`;
}
