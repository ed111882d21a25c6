import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Receivables Update as PeopleSoft showed it last; times as PeopleSoft writes them, with or without an offset. */
export interface BatchStatusRow {
  readonly lastRun: string | null;
  readonly nextRun: string | null;
  /** Null when it was never read. */
  readonly groupsInError: number | null;
  readonly readAt: Instant;
  /** Why it could not be read at `readAt`: the figures are then older; null when it was. */
  readonly message: string | null;
}

const PROCESS = 'receivablesUpdate';

/** Keeps what PeopleSoft shows now. */
export function setBatchStatus(
  db: WritableLedger,
  status: Pick<BatchStatusRow, 'lastRun' | 'nextRun' | 'readAt'> & { readonly groupsInError: number },
): void {
  statement(
    db,
    `INSERT INTO batch_status (process, last_run, next_run, groups_in_error, read_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_run = excluded.last_run, next_run = excluded.next_run,
       groups_in_error = excluded.groups_in_error, read_at = excluded.read_at, message = NULL`,
  ).run(PROCESS, status.lastRun, status.nextRun, status.groupsInError, status.readAt);
}

/** Notes that it could not be read; what was known before stays. */
export function setBatchStatusUnread(
  db: WritableLedger,
  args: { readonly message: string; readonly at: Instant },
): void {
  statement(
    db,
    `INSERT INTO batch_status (process, read_at, message) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET read_at = excluded.read_at, message = excluded.message`,
  ).run(PROCESS, args.at, args.message);
}

/** What is known, or null before the first read. */
export function findBatchStatus(db: ReadableLedger): BatchStatusRow | null {
  return (
    statement<BatchStatusRow>(
      db,
      `SELECT last_run AS lastRun, next_run AS nextRun, groups_in_error AS groupsInError, read_at AS readAt, message
       FROM batch_status WHERE process = ?`,
    ).get(PROCESS) ?? null
  );
}
