import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { readCsv } from '../../ingest/files/csv-reader.ts';
import type { FileSource } from '../../ingest/files/file-source.ts';
import { readText } from '../../ingest/files/inspect-file.ts';
import { openTableFile, type TableFile } from '../../ingest/files/table-file.ts';
import type { ReconcileColumns } from './reconcile-map.ts';

/** As the map has it; without an id rows are known by the line they begin in. */
export type SideColumns = Omit<ReconcileColumns, 'id'> & { readonly id?: string };

/** Columns of a file by their names, row by row; `lines[r]` is where row `r` begins in the file. */
export interface SideTable {
  readonly shown: string;
  readonly lines: readonly number[];
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

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
export type ColumnRole = 'date' | 'amount' | 'currency' | 'direction' | 'party' | 'reference' | 'dueDate';
const ROLES: readonly ColumnRole[] = ['date', 'amount', 'currency', 'direction', 'party', 'reference', 'dueDate'];

/**
 * Reads the columns of a file that its part of the map names. Throws `BAD_INPUT` for a column that is not there, a row that cannot be
 * read, and ids that are empty or stand twice; errors of the file system as they are.
 */
export async function readColumns(
  file: { readonly source: FileSource; readonly option: string },
  names: ReconcileColumns,
  signal: AbortSignal,
): Promise<ReadColumns> {
  const table = await openTableFile(file.source, signal);
  for (const [key, name] of namesOf(names)) {
    if (table.headers.includes(name)) continue;
    throw bad(
      `--map: ${file.option}.${key}: ${file.source.shown} has no column "${name}".`,
      `It has ${table.headers.join(', ')}.`,
    );
  }
  const wanted = new Set(namesOf(names).map(([, name]) => name));
  return pickColumns(await readSideTable(table, wanted, signal), names);
}

/** Keys of the map with the columns they name. */
function namesOf(names: SideColumns): [string, string][] {
  const parts = (['id', ...ROLES] as const).flatMap((key): [string, string][] => {
    const name = names[key];
    return name === undefined ? [] : [[key, name.trim()]];
  });
  return [...parts, ...(names.text ?? []).map((name, at): [string, string] => [`text.${at}`, name.trim()])];
}

/** Reads columns of a file as they stand in it. Throws `BAD_INPUT` for a row that cannot be read; errors of the file system as they are. */
export async function readSideTable(
  table: TableFile,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SideTable> {
  const { shown } = table.file;
  const lines: number[] = [];
  const kept = table.headers.flatMap((name, at) => (wanted.has(name) ? [{ name, at, cells: [] as string[] }] : []));
  let isHeader = true;
  for await (const row of readCsv(readText(table.file, table.encoding, signal), table.delimiter)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if ('fault' in row)
      throw bad(`${shown}, line ${row.line}, column ${table.headers[row.column - 1] ?? row.column}: ${row.fault}.`);
    if (row.cells.length !== table.headers.length)
      throw bad(`${shown}, line ${row.line}: it has ${row.cells.length} cells, the header ${table.headers.length}.`);
    lines.push(row.line);
    for (const { at, cells } of kept) cells.push(row.cells[at] ?? '');
  }
  return { shown, lines, columns: new Map(kept.map(({ name, cells }) => [name, cells])) };
}

/** The columns by the part they play. Throws `BAD_INPUT` for a column that is not there, and for ids that are empty or stand twice. */
export function pickColumns(table: SideTable, names: SideColumns): ReadColumns {
  const { shown, lines } = table;
  const column = (name: string): readonly string[] => {
    const cells = table.columns.get(name.trim());
    if (cells === undefined) throw bad(`${shown}: it has no column "${name}".`, 'Choose one of its columns.');
    return cells;
  };
  const ids = names.id === undefined ? lines.map(String) : column(names.id);
  const cells = Object.fromEntries(
    ROLES.map((role) => {
      const name = names[role];
      return [role, name === undefined ? null : column(name).map((cell) => cell.trim())];
    }),
  );
  const texts = (names.text ?? []).map(column);
  const text = lines.map((_, row) => texts.map((of) => of[row] ?? '').join('\n'));
  if (names.id !== undefined) refuseIds(shown, names.id, ids, lines);
  return { shown, lines, ids, cells: cells as Record<ColumnRole, string[] | null>, text, names };
}

const MOST_LISTED = 50;

function refuseIds(shown: string, column: string, ids: readonly string[], lines: readonly number[]): void {
  const empty = ids.findIndex((id) => id.trim() === '');
  if (empty >= 0) throw bad(`${shown}, line ${lines[empty] ?? 0}, column ${column}: the id is empty.`);
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  if (twice.size === 0) return;
  const listed = [...twice].sort().slice(0, MOST_LISTED);
  const more = twice.size > listed.length ? ` and ${twice.size - listed.length} more` : '';
  throw bad(
    `${shown}, column ${column}: ids stand more than once: ${listed.join(', ')}${more}.`,
    'Each row needs an id of its own.',
  );
}

function bad(message: string, nextStep?: string): TieoutError {
  return new TieoutError('BAD_INPUT', message, nextStep === undefined ? {} : { nextStep });
}
