import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endJob, listJobs, startJob } from '../../../electron/ledger/job-store.ts';
import { endSyncRun, findSyncRun, startSyncRun } from '../../../electron/ledger/sync-run-store.ts';
import type { Instant, JobId } from '../../../shared/domain/ids.ts';
import { queryPlans } from '../../support/query-plans.ts';
import { temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts';

let ledger: TemporaryLedger;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());
const at = (nth: number) => new Date(Date.UTC(2026, 10, 2) + nth * 1_000).toISOString() as Instant;
const count = (table: string) => ledger.db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();

describe('what a program that runs for years keeps', () => {
  it('are the latest reads of each stream, and the last whole one however long ago', () => {
    const run = (stream: string, nth: number, state: 'complete' | 'failed') => {
      const runId = startSyncRun(ledger.db, { system: 'stripe', stream, at: at(nth) });
      endSyncRun(ledger.db, { runId, state, at: at(nth) });
      return runId;
    };
    ledger.db.exec('BEGIN');
    const refunds = run('refund', 0, 'complete');
    const early = run('charge', 1, 'complete');
    const whole = run('charge', 2, 'complete');
    const running = startSyncRun(ledger.db, { system: 'stripe', stream: 'charge', at: at(3) });
    let last = 0;
    for (let nth = 4; nth < 304; nth++) last = run('charge', nth, 'failed');
    ledger.db.exec('COMMIT');
    expect(findSyncRun(ledger.db, early)).toBeNull();
    expect(findSyncRun(ledger.db, last - 199)).not.toBeNull();
    for (const kept of [refunds, whole, running, last]) expect(findSyncRun(ledger.db, kept)?.runId).toBe(kept);
    expect(count('sync_run')).toBe(203);
  });

  it('are the latest jobs and those that run; the newest are found without sorting all', () => {
    const start = (nth: number) =>
      startJob(ledger.db, { jobId: `job-${nth}` as JobId, kind: 'sync', actor: 'anna', startedAt: at(nth) });
    ledger.db.exec('BEGIN');
    start(0);
    for (let nth = 1; nth < 1_205; nth++) {
      start(nth);
      endJob(ledger.db, { jobId: `job-${nth}` as JobId, state: 'done', at: at(nth) });
    }
    ledger.db.exec('COMMIT');
    expect(count('job')).toBe(1_001);
    expect(listJobs(ledger.db, 2).map(({ jobId }) => jobId)).toEqual(['job-1204', 'job-1203']);
    expect(listJobs(ledger.db, 2_000).at(-1)).toMatchObject({ jobId: 'job-0', state: 'running' });
    expect(queryPlans(ledger.db, (db) => listJobs(db, 5))).toEqual(['SCAN job USING INDEX job_by_start']);
  });
});
