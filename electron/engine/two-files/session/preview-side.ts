import { TWO_FILE_ROLES, type TwoFilePreview, type TwoFileRole } from '../../../../shared/contract/two-files.ts';
import { readAmounts } from '../read-amounts.ts';
import { readDates } from '../read-dates.ts';
import { readDirections } from '../read-directions.ts';
import { readDebitsCredits } from '../read-debits-credits.ts';
import { whyNotTogether, type SideColumns } from '../reconcile-columns.ts';
import { unreadIds, type SideTable } from '../side-table.ts';
import type { UnreadCells } from '../unread-cells.ts';
import { ambiguousDates } from '../reconcile-side.ts';
import { dateOfDay } from './date-of-day.ts';

type Preview = TwoFilePreview['left'];
const FIRST_ROWS = 6;

/** How the columns of a file are read under a map: its first rows, and the first cells of each column that cannot be read. */
export function previewSide(table: SideTable, names: SideColumns): Preview {
  const faults: Preview['faults'] = [];
  const further: Preview['further'] = [];
  const notes: string[] = [];
  const why = whyNotTogether(names);
  if (why !== null) faults.push({ line: 1, column: names.debit ?? names.credit ?? '', reason: why });
  const parts = TWO_FILE_ROLES.flatMap((role) => {
    const column = names[role];
    if (column === undefined) return [];
    const cells = table.columns.get(column);
    if (cells === undefined) {
      faults.push({ line: 1, column, reason: 'there is no such column' });
      return [];
    }
    const unread = unreadOf(role, cells);
    if (unread === null && (role === 'date' || role === 'dueDate')) notes.push(...noteOf(table.shown, column, cells));
    for (const { row, why } of unread?.faults ?? []) faults.push({ line: table.lines[row] ?? 0, column, reason: why });
    if (unread !== null && unread.count > unread.faults.length)
      further.push({ column, count: unread.count - unread.faults.length });
    return [{ part: role as string, written: cells.slice(0, FIRST_ROWS), read: readFirst(role, cells, unread) }];
  });
  const first = table.lines.slice(0, FIRST_ROWS).map((line, row) => ({
    line,
    cells: parts.map(({ part, written, read }) => ({ part, written: written[row] ?? '', read: read[row] ?? '' })),
  }));
  return { first, faults, further, notes };
}

function unreadOf(role: TwoFileRole, cells: readonly string[]): UnreadCells | null {
  if (role === 'id') return unreadIds(cells);
  const read =
    role === 'amount' || role === 'debit' || role === 'credit'
      ? readAmounts(cells)
      : role === 'date' || role === 'dueDate'
        ? readDates(cells, { counts: true })
        : role === 'direction'
          ? readDirections(cells)
          : null;
  return read !== null && 'faults' in read ? read : null;
}

function noteOf(shown: string, column: string, cells: readonly string[]): string[] {
  const read = readDates(cells, { counts: true });
  return 'days' in read && read.isAmbiguous ? [ambiguousDates(shown, column, read.order)] : [];
}

/** The first rows as they are read with the whole column, else by themselves; empty where a cell cannot be read. */
function readFirst(role: TwoFileRole, all: readonly string[], unread: UnreadCells | null): string[] {
  const isBad = new Set(unread?.faults.map(({ row }) => row));
  const readable = all.slice(0, FIRST_ROWS).map((cell, row) => (isBad.has(row) ? '' : cell));
  const [whole, head] = [all, readable].map((cells) => cells.map((cell) => cell.trim()));
  for (const cells of [whole ?? [], head ?? []]) {
    const read = texts(role, cells);
    if (read !== null) return read.slice(0, FIRST_ROWS);
  }
  return [];
}

function texts(role: TwoFileRole, cells: readonly string[]): string[] | null {
  if (role === 'amount') {
    const read = readAmounts(cells);
    return 'amounts' in read ? read.amounts.map((amount) => amount ?? '') : null;
  }
  if (role === 'debit' || role === 'credit') {
    const read = role === 'debit' ? readDebitsCredits(cells, null) : readDebitsCredits(null, cells);
    return 'amounts' in read ? read.amounts.map((amount) => amount ?? '') : null;
  }
  if (role === 'date' || role === 'dueDate') {
    const read = readDates(cells, { counts: true });
    return 'days' in read ? read.days.map((day) => (day === null ? '' : dateOfDay(day))) : null;
  }
  if (role !== 'direction') return [...cells];
  const read = readDirections(cells);
  return 'signs' in read ? read.signs.map((sign) => (sign < 0 ? 'out' : sign > 0 ? 'in' : '')) : null;
}
