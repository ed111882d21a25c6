import { diskFile } from '../../ingest/files/file-source.ts';
import type { PartyColumns, PartyField } from '../../matching/parties/party-columns.ts';
import { withNamedFile, type NamedFile } from './named-file.ts';
import type { PartySideMap } from './party-map.ts';
import { readNamedColumns, refuseIds, type NamedColumn } from './side-table.ts';

/** The parties of a file with their ids, row by row. */
export interface PartyTable {
  readonly ids: readonly string[];
  readonly parties: PartyColumns;
}

/**
 * Reads the mapped columns of a CSV file. Throws `BAD_INPUT` naming the option and file, the absent columns, the row that cannot be
 * read, or the ids that are empty or stand twice.
 */
export async function readPartyTable(option: string, file: NamedFile, map: PartySideMap): Promise<PartyTable> {
  const key = (name: string) => (option === 'in' ? name : `${option}.${name}`);
  const named: NamedColumn[] = [
    [key('id'), map.id],
    ...Object.entries(map.fields).map(([field, name]): NamedColumn => [key(field), name]),
    ...map.other.map((name, at): NamedColumn => [key(`other.${at}`), name]),
  ];
  const table = await withNamedFile(option, file, () => readNamedColumns(diskFile(file.path, file.shown), named));
  const column = (name: string) => table.columns.get(name) ?? [];
  const ids = column(map.id);
  refuseIds(table, map.id, ids);
  const names = Object.keys(map.fields) as PartyField[];
  const fields = Object.fromEntries(names.map((field) => [field, column(map.fields[field] ?? '')]));
  return { ids, parties: { count: ids.length, fields, other: map.other.map(column) } };
}
