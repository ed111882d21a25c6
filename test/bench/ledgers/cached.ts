import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../../electron/ledger/migrations/index.ts';
import { GENERATOR_VERSION } from '../../../electron/sample/company/generate-company.ts';

/** The key of every ledger made for a bench: there is nothing in them but generated rows. */
export function benchKey(): Buffer {
  return createHash('sha256').update('tieout bench').digest();
}

/** The version of what holds ledgers: that of the generator and of this program's schema. */
export function ledgerVersion(): string {
  const schema = createHash('sha256').update(migrations.map((each) => each.sql).join('\n'));
  return `${GENERATOR_VERSION}-${schema.digest('hex').slice(0, 12)}`;
}

/**
 * A folder in the system's temporary folder that `make` fills once for this version and this name (by default the version of ledgers); the
 * next run finds it. A run that was killed while making it leaves nothing that could be taken for it.
 */
export async function cachedFolder(
  name: string,
  make: (folder: string) => Promise<void>,
  version = ledgerVersion(),
): Promise<string> {
  const base = join(tmpdir(), 'tieout-bench', version);
  const folder = join(base, name);
  if (existsSync(folder)) return folder;
  mkdirSync(base, { recursive: true });
  const making = mkdtempSync(join(base, 'making-'));
  try {
    await make(making);
    renameSync(making, folder);
  } catch (error) {
    // Another run finished the same one first: as good as ours.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

/** A folder of one run, removed when it is over. */
export async function inScratchFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-bench-run-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
