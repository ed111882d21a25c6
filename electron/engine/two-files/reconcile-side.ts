import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { NO_DAY, type ReconcileSide } from '../../matching/reconcile/side.ts';
import { decimalsOf, readAmounts, roundedDecimal, scaledDecimal } from './read-amounts.ts';
import { readDates, type DateOrder } from './read-dates.ts';
import { readDebitsCredits } from './read-debits-credits.ts';
import { readDirections } from './read-directions.ts';
import type { ColumnRole, ReadColumns } from './reconcile-columns.ts';
import type { UnreadCells } from './unread-cells.ts';

/** The values of a file's columns; amounts are still plain decimals, for both files count them in the same unit. */
export interface ReadValues {
  readonly columns: ReadColumns;
  readonly amounts: readonly (string | null)[];
  readonly signs: readonly (-1 | 0 | 1)[] | null;
  readonly days: Int32Array;
  readonly dueDays: Int32Array;
  readonly decimals: number;
  /** What a person should know about how the columns were read. */
  readonly notes: readonly string[];
}

const MOST_DECIMALS = 8;
/** Signs that stand for one currency only; a dollar may be of many countries. */
const CURRENCY_SIGNS = new Map([
  ['\u20AC', 'EUR'],
  ['\u00A3', 'GBP'],
  ['\u20B9', 'INR'],
  ['\u20A9', 'KRW'],
  ['\u20BD', 'RUB'],
  ['\u20BA', 'TRY'],
  ['US$', 'USD'],
]);

/** Reads amounts, dates and directions. Throws `BAD_INPUT` naming file, line and column of the first cell that cannot be read. */
export function readValues(columns: ReadColumns): ReadValues {
  const notes: string[] = [];
  const amounts = amountsOf(columns, notes);
  const decimals = amounts.reduce((most, amount) => Math.max(most, amount === null ? 0 : decimalsOf(amount)), 0);
  return {
    columns,
    amounts,
    signs: signsOf(columns),
    days: daysOf(columns, 'date', notes),
    dueDays: daysOf(columns, 'dueDate', notes),
    decimals,
    notes,
  };
}

/** The rows as matching takes them, amounts in units of `10 ** -decimals`. Throws `BAD_INPUT` for an amount beyond exact counting. */
export function sideOf(values: ReadValues, decimals: number): ReconcileSide {
  const { columns, amounts, signs } = values;
  const amount = Float64Array.from(amounts, (text, row) => {
    if (text === null) return Number.NaN;
    const scaled = scaledDecimal(text, decimals);
    if (scaled === null) throw badCell(columns, 'amount', row, 'it is too great to be counted exactly');
    return scaled;
  });
  const texts = (role: ColumnRole) => columns.cells[role] ?? columns.ids.map(() => '');
  return {
    count: columns.ids.length,
    amount: signs === null ? amount : withDirections(amount, signs),
    day: values.days,
    dueDay: values.dueDays,
    currency: texts('currency').map((each) => CURRENCY_SIGNS.get(each) ?? each.toUpperCase()),
    party: texts('party'),
    reference: texts('reference'),
    text: columns.text,
  };
}

/** Amounts that already carry the sign of their direction keep it; else the direction gives it. */
function withDirections(amount: Float64Array, signs: readonly (-1 | 0 | 1)[]): Float64Array {
  const agrees = amount.every(
    (each, row) => Number.isNaN(each) || each === 0 || (signs[row] ?? 0) === 0 || Math.sign(each) === signs[row],
  );
  const hasNegative = amount.some((each) => each < 0);
  if (agrees && hasNegative) return amount;
  return amount.map((each, row) => ((signs[row] ?? 0) === -1 ? -each : each));
}

function amountsOf(columns: ReadColumns, notes: string[]): readonly (string | null)[] {
  const { amount: cells, debit, credit } = columns.cells;
  if (debit !== null || credit !== null) return partedAmounts(columns, notes);
  if (cells === null) return columns.ids.map(() => null);
  const read = readAmounts(cells);
  if ('amounts' in read) return withoutNoise(columns, read.amounts, notes);
  throw badCells(columns, 'amount', read);
}

