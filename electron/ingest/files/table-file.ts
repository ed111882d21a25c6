import type { CsvHead, HeaderRule } from './csv-header.ts';
import { readHead } from './csv-header.ts';
import type { FileSource } from './file-source.ts';
import { inspectFile, readText, type InspectedFile } from './inspect-file.ts';
import { readTable, sniffFormats, type SniffedFormats, type TableEntry } from './read-table.ts';
import type { TableKind, TableMap } from './table-kind.ts';

/** A table file that was looked at: how it is written and what its header says. */
export interface TableFile extends InspectedFile, CsvHead {
  readonly file: FileSource;
}

/** Looks at a table file. Throws `BAD_INPUT` where it has no usable header, and errors of the file system. */
export async function openTableFile(file: FileSource, signal?: AbortSignal, rule?: HeaderRule): Promise<TableFile> {
  const inspected = await inspectFile(file, signal);
  const head = await readHead(readText(file, inspected.encoding, signal), file.shown, rule);
  return { file, ...inspected, ...head };
}

/** The rows of a table file under a map. */
export function tableRows(
  table: TableFile,
  kind: TableKind,
  map: TableMap,
  signal?: AbortSignal,
): AsyncGenerator<TableEntry> {
  return readTable(readText(table.file, table.encoding, signal), table, kind, map);
}

/** How its numbers and dates are written. */
export function formatsOf(
  table: TableFile,
  kind: TableKind,
  columns: TableMap['columns'],
  signal?: AbortSignal,
): Promise<SniffedFormats> {
  return sniffFormats(readText(table.file, table.encoding, signal), table, kind, columns);
}
