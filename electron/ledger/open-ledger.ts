import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backupLedger } from './backup.ts';
import type { WriterHandle } from './connect-ledger.ts';
import { assertPresent, connect, setUp } from './connect-ledger.ts';
import { diskSync } from './file-sync.ts';
import { LedgerError } from './ledger-error.ts';
import { assertLocalFolder } from './ledger-location.ts';
import type { Migration } from './migrate.ts';
import { migrateLedger } from './migrate.ts';
import { migrations as releasedMigrations } from './migrations/index.ts';
import { translateLedgerError } from './translate-error.ts';

export type { WriterHandle } from './connect-ledger.ts';

export interface OpenOptions {
  /** Default: those of this program. Tests hand in a later or shorter list. */
  readonly migrations?: readonly Migration[];
  /** Where the encrypted copy goes that is made before a migration; default: `backups` beside the ledger. */
  readonly backupFolder?: string;
  readonly cacheMb?: number;
}

/**
 * Makes a new, empty ledger with all migrations and returns its writer. The file appears under its name only when it is
 * whole, so a crash here leaves nothing that could be mistaken for a ledger. Throws `LEDGER_EXISTS` when there is one.
 */
export function createLedger(file: string, key: Buffer, options: OpenOptions = {}): WriterHandle {
  assertLocalFolder(file);
  if (existsSync(file))
    throw new LedgerError(
      'LEDGER_EXISTS',
      `There already is a ledger at ${file}.`,
      'Open it, or choose another folder.',
    );
  const making = `${file}.making`;
  for (const leftover of [making, `${making}-wal`, `${making}-shm`, `${file}-wal`, `${file}-shm`])
    rmSync(leftover, { force: true });
  const db = connect(making, key, { readonly: false, fileMustExist: false });
  try {
    // Rollback journal until the file has its final name: a WAL would be left behind by the rename.
    setUp(db, options.cacheMb);
    migrateLedger(db, { migrations: options.migrations ?? releasedMigrations, backup: () => undefined });
  } catch (error) {
    throw translateLedgerError(error, 'ledger.create');
  } finally {
    db.close();
  }
  const fd = openSync(making, 'r+');
  try {
    diskSync.file(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(making, file);
  diskSync.folder(dirname(file));
  return openWriter(file, key, options);
}

/**
 * Opens the ledger for writing and brings it up to this program's version (an encrypted copy is made first). Never makes a
 * file and never repairs one. Throws `LedgerError`: `LEDGER_MISSING`, `LEDGER_WRONG_KEY`, `LEDGER_CORRUPT`, `LEDGER_NEWER`,
 * `LEDGER_IN_USE`, `LEDGER_READONLY`, `LEDGER_LOCATION`, `LEDGER_FULL`.
 */
export function openWriter(file: string, key: Buffer, options: OpenOptions = {}): WriterHandle {
  assertPresent(file);
  const db = connect(file, key, { readonly: false, fileMustExist: true });
  try {
    db.pragma('journal_mode=WAL');
    setUp(db, options.cacheMb);
    migrateLedger(db, {
      migrations: options.migrations ?? releasedMigrations,
      backup: (from, to) =>
        backupLedger(
          file,
          key,
          join(options.backupFolder ?? join(dirname(file), 'backups'), `before-migration-${from}-to-${to}.db`),
        ),
    });
    return db;
  } catch (error) {
    db.close();
    throw translateLedgerError(error, 'ledger.openWriter');
  }
}
