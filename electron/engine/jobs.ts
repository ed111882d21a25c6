import { randomUUID } from 'node:crypto';
import { instantOf } from '../../shared/domain/calendar.ts';
import type { JobRow } from '../../shared/contract/contract.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';

export interface JobContext {
  readonly signal: AbortSignal;
  /** Says how far it is; called as often as the work likes, announced at most a few times a second. */
  readonly progress: (done: number, total: number | null, message?: string) => void;
}

export interface JobKeeper {
  /** Keeps the job's row durable; called at start and end. */
  record(job: JobRow, actor: string): Promise<void>;
}

/** What a job of a kind is called; the ledger keeps the kind only. */
export const JOB_TITLES = {
  sync: 'Reading Stripe and PeopleSoft',
  matching: 'Matching',
  /** After a decision or new data; apart from a run that somebody asks for, which waits its turn and is not refused. */
  matchingAgain: 'Matching again after a change',
  posting: 'Posting to PeopleSoft',
  audit: 'Verifying the audit chain',
  fileImport: 'Taking a file in',
  fileUndo: 'Taking an import back',
  ruleDryRun: 'Trying changed rules on the history',
  ruleProposals: 'Looking for rules in near misses',
  refineScores: 'Refining the scores of customers',
  twoFiles: 'Reconciling two files',
} as const;
export type JobKind = keyof typeof JOB_TITLES;

export interface JobsOptions {
  readonly announce: (job: JobRow) => void;
  readonly keeper: JobKeeper;
  readonly now: () => number;
  /** A job ended by an error nobody expected; whoever asked for the job only learns that it failed. */
  readonly report: (kind: JobKind, error: unknown) => void;
  /** Ended jobs of earlier engines, newest first. */
  readonly past?: readonly JobRow[];
}

const ANNOUNCE_EVERY_MS = 200;
const PAST_JOBS_SHOWN = 20;

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
  readonly #report: JobsOptions['report'];
  readonly #past: JobRow[];
  #isStopped = false;

  constructor(options: JobsOptions) {
    this.#announce = options.announce;
    this.#past = [...(options.past ?? [])].slice(0, PAST_JOBS_SHOWN);
    this.#keeper = options.keeper;
    this.#now = options.now;
    this.#report = options.report;
  }

  /** Starts work and answers at once; `finished` settles with its outcome. */
  start<Result>(
    kind: JobKind,
    actor: string,
    work: (context: JobContext) => Promise<Result>,
    describe: (result: Result) => string,
  ): { jobId: string; finished: Promise<Result> } {
    const title = JOB_TITLES[kind];
    if (this.#running(kind) !== undefined)
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
    // The outcome is noted, announced and, when nobody expected it, reported; a caller that awaits it sees the error itself.
    finished.catch(() => undefined);
    return { jobId: row.jobId, finished };
  }

  /** As `start`, once no job of the kind runs any more. Rejects as the work does, and with an AbortError when everything was stopped meanwhile. */
  async startNext<Result>(...job: Parameters<typeof this.start<Result>>): Promise<Result> {
    const [kind] = job;
    for (let before = this.#running(kind); before !== undefined; before = this.#running(kind)) await before.finished;
    if (this.#isStopped) throw new DOMException(`${JOB_TITLES[kind]} was not started any more.`, 'AbortError');
    return this.start(...job).finished;
  }

  #running(kind: JobKind): RunningJob | undefined {
    return [...this.#jobs.values()].find(({ row }) => row.kind === kind);
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
      const result = await this.#work(job, actor, work, context);
      await this.#end(job, actor, 'done', describe(result));
      return result;
    } finally {
      this.#jobs.delete(row.jobId);
      settled.resolve();
    }
  }

  async #work<Result>(
    job: RunningJob,
    actor: string,
    work: (context: JobContext) => Promise<Result>,
    context: JobContext,
  ): Promise<Result> {
    try {
      await this.#keeper.record(job.row, actor);
      return await work(context);
    } catch (error) {
      const cancelled = job.controller.signal.aborted;
      if (!cancelled && !isExpected(error)) this.#report(job.row.kind as JobKind, error);
      const words = cancelled ? 'cancelled; what was done stays done' : wordsOf(error);
      // The failure of the work is the one to tell, also when the ledger cannot note it any more.
      await this.#end(job, actor, cancelled ? 'cancelled' : 'failed', words).catch(() => undefined);
      throw error;
    }
  }

  /** Noted before it is announced: who asks after the announcement finds it ended. */
  async #end(job: RunningJob, actor: string, state: 'done' | 'failed' | 'cancelled', message: string): Promise<void> {
    job.row = { ...job.row, state, message, endedAt: instantOf(this.#now()), canCancel: false };
    try {
      await this.#keeper.record(job.row, actor);
    } finally {
      this.#jobs.delete(job.row.jobId);
      this.#past.unshift(job.row);
      this.#past.length = Math.min(this.#past.length, PAST_JOBS_SHOWN);
      this.#announce(job.row);
    }
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
    this.#isStopped = true;
    const running = [...this.#jobs.values()];
    for (const job of running) job.controller.abort();
    await Promise.allSettled(running.map((job) => job.finished));
  }
}

/** Failures that are written for a person. By name: classes do not survive a thread. */
function isExpected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error.name === 'LedgerError') return !('code' in error) || error.code !== 'INTERNAL';
  return error.name === 'TieoutError' || error.name === 'ConnectorError';
}

/** What happened and what to do next; a defect keeps its words to the log, they may be about anybody's data. */
function wordsOf(error: unknown): string {
  if (!isExpected(error))
    return 'Something went wrong inside Tieout; what was done stays done. The log has the details.';
  const nextStep = 'nextStep' in error && typeof error.nextStep === 'string' ? error.nextStep : '';
  return nextStep === '' ? error.message : `${error.message} ${nextStep}`;
}
