import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { parseDecimal, type Money } from '../../../../shared/domain/money.ts';
import type { ExponentOf } from '../exponents.ts';
import { isCalendarDate } from '../soap/leaf-text.ts';
import type { QueryRow } from './result-reader.ts';

/** A row that cannot be taken in; the message says which column and why. It never stops the rows around it. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
}

/** The text of a column that must not be blank. */
export function requiredText(row: QueryRow, field: string): string {
  const text = optionalText(row, field);
  if (text === null) throw new RowRefused(`${field} is blank`);
  return text;
}

/** The text of a column, null when it is blank. */
export function optionalText(row: QueryRow, field: string): string | null {
  const text = row.get(field) ?? '';
  return text === '' ? null : text;
}

/** A non-negative whole number; PeopleSoft Query may write it with decimals of zero. */
export function wholeNumber(row: QueryRow, field: string): number {
  const text = requiredText(row, field);
  const digits = /^(\d{1,15})(\.0*)?$/.exec(text)?.[1];
  if (digits === undefined) throw new RowRefused(`${field} is not a whole number: ${JSON.stringify(text)}`);
  return Number(digits);
}

export function plainDate(row: QueryRow, field: string): PlainDate {
  const date = optionalDate(row, field);
  if (date === null) throw new RowRefused(`${field} is blank`);
  return date;
}

export function optionalDate(row: QueryRow, field: string): PlainDate | null {
  const text = optionalText(row, field);
  if (text === null) return null;
  if (!isCalendarDate(text)) throw new RowRefused(`${field} is not a date as YYYY-MM-DD: ${JSON.stringify(text)}`);
  return text as PlainDate;
}

/** An amount with the decimals of PeopleSoft's currency table. */
export function amount(row: QueryRow, field: string, currencyField: string, exponentOf: ExponentOf): Money {
  const currency = requiredText(row, currencyField).toUpperCase();
  const exponent = exponentOf(currency);
  if (exponent === null) throw new RowRefused(`${currencyField} is not a known currency: ${JSON.stringify(currency)}`);
  try {
    return parseDecimal(requiredText(row, field), exponent, currency);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RowRefused(`${field}: ${error.message}`);
  }
}

/** The meaning of a one-letter code. */
export function coded<Meaning extends string>(
  row: QueryRow,
  field: string,
  meanings: Readonly<Record<string, Meaning>>,
): Meaning {
  const code = requiredText(row, field).toUpperCase();
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  if (meaning === undefined)
    throw new RowRefused(`${field} is ${JSON.stringify(code)}, known are ${Object.keys(meanings).join(', ')}`);
  return meaning;
}

export interface ReadRows<Value> {
  readonly values: readonly Value[];
  readonly refused: readonly { readonly row: string; readonly reason: string }[];
}

/** Reads each row on its own: one that does not read is refused with its reason, named by the columns in `keys`. */
export function readEach<Value>(
  rows: readonly QueryRow[],
  keys: readonly string[],
  read: (row: QueryRow) => Value,
): ReadRows<Value> {
  const values: Value[] = [];
  const refused: { row: string; reason: string }[] = [];
  for (const row of rows) {
    try {
      values.push(read(row));
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      refused.push({ row: rowName(row, keys), reason: error.message });
    }
  }
  return { values, refused };
}

/** Key columns of a row joined by |, to name it in messages. */
export function rowName(row: QueryRow, keys: readonly string[]): string {
  return keys.map((key) => row.get(key) ?? '').join('|');
}
