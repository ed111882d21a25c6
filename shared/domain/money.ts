/**
 * Money as the product stores it: an integer count of minor units, the exponent of the *source system's* rule, and the
 * ISO code in upper case. Amounts with different exponents (Stripe sends ISK with 2, PeopleSoft keeps 0) are compared
 * and added as exact decimals; nothing here ever touches a float.
 */
export interface Money {
  readonly minor: number;
  readonly exponent: number;
  readonly currency: string;
}

const MAX_EXPONENT = 6;

function assertSafe(minor: number, what: string): number {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${what} is not a safe whole number of minor units: ${minor}`);
  return minor === 0 ? 0 : minor;
}

/** Builds an amount; throws RangeError when `minor` is not a safe integer, the exponent is out of 0..6 or the currency is not three letters. */
export function money(minor: number, exponent: number, currency: string): Money {
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > MAX_EXPONENT)
    throw new RangeError(`currency exponent out of range: ${exponent}`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`not an ISO currency code: ${currency}`);
  return { minor: assertSafe(minor, 'amount'), exponent, currency };
}

/** The same amount with more (or fewer) decimals; throws RangeError when digits would be lost. */
export function rescaleMoney(amount: Money, exponent: number): Money {
  if (exponent === amount.exponent) return amount;
  const factor = 10 ** Math.abs(exponent - amount.exponent);
  if (exponent > amount.exponent) return money(amount.minor * factor, exponent, amount.currency);
  if (amount.minor % factor !== 0)
    throw new RangeError(`${formatDecimal(amount)} ${amount.currency} has a remainder at ${exponent} decimals`);
  return money(amount.minor / factor, exponent, amount.currency);
}

function aligned(left: Money, right: Money): [number, number, number] {
  if (left.currency !== right.currency)
    throw new RangeError(`amounts in ${left.currency} and ${right.currency} are never added or compared`);
  const exponent = Math.max(left.exponent, right.exponent);
  return [rescaleMoney(left, exponent).minor, rescaleMoney(right, exponent).minor, exponent];
}

/** Sum of two amounts of one currency, in the finer exponent of the two. */
export function addMoney(left: Money, right: Money): Money {
  const [a, b, exponent] = aligned(left, right);
  return money(a + b, exponent, left.currency);
}

/** Difference of two amounts of one currency, in the finer exponent of the two. */
export function subtractMoney(left: Money, right: Money): Money {
  return addMoney(left, negateMoney(right));
}

/** The amount with its sign turned. */
export function negateMoney(amount: Money): Money {
  return money(-amount.minor, amount.exponent, amount.currency);
}

/** Negative, zero or positive as `left` is less than, equal to or more than `right`; both must be of one currency. */
export function compareMoney(left: Money, right: Money): number {
  const [a, b] = aligned(left, right);
  return a - b;
}

/** Same currency and the same exact decimal value, whatever the exponents. */
export function equalMoney(left: Money, right: Money): boolean {
  return left.currency === right.currency && compareMoney(left, right) === 0;
}

/** Plain decimal text with all digits of the exponent and a leading '-' for negatives, e.g. `-12.50`; no grouping. */
export function formatDecimal(amount: Money): string {
  const digits = String(Math.abs(amount.minor)).padStart(amount.exponent + 1, '0');
  const whole = digits.slice(0, digits.length - amount.exponent);
  const sign = amount.minor < 0 ? '-' : '';
  return amount.exponent === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-amount.exponent)}`;
}

/**
 * Reads a plain decimal (`1234.5`, `-0.125`, `.5`) as an amount of `exponent` decimals; trailing zeros beyond it are accepted.
 * Throws RangeError naming the text when it is not a plain decimal or has a remainder.
 */
export function parseDecimal(text: string, exponent: number, currency: string): Money {
  const parts = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(text);
  if (!parts || !/\d/.test(text)) throw new RangeError(`not a decimal amount: ${JSON.stringify(text)}`);
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) throw new RangeError(`${text.trim()} ${currency} has more than ${exponent} decimals`);
  const magnitude = Number(`${parts[2] ?? ''}${fraction.padEnd(exponent, '0')}` || '0');
  return money(parts[1] === '-' ? -magnitude : magnitude, exponent, currency);
}
