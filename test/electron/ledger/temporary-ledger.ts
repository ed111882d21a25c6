import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import type { OpenOptions } from '../../../electron/ledger/open-ledger.ts';
import { createLedger } from '../../../electron/ledger/open-ledger.ts';

export interface TemporaryLedger {
  readonly folder: string;
  readonly file: string;
  readonly key: Buffer;
  readonly db: WriterHandle;
  /** Closes the connection and removes the folder. */
  readonly remove: () => void;
}

/** A real, encrypted ledger with all migrations in a folder of its own. The test removes it when it is done. */
export function temporaryLedger(options: OpenOptions = {}): TemporaryLedger {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-ledger-'));
  const file = join(folder, 'ledger.db');
  const key = randomBytes(32);
  const db = createLedger(file, key, options);
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
