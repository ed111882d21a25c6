import { formatDecimal, money } from '../domain/money.ts';
import type { ToleranceException } from './profile-tolerances.ts';

/** Decimals of PeopleSoft's currency table by currency, where they are not 2. */
export type CurrencyDecimals = Readonly<Record<string, number>>;

/** Decimals in which PeopleSoft keeps a currency; its minor units are those that tolerances count. */
export function decimalsOf(currency: string, decimals: CurrencyDecimals): number {
  return decimals[currency] ?? 2;
}

/** Minor units as a person reads them, e.g. `1.50 USD`. */
function amountWords(minor: number, currency: string, decimals: CurrencyDecimals): string {
  return `${formatDecimal(money(minor, decimalsOf(currency, decimals), currency))} ${currency}`;
}

/** The currency table as the units of a profile give it. */
export function currencyDecimals(
  units: readonly { readonly peopleSoftExponents?: CurrencyDecimals | undefined }[],
): CurrencyDecimals {
  return Object.fromEntries(units.flatMap(({ peopleSoftExponents = {} }) => Object.entries(peopleSoftExponents)));
}

interface ToleranceWording {
  /** The title of a rule. */
  readonly titleOf: (ruleId: string) => string;
  readonly decimals: CurrencyDecimals;
}

/** For whom a special tolerance is, e.g. `customer 1001, USD, “amount and date”`. */
export function toleranceScopeWords(
  { customer, currency, ruleId }: ToleranceException,
  { titleOf }: Pick<ToleranceWording, 'titleOf'>,
): string {
  return [
    ...(customer === undefined ? [] : [`customer ${customer}`]),
    ...(currency === undefined ? [] : [currency]),
    ...(ruleId === undefined ? [] : [`“${titleOf(ruleId)}”`]),
  ].join(', ');
}

/** What a special tolerance allows, e.g. `amounts may differ by 1.50 USD, the date window is 48 days`. */
export function toleranceLimitWords(
  { currency, amountToleranceMinor, dateWindowDays, dayCount }: ToleranceException,
  { decimals }: Pick<ToleranceWording, 'decimals'>,
): string {
  return [
    ...(amountToleranceMinor === undefined ? [] : [amountLimitWords(amountToleranceMinor, currency, decimals)]),
    ...(dateWindowDays === undefined ? [] : [`the date window is ${dateWindowDays} days`]),
    ...(dayCount === undefined ? [] : [`days are counted as ${dayCount} days`]),
  ].join(', ');
}

/** A tolerance without a currency allows no difference: anything else is refused where it is set. */
function amountLimitWords(minor: number, currency: string | undefined, decimals: CurrencyDecimals): string {
  if (minor === 0 || currency === undefined) return 'only the exact amount';
  return `amounts may differ by ${amountWords(minor, currency, decimals)}`;
}

/** One special tolerance in words: for whom, and what. */
export function toleranceWords(tolerance: ToleranceException, wording: ToleranceWording): string {
  return `${toleranceScopeWords(tolerance, wording)}: ${toleranceLimitWords(tolerance, wording)}`;
}
