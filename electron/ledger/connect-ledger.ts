import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { LedgerError } from './ledger-error.ts';
import { assertLocalFolder } from './ledger-location.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { translateLedgerError } from './translate-error.ts';

/** An open connection that may only read; its owner closes it. */
export type ReaderHandle = Database.Database & ReadableLedger;
/** The open connection that may write; its owner closes it. One per ledger. */
export type WriterHandle = Database.Database & WritableLedger;

export const KEY_BYTES = 32;
const PAGE_BYTES = 4096;
const BUSY_TIMEOUT_MS = 5_000;

/** Opens the ledger for reading only. The schema must be this program's own: open the writer first. Errors as `openWriter`. */
export function openReader(file: string, key: Buffer, options: { readonly cacheMb?: number } = {}): ReaderHandle {
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

/** Throws `LEDGER_MISSING` or `LEDGER_CORRUPT` when there is no file, or one too short to be a ledger, and `LEDGER_LOCATION`. */
export function assertPresent(file: string): void {
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
export function connect(
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

/** What every connection of this program is: durable, checked, and of bounded memory. */
export function setUp(db: Database.Database, cacheMb = 64): void {
  db.pragma('synchronous=FULL');
  db.pragma('foreign_keys=ON');
  db.pragma('trusted_schema=OFF');
  // Without it INSERT OR REPLACE would remove a row past the triggers that forbid removing it.
  db.pragma('recursive_triggers=ON');
  db.pragma('temp_store=MEMORY');
  db.pragma(`cache_size=-${cacheMb * 1024}`);
  db.pragma('wal_autocheckpoint=16000');
  db.pragma(`journal_size_limit=${64 * 1024 * 1024}`);
  if (Number(db.pragma('synchronous', { simple: true })) !== 2) throw new Error('the driver ignored synchronous=FULL');
}
