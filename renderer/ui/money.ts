import { addMoney, formatDecimal } from '../../shared/domain/money.ts';
import type { Money } from '../../shared/domain/money.ts';

const TRUE_MINUS = '\u2212';
const FIGURE_SPACE = '\u2007';
const PUNCTUATION_SPACE = '\u2008';
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, decimals: number): Intl.NumberFormat {
  const name = `${locale}/${decimals}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  formats.set(name, made);
  return made;
}

/** Locale of the machine, which is that of Windows in the desktop; a name that is no language tag (a POSIX locale) is passed over. */
export function displayLocale(): string {
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  return wanted.find(isLanguageTag) ?? 'en-US';
}

function isLanguageTag(name: string): boolean {
  try {
    return Intl.getCanonicalLocales(name).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The amount without its currency, grouped as the locale does, with all its decimals and a true minus sign. */
export function formatMoney(amount: Money, locale: string = displayLocale()): string {
  const plain = formatDecimal(amount) as Intl.StringNumericLiteral;
  return formatOf(locale, amount.exponent).format(plain).replace('-', TRUE_MINUS);
}

/** A plain decimal of any source, grouped as the locale does, with the decimals it has and a true minus sign; empty for an empty text. */
export function formatPlainDecimal(plain: string, locale: string = displayLocale()): string {
  if (plain === '') return '';
  const decimals = plain.split('.')[1]?.length ?? 0;
  return formatOf(locale, decimals)
    .format(plain as Intl.StringNumericLiteral)
    .replace('-', TRUE_MINUS);
}

/** As `formatMoney`, followed by the currency code. */
export function formatMoneyWithCurrency(amount: Money, locale?: string): string {
  return `${formatMoney(amount, locale)}\u00a0${amount.currency}`;
}

/**
 * As `formatMoney`, filled up with spaces of a digit's width to `decimals` decimals, so that amounts of currencies with
 * fewer decimals still stand under each other in a right-aligned column.
 */
export function formatMoneyForColumn(amount: Money, decimals: number, locale?: string): string {
  const missing = Math.max(0, decimals - amount.exponent);
  const point = missing > 0 && amount.exponent === 0 ? PUNCTUATION_SPACE : '';
  return formatMoney(amount, locale) + point + FIGURE_SPACE.repeat(missing);
}

/** A whole number with the locale's grouping. */
export function formatCount(count: number, locale: string = displayLocale()): string {
  return formatOf(locale, 0).format(count).replace('-', TRUE_MINUS);
}

/** Points of a score with their sign: `+62`, `−8`. */
export function formatPoints(points: number): string {
  return points < 0 ? `${TRUE_MINUS}${Math.abs(points)}` : `+${points}`;
}

/** One sum a currency, never across currencies, in order of first appearance. */
export function sumByCurrency(amounts: readonly Money[]): readonly Money[] {
  const sums = new Map<string, Money>();
  for (const amount of amounts) {
    const sum = sums.get(amount.currency);
    sums.set(amount.currency, sum === undefined ? amount : addMoney(sum, amount));
  }
  return [...sums.values()];
}
