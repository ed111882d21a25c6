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
  | { readonly row: number; readonly why: string };

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

/**
 * Reads the dates of a column in the one order that all of them allow; a time behind them is left out. Where two orders remain, the one
 * whose dates lie closer together is taken, day first if that says nothing, and the column counts as ambiguous.
 */
export function readDates(cells: readonly string[]): ReadDates {
  const orders = (['ymd', 'dmy', 'mdy'] as const).map((order) => ({ order, ...readIn(cells, order) }));
  const fitting = orders.filter(({ failed }) => failed < 0);
  const [only] = fitting;
  if (only === undefined) {
    const farthest = orders.reduce((best, each) => (each.failed > best.failed ? each : best));
    return {
      row: farthest.failed,
      why: `"${cells[farthest.failed] ?? ''}" is no date as the other dates of this column are written`,
    };
  }
  const isSame = fitting.every(({ days }) => days.every((day, row) => day === only.days[row]));
  if (isSame) return { days: only.days, order: only.order, isAmbiguous: false };
  const closest = fitting.reduce((best, each) => (spanOf(each.days) < spanOf(best.days) ? each : best));
  return { days: closest.days, order: closest.order, isAmbiguous: true };
}

function readIn(
  cells: readonly string[],
  order: DateOrder,
): { readonly days: (number | null)[]; readonly failed: number } {
  const days: (number | null)[] = [];
  for (const [row, cell] of cells.entries()) {
    const text = cell.trim();
    const day = text === '' ? null : dayOf(text, order);
    if (text !== '' && day === null) return { days, failed: row };
    days.push(day);
  }
  return { days, failed: -1 };
}

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,].*)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?\d{4,6}.*)?$/;
const PARTED = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,].*)?$/;
const DAY_NAMED =
  /^(?:\p{L}+,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[-/. ]*(\p{L}{3,})\.?[-/., ]*(\d{4}|\d{2})(?:[T ,].*)?$/u;
const MONTH_NAMED = /^(?:\p{L}+,\s+)?(\p{L}{3,})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})(?:[T ,].*)?$/u;

function dayOf(text: string, order: DateOrder): number | null {
  const yearFirst = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (yearFirst !== null) return dayNumberOf(yearFirst[1], yearFirst[2], yearFirst[3]);
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
  const at = new Date(Date.UTC(full, m - 1, d));
  const isThere = full >= 1900 && full < 2200 && at.getUTCMonth() === m - 1 && at.getUTCDate() === d;
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
