import { assertNever } from '../../../../shared/domain/assert-never.ts';
import type { LeafType, NumberBounds } from './schema-model.ts';

/** What keeps `text` from being a value of `type`, as the end of a sentence about the property; null when nothing does. */
export function leafObjection(text: string, type: LeafType): string | null {
  const illegal = illegalCharacter(text);
  if (illegal !== null) return `holds the character ${illegal}, which XML cannot carry`;
  switch (type.kind) {
    case 'string':
      return stringObjection(text, type);
    case 'int':
      if (!/^-?\d+$/.test(text)) return `is not a whole number: ${quote(text)}`;
      return digitsObjection(text, type.totalDigits, 0) ?? boundsObjection(text, type);
    case 'decimal':
      if (!/^-?(\d+(\.\d+)?|\.\d+)$/.test(text)) return `is not a plain decimal number: ${quote(text)}`;
      return digitsObjection(text, type.totalDigits, type.fractionDigits) ?? boundsObjection(text, type);
    case 'date':
      return isCalendarDate(text) ? null : `is not a date as YYYY-MM-DD: ${quote(text)}`;
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.test(text)
        ? null
        : `is not a time as HH:MM:SS: ${quote(text)}`;
    case 'dateTime':
      return isCalendarDate(text.slice(0, 10)) &&
        /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.test(text.slice(10))
        ? null
        : `is not a time as YYYY-MM-DDTHH:MM:SS: ${quote(text)}`;
    case 'boolean':
      return /^(true|false|1|0)$/.test(text) ? null : `is neither true nor false: ${quote(text)}`;
    default:
      return assertNever(type, 'leaf type');
  }
}

/** True for a day that exists, written YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null || parts[1] === '0000') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Code point of the first character outside XML 1.0's `Char`, as `U+0000`; null when all are legal. Source: XML 1.0, production 2. */
export function illegalCharacter(text: string): string | null {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isLegal =
      code === 0x9 ||
      code === 0xa ||
      code === 0xd ||
      (code >= 0x20 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0xfffd) ||
      code >= 0x10000;
    if (!isLegal) return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return null;
}

function stringObjection(text: string, type: Extract<LeafType, { kind: 'string' }>): string | null {
  const length = Array.from(text).length;
  if (type.maxLength !== null && length > type.maxLength)
    return `has ${length} characters, the site takes ${type.maxLength}: ${quote(text)}`;
  if (type.minLength !== undefined && length < type.minLength)
    return `has ${length} characters, the site wants at least ${type.minLength}: ${quote(text)}`;
  if (type.values !== null && !type.values.includes(text))
    return `must be one of ${type.values.join(', ')}, not ${quote(text)}`;
  return null;
}

function digitsObjection(text: string, totalDigits: number | null, fractionDigits: number | null): string | null {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const significantFraction = fraction.replace(/0+$/, '');
  const digits = whole.replace(/^0+/, '').length + significantFraction.length;
  if (totalDigits !== null && digits > totalDigits)
    return `has ${digits} digits, the site takes ${totalDigits}: ${quote(text)}`;
  if (fractionDigits !== null && significantFraction.length > fractionDigits)
    return `has ${significantFraction.length} decimals, the site takes ${fractionDigits}: ${quote(text)}`;
  return null;
}

function boundsObjection(text: string, { least, most }: NumberBounds): string | null {
  if (least !== undefined && compareDecimals(text, least) < 0) return `is less than ${least}: ${quote(text)}`;
  if (most !== undefined && compareDecimals(text, most) > 0) return `is more than ${most}: ${quote(text)}`;
  return null;
}

/** Compares plain decimal texts of any length exactly: negative, zero or positive as the left is less, equal or more. */
function compareDecimals(left: string, right: string): number {
  const decimals = Math.max(...[left, right].map((text) => (text.split('.')[1] ?? '').length));
  const difference = scaled(left, decimals) - scaled(right, decimals);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function scaled(text: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const magnitude = BigInt(`${whole}${fraction.padEnd(decimals, '0')}` || '0');
  return text.startsWith('-') ? -magnitude : magnitude;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
