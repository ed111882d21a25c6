import type { ClearingLine, ClearingList } from '../../../shared/contract/clearing.ts';
import type { JournalClass } from '../../../shared/contract/profile-bookings.ts';
import { formatCount } from '../../ui/money.ts';

export const CLASS_WORDS: Readonly<Record<JournalClass, string>> = {
  fees: 'Fees',
  taxOnFees: 'Tax on fees',
  conversion: 'Conversion',
  reserves: 'Reserves',
  topUps: 'Top-ups',
  payouts: 'Payouts',
  otherAdjustments: 'Other adjustments',
};

/** A row of the table: a day with what can be approved of it, or one line of it. */
export type ClearingRow =
  | { readonly id: string; readonly kind: 'day'; readonly date: string; readonly lines: readonly ClearingLine[] }
  | { readonly id: string; readonly kind: 'line'; readonly date: string; readonly line: ClearingLine };

/** Name of a line that stays the same while its amount or state moves. */
export function lineId({ account, journalClass, date, currency, balanceTransactionId, posting }: ClearingLine): string {
  return [account, date, journalClass, currency, balanceTransactionId ?? '', posting?.key ?? 'due'].join('|');
}

/** The lines under their days, in the order they come. */
export function rowsOf(lines: readonly ClearingLine[]): readonly ClearingRow[] {
  const days = Map.groupBy(lines, ({ date }) => date);
  return [...days].flatMap(([date, own]): ClearingRow[] => [
    { id: date, kind: 'day', date, lines: own },
    ...own.map((line): ClearingRow => ({ id: lineId(line), kind: 'line', date, line })),
  ]);
}

/** What A and P approve on a row: the line, or everything of its day that can be. */
export function approvableOf(row: ClearingRow | undefined): readonly ClearingLine[] {
  if (row === undefined) return [];
  return (row.kind === 'day' ? row.lines : [row.line]).filter(({ canApprove }) => canApprove);
}

/** After a row was approved: the next one of its kind with something to approve, or none. */
export function nextToApprove(rows: readonly ClearingRow[], id: string | null): ClearingRow | undefined {
  const at = rows.findIndex((row) => row.id === id);
  const { kind } = rows[at] ?? { kind: 'day' };
  return rows.slice(at + 1).find((row) => row.kind === kind && approvableOf(row).length > 0);
}

/** The month before or after. */
export function neighbourMonth(month: string, step: 1 | -1): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const at = year * 12 + number - 1 + step;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** Where the month stands, in one sentence. */
export function clearingSentence(list: ClearingList | undefined): string {
  if (list === undefined) return '';
  const parts = [
    list.toApprove === 0 ? 'nothing to approve' : `${formatCount(list.toApprove)} to approve`,
    ...(list.notSeen === 0 ? [] : [`${formatCount(list.notSeen)} not seen from Treasury`]),
    ...(list.toBook === 0 ? [] : [`${formatCount(list.toBook)} to be booked by GL`]),
    ...(list.more === 0 ? [] : [`${formatCount(list.more)} more lines not shown`]),
  ];
  const [first = '', ...rest] = parts;
  return [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...rest].join(' · ');
}
