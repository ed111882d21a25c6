import { plainDecimal, sniffNumbers, type NumberFormat } from '../../ingest/files/number-format.ts';
import { isNothing, unreadCells, type UnreadCells } from './unread-cells.ts';

/** Amounts of a column as plain decimals, null where a cell holds nothing; or the cells that cannot be read. */
export type ReadAmounts = { readonly amounts: readonly (string | null)[] } | UnreadCells;

const MINUSES = /[\u2010-\u2015\u2212]/gu;
/** Three letters in any case are a currency only where there is one of that name: `INV 70001` is no amount. */
const CODES = [...Intl.supportedValuesOf('currency')].join('|');
const CURRENCY = new RegExp(
  String.raw`(?<!\p{L})(?:\p{L}{0,3}\p{Sc}|(?:${CODES}|RMB|DM|kr|z\u0142|K\u010D|Ft|Lei|Rs|S\/)(?![\p{L}])\.?)`,
  'giu',
);
const SIDE = /(?<=[\d\s)])(CR|DR|[CDHS])\.?$/i;
const EXPONENT = /^([-+]?)(\d+)(?:[.,](\d+))?e([-+]?\d{1,2})$/i;

/**
 * Reads the amounts of a column: decimal point or comma as the column shows it, thousands parted by anything usual, negative by a
 * minus on either end, parentheses, or a `DR`, `D` or `S` behind it; currency signs and codes are left out.
 */
export function readAmounts(cells: readonly string[]): ReadAmounts {
  const tidy = cells.map(tidied);
  const sniffed = sniffNumbers(tidy.filter((text) => text !== ''));
  if (sniffed === 'contradictory') {
    const odd = lessUsual(tidy);
    const unread = unreadCells(tidy.length, (row) =>
      formatOf(tidy[row] ?? '') === odd ? 'the decimals of this column are written in two ways' : null,
    );
    if (unread !== null) return unread;
  }
  const format: NumberFormat = sniffed === 'comma' ? 'comma' : 'point';
  const amounts = tidy.map((text) => (text === '' ? null : plainDecimal(text, format)));
  const unread = unreadCells(cells.length, (row) =>
    amounts[row] === null && !isNothing(cells[row] ?? '') ? `"${cells[row] ?? ''}" is no amount` : null,
  );
  return unread ?? { amounts };
}

function tidied(cell: string): string {
  if (isNothing(cell)) return '';
  let text = cell.normalize('NFKC').trim().replace(MINUSES, '-');
  text = text
    .replace(CURRENCY, '')
    .replace(/(\d)[\s'\u2019](?=\d{3})/gu, '$1')
    .trim();
  const side = SIDE.exec(text)?.[1]?.toUpperCase() ?? '';
  text = text
    .replace(SIDE, '')
    .replace(/\s+/gu, '')
    .replace(/(\d[.,])(?:-{1,2})?$/, '$10');
  if (/^\d.*-$/.test(text)) text = `-${text.slice(0, -1)}`;
  if (/^\(.*\)$/.test(text)) text = `-${text.slice(1, -1)}`;
  text = withoutExponent(text);
  if (side === '' || side.startsWith('C') || side === 'H') return text;
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}

/** `1.5e3` as `1500`: what programs write that count in floats. */
function withoutExponent(text: string): string {
  const parts = EXPONENT.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', part = '', power = '0'] = parts;
  const point = whole.length + Number(power);
  const digits = `${'0'.repeat(Math.max(0, 1 - point))}${whole}${part}`.padEnd(point, '0');
  const at = Math.max(1, point);
  return at === digits.length ? `${sign}${digits}` : `${sign}${digits.slice(0, at)}.${digits.slice(at)}`;
}

function formatOf(text: string): NumberFormat | null {
  if (!/[.,]/.test(text)) return null;
  const format = sniffNumbers([text]);
  return format === 'point' || format === 'comma' ? format : null;
}

/** Where decimals are written in two ways: the one that fewer cells have, the later one where they are even. */
function lessUsual(tidy: readonly string[]): NumberFormat {
  const formats = tidy.map(formatOf);
  const points = formats.filter((format) => format === 'point').length;
  const commas = formats.filter((format) => format === 'comma').length;
  if (points !== commas) return points < commas ? 'point' : 'comma';
  return formats.find((format) => format !== null) === 'point' ? 'comma' : 'point';
}

/** Digits behind the point of a plain decimal. */
export function decimalsOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.slice(point + 1).replace(/0+$/, '').length;
}

/** A plain decimal with no more digits behind its point, half away from zero. */
export function roundedDecimal(decimal: string, decimals: number): string {
  const [whole = '0', part = ''] = decimal.replace(/^[-+]/, '').split('.');
  const up = Number(part[decimals] ?? 0) >= 5 ? 1n : 0n;
  const digits = (BigInt(whole + part.slice(0, decimals).padEnd(decimals, '0')) + up).toString();
  const padded = digits.padStart(decimals + 1, '0');
  return `${decimal.startsWith('-') ? '-' : ''}${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
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
