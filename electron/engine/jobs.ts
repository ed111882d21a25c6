import { randomUUID } from 'node:crypto';
import { instantOf } from '../../shared/domain/calendar.ts';
import type { JobRow } from '../../shared/contract/contract.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';

export interface JobContext {
  readonly signal: AbortSignal;
  /** Says how far it is; called as often as the work likes, announced at most a few times a second. */
  progress(done: number, total: number | null, message?: string): void;
}

export interface JobKeeper {
  /** Keeps the job's row durable; called at start and end. */
  record(job: JobRow, actor: string): Promise<void>;
}

const ANNOUNCE_EVERY_MS = 200;

interface RunningJob {
  row: JobRow;
  readonly controller: AbortController;
  readonly finished: Promise<unknown>;
  announcedAtMs: number;
}

/**
 * Long work with progress and cancel. One job of a kind runs at a time (`JOB_ALREADY_RUNNING` otherwise); jobs that were running
 * when the engine died are shown as interrupted at the next start, and the work itself resumes from the ledger.
 */
export class Jobs {
  readonly #jobs = new Map<string, RunningJob>();
  readonly #announce: (job: JobRow) => void;
  readonly #keeper: JobKeeper;
  readonly #now: () => number;
  readonly #past: JobRow[] = [];

  constructor(options: { announce: (job: JobRow) => void; keeper: JobKeeper; now: () => number }) {
    this.#announce = options.announce;
    this.#keeper = options.keeper;
    this.#now = options.now;
  }

  /** Starts work and answers at once; `finished` settles with its outcome. */
  start<Result>(
    kind: string,
    title: string,
    actor: string,
    work: (context: JobContext) => Promise<Result>,
    describe: (result: Result) => string,
  ): { jobId: string; finished: Promise<Result> } {
    for (const job of this.#jobs.values())
      if (job.row.kind === kind)
        throw new TieoutError('JOB_ALREADY_RUNNING', `${title} is already running.`, {
          nextStep: 'Wait for it, or cancel it first.',
        });
    const controller = new AbortController();
    const row: JobRow = {
      jobId: randomUUID(),
      kind,
      title,
      state: 'running',
      startedAt: instantOf(this.#now()),
      endedAt: null,
      done: 0,
      total: null,
      message: null,
      canCancel: true,
    };
    const finished = this.#run(row, actor, controller, work, describe);
    finished.catch(() => undefined); // the outcome is recorded and announced; a caller that awaits it sees the error itself
    return { jobId: row.jobId, finished };
  }

  async #run<Result>(
    row: JobRow,
    actor: string,
    controller: AbortController,
    work: (context: JobContext) => Promise<Result>,
    describe: (result: Result) => string,
  ): Promise<Result> {
    const settled = Promise.withResolvers<void>();
    const job: RunningJob = { row, controller, finished: settled.promise, announcedAtMs: 0 };
    this.#jobs.set(row.jobId, job);
    this.#announce(row);
    const context: JobContext = {
      signal: controller.signal,
      progress: (done, total, message) => {
        job.row = { ...job.row, done, total, message: message ?? job.row.message };
        if (this.#now() - job.announcedAtMs < ANNOUNCE_EVERY_MS) return;
        job.announcedAtMs = this.#now();
        this.#announce(job.row);
      },
    };
    try {
      await this.#keeper.record(row, actor);
      const result = await work(context);
      await this.#end(job, actor, 'done', describe(result));
      return result;
    } catch (error) {
      const cancelled = controller.signal.aborted;
      await this.#end(
        job,
        actor,
        cancelled ? 'cancelled' : 'failed',
        cancelled ? 'cancelled; what was done stays done' : messageOf(error),
      );
      throw error;
    } finally {
      this.#jobs.delete(row.jobId);
      settled.resolve();
    }
  }

  async #end(job: RunningJob, actor: string, state: 'done' | 'failed' | 'cancelled', message: string): Promise<void> {
    job.row = { ...job.row, state, message, endedAt: instantOf(this.#now()), canCancel: false };
    this.#past.unshift(job.row);
    this.#past.length = Math.min(this.#past.length, 20);
    this.#announce(job.row);
    await this.#keeper.record(job.row, actor);
  }

  /** True when a running job was asked to stop. */
  cancel(jobId: string): boolean {
    const job = this.#jobs.get(jobId);
    job?.controller.abort();
    return job !== undefined;
  }

  /** Running jobs first, then the latest ended ones. */
  list(): JobRow[] {
    return [...[...this.#jobs.values()].map((job) => job.row), ...this.#past];
  }

  /** Cancels everything and waits until it has stopped. */
  async stop(): Promise<void> {
    const running = [...this.#jobs.values()];
    for (const job of running) job.controller.abort();
    await Promise.allSettled(running.map((job) => job.finished));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
