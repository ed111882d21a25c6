import { TWO_FILE_ROLES, type TwoFileColumns, type TwoFileRole } from '../../../../shared/contract/two-files.ts';
import { readAmounts } from '../read-amounts.ts';
import { readDates } from '../read-dates.ts';
import { readDirections } from '../read-directions.ts';
import type { SideTable } from '../side-table.ts';
import { isNothing, type UnreadCells } from '../unread-cells.ts';
import { headerFit } from './header-words.ts';

const LOOKED_AT = 400;
const MOST_DIRECTIONS = 6;
/** A column is of dates or amounts although so many of its cells are not: they are told as faults then. */
const MOST_UNREAD = 0.1;
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

interface ColumnLook {
  readonly name: string;
  readonly at: number;
  readonly isEmpty: boolean;
  readonly isUnique: boolean;
  readonly isDate: boolean;
  readonly isAmount: boolean;
  readonly hasDecimals: boolean;
  readonly isCurrency: boolean;
  readonly isDirection: boolean;
  /** Share of cells with a letter, and with letters alone. */
  readonly lettered: number;
  readonly wordy: number;
}

/**
 * Proposes which column plays which part, by what its header says and what stands in it: a header alone makes no column of words an
 * amount. The id may be the reference as well. Columns of words that are left over are further text.
 */
export function proposeColumns(table: SideTable): TwoFileColumns {
  const looks = [...table.columns].map(([name, cells], at) => lookAt(name, cells, at));
  const parted = debitAndCredit(looks, table);
  const chosen = new Map<TwoFileRole, string>(parted);
  const taken = new Set<string>(chosen.values());
  const others = TWO_FILE_ROLES.filter((role) => role !== 'id' && (chosen.size === 0 || !SAYS_AMOUNT.has(role)));
  const wishes = others.flatMap((role) => looks.map((look) => ({ role, look, fit: fitOf(role, look) })));
  for (const { role, look, fit } of wishes.toSorted(
    (one, other) => other.fit - one.fit || one.look.at - other.look.at,
  )) {
    if (fit <= 0 || chosen.has(role) || taken.has(look.name)) continue;
    chosen.set(role, look.name);
    taken.add(look.name);
  }
  const id = looks
    .map((look) => ({ look, fit: fitOf('id', look) }))
    .toSorted((one, other) => other.fit - one.fit || one.look.at - other.look.at)[0];
  if (id !== undefined && id.fit > 0) chosen.set('id', id.look.name);
  const text = looks.filter(
    ({ name, isEmpty, isDate, isAmount, isCurrency }) =>
      !taken.has(name) && name !== chosen.get('id') && !isEmpty && !isDate && !isAmount && !isCurrency,
  );
  return { ...Object.fromEntries(chosen), ...(text.length === 0 ? {} : { text: text.map(({ name }) => name) }) };
}

/** Parts that a column of debits and one of credits leave nothing to. */
const SAYS_AMOUNT: ReadonlySet<TwoFileRole> = new Set(['amount', 'direction']);

/**
 * Two columns of amounts that are called debit and credit, of which a row fills one: what goes out and what comes in. One of them may be empty
 * so far. Nothing where there are no such two.
 */
function debitAndCredit(looks: readonly ColumnLook[], { columns }: SideTable): (readonly [TwoFileRole, string])[] {
  const called = (role: 'debit' | 'credit', other: 'debit' | 'credit') =>
    looks
      .filter(({ isAmount, isEmpty, name }) => (isAmount || isEmpty) && headerFit(other, name) === 0)
      .map((look) => ({ look, fit: headerFit(role, look.name) }))
      .filter(({ fit }) => fit > 0)
      .toSorted((one, next) => next.fit - one.fit || one.look.at - next.look.at)[0]?.look;
  const [debit, credit] = [called('debit', 'credit'), called('credit', 'debit')];
  if (debit === undefined || credit === undefined || (debit.isEmpty && credit.isEmpty)) return [];
  const [outs, ins] = [columns.get(debit.name) ?? [], columns.get(credit.name) ?? []];
  const rows = [...outs.slice(0, LOOKED_AT).keys()];
  const both = rows.filter((row) => isSaid(outs[row] ?? '') && isSaid(ins[row] ?? '')).length;
  if (both > rows.length * MOST_UNREAD) return [];
  return [
    ['debit', debit.name],
    ['credit', credit.name],
  ];
}

/** Whether a cell holds anything but nothing or a zero. */
function isSaid(cell: string): boolean {
  return !isNothing(cell) && /[1-9]/.test(cell);
}

function lookAt(name: string, all: readonly string[], at: number): ColumnLook {
  const cells = all.slice(0, LOOKED_AT).map((cell) => cell.trim());
  const filled = cells.filter((cell) => cell !== '');
  const share = (test: (cell: string) => boolean) => filled.filter(test).length / Math.max(1, filled.length);
  const isFilled = filled.length > 0;
  const isMostly = (read: object | UnreadCells) =>
    isFilled && !('faults' in read && read.count > filled.length * MOST_UNREAD);
  const isDate = isMostly(readDates(filled));
  const isAmount = !isDate && isMostly(readAmounts(filled));
  return {
    name,
    at,
    isEmpty: !isFilled,
    isUnique: all.length > 0 && all.every((cell) => cell.trim() !== '') && new Set(all).size === all.length,
    isDate,
    isAmount,
    hasDecimals: isAmount && share((cell) => /[.,]\d{1,3}\D*$/.test(cell)) > 0.5,
    isCurrency: isFilled && filled.every((cell) => CURRENCIES.has(cell.toUpperCase())),
    isDirection: isFilled && new Set(filled).size <= MOST_DIRECTIONS && 'signs' in readDirections(filled),
    lettered: share((cell) => /\p{L}/u.test(cell)),
    wordy: share((cell) => /^[^\d]*\p{L}{3}[^\d]*$/u.test(cell)),
  };
}

/** How well a column fits a part; 0: not at all. What the header says weighs more than what is likely without it. */
function fitOf(role: TwoFileRole, look: ColumnLook): number {
  const header = headerFit(role, look.name) * 10;
  const isWords = !look.isEmpty && !look.isDate && !look.isAmount && !look.isCurrency;
  switch (role) {
    case 'id':
      if (!look.isUnique || look.isDate || look.hasDecimals) return 0;
      return header + (look.wordy > 0.5 ? 0 : 1);
    case 'date':
      return look.isDate ? header + 5 : 0;
    case 'dueDate':
      return look.isDate && header > 0 ? header + 6 : 0;
    case 'amount':
      if (!look.isAmount) return 0;
      return look.hasDecimals ? header + 6 : header > 0 ? header : look.isUnique ? 0 : 1;
    case 'debit':
    case 'credit':
      // Either alone says too little: they are looked for together.
      return 0;
    case 'currency':
      return look.isCurrency ? header + 5 : 0;
    case 'direction':
      return look.isDirection && header > 0 && isWords ? header : 0;
    case 'party':
      return isWords && look.lettered > 0.5 ? header + look.wordy * 4 : 0;
    case 'reference':
      if (look.isDate || look.isEmpty || look.isCurrency || look.hasDecimals) return 0;
      return header > 0 ? header + (look.isUnique ? 2 : 0) : isWords && look.wordy < 0.3 ? 2 : 0;
    default:
      return role satisfies never;
  }
}
