import { copyFileSync, constants } from 'node:fs';
import { join } from 'node:path';
import { runChild } from '../child.ts';
import { cachedFolder } from './cached.ts';

/**
 * Path of a cached encrypted ledger of so many charges and as many items. `open`: nothing is matched yet, each charge names its
 * item. `decided`: in every state, with proposals, candidates and postings. `month`: the movements of a month, of all kinds, with items and receipts, nothing matched yet. Never open it: take a copy.
 */
export async function benchLedger(kind: 'open' | 'decided' | 'month', rows: number): Promise<string> {
  const folder = await cachedFolder(`ledger-${kind}-${rows}`, async (making) => {
    await runChild('ledgers/make-ledger.ts', [making, kind, String(rows)]);
  });
  return join(folder, 'ledger.db');
}

/** A copy to work on, sharing its blocks with the original where the file system can. */
export function copyLedger(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
}
