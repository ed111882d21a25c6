import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A named way to read the columns of one kind of table. */
export interface FileMapRow {
  readonly name: string;
  readonly mapJson: string;
}

/** Keeps a map by its name; one of that name is replaced. */
export function saveFileMap(
  db: WritableLedger,
  map: FileMapRow & { readonly kind: string; readonly actor: string; readonly at: Instant },
): void {
  statement(
    db,
    `INSERT INTO file_map (kind, name, map_json, saved_by, saved_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET map_json = excluded.map_json, saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
  ).run(map.kind, map.name, map.mapJson, map.actor, map.at);
}

/** The maps of a kind, latest first. */
export function listFileMaps(db: ReadableLedger, kind: string): readonly FileMapRow[] {
  return statement<FileMapRow>(
    db,
    'SELECT name, map_json AS mapJson FROM file_map WHERE kind = ? ORDER BY saved_at DESC, name',
  ).all(kind);
}
