import type { SystemName } from '../../../shared/domain/states.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { StreamFailure, SyncReport, SystemReport } from '../../ingest/sync-report.ts';
import type { Jobs } from '../jobs.ts';
import { connectionCode } from './connection-failure.ts';
import type { Work } from './work.ts';

/**
 * Reads systems as a job. What came in is kept whatever happens; a system that could not be read to its end makes the job
 * fail with its words and the next step.
 */
export function readingJob(
  { work, jobs }: { readonly work: Work; readonly jobs: Jobs },
  systems: readonly SystemName[],
  actor: string,
  more: { readonly nextTryAt?: Instant; readonly onRead?: (report: SyncReport) => void } = {},
): { jobId: string; finished: Promise<SyncReport> } {
  const { nextTryAt, onRead } = more;
  return jobs.start(
    'sync',
    actor,
    async ({ signal, progress }) => {
      const request = { actor, signal, onProgress: progress, ...(nextTryAt === undefined ? {} : { nextTryAt }) };
      const report = await work.sync(systems, request);
      onRead?.(report);
      signal.throwIfAborted();
      // Everything was read; what is missing is asked for by the next read and shown on the connection.
      const failures = Object.values(report.failures ?? {})
        .flat()
        .filter(({ kind }) => kind !== 'missing');
      if (failures.length > 0) throw readingFailed(failures, report);
      return report;
    },
    describe,
  );
}

function readingFailed(failures: readonly StreamFailure[], report: SyncReport): TieoutError {
  const words = [...new Set(failures.map(({ message }) => message))];
  const steps = [...new Set(failures.map(({ nextStep }) => nextStep))];
  const code = connectionCode(failures[0]?.kind ?? 'malformed');
  return new TieoutError(code, `${sentence(words.join('; '))} Kept: ${describe(report)}.`, {
    nextStep: steps.join(' '),
  });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

function describe(report: SyncReport): string {
  return Object.entries(report.systems)
    .map(
      ([system, counts]) =>
        `${system}: ${counts.read} read, ${counts.new} new, ${counts.changed} changed, ${counts.refused} refused${waitingText(counts)}`,
    )
    .join('; ');
}

function waitingText({ waiting = 0 }: SystemReport): string {
  return waiting === 0 ? '' : `, ${waiting} still to be read`;
}
