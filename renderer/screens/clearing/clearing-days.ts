import type { ClearingLine, ClearingList } from '../../../shared/contract/clearing.ts';
import type { JournalClass } from '../../../shared/contract/profile-bookings.ts';
import { addMoney } from '../../../shared/domain/money.ts';
import type { Money } from '../../../shared/domain/money.ts';
import { formatCount } from '../../ui/money.ts';
import { nextRow } from '../../ui/row-at-place.ts';

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

/** What waits for an approval on a row: the line, or everything of its day that does. */
export function waitingOf(row: ClearingRow | null | undefined): readonly ClearingLine[] {
  if (row === null || row === undefined) return [];
  return (row.kind === 'day' ? row.lines : [row.line]).filter(({ canApprove }) => canApprove);
}

/** What A and P approve on a row: as much of what waits as is hers. */
export function approvableOf(row: ClearingRow | null | undefined): readonly ClearingLine[] {
  return waitingOf(row).filter(({ notHers }) => notHers === null);
}

/** Why some of what waits on a row is not hers, each reason once. */
export function whyNotHers(row: ClearingRow | null | undefined): readonly string[] {
  return [...new Set(waitingOf(row).flatMap(({ notHers }) => notHers ?? []))];
}

/** The day on which what waits on a row posts, where its own period is closed: approving accepts it. Null: it posts on its own. */
export function cutOffDate(row: ClearingRow | null | undefined): string | null {
  return waitingOf(row).find(({ acceptedDate }) => acceptedDate !== null)?.acceptedDate ?? null;
}

/** What A and P approve on a row, summed by currency. */
export function sumsOf(row: ClearingRow): readonly Money[] {
  const byCurrency = Map.groupBy(approvableOf(row), ({ currency }) => currency);
  return [...byCurrency.values()].map((lines) => lines.map(({ amount }) => amount).reduce(addMoney));
}

/** After a row was approved: the next one of its kind with something for her to approve, from the top again after the last; null: none. */
export function nextToApprove(rows: readonly ClearingRow[], id: string | null): ClearingRow | null {
  const kind = rows.find((row) => row.id === id)?.kind ?? 'day';
  return nextRow(rows, id, (row) => row.kind === kind && approvableOf(row).length > 0);
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
