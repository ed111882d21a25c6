import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileSync } from './file-sync.ts';
import { diskSync } from './file-sync.ts';
import { LedgerError } from './ledger-error.ts';
import { openReader } from './connect-ledger.ts';
import { translateLedgerError } from './translate-error.ts';

/**
 * Writes a whole, encrypted copy of the ledger (same key) to `target` while others read and write, then proves it by opening
 * it and checking every page; only then does it get its name. An older copy of that name is replaced. Throws `LedgerError`.
 */
export function backupLedger(file: string, key: Buffer, target: string, sync: FileSync = diskSync): void {
  mkdirSync(dirname(target), { recursive: true });
  const making = `${target}.making`;
  rmSync(making, { force: true });
  try {
    // `VACUUM INTO` from a reading connection: the driver's online backup refuses encrypted files.
    const source = openReader(file, key);
    try {
      source.pragma('query_only=OFF');
      source.prepare('VACUUM INTO ?').run(making);
    } finally {
      source.close();
    }
    syncPath(making, sync);
    assertWhole(making, key);
    renameSync(making, target);
    sync.folder(dirname(target));
  } catch (error) {
    rmSync(making, { force: true });
    throw translateLedgerError(error, 'ledger.backup');
  }
}

/** Reads every page of the ledger at `file`; throws `LEDGER_CORRUPT` when one is damaged. */
export function assertWhole(file: string, key: Buffer): void {
  const copy = openReader(file, key);
  try {
    // A damaged page is thrown, a broken index is a row.
    const found = copy.pragma('integrity_check', { simple: true });
    if (found !== 'ok')
      throw new LedgerError(
        'LEDGER_CORRUPT',
        `The ledger at ${file} is damaged: ${String(found)}.`,
        'Restore the last backup.',
      );
  } finally {
    copy.close();
  }
}

function syncPath(path: string, sync: FileSync): void {
  const fd = openSync(path, 'r+');
  try {
    sync.file(fd);
  } finally {
    closeSync(fd);
  }
}
