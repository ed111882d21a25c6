import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { readCsv } from '../../ingest/files/csv-reader.ts';
import type { FileSource } from '../../ingest/files/file-source.ts';
import { readText } from '../../ingest/files/inspect-file.ts';
import { openTableFile, type TableFile } from '../../ingest/files/table-file.ts';
import { unreadCells, type UnreadCells } from './unread-cells.ts';

/** Columns of a file by their names, row by row; `lines[r]` is where row `r` begins in the file. */
export interface SideTable {
  readonly shown: string;
  readonly lines: readonly number[];
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

/** A key of a map, e.g. `left.amount`, and the column that it names. */
export type NamedColumn = readonly [key: string, name: string];

/** Looks at one of two files: any header will do, for a person says what its columns are. Throws as `openTableFile` does. */
export function openSide(source: FileSource, signal?: AbortSignal): Promise<TableFile> {
  return openTableFile(source, signal, 'toldApart');
}

/**
 * Reads the columns of a file that a map names. Throws `BAD_INPUT` for columns that are not there, all of them, and for a row that cannot
 * be read; errors of the file system as they are.
 */
export async function readNamedColumns(
  source: FileSource,
  named: readonly NamedColumn[],
  signal?: AbortSignal,
): Promise<SideTable> {
  const table = await openSide(source, signal);
  const absent = named.filter(([, name]) => !table.headers.includes(name));
  if (absent.length > 0)
    throw new TieoutError(
      'BAD_INPUT',
      `--map: ${absent.map(([key, name]) => `${key}: ${source.shown} has no column "${name}"`).join('; ')}.`,
      { nextStep: `It has ${table.headers.join(', ')}.` },
    );
  return readSideTable(table, new Set(named.map(([, name]) => name)), signal);
}

/** Reads columns of a file as they stand in it. Throws `BAD_INPUT` for a row that cannot be read; errors of the file system as they are. */
export async function readSideTable(
  table: TableFile,
  wanted: ReadonlySet<string>,
  signal?: AbortSignal,
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
      throw broken(`${shown}, line ${row.line}, column ${table.headers[row.column - 1] ?? row.column}: ${row.fault}.`);
    if (row.cells.length !== table.headers.length)
      throw broken(`${shown}, line ${row.line}: it has ${row.cells.length} cells, the header ${table.headers.length}.`);
    lines.push(row.line);
    for (const { at, cells } of kept) cells.push(row.cells[at] ?? '');
  }
  return { shown, lines, columns: new Map(kept.map(({ name, cells }) => [name, cells])) };
}

const MOST_LISTED = 50;

/** Refuses ids that are empty or stand more than once, with a list: `BAD_INPUT`. They are compared to the blank. */
export function refuseIds({ shown, lines }: SideTable, column: string, ids: readonly string[]): void {
  const empty = ids.findIndex((id) => id.trim() === '');
  if (empty >= 0)
    throw new TieoutError('BAD_INPUT', `${shown}, line ${lines[empty] ?? 0}, column ${column}: the id is empty.`, {
      nextStep: 'Each row needs an id of its own.',
    });
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  if (twice.size === 0) return;
  const listed = [...twice].sort().slice(0, MOST_LISTED);
  const more = twice.size > listed.length ? ` and ${twice.size - listed.length} more` : '';
  throw new TieoutError(
    'BAD_INPUT',
    `${shown}, column ${column}: ids stand more than once: ${listed.join(', ')}${more}.`,
    { nextStep: 'Each row needs an id of its own.' },
  );
}

/** The rows whose id is empty or stands in an earlier row; null: there is none. */
export function unreadIds(ids: readonly string[]): UnreadCells | null {
  const seen = new Set<string>();
  return unreadCells(ids.length, (row) => {
    const id = ids[row] ?? '';
    if (id.trim() === '') return 'the id is empty';
    if (seen.has(id)) return `the id ${id} stands more than once`;
    seen.add(id);
    return null;
  });
}

function broken(message: string): TieoutError {
  return new TieoutError('BAD_INPUT', message, {
    nextStep:
      'Mend the file; cells with the delimiter, quotes or line ends stand in quotes, quotes inside are doubled.',
  });
}
