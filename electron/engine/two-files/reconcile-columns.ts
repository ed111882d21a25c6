import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { readCsv } from '../../ingest/files/csv-reader.ts';
import { diskFile } from '../../ingest/files/file-source.ts';
import { readText } from '../../ingest/files/inspect-file.ts';
import { openTableFile } from '../../ingest/files/table-file.ts';
import type { ReconcileColumns } from './reconcile-map.ts';

/** The cells of one file by the part they play; `lines[r]` is where row `r` begins in the file. */
export interface ReadColumns {
  readonly shown: string;
  readonly lines: readonly number[];
  /** As they stand in the file, to the blank. */
  readonly ids: readonly string[];
  readonly cells: Readonly<Record<ColumnRole, readonly string[] | null>>;
  /** Texts of the columns that play no other part, together. */
  readonly text: readonly string[];
  readonly names: ReconcileColumns;
}
export type ColumnRole = 'date' | 'amount' | 'currency' | 'direction' | 'party' | 'reference' | 'dueDate';
const ROLES: readonly ColumnRole[] = ['date', 'amount', 'currency', 'direction', 'party', 'reference', 'dueDate'];

/**
 * Reads the columns of a file that its part of the map names. Throws `BAD_INPUT` for a column that is not there, a row that cannot be
 * read, and ids that are empty or stand twice; errors of the file system as they are.
 */
export async function readColumns(
  file: { readonly path: string; readonly shown: string; readonly option: string },
  names: ReconcileColumns,
  signal: AbortSignal,
): Promise<ReadColumns> {
  const table = await openTableFile(diskFile(file.path, file.shown), signal);
  const place = (name: string, key: string): number => {
    const at = table.headers.indexOf(name.trim());
    if (at >= 0) return at;
    throw bad(
      `--map: ${file.option}.${key}: ${file.shown} has no column "${name}".`,
      `It has ${table.headers.join(', ')}.`,
    );
  };
  const idAt = place(names.id, 'id');
  const at = ROLES.map((role) => (names[role] === undefined ? -1 : place(names[role], role)));
  const textAt = (names.text ?? []).map((name, number) => place(name, `text.${number}`));
  const lines: number[] = [];
  const ids: string[] = [];
  const columns = ROLES.map((): string[] => []);
  const text: string[] = [];
  let isHeader = true;
  for await (const row of readCsv(readText(table.file, table.encoding, signal), table.delimiter)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if ('fault' in row)
      throw bad(
        `${file.shown}, line ${row.line}, column ${table.headers[row.column - 1] ?? row.column}: ${row.fault}.`,
      );
    if (row.cells.length !== table.headers.length)
      throw bad(
        `${file.shown}, line ${row.line}: it has ${row.cells.length} cells, the header ${table.headers.length}.`,
      );
    lines.push(row.line);
    ids.push(row.cells[idAt] ?? '');
    for (const [number, column] of columns.entries())
      if ((at[number] ?? -1) >= 0) column.push((row.cells[at[number] ?? 0] ?? '').trim());
    text.push(textAt.map((each) => row.cells[each] ?? '').join('\n'));
  }
  refuseIds(file.shown, names.id, ids, lines);
  const cells = Object.fromEntries(
    ROLES.map((role, number) => [role, (at[number] ?? -1) < 0 ? null : (columns[number] ?? [])]),
  );
  return { shown: file.shown, lines, ids, cells: cells as Record<ColumnRole, string[] | null>, text, names };
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
