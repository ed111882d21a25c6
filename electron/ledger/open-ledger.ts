import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { diskSync } from './file-sync.ts';
import { LedgerError } from './ledger-error.ts';
import { assertLocalFolder } from './ledger-location.ts';
import type { Migration } from './migrate.ts';
import { migrateLedger } from './migrate.ts';
import { migrations as releasedMigrations } from './migrations/index.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { translateLedgerError } from './translate-error.ts';

/** An open connection that may only read; its owner closes it. */
export type ReaderHandle = Database.Database & ReadableLedger;
/** The open connection that may write; its owner closes it. One per ledger. */
export type WriterHandle = Database.Database & WritableLedger;

export interface OpenOptions {
  /** Default: those of this program. Tests hand in a later or shorter list. */
  readonly migrations?: readonly Migration[];
  /** Where the encrypted copy goes that is made before a migration; default: `backups` beside the ledger. */
  readonly backupFolder?: string;
  readonly cacheMb?: number;
}

export const KEY_BYTES = 32;
const PAGE_BYTES = 4096;
const BUSY_TIMEOUT_MS = 5_000;

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
      backup: { file, key, folder: options.backupFolder },
    });
    return db;
  } catch (error) {
    db.close();
    throw translateLedgerError(error, 'ledger.openWriter');
  }
}

/** Opens the ledger for reading only. The schema must be this program's own: open the writer first. Errors as `openWriter`. */
export function openReader(file: string, key: Buffer, options: Pick<OpenOptions, 'cacheMb'> = {}): ReaderHandle {
  assertPresent(file);
  const db = connect(file, key, { readonly: true, fileMustExist: true });
  try {
    setUp(db, options.cacheMb);
    db.pragma('query_only=ON');
    return db;
  } catch (error) {
    db.close();
    throw translateLedgerError(error, 'ledger.openReader');
  }
}

function assertPresent(file: string): void {
  assertLocalFolder(file);
  if (!existsSync(file))
    throw new LedgerError(
      'LEDGER_MISSING',
      `There is no ledger at ${file}.`,
      'Check the folder given with --home; if the file was lost, restore the last backup. It is never made anew by itself.',
    );
  // An empty file would open with any key and look like a new ledger.
  if (statSync(file).size < PAGE_BYTES)
    throw new LedgerError(
      'LEDGER_CORRUPT',
      `The ledger at ${file} was cut short to ${statSync(file).size} bytes.`,
      'Keep the file and restore the last backup.',
    );
}

interface KeyedDatabase {
  key(key: Buffer): unknown;
}

function hasKeyMethod(db: object): db is KeyedDatabase {
  return 'key' in db && typeof db.key === 'function';
}

function applyKey(db: object, key: Buffer): void {
  if (!hasKeyMethod(db)) throw new Error('the ledger driver was built without encryption');
  db.key(key);
}

/**
 * A keyed connection that has proven it can read. The order is fixed: cipher, format, key, first read, on every connection.
 * The key goes in as bytes, never inside SQL text. Source: SQLite3 Multiple Ciphers, "SQLCipher: AES 256 Bit" (raw key).
 */
function connect(
  file: string,
  key: Buffer,
  options: { readonly readonly: boolean; readonly fileMustExist: boolean },
): WriterHandle {
  if (key.length !== KEY_BYTES) throw new RangeError(`a ledger key has ${KEY_BYTES} bytes, got ${key.length}`);
  let db: Database.Database | undefined;
  const raw = Buffer.concat([Buffer.from('raw:'), key]);
  try {
    db = new Database(file, { ...options, timeout: BUSY_TIMEOUT_MS });
    db.pragma("cipher='sqlcipher'");
    db.pragma('legacy=4');
    applyKey(db, raw);
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    return db as WriterHandle;
  } catch (error) {
    db?.close();
    throw translateLedgerError(error, 'ledger.open');
  } finally {
    raw.fill(0);
  }
}

function setUp(db: Database.Database, cacheMb = 64): void {
  db.pragma('synchronous=FULL');
  db.pragma('foreign_keys=ON');
  db.pragma('trusted_schema=OFF');
  // Without it INSERT OR REPLACE would remove a row past the triggers that forbid removing it.
  db.pragma('recursive_triggers=ON');
  db.pragma('temp_store=MEMORY');
  db.pragma(`cache_size=-${cacheMb * 1024}`);
  db.pragma('wal_autocheckpoint=4000');
  db.pragma(`journal_size_limit=${64 * 1024 * 1024}`);
  if (Number(db.pragma('synchronous', { simple: true })) !== 2) throw new Error('the driver ignored synchronous=FULL');
}
