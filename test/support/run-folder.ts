import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTestPrograms } from '../../build/test-programs.ts';
import { processIsAlive } from '../../electron/sample/process-alive.ts';
import { keepEmptyLedger } from './empty-ledger.ts';

const MEMORY_DISK = '/dev/shm';
const NAME = /^tieout-tests-(\d+)$/;
/** What all files of tests that run at once leave lying never came near it. */
const ROOM_BYTES = 6 * 1024 ** 3;

let folder = '';

/**
 * Vitest calls it before a run. Gives the run a folder of its own for temporary files, in memory where the
 * machine has a disk there and room to spare: most tests write small files and would wait for each of them to be on a disk that no
 * outcome depends on; the empty ledger that tests copy; and the programs that they start. Takes away what runs
 * that were killed left in memory.
 */
export async function setup(): Promise<void> {
  const memory = memoryFolder();
  for (const name of memory === null ? [] : readdirSync(memory)) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid > 0 && !processIsAlive(pid)) rmSync(join(MEMORY_DISK, name), { recursive: true, force: true });
  }
  folder = join(memory ?? tmpdir(), `tieout-tests-${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Every process of the run has it from this one.
  process.env['TMPDIR'] = folder;
  keepEmptyLedger(join(folder, 'empty-ledger'));
  await buildTestPrograms();
}

/** Vitest calls it after the run. */
export function teardown(): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function memoryFolder(): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const { bavail, bsize } = statfsSync(MEMORY_DISK);
    return Math.min(bavail * bsize, process.availableMemory()) >= ROOM_BYTES ? MEMORY_DISK : null;
  } catch {
    // No such disk.
    return null;
  }
}
