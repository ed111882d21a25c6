import type { JobRow } from '../../shared/contract/contract.ts';
import type { JobRow as KeptJob } from '../ledger/job-store.ts';
import { JOB_TITLES } from './jobs.ts';

/** Jobs of earlier engines as the window shows them; what was running when the engine died reads as interrupted. */
export function pastJobs(kept: readonly KeptJob[]): JobRow[] {
  return kept.map(({ jobId, kind, state, startedAt, endedAt, doneCount, totalCount, message }) => ({
    jobId,
    kind,
    title: titleOf(kind),
    state,
    startedAt,
    endedAt,
    done: doneCount,
    total: totalCount,
    message:
      state === 'interrupted' ? 'Tieout ended while it ran; what was done stays done, the rest goes on.' : message,
    canCancel: false,
  }));
}

function titleOf(kind: string): string {
  return Object.hasOwn(JOB_TITLES, kind) ? JOB_TITLES[kind as keyof typeof JOB_TITLES] : kind;
}
