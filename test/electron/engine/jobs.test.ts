import { describe, expect, it } from 'vitest';
import { Jobs, type JobContext, type JobKind } from '../../../electron/engine/jobs.ts';
import { pastJobs } from '../../../electron/engine/past-jobs.ts';
import type { JobRow } from '../../../shared/contract/contract.ts';
import type { Instant, JobId } from '../../../shared/domain/ids.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';

function newJobs(record: (row: JobRow) => Promise<void> = async () => undefined) {
  const announced: JobRow[] = [];
  const kept: JobRow[] = [];
  const reports: { kind: JobKind; error: unknown }[] = [];
  let nowMs = Date.parse('2026-11-02T14:00:00Z');
  const jobs = new Jobs({
    announce: (row) => announced.push(row),
    keeper: {
      record: async (row) => {
        kept.push(row);
        await record(row);
      },
    },
    now: () => nowMs,
    report: (kind, error) => reports.push({ kind, error }),
  });
  return { jobs, announced, kept, reports, pass: (ms: number) => void (nowMs += ms) };
}
const states = (rows: readonly JobRow[]) => rows.map(({ state }) => state);

/** Work that ends when the test says so. */
function heldWork() {
  const gate = Promise.withResolvers<string>();
  const started = Promise.withResolvers<JobContext>();
  const work = async (context: JobContext) => {
    started.resolve(context);
    context.signal.addEventListener('abort', () => gate.reject(context.signal.reason as Error));
    return gate.promise;
  };
  return { work, gate, started: started.promise };
}

