import { TWO_FILE_ROLES, type TwoFilePreview, type TwoFileRole } from '../../../../shared/contract/two-files.ts';
import { readAmounts } from '../read-amounts.ts';
import { readDates } from '../read-dates.ts';
import { readDirections } from '../read-directions.ts';
import type { SideColumns } from '../reconcile-columns.ts';
import type { SideTable } from '../side-table.ts';
import { ambiguousDates } from '../reconcile-side.ts';
import { dateOfDay } from './date-of-day.ts';

type Preview = TwoFilePreview['left'];
const FIRST_ROWS = 6;

/** How the columns of a file are read under a map: its first rows, and the first cell of each column that cannot be read. */
export function previewSide(table: SideTable, names: SideColumns): Preview {
  const faults: Preview['faults'] = [];
  const notes: string[] = [];
  const parts = TWO_FILE_ROLES.flatMap((role) => {
    const column = names[role];
    if (column === undefined) return [];
    const cells = table.columns.get(column);
    if (cells === undefined) {
      faults.push({ line: 1, column, reason: 'there is no such column' });
      return [];
    }
    const fault = faultOf(role, cells);
    if (fault !== null) faults.push({ line: table.lines[fault.row] ?? 0, column, reason: fault.why });
    else if (role === 'date' || role === 'dueDate') notes.push(...noteOf(table.shown, column, cells));
    return [{ part: role as string, written: cells.slice(0, FIRST_ROWS), read: readFirst(role, cells) }];
  });
  const first = table.lines.slice(0, FIRST_ROWS).map((line, row) => ({
    line,
    cells: parts.map(({ part, written, read }) => ({ part, written: written[row] ?? '', read: read[row] ?? '' })),
  }));
  return { first, faults, notes };
}

interface Fault {
  readonly row: number;
  readonly why: string;
}

function faultOf(role: TwoFileRole, cells: readonly string[]): Fault | null {
  const trimmed = role === 'id' ? cells : cells.map((cell) => cell.trim());
  if (role === 'id') return faultOfIds(trimmed);
  if (role === 'amount') {
    const read = readAmounts(trimmed);
    return 'amounts' in read ? null : read;
  }
  if (role === 'date' || role === 'dueDate') {
    const read = readDates(trimmed);
    return 'days' in read ? null : read;
  }
  if (role !== 'direction') return null;
  const read = readDirections(trimmed);
  return 'signs' in read ? null : { row: read.row, why: `"${cells[read.row] ?? ''}" says neither in nor out` };
}

function faultOfIds(ids: readonly string[]): Fault | null {
  const seen = new Set<string>();
  for (const [row, id] of ids.entries()) {
    if (id.trim() === '') return { row, why: 'the id is empty' };
    if (seen.has(id)) return { row, why: `the id ${id} stands more than once` };
    seen.add(id);
  }
  return null;
}

function noteOf(shown: string, column: string, cells: readonly string[]): string[] {
  const read = readDates(cells.map((cell) => cell.trim()));
  return 'days' in read && read.isAmbiguous ? [ambiguousDates(shown, column, read.order)] : [];
}

/** The first rows as they are read with the whole column, else by themselves; empty where even that fails. */
function readFirst(role: TwoFileRole, all: readonly string[]): string[] {
  const [whole, head] = [all, all.slice(0, FIRST_ROWS)].map((cells) => cells.map((cell) => cell.trim()));
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
  if (role === 'date' || role === 'dueDate') {
    const read = readDates(cells);
    return 'days' in read ? read.days.map((day) => (day === null ? '' : dateOfDay(day))) : null;
  }
  if (role !== 'direction') return [...cells];
  const read = readDirections(cells);
  return 'signs' in read ? read.signs.map((sign) => (sign < 0 ? 'out' : sign > 0 ? 'in' : '')) : null;
}
