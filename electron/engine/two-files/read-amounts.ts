import { plainDecimal, sniffNumbers, type NumberFormat } from '../../ingest/files/number-format.ts';

/** Amounts of a column as plain decimals, null where a cell is empty; or the first row that cannot be read, and why. */
export type ReadAmounts =
  | { readonly amounts: readonly (string | null)[] }
  | { readonly row: number; readonly why: string };

const MINUSES = /[\u2010-\u2015\u2212]/gu;
const CURRENCY_WORDS = /\p{Sc}|\b(?:[A-Z]{3}|kr|zł|Kč|Ft|Rs\.?|R\$)(?![\p{L}])/gu;

/**
 * Reads the amounts of a column: decimal point or comma as the column shows it, thousands parted by anything usual, negative by a
 * minus on either end, parentheses, or `DR`; currency signs and codes are left out.
 */
export function readAmounts(cells: readonly string[]): ReadAmounts {
  const tidy = cells.map(tidied);
  const sniffed = sniffNumbers(tidy.filter((text) => text !== ''));
  if (sniffed === 'contradictory')
    return { row: contradiction(tidy), why: 'the decimals of this column are written in two ways' };
  const format: NumberFormat = sniffed === 'comma' ? 'comma' : 'point';
  const amounts: (string | null)[] = [];
  for (const [row, text] of tidy.entries()) {
    const amount = text === '' ? null : plainDecimal(text, format);
    if (amount === null && (text !== '' || (cells[row] ?? '').trim() !== ''))
      return { row, why: `"${cells[row] ?? ''}" is no amount` };
    amounts.push(amount);
  }
  return { amounts };
}

function tidied(cell: string): string {
  let text = cell.trim().replace(MINUSES, '-');
  if (text === '') return '';
  const side = /\s*\b(CR|DR)\.?$/i.exec(text)?.[1]?.toUpperCase();
  if (side !== undefined) text = text.replace(/\s*\b(CR|DR)\.?$/i, '');
  text = text
    .replace(CURRENCY_WORDS, '')
    .replace(/(\d)[\s\u00A0\u202F'’](?=\d{3})/gu, '$1')
    .replace(/\s+/gu, '');
  if (/^\d.*-$/.test(text)) text = `-${text.slice(0, -1)}`;
  if (/^\(.*\)$/.test(text)) text = `-${text.slice(1, -1)}`;
  if (side !== 'DR') return text;
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}

/** The first row that is written in the less usual way. */
function contradiction(tidy: readonly string[]): number {
  const firsts = (['point', 'comma'] as const).map((format) =>
    tidy.findIndex((text) => text !== '' && sniffNumbers([text]) === format && /[.,]/.test(text)),
  );
  return Math.max(...firsts, 0);
}

/** Digits behind the point of a plain decimal. */
export function decimalsOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.slice(point + 1).replace(/0+$/, '').length;
}

/** A plain decimal as a whole number of units of `10 ** -decimals`; null when it is beyond what is counted exactly. */
export function scaledDecimal(decimal: string, decimals: number): number | null {
  const [whole = '0', part = ''] = decimal.replace(/^[-+]/, '').split('.');
  const value = Number(whole + part.slice(0, decimals).padEnd(decimals, '0'));
  if (!Number.isSafeInteger(value)) return null;
  return decimal.startsWith('-') && value !== 0 ? -value : value;
}

/** A whole number of units of `10 ** -decimals` as a plain decimal. */
export function unscaledDecimal(value: number, decimals: number): string {
  const digits = Math.abs(value)
    .toString()
    .padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return value < 0 ? `-${text}` : text;
}
