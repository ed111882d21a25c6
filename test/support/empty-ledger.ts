import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLedger } from '../../electron/ledger/open-ledger.ts';

interface EmptyLedger {
  readonly bytes: Buffer;
  readonly key: Buffer;
}

/** Names the file in which a run of the tests keeps the one that all its processes copy. */
const KEPT = 'TIEOUT_TEST_EMPTY_LEDGER';
const KEY_BYTES = 32;

let empty: EmptyLedger | null = null;

/**
 * Writes a real, encrypted ledger with all migrations and not a row, and returns its key. It is a copy of one that is made once a run, by
 * `createLedger`, or once a process where no run keeps one: all of them have the same key. For those who test what is done with a
 * ledger, not how one is made.
 */
export function writeEmptyLedger(file: string): Buffer {
  empty ??= keptLedger() ?? makeEmptyLedger();
  writeFileSync(file, empty.bytes, { mode: 0o600 });
  return Buffer.from(empty.key);
}

/** Makes the one that this process and those it starts copy from now on. */
export function keepEmptyLedger(file: string): void {
  const { bytes, key } = makeEmptyLedger();
  writeFileSync(file, Buffer.concat([key, bytes]), { mode: 0o600 });
  process.env[KEPT] = file;
}

function keptLedger(): EmptyLedger | null {
  const file = process.env[KEPT];
  if (file === undefined) return null;
  const kept = readFileSync(file);
  return { key: kept.subarray(0, KEY_BYTES), bytes: kept.subarray(KEY_BYTES) };
}

function makeEmptyLedger(): EmptyLedger {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-empty-'));
  try {
    const file = join(folder, 'ledger.db');
    const key = randomBytes(KEY_BYTES);
    createLedger(file, key).close();
    return { bytes: readFileSync(file), key };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
