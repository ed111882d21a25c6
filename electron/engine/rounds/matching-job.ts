import type { JobContext } from '../jobs.ts';
import type { MatchReport, Work } from './work.ts';

/** One run of matching in somebody's name, as the work of a job and the words it ends with. */
export function matchingJob(
  work: Pick<Work, 'match'>,
  actor: string,
): readonly [work: (context: JobContext) => Promise<MatchReport>, describe: (report: MatchReport) => string] {
  return [
    ({ signal, progress }) => work.match({ actor, dryRun: false, signal, onProgress: progress }),
    ({ changed }) => `${changed} movements changed`,
  ];
}
