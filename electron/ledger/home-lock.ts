import { existsSync, readFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { Instant } from '../../shared/domain/ids.ts';
import type { HomePaths } from './home.ts';
import { parseJson, writePrivateFile } from './home.ts';
import { LedgerError } from './ledger-error.ts';

/** Who runs the engine of a home and how to reach it. */
export interface EngineInfo {
  readonly pid: number;
  readonly generation: number;
  readonly startedAt: Instant;
  /** Local pipe or socket that takes forwarded commands; null until the engine listens. */
  readonly address: string | null;
  readonly token: string | null;
  /** Where the window of a browser host is, with no token in it; null when it has none. */
  readonly url: string | null;
}
export interface HomeLock {
  /** One more than any engine of this home had before: fences out what an earlier one left behind. */
  readonly generation: number;
  /** What an engine that ended without cleaning up left here; null after a clean end. */
  readonly stale: EngineInfo | null;
  /** Tells where this engine can be reached. */
  announce(reach: Pick<EngineInfo, 'address' | 'token' | 'url'>): void;
  /** Gives the home back. */
  release(): void;
}

const engineSchema = z.object({
  pid: z.number().int(),
  generation: z.number().int(),
  startedAt: z.string(),
  address: z.string().nullable(),
  token: z.string().nullable(),
  url: z.string().nullable(),
});

/** How long a taker waits for a look of `findRunningEngine`, which holds the lock for a moment. */
const LOOK_TAKES_MS = 300;
/** Locks this process holds: one that nobody refers to any more must not be given back by the garbage collector. */
const HELD = new Set<Database.Database>();

/**
 * Takes the home for this process. The lock is the operating system's own file lock on `engine.lock`, so it ends with the
 * process however that ends: a lock can neither go stale nor be taken for one of a process that got the same number.
 * Throws `LEDGER_IN_USE` naming the process that holds it.
 */
export function lockHome(paths: HomePaths, self: { readonly pid: number; readonly at: Instant }): HomeLock {
  const db = openLock(paths, LOOK_TAKES_MS);
  const generation = takeGeneration(db, paths);
  const stale = readEngineInfo(paths);
  const own = { pid: self.pid, generation, startedAt: self.at };
  writeEngineInfo(paths, { ...own, address: null, token: null, url: null });
  HELD.add(db);
  let held = true;
  return {
    generation,
    stale,
    announce: (reach) => writeEngineInfo(paths, { ...own, ...reach }),
    release() {
      if (!held) return;
      held = false;
      HELD.delete(db);
      rmSync(paths.engine, { force: true });
      db.close();
    },
  };
}

/** The engine that holds this home now, or null when none does (whatever a crashed one left in `engine.json`). */
export function findRunningEngine(paths: HomePaths): EngineInfo | null {
  if (!existsSync(paths.lock)) return null;
  const db = openLock(paths, 0);
  try {
    db.exec('BEGIN IMMEDIATE; ROLLBACK');
    return null;
  } catch (error) {
    if (!isBusy(error)) throw damagedLock(paths, error);
    return readEngineInfo(paths);
  } finally {
    db.close();
  }
}

function openLock(paths: HomePaths, patienceMs: number): Database.Database {
  try {
    return new Database(paths.lock, { timeout: patienceMs });
  } catch (error) {
    throw new LedgerError(
      'LEDGER_READONLY',
      `The lock of this home cannot be opened: ${paths.lock}.`,
      'Check that the folder exists and that this account may write to it.',
      { cause: error },
    );
  }
}

/** Locks the file exclusively for as long as it is open, and counts up. */
function takeGeneration(db: Database.Database, paths: HomePaths): number {
  try {
    db.pragma('synchronous=FULL');
    db.exec('BEGIN EXCLUSIVE');
    // Only once the lock is there: whoever waits for it in this mode keeps a share of it, and two that start at once keep each other out.
    db.pragma('locking_mode=EXCLUSIVE');
    db.exec('CREATE TABLE IF NOT EXISTS engine (generation INTEGER NOT NULL) STRICT');
    const last = db.prepare<[], { last: number | null }>('SELECT max(generation) AS last FROM engine').get()?.last ?? 0;
    db.exec('DELETE FROM engine');
    db.prepare('INSERT INTO engine VALUES (?)').run(last + 1);
    db.exec('COMMIT');
    return last + 1;
  } catch (error) {
    db.close();
    throw isBusy(error) ? inUse(paths) : damagedLock(paths, error);
  }
}

function inUse(paths: HomePaths): LedgerError {
  const holder = readEngineInfo(paths);
  const who = holder === null ? 'another Tieout' : `another Tieout (process ${holder.pid}, since ${holder.startedAt})`;
  return new LedgerError(
    'LEDGER_IN_USE',
    `The home ${paths.folder} is in use by ${who}.`,
    'Use that one, or close it first; or choose another home with --home.',
  );
}

function damagedLock(paths: HomePaths, cause: unknown): LedgerError {
  return new LedgerError(
    'LEDGER_IO',
    `The lock of this home cannot be used: ${paths.lock}.`,
    'Make sure that no Tieout runs on this home, then delete that file; it holds no data.',
    { cause },
  );
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function readEngineInfo(paths: HomePaths): EngineInfo | null {
  if (!existsSync(paths.engine)) return null;
  const parsed = engineSchema.safeParse(parseJson(readFileSync(paths.engine, 'utf8')));
  return parsed.success ? { ...parsed.data, startedAt: parsed.data.startedAt as Instant } : null;
}

function writeEngineInfo(paths: HomePaths, info: EngineInfo): void {
  writePrivateFile(paths.engine, `${JSON.stringify(info)}\n`);
}
