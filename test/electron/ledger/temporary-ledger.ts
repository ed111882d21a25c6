import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import type { OpenOptions } from '../../../electron/ledger/open-ledger.ts';
import { createLedger, openWriter } from '../../../electron/ledger/open-ledger.ts';
import { writeEmptyLedger } from '../../support/empty-ledger.ts';

export interface TemporaryLedger {
  readonly folder: string;
  readonly file: string;
  readonly key: Buffer;
  readonly db: WriterHandle;
  /** Closes the connection and removes the folder. */
  readonly remove: () => void;
}

/** A real, encrypted ledger with all migrations in a folder of its own, a copy of the run's. The test removes it when it is done. */
export function temporaryLedger(): TemporaryLedger {
  return inFolder((file) => {
    const key = writeEmptyLedger(file);
    return { key, db: openWriter(file, key) };
  });
}

/** The same made here and now, with a key of its own: for tests of how a ledger is made, or with other migrations. */
export function createdLedger(options: OpenOptions = {}): TemporaryLedger {
  return inFolder((file) => {
    const key = randomBytes(32);
    return { key, db: createLedger(file, key, options) };
  });
}

function inFolder(make: (file: string) => Pick<TemporaryLedger, 'key' | 'db'>): TemporaryLedger {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-ledger-'));
  const file = join(folder, 'ledger.db');
  const { key, db } = make(file);
  return {
    folder,
    file,
    key,
    db,
    remove: () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
