import Database from 'better-sqlite3';

/** A lock that the operating system gives back by itself when its process ends, however it ends. */
export interface ExclusiveLock {
  release(): void;
}

/**
 * Takes the lock kept in `file`, or returns null while another process (or this one) holds it. SQLite's own file lock is
 * used because it works alike on every platform and survives no crash.
 */
export function takeExclusiveLock(file: string): ExclusiveLock | null {
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
    return { release: () => lock.close() };
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
