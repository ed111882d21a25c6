import { readFileSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts';

let template: { readonly bytes: Buffer; readonly key: Buffer } | null = null;

/**
 * A real, encrypted ledger like `temporaryLedger`'s, copied from one that this process made once: all of them have the same key. For
 * those who need many, and test what is done with a ledger, not how it is made.
 */
export function preparedLedger(): TemporaryLedger {
  template ??= makeTemplate();
  const folder = mkdtempSync(join(tmpdir(), 'tieout-ledger-'));
  const file = join(folder, 'ledger.db');
  writeFileSync(file, template.bytes);
  const key = Buffer.from(template.key);
  const db = openWriter(file, key);
  return {
    folder,
    file,
    key,
    db,
    remove() {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeTemplate(): { readonly bytes: Buffer; readonly key: Buffer } {
  const made = temporaryLedger();
  try {
    made.db.close();
    return { bytes: readFileSync(made.file), key: made.key };
  } finally {
    made.remove();
  }
}
