import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { readCsv } from '../../ingest/files/csv-reader.ts';
import { diskFile } from '../../ingest/files/file-source.ts';
import { readText } from '../../ingest/files/inspect-file.ts';
import { openTableFile, type TableFile } from '../../ingest/files/table-file.ts';
import type { PartyColumns, PartyField } from '../../matching/parties/party-columns.ts';
import type { PartySideMap } from './party-map.ts';

/** The parties of a file with their ids, row by row. */
export interface PartyTable {
  readonly ids: readonly string[];
  readonly parties: PartyColumns;
}

const MOST_LISTED = 20;

/**
 * Reads the mapped columns of a CSV file. Throws `BAD_INPUT` naming the option and file, the absent column, the row that cannot be
 * read, or the ids that stand twice.
 */
export async function readPartyTable(option: string, path: string, map: PartySideMap): Promise<PartyTable> {
  const shown = `--${option} ${path}`;
  const table = await opened(path, shown);
  const wanted = [map.id, ...Object.values(map.fields), ...map.other];
  const absent = [...new Set(wanted)].filter((name) => !table.headers.includes(name));
  if (absent.length > 0)
    throw new TieoutError('BAD_INPUT', `${shown}: there is no column ${absent.join(', ')}.`, {
      nextStep: `Its columns are ${table.headers.join(', ')}.`,
    });
  const places = wanted.map((name) => table.headers.indexOf(name));
  const cells: string[][] = wanted.map(() => []);
  for await (const row of rowsOf(table, shown))
    for (const [at, place] of places.entries()) cells[at]?.push(row[place] ?? '');
  const [ids = [], ...rest] = cells;
  refuseRepeated(shown, map.id, ids);
  const names = Object.keys(map.fields) as PartyField[];
  const fields = Object.fromEntries(names.map((field, at) => [field, rest[at] ?? []]));
  return { ids, parties: { count: ids.length, fields, other: rest.slice(names.length) } };
}

async function opened(path: string, shown: string): Promise<TableFile> {
  try {
    return await openTableFile(diskFile(path, shown));
  } catch (error) {
    if (
      !(
        error instanceof Error &&
        'code' in error &&
        (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'EACCES')
      )
    )
      throw error;
    throw new TieoutError('BAD_INPUT', `${shown}: the file cannot be read (${error.code}).`, {
      nextStep: 'Name a CSV file that is there and that you may read.',
    });
  }
}

async function* rowsOf(table: TableFile, shown: string): AsyncGenerator<readonly string[]> {
  let isHeader = true;
  for await (const row of readCsv(readText(table.file, table.encoding), table.delimiter)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if ('fault' in row)
      throw broken(
        `${shown}: row at line ${row.line}, column ${table.headers[row.column - 1] ?? row.column}: ${row.fault}.`,
      );
    if (row.cells.length !== table.headers.length)
      throw broken(
        `${shown}: the row at line ${row.line} has ${row.cells.length} cells, the header ${table.headers.length}.`,
      );
    yield row.cells;
  }
}

function broken(message: string): TieoutError {
  return new TieoutError('BAD_INPUT', message, {
    nextStep: 'Mend the file; cells with commas, quotes or line ends stand in quotes.',
  });
}

function refuseRepeated(shown: string, column: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) twice.add(id);
    seen.add(id);
  }
  if (twice.size === 0) return;
  const listed = [...twice]
    .sort()
    .slice(0, MOST_LISTED)
    .map((id) => (id === '' ? '(empty)' : id));
  const more = twice.size > listed.length ? ` and ${twice.size - listed.length} more` : '';
  throw new TieoutError('BAD_INPUT', `${shown}: ids stand twice in column ${column}: ${listed.join(', ')}${more}.`, {
    nextStep: 'Give each row an id of its own.',
  });
}
