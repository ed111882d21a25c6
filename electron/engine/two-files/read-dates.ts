import { isNothing, unreadCells, type UnreadCells } from './unread-cells.ts';

/** How the dates of a column are written: year, month and day in this order. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

export type ReadDates =
  | {
      /** Days since 1970-01-01, null where a cell is empty. */
      readonly days: readonly (number | null)[];
      readonly order: DateOrder;
      /** Whether the column could be read in another order as well. */
      readonly isAmbiguous: boolean;
    }
  | UnreadCells;

const MS_PER_DAY = 86_400_000;
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen'],
  ['feb', 'fev', 'fév', 'fevr'],
  ['mar', 'mär', 'maa', 'mrt', 'mrz'],
  ['apr', 'abr', 'avr'],
  ['may', 'mai', 'mei', 'mag', 'maj'],
  ['jun', 'giu', 'juin'],
  ['jul', 'lug', 'juil'],
  ['aug', 'ago', 'aou', 'aoû'],
  ['sep', 'set'],
  ['oct', 'okt', 'ott', 'out'],
  ['nov'],
  ['dec', 'dez', 'dic', 'déc', 'des'],
];

/** Where nothing else tells orders apart, the first of these. */
const ORDERS = ['dmy', 'mdy', 'ymd'] as const satisfies readonly DateOrder[];

/**
 * Reads the dates of a column in the one order that all of them allow; a time behind them is left out. Where two orders remain, the one
 * whose dates lie closer together is taken, day first if that says nothing, and the column counts as ambiguous. `counts: true` takes
 * whole numbers for what programs count in as well: seconds or milliseconds since 1970, days since 1900.
 */
export function readDates(cells: readonly string[], { counts = false }: { readonly counts?: boolean } = {}): ReadDates {
  const orders = ORDERS.map((order) => ({ order, days: cells.map((cell) => dayIn(cell, order, counts)) }));
  const fitting = orders.filter(({ days }) => !days.includes(Number.NaN));
  const [only] = fitting;
  if (only === undefined) {
    const failures = orders.map(({ days }) => days.filter(Number.isNaN).length);
    const best = orders[failures.indexOf(Math.min(...failures))];
    const unread = unreadCells(cells.length, (row) =>
      Number.isNaN(best?.days[row])
        ? `"${cells[row] ?? ''}" is no date as the other dates of this column are written`
        : null,
    );
    return unread ?? { days: [], order: 'ymd', isAmbiguous: false };
  }
  const isSame = fitting.every(({ days }) => days.every((day, row) => day === only.days[row]));
  if (isSame) return { days: only.days, order: fitting.at(-1)?.order ?? only.order, isAmbiguous: false };
  const closest = fitting.reduce((best, each) => (spanOf(each.days) < spanOf(best.days) ? each : best));
  return { days: closest.days, order: closest.order, isAmbiguous: true };
}

/** Null where the cell holds nothing, `NaN` where it holds no date. */
function dayIn(cell: string, order: DateOrder, counts: boolean): number | null {
  const text = cell.trim();
  if (isNothing(text)) return null;
  return dayOf(text, order) ?? (counts ? dayOfCount(text) : null) ?? Number.NaN;
}

/** The day of a count; by its digits it is of seconds, milliseconds, or the days of spreadsheets (1954 to 2119). */
function dayOfCount(text: string): number | null {
  if (/^[2-7]\d{4}(?:\.\d+)?$/.test(text)) return Math.floor(Number(text)) - SPREADSHEET_EPOCH_DAYS;
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Math.floor((Number(text) * 1_000) / MS_PER_DAY);
  return /^\d{12,13}$/.test(text) ? Math.floor(Number(text) / MS_PER_DAY) : null;
}
/** Day 0 of spreadsheets is 1899-12-30. Source: ECMA-376 part 1, 18.17.4.1, with its leap day of 1900. */
const SPREADSHEET_EPOCH_DAYS = 25_569;

const YEAR_FIRST = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[.日]?(?:[T ,].*)?$/;
const YEAR_FIRST_NAMED = /^(\d{4})[-/. ](\p{L}{3,})[-/. ](\d{1,2})(?:[T ,].*)?$/u;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?\d{4,6}.*)?$/;
const PARTED = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})\.?(?:[T ,].*)?$/;
const DAY_NAMED =
  /^(?:\p{L}+,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?(?:\s+de\s+|[-/. ]*)(\p{L}{3,})\.?(?:\s+de\s+|[-/., ]*)(\d{4}|\d{2})(?:[T ,:].*)?$/iu;
const MONTH_NAMED = /^(?:\p{L}+,?\s+)?(\p{L}{3,})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})(?:[T ,].*)?$/u;

function dayOf(text: string, order: DateOrder): number | null {
  const yearFirst = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (yearFirst !== null) return dayNumberOf(yearFirst[1], yearFirst[2], yearFirst[3]);
  const yearFirstNamed = YEAR_FIRST_NAMED.exec(text);
  if (yearFirstNamed !== null) return dayNumberOf(yearFirstNamed[1], monthOf(yearFirstNamed[2]), yearFirstNamed[3]);
  const dayNamed = DAY_NAMED.exec(text);
  if (dayNamed !== null) return dayNumberOf(dayNamed[3], monthOf(dayNamed[2]), dayNamed[1]);
  const monthNamed = MONTH_NAMED.exec(text);
  if (monthNamed !== null) return dayNumberOf(monthNamed[3], monthOf(monthNamed[1]), monthNamed[2]);
  const parted = PARTED.exec(text);
  if (parted === null) return null;
  const [, first, second, third] = parted;
  if (order === 'dmy') return dayNumberOf(third, second, first);
  if (order === 'mdy') return dayNumberOf(third, first, second);
  return (third ?? '').length === 2 ? dayNumberOf(first, second, third) : null;
}

function monthOf(name: string | undefined): string {
  const given = (name ?? '').toLowerCase();
  return String(MONTHS.findIndex((names) => names.some((each) => given.startsWith(each))) + 1);
}

function dayNumberOf(year: string | undefined, month: string | undefined, day: string | undefined): number | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const full = (year ?? '').length <= 2 ? (y < 70 ? 2000 + y : 1900 + y) : y;
  const at = new Date(Date.UTC(2000, m - 1, d));
  // Years as they are: `Date.UTC` takes those below 100 for the last century.
  at.setUTCFullYear(full, m - 1, d);
  // Programs write the first and the last day there is for "never".
  const isThere = full >= 1 && at.getUTCMonth() === m - 1 && at.getUTCDate() === d;
  return isThere ? at.getTime() / MS_PER_DAY : null;
}

function spanOf(days: readonly (number | null)[]): number {
  let [least, most] = [Infinity, -Infinity];
  for (const day of days)
    if (day !== null) {
      least = Math.min(least, day);
      most = Math.max(most, day);
    }
  return most - least;
}
