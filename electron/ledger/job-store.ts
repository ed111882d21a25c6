import type { Instant, JobId } from '../../shared/domain/ids.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export type JobState = 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';
export interface JobRow {
  readonly jobId: JobId;
  readonly kind: string;
  readonly actor: string;
  readonly state: JobState;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly doneCount: number;
  readonly totalCount: number | null;
  readonly message: string | null;
  readonly resultJson: string | null;
}

const SELECT_JOB = `SELECT job_id AS jobId, kind, actor, state, started_at AS startedAt, ended_at AS endedAt,
  done_count AS doneCount, total_count AS totalCount, message, result_json AS resultJson FROM job`;

const KEPT_JOBS = 1_000;

/** Notes that a job began. Of those before it the latest 1,000 are kept. */
export function startJob(db: WritableLedger, job: Pick<JobRow, 'jobId' | 'kind' | 'actor' | 'startedAt'>): void {
  statement(db, `INSERT INTO job (job_id, kind, actor, state, started_at) VALUES (?, ?, ?, 'running', ?)`).run(
    job.jobId,
    job.kind,
    job.actor,
    job.startedAt,
  );
  statement(
    db,
    `DELETE FROM job WHERE state <> 'running' AND job_id <> ?
       AND started_at < (SELECT started_at FROM job ORDER BY started_at DESC, job_id LIMIT 1 OFFSET ?)`,
  ).run(job.jobId, KEPT_JOBS - 1);
}

/** Notes how far a running job is; a job that has ended keeps its last figures. */
export function progressJob(
  db: WritableLedger,
  progress: {
    readonly jobId: JobId;
    readonly doneCount: number;
    readonly totalCount: number | null;
    readonly message: string | null;
  },
): void {
  statement(
    db,
    "UPDATE job SET done_count = ?, total_count = ?, message = ? WHERE job_id = ? AND state = 'running'",
  ).run(progress.doneCount, progress.totalCount, progress.message, progress.jobId);
}

/** Ends a running job. Throws `TRANSITION` when it is not running. */
export function endJob(
  db: WritableLedger,
  end: {
    readonly jobId: JobId;
    readonly state: Exclude<JobState, 'running'>;
    readonly at: Instant;
    readonly message?: string | null;
    readonly resultJson?: string | null;
  },
): void {
  const { changes } = statement(
    db,
    "UPDATE job SET state = ?, ended_at = ?, message = coalesce(?, message), result_json = ? WHERE job_id = ? AND state = 'running'",
  ).run(end.state, end.at, end.message ?? null, end.resultJson ?? null, end.jobId);
  if (changes === 0)
    throw new LedgerError('TRANSITION', `The job ${end.jobId} is not running.`, 'Refresh the list of jobs.');
}

/** Marks what still says `running` after a start as `interrupted` and returns how many there were. */
export function interruptRunningJobs(db: WritableLedger, at: Instant): number {
  return statement(db, "UPDATE job SET state = 'interrupted', ended_at = ? WHERE state = 'running'").run(at).changes;
}

/** The latest jobs, newest first. */
export function listJobs(db: ReadableLedger, limit: number): readonly JobRow[] {
  return statement<JobRow>(db, `${SELECT_JOB} ORDER BY started_at DESC, job_id LIMIT ?`).all(limit);
}
