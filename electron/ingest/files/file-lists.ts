import type { Instant } from '../../../shared/domain/ids.ts';
import { listFileMaps, saveFileMap, type FileMapRow } from '../../ledger/file-map-store.ts';
import { defineRead, defineWrite } from '../../ledger/operation.ts';

/** The saved maps of a kind of table, latest first. */
export const readFileMaps = defineRead(
  'ingest.readFileMaps',
  (db, args: { readonly kind: string }): readonly FileMapRow[] => listFileMaps(db, args.kind),
);

/** Keeps a map by its name for the next table of its kind. */
export const keepFileMap = defineWrite(
  'ingest.keepFileMap',
  (db, args: FileMapRow & { readonly kind: string; readonly actor: string; readonly at: Instant }): void =>
    saveFileMap(db, args),
);