/** Amounts of a file that has debits and credits in a column each. */
function partedAmounts(columns: ReadColumns, notes: string[]): readonly (string | null)[] {
  const read = readDebitsCredits(columns.cells.debit, columns.cells.credit);
  if (!('amounts' in read)) throw badCells(columns, read.role, read.unread);
  const [first, ...more] = read.both;
  if (first !== undefined)
    notes.push(
      `${columns.shown}, line ${columns.lines[first] ?? 0}${more.length === 0 ? '' : ` and ${more.length} more`}: debit and credit both hold an amount; the credit less the debit was taken.`,
    );
  return withoutNoise(columns, read.amounts, notes);
}

/** Amounts to the last decimal that is counted: what lies behind it comes from programs that count in floats, and is noted. */
function withoutNoise(
  columns: ReadColumns,
  amounts: readonly (string | null)[],
  notes: string[],
): readonly (string | null)[] {
  const isLong = (amount: string | null) => amount !== null && decimalsOf(amount) > MOST_DECIMALS;
  if (!amounts.some(isLong)) return amounts;
  notes.push(
    `${columns.shown}, column ${columnOf(columns, 'amount')}: amounts were rounded to ${MOST_DECIMALS} decimals.`,
  );
  return amounts.map((amount) => (amount !== null && isLong(amount) ? roundedDecimal(amount, MOST_DECIMALS) : amount));
}

function signsOf(columns: ReadColumns): readonly (-1 | 0 | 1)[] | null {
  const cells = columns.cells.direction;
  if (cells === null) return null;
  const read = readDirections(cells);
  if ('signs' in read) return read.signs;
  throw badCells(columns, 'direction', read);
}

function daysOf(columns: ReadColumns, role: 'date' | 'dueDate', notes: string[]): Int32Array {
  const cells = columns.cells[role];
  if (cells === null) return new Int32Array(columns.ids.length).fill(NO_DAY);
  const read = readDates(cells, { counts: true });
  if (!('days' in read)) throw badCells(columns, role, read);
  if (read.isAmbiguous) notes.push(ambiguousDates(columns.shown, columns.names[role] ?? role, read.order));
  return Int32Array.from(read.days, (day) => day ?? NO_DAY);
}

/** What a person should know of a column of dates that could be read in another order as well. */
export function ambiguousDates(shown: string, column: string, order: DateOrder): string {
  const words = { ymd: 'year first', dmy: 'day first', mdy: 'month first' }[order];
  return `${shown}, column ${column}: its dates could be read in several ways; they were read ${words}.`;
}

/** The first cell with its reason, and where the others are. */
function badCells(columns: ReadColumns, role: ColumnRole, { faults, count }: UnreadCells): TieoutError {
  const [first, ...others] = faults;
  const lines = others.map(({ row }) => String(columns.lines[row] ?? 0));
  const more = count > faults.length ? ` and ${count - faults.length} more` : '';
  const also = lines.length === 0 ? '' : `; nor can this column be read in line ${lines.join(', ')}${more}`;
  return badCell(columns, role, first?.row ?? 0, `${first?.why ?? ''}${also}`);
}

function badCell(columns: ReadColumns, role: ColumnRole, row: number, why: string): TieoutError {
  return new TieoutError(
    'BAD_INPUT',
    `${columns.shown}, line ${columns.lines[row] ?? 0}, column ${columnOf(columns, role)}: ${why}.`,
  );
}

/** What the column of a part is called; amounts may stand in two. */
function columnOf({ names }: ReadColumns, role: ColumnRole): string {
  const parted = role === 'amount' ? [names.debit, names.credit].filter((name) => name !== undefined) : [];
  return names[role] ?? (parted.length === 0 ? role : parted.join(' or '));
}
