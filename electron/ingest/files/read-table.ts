import type { Instant } from '../../../shared/domain/ids.ts';
import { stripeExponent } from '../../../shared/domain/stripe-currency.ts';
import type { CsvHead } from './csv-header.ts';
import { readCsv } from './csv-reader.ts';
import { instantOfText, sniffDates, type SniffedDates } from './date-format.ts';
import { plainDecimal, sniffNumbers, type SniffedNumbers } from './number-format.ts';
import type { TableKind, TableMap, TableRole } from './table-kind.ts';

/** The cells of a row by role, read: amounts as plain decimals, instants in UTC, blank cells left out; `others` by column name. */
export interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly others: Readonly<Record<string, string>>;
}
/** A cell that cannot be read: where it stands, and why. */
export interface TableFault {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}
export type TableEntry = TableRow | TableFault;

/** The rows of a table as its map reads them. A row with a cell that cannot be read is a fault, and the rest goes on. */
export async function* readTable(
  chunks: AsyncIterable<string>,
  head: CsvHead,
  kind: TableKind,
  map: TableMap,
): AsyncGenerator<TableEntry> {
  const places = placesOf(kind, map, head);
  const used = new Set(places.map(({ at }) => at));
  const rest = head.headers.flatMap((name, at) => (used.has(at) ? [] : [{ name, at }]));
  let isHeader = true;
  for await (const row of readCsv(chunks, head.delimiter)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if ('fault' in row)
      yield { line: row.line, column: head.headers[row.column - 1] ?? `${row.column}`, reason: row.fault };
    else if (row.cells.length !== head.headers.length)
      yield {
        line: row.line,
        column: `${Math.min(row.cells.length, head.headers.length)}`,
        reason: `it has ${row.cells.length} cells, the header ${head.headers.length}`,
      };
    else yield readRow(row.line, row.cells, places, rest, map);
  }
}

interface Place {
  readonly role: TableRole;
  readonly at: number;
  readonly column: string;
}

function placesOf(kind: TableKind, map: TableMap, { headers }: CsvHead): readonly Place[] {
  return kind.roles.flatMap((role) => {
    const column = map.columns[role.role];
    return column === undefined ? [] : [{ role, column, at: headers.indexOf(column) }];
  });
}

function readRow(
  line: number,
  given: readonly string[],
  places: readonly Place[],
  rest: readonly { readonly name: string; readonly at: number }[],
  map: TableMap,
): TableEntry {
  const cells: Record<string, string> = {};
  for (const { role, at, column } of places) {
    const text = (given[at] ?? '').trim();
    if (text === '') {
      if (role.required) return { line, column, reason: 'it is empty' };
      continue;
    }
    const value = valueOf(text, role, map);
    if (value === null) return { line, column, reason: FAULTS[role.type] };
    cells[role.role] = value;
  }
  const others = rest.flatMap(({ name, at }) => ((given[at] ?? '') === '' ? [] : [[name, given[at] ?? ''] as const]));
  return { line, cells, others: Object.fromEntries(others) };
}

const FAULTS: Readonly<Record<TableRole['type'], string>> = {
  text: 'it cannot be read',
  amount: 'it is not an amount in the number format of this file',
  currency: 'it is not a currency that Stripe settles in',
  instant: 'it is not a date in the date format of this file',
};

function valueOf(text: string, role: TableRole, map: TableMap): string | null {
  switch (role.type) {
    case 'text':
      return text;
    case 'amount':
      return plainDecimal(text, map.numbers);
    case 'currency':
      return stripeExponent(text) === null ? null : text.toUpperCase();
    case 'instant':
      return instantOfText(text, map.dates, role.isUtc === true ? 'UTC' : map.zone);
  }
}

export interface SniffedFormats {
  readonly numbers: SniffedNumbers;
  readonly dates: SniffedDates;
}

/** How numbers and dates are written, from all rows of a table. */
export async function sniffFormats(
  chunks: AsyncIterable<string>,
  head: CsvHead,
  kind: TableKind,
  columns: TableMap['columns'],
): Promise<SniffedFormats> {
  const placesOfType = (type: TableRole['type']) =>
    kind.roles
      .flatMap(({ role, type: own }) => (own === type ? [head.headers.indexOf(columns[role] ?? '')] : []))
      .filter((at) => at >= 0);
  const amounts = placesOfType('amount');
  const instants = placesOfType('instant');
  // Each distinct way of writing counts once, so that a million rows are not held.
  const numbers = new Set<string>();
  const dates = new Set<string>();
  for await (const row of readCsv(chunks, head.delimiter)) {
    if (!('cells' in row) || row.line === 1) continue;
    for (const at of amounts) note(numbers, row.cells[at]);
    for (const at of instants) note(dates, (row.cells[at] ?? '').slice(0, 10));
  }
  return { numbers: sniffNumbers(numbers), dates: sniffDates(dates) };
}

const MOST_NOTED = 20_000;
function note(into: Set<string>, text: string | undefined): void {
  if (text !== undefined && text.trim() !== '' && into.size < MOST_NOTED) into.add(text.trim());
}

/** The instant a cell was read as. */
export function instantCell(text: string): Instant {
  return text as Instant;
}
