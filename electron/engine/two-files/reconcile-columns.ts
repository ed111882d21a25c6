import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { FileSource } from '../../ingest/files/file-source.ts';
import type { ReconcileColumns } from './reconcile-map.ts';
import { readNamedColumns, refuseIds, type NamedColumn, type SideTable } from './side-table.ts';
import { isNothing } from './unread-cells.ts';

/** As the map has it; without an id rows are known by the line they begin in. */
export type SideColumns = Omit<ReconcileColumns, 'id'> & { readonly id?: string };

/** The cells of one file by the part they play; `lines[r]` is where row `r` begins in the file. */
export interface ReadColumns {
  readonly shown: string;
  readonly lines: readonly number[];
  /** As they stand in the file, to the blank. */
  readonly ids: readonly string[];
  readonly cells: Readonly<Record<ColumnRole, readonly string[] | null>>;
  /** Texts of the columns that play no other part, together. */
  readonly text: readonly string[];
  readonly names: SideColumns;
}
const ROLES = ['date', 'amount', 'debit', 'credit', 'currency', 'direction', 'party', 'reference', 'dueDate'] as const;
export type ColumnRole = (typeof ROLES)[number];

/**
 * Reads the columns of a file that its part of the map names. Throws `BAD_INPUT` for columns that are not there, a row that cannot be
 * read, and ids that are empty or stand twice; errors of the file system as they are.
 */
export async function readColumns(
  file: { readonly source: FileSource; readonly option: string },
  names: ReconcileColumns,
  signal?: AbortSignal,
): Promise<ReadColumns> {
  const named = namesOf(names).map(([key, name]): NamedColumn => [`${file.option}.${key}`, name]);
  return pickColumns(await readNamedColumns(file.source, named, signal), names);
}

/** Keys of the map with the columns they name. */
function namesOf(names: SideColumns): [string, string][] {
  const parts = (['id', ...ROLES] as const).flatMap((key): [string, string][] => {
    const name = names[key];
    return name === undefined ? [] : [[key, name.trim()]];
  });
  return [...parts, ...(names.text ?? []).map((name, at): [string, string] => [`text.${at}`, name.trim()])];
}

/** Why columns cannot play their parts together, a sentence; null: they can. */
export function whyNotTogether({ amount, debit, credit, direction }: SideColumns): string | null {
  const isParted = debit !== undefined || credit !== undefined;
  if (isParted && amount !== undefined)
    return 'amounts stand in one column, or in two for debit and credit, and not in both ways';
  return isParted && direction !== undefined ? 'debit and credit already tell the direction' : null;
}

/**
 * The columns by the part they play. Throws `BAD_INPUT` for a column that is not there, for parts that exclude each other, and for ids that
 * are empty or stand twice.
 */
export function pickColumns(table: SideTable, names: SideColumns): ReadColumns {
  const { shown, lines } = table;
  const why = whyNotTogether(names);
  if (why !== null) throw new TieoutError('BAD_INPUT', `${shown}: ${why}.`, { nextStep: 'Leave one of them out.' });
  const column = (name: string): readonly string[] => {
    const cells = table.columns.get(name.trim());
    if (cells === undefined)
      throw new TieoutError('BAD_INPUT', `${shown}: it has no column "${name}".`, {
        nextStep: 'Choose one of its columns.',
      });
    return cells;
  };
  const ids = names.id === undefined ? lines.map(String) : column(names.id);
  const cells = Object.fromEntries(
    ROLES.map((role) => {
      const name = names[role];
      if (name === undefined) return [role, null];
      const isCode = role === 'reference' || role === 'currency';
      return [role, column(name).map((cell) => (isCode && isNothing(cell) ? '' : cell.trim()))];
    }),
  );
  const texts = (names.text ?? []).map(column);
  const text = lines.map((_, row) => texts.map((of) => of[row] ?? '').join('\n'));
  if (names.id !== undefined) refuseIds(table, names.id, ids);
  return { shown, lines, ids, cells: cells as Record<ColumnRole, string[] | null>, text, names };
}
