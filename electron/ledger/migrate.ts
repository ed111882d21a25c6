import { createHash } from 'node:crypto';
import { LedgerError } from './ledger-error.ts';
import type { WriterHandle } from './connect-ledger.ts';

export interface Migration {
  /** Ten, twenty, thirty, …; also the file's `user_version` once it has run. */
  readonly number: number;
  readonly sql: string;
}

export interface MigrateOptions {
  readonly migrations: readonly Migration[];
  /** Makes the copy before the first change to a ledger that may have rows; both are migration numbers. */
  readonly backup: (from: number, to: number) => void;
}

interface Applied {
  readonly number: number;
  readonly hash: string;
}

const APPLIED_KEY = 'migrations';

/**
 * Brings the ledger to the last of `migrations` in one immediate transaction and returns how many ran. What has run must be
 * a prefix of what there is, with the same text. Throws `LEDGER_NEWER` for a file of a later program (it offers no way to
 * throw data away), `LEDGER_CORRUPT` for a history that does not fit; then nothing was changed.
 */
export function migrateLedger(db: WriterHandle, options: MigrateOptions): number {
  assertOrdered(options.migrations);
  const version = Number(db.pragma('user_version', { simple: true }));
  const applied = version === 0 ? [] : readApplied(db);
  assertPrefix(applied, version, options.migrations);
  const pending = options.migrations.slice(applied.length);
  if (pending.length === 0) return 0;
  if (applied.length > 0) options.backup(version, pending.at(-1)?.number ?? version);
  run(db, pending, applied);
  return pending.length;
}

function run(db: WriterHandle, pending: readonly Migration[], applied: readonly Applied[]): void {
  // Foreign keys cannot be switched inside a transaction; they are checked as a whole before the commit instead.
  db.pragma('foreign_keys=OFF');
  try {
    db.exec('BEGIN IMMEDIATE');
    for (const migration of pending) db.exec(migration.sql);
    const history = [...applied, ...pending.map(({ number, sql }) => ({ number, hash: textHash(sql) }))];
    db.prepare(
      'INSERT INTO ledger_meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    ).run(APPLIED_KEY, JSON.stringify(history));
    db.pragma(`user_version=${history.at(-1)?.number ?? 0}`);
    const dangling = db.pragma('foreign_key_check');
    if (!Array.isArray(dangling) || dangling.length > 0) throw new Error('a migration left rows that refer to nothing');
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  } finally {
    db.pragma('foreign_keys=ON');
  }
}

function readApplied(db: WriterHandle): readonly Applied[] {
  const row = db.prepare<[string], { value: string }>('SELECT value FROM ledger_meta WHERE key = ?').get(APPLIED_KEY);
  const parsed: unknown = row === undefined ? null : JSON.parse(row.value);
  if (!Array.isArray(parsed) || !parsed.every(isApplied)) throw historyError('its list of migrations cannot be read');
  return parsed;
}

function isApplied(value: unknown): value is Applied {
  if (typeof value !== 'object' || value === null || !('number' in value) || !('hash' in value)) return false;
  return typeof value.number === 'number' && typeof value.hash === 'string';
}

function assertPrefix(applied: readonly Applied[], version: number, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.number ?? 0;
  if (version > newest || applied.length > migrations.length)
    throw new LedgerError(
      'LEDGER_NEWER',
      `The ledger was written by a newer Tieout (its version is ${version}, this program knows ${newest}).`,
      'Install the newer Tieout and open the ledger with it.',
    );
  if ((applied.at(-1)?.number ?? 0) !== version) throw historyError(`version ${version} is not the last one that ran`);
  applied.forEach((done, index) => {
    const known = migrations[index];
    if (known?.number !== done.number) throw historyError(`migration ${done.number} is unknown here`);
    if (textHash(known.sql) !== done.hash) throw historyError(`migration ${done.number} was a different one`);
  });
}

function historyError(why: string): LedgerError {
  return new LedgerError(
    'LEDGER_CORRUPT',
    `The ledger was made by a different build of Tieout: ${why}.`,
    'Open it with the build that made it. A sample home can be removed and made anew.',
  );
}

function assertOrdered(migrations: readonly Migration[]): void {
  migrations.forEach(({ number }, index) => {
    if (number % 10 !== 0 || number <= (migrations[index - 1]?.number ?? 0))
      throw new Error(`migration ${number} is out of order: numbers rise in tens`);
  });
}

function textHash(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}