describe('a job', () => {
  it('is announced and kept when it starts and when it ends, with what came of it', async () => {
    const { jobs, announced, kept } = newJobs();
    const { jobId, finished } = jobs.start(
      'matching',
      'anna',
      async () => 3,
      (count) => `${count} changed`,
    );
    expect(await finished).toBe(3);
    for (const rows of [announced, kept]) expect(states(rows)).toEqual(['running', 'done']);
    expect(jobs.list()).toEqual([
      {
        jobId,
        kind: 'matching',
        title: 'Matching',
        state: 'done',
        startedAt: '2026-11-02T14:00:00.000Z',
        endedAt: '2026-11-02T14:00:00.000Z',
        done: 0,
        total: null,
        message: '3 changed',
        canCancel: false,
      },
    ]);
  });

  it('says how far it is, a few times a second and no more', async () => {
    const { jobs, announced, pass } = newJobs();
    await jobs.start(
      'sync',
      'anna',
      async ({ progress }) => {
        for (let done = 1; done <= 1_000; done += 1) {
          pass(1);
          progress(done, 1_000, 'rows');
        }
      },
      () => '',
    ).finished;
    expect(announced.length).toBeGreaterThanOrEqual(5);
    expect(announced.length).toBeLessThanOrEqual(8);
    expect(jobs.list()[0]).toMatchObject({ done: 1_000, total: 1_000 });
  });

  it('runs once of its kind: a second one is refused while it runs, and starts afterwards', async () => {
    const { jobs } = newJobs();
    const { work, gate } = heldWork();
    const { finished } = jobs.start('sync', 'anna', work, (text) => text);
    expect(() => jobs.start('sync', 'otto', async () => '', String)).toThrow(
      expect.objectContaining({ code: 'JOB_ALREADY_RUNNING', nextStep: 'Wait for it, or cancel it first.' }),
    );
    await jobs.start('matching', 'otto', async () => '', String).finished;
    gate.resolve('read');
    await finished;
    await jobs.start('sync', 'otto', async () => '', String).finished;
    expect(states(jobs.list())).toEqual(['done', 'done', 'done']);
  });

  it('that shall come next waits for the one of its kind, and is not started any more when everything was stopped', async () => {
    const { jobs, announced } = newJobs();
    const held = heldWork();
    const first = jobs.start('matching', 'anna', held.work, (text) => text);
    const next = jobs.startNext(
      'matching',
      'Tieout',
      async () => 'second',
      (text) => text,
    );
    await held.started;
    expect(jobs.list()).toHaveLength(1);
    held.gate.resolve('first');
    expect([await first.finished, await next]).toEqual(['first', 'second']);
    expect(announced.flatMap(({ message, state }) => (state === 'done' ? [message] : []))).toEqual(['first', 'second']);
    const other = heldWork();
    jobs.start('matching', 'anna', other.work, (text) => text);
    await other.started;
    const late = jobs.startNext(
      'matching',
      'Tieout',
      async () => 'late',
      (text) => text,
    );
    const [refused] = await Promise.allSettled([late, jobs.stop()]);
    expect(refused).toMatchObject({ reason: { message: 'Matching was not started any more.' } });
    expect(announced.some(({ message }) => message === 'late')).toBe(false);
  });

  it('that is cancelled says so, once, and is not a defect', async () => {
    const { jobs, reports } = newJobs();
    const { work, started } = heldWork();
    const { jobId, finished } = jobs.start('sync', 'anna', work, (text) => text);
    await started;
    expect(jobs.cancel(jobId)).toBe(true);
    await expect(finished).rejects.toThrow('aborted');
    expect(jobs.list()).toMatchObject([{ state: 'cancelled', message: 'cancelled; what was done stays done' }]);
    expect(jobs.cancel(jobId)).toBe(false);
    expect(reports).toEqual([]);
  });

  it('that fails as expected says what happened and what to do', async () => {
    const { jobs, reports } = newJobs();
    const error = new TieoutError('CONNECTION_CREDENTIALS', 'The key is refused.', { nextStep: 'Make a new one.' });
    await expect(jobs.start('sync', 'anna', async () => Promise.reject(error), String).finished).rejects.toBe(error);
    expect(jobs.list()).toMatchObject([{ state: 'failed', message: 'The key is refused. Make a new one.' }]);
    expect(reports).toEqual([]);
  });

  it('that fails by a defect is reported, and keeps its words to the log', async () => {
    const { jobs, reports, announced, kept } = newJobs();
    const error = new Error('cannot read Rosewood of undefined');
    await expect(jobs.start('audit', 'anna', async () => Promise.reject(error), String).finished).rejects.toBe(error);
    expect(reports).toEqual([{ kind: 'audit', error }]);
    expect(JSON.stringify([jobs.list(), announced, kept])).not.toContain('Rosewood');
    expect(jobs.list()).toMatchObject([{ state: 'failed' }]);
  });

  it('ends, and lets the next one in, also when the ledger cannot note it any more', async () => {
    const full = new Error('the disk is full');
    const { jobs } = newJobs((row) => (row.state === 'running' ? Promise.resolve() : Promise.reject(full)));
    await expect(jobs.start('sync', 'anna', async () => 'read', String).finished).rejects.toBe(full);
    expect(jobs.list()).toHaveLength(1);
    await expect(jobs.start('sync', 'anna', async () => 'read', String).finished).rejects.toBe(full);
  });

  it('is stopped with the engine, and waited for', async () => {
    const { jobs, announced } = newJobs();
    const { work, started } = heldWork();
    jobs.start('sync', 'anna', work, (text) => text);
    await started;
    await jobs.stop();
    expect(states(announced)).toEqual(['running', 'cancelled']);
  });
});

describe('the list of jobs', () => {
  it('has running ones first, then the latest ended ones, and not all there ever were', async () => {
    const { jobs } = newJobs();
    for (let count = 0; count < 30; count += 1) await jobs.start('audit', 'anna', async () => count, String).finished;
    const { work, gate } = heldWork();
    jobs.start('sync', 'anna', work, (text) => text);
    const rows = jobs.list();
    expect(rows).toHaveLength(21);
    expect(rows.slice(0, 3).map(({ kind, message }) => [kind, message])).toEqual([
      ['sync', null],
      ['audit', '29'],
      ['audit', '28'],
    ]);
    gate.resolve('');
    await jobs.stop();
  });

  it('shows what an engine that died left running as interrupted', () => {
    const startedAt = '2026-11-02T14:00:00.000Z' as Instant;
    const kept = {
      jobId: 'j1' as JobId,
      kind: 'sync',
      actor: 'anna',
      startedAt,
      endedAt: startedAt,
      doneCount: 7,
      totalCount: null,
      resultJson: null,
    };
    expect(pastJobs([{ ...kept, state: 'interrupted', message: null }])).toEqual([
      {
        jobId: 'j1',
        kind: 'sync',
        title: 'Reading Stripe and PeopleSoft',
        state: 'interrupted',
        startedAt,
        endedAt: startedAt,
        done: 7,
        total: null,
        message: 'Tieout ended while it ran; what was done stays done, the rest goes on.',
        canCancel: false,
      },
    ]);
  });
});
