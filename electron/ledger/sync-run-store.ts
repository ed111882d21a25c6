import type { Instant } from '../../shared/domain/ids.ts';
import type { SystemName } from '../../shared/domain/states.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface SyncCounts {
  readonly read: number;
  readonly new: number;
  readonly changed: number;
  readonly refused: number;
}
export interface SyncRunRow {
  readonly runId: number;
  readonly system: SystemName;
  readonly stream: string;
  readonly state: 'running' | 'complete' | 'failed' | 'cancelled';
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly readCount: number;
  readonly newCount: number;
  readonly changedCount: number;
  readonly refusedCount: number;
  readonly message: string | null;
}

const SELECT_RUN = `SELECT run_id AS runId, system, stream, state, started_at AS startedAt, ended_at AS endedAt,
  read_count AS readCount, new_count AS newCount, changed_count AS changedCount, refused_count AS refusedCount, message
  FROM sync_run`;

const KEPT_RUNS_OF_A_STREAM = 200;

/** Begins a read of one stream and returns its run id. Of its earlier runs the latest 200 are kept, and the last whole one. */
export function startSyncRun(
  db: WritableLedger,
  run: { readonly system: SystemName; readonly stream: string; readonly at: Instant },
): number {
  const { lastInsertRowid } = statement(
    db,
    "INSERT INTO sync_run (system, stream, state, started_at) VALUES (?, ?, 'running', ?)",
  ).run(run.system, run.stream, run.at);
  statement(
    db,
    `DELETE FROM sync_run WHERE system = @system AND stream = @stream AND state <> 'running'
       AND run_id <= (SELECT run_id FROM sync_run WHERE system = @system AND stream = @stream ORDER BY run_id DESC LIMIT 1 OFFSET @kept)
       AND run_id IS NOT (SELECT max(run_id) FROM sync_run WHERE system = @system AND stream = @stream AND state = 'complete')`,
  ).run({ system: run.system, stream: run.stream, kept: KEPT_RUNS_OF_A_STREAM });
  return Number(lastInsertRowid);
}

/** Adds what one page brought; call it in the transaction that stores the page. */
export function addSyncCounts(db: WritableLedger, runId: number, counts: SyncCounts): void {
  statement(
    db,
    `UPDATE sync_run SET read_count = read_count + ?, new_count = new_count + ?, changed_count = changed_count + ?,
       refused_count = refused_count + ? WHERE run_id = ?`,
  ).run(counts.read, counts.new, counts.changed, counts.refused, runId);
}

/** Ends a running read. Throws `TRANSITION` when it is not running. */
export function endSyncRun(
  db: WritableLedger,
  end: {
    readonly runId: number;
    readonly state: Exclude<SyncRunRow['state'], 'running'>;
    readonly at: Instant;
    readonly message?: string | null;
    /** Whether the source's own count was there to hold the rows against; null where that is no question. */
    readonly counted?: 'agrees' | 'notCounted' | null;
  },
): void {
  const { changes } = statement(
    db,
    "UPDATE sync_run SET state = ?, ended_at = ?, message = ?, counted = ? WHERE run_id = ? AND state = 'running'",
  ).run(end.state, end.at, end.message ?? null, end.counted ?? null, end.runId);
  if (changes === 0)
    throw new LedgerError('TRANSITION', `The read ${end.runId} is not running.`, 'Start a new synchronisation.');
}

/** After a start: reads that were cut off count as failed. Returns how many there were. */
export function failRunningSyncRuns(db: WritableLedger, at: Instant): number {
  return statement(
    db,
    "UPDATE sync_run SET state = 'failed', ended_at = ?, message = 'cut off when the program stopped' WHERE state = 'running'",
  ).run(at).changes;
}

/** The run, or null. */
export function findSyncRun(db: ReadableLedger, runId: number): SyncRunRow | null {
  return statement<SyncRunRow>(db, `${SELECT_RUN} WHERE run_id = ?`).get(runId) ?? null;
}
