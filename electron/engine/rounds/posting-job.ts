import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { PostUnitReport } from '../../posting/sending/post-unit.ts';
import type { Stop } from '../../posting/sending/stop.ts';
import type { Jobs } from '../jobs.ts';
import { connectionCode } from './connection-failure.ts';
import type { Work } from './work.ts';

interface PostingJob {
  readonly now?: boolean;
  readonly looksAtAll?: boolean;
  /** Left out: every unit. */
  readonly unit?: UnitProfile;
  readonly before?: () => Promise<void>;
}

/**
 * One posting round as a job. What was sent stays sent and on record; a round that PeopleSoft stopped before everything due was
 * sent makes the job fail with the words and the next step.
 */
export function postingJob(
  { work, jobs }: { readonly work: Work; readonly jobs: Jobs },
  actor: string,
  more: PostingJob = {},
): { jobId: string; finished: Promise<PostUnitReport[]> } {
  return jobs.start(
    'posting',
    actor,
    async ({ signal, progress }) => {
      await more.before?.();
      const { now = false, looksAtAll = true, unit } = more;
      const request = { actor, now, looksAtAll, limit: null, signal, onProgress: progress };
      const reports = await work.post(unit === undefined ? request : { ...request, unit });
      const stop = stopOf(reports);
      if (stop !== null)
        throw new TieoutError(connectionCode(stop.kind), `${stop.message} Before that: ${describe(reports)}.`, {
          nextStep: stop.nextStep,
        });
      return reports;
    },
    describe,
  );
}

/** Why the first of these rounds that ended early did so; null when none did. */
export function stopOf(reports: readonly PostUnitReport[]): Stop | null {
  return reports.map(({ send }) => send.stopped).find((stop) => stop !== null) ?? null;
}

function describe(reports: readonly PostUnitReport[]): string {
  const total = (count: (report: PostUnitReport) => number) => reports.reduce((sum, report) => sum + count(report), 0);
  const parts: readonly (readonly [number, string])[] = [
    [total(({ send }) => send.unknown), 'with an unknown outcome'],
    [total(({ send }) => send.rejected), 'refused'],
    [total(({ send }) => send.returned), 'returned because something had changed'],
    [total(({ confirm }) => confirm.confirmed), 'confirmed'],
  ];
  const items = total(({ itemsSent = 0 }) => itemsSent);
  const sent = `${total(({ send }) => send.sent) - items} payments sent`;
  const itemsToo = items === 0 ? [] : [`${items} items sent`];
  return [sent, ...itemsToo, ...parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]))].join(
    ', ',
  );
}
