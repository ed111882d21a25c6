import { instantOf } from '../../../shared/domain/calendar.ts';
import type { SyncReport } from '../../ingest/sync-report.ts';
import type { Company } from '../company.ts';
import type { MatchedCounts } from '../engine-types.ts';
import type { Jobs } from '../jobs.ts';
import type { Work } from './work.ts';

export interface ScheduleOptions {
  readonly work: Work;
  readonly jobs: Jobs;
  readonly company: Company;
  readonly nowMs: () => number;
  readonly say: (line: string) => void;
  readonly report: (name: string, error: unknown) => void;
}

const SYSTEM_ACTOR = 'Tieout';

/**
 * Reads, matches and posts by itself: at once, then at the profile's pace. A round that fails is tried again at the next turn; the
 * connections say why. Waiting is measured by the timer and not by the calendar, so a machine that slept simply goes on.
 */
export class Schedule {
  readonly #options: ScheduleOptions;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  #isFirst = true;

  constructor(options: ScheduleOptions) {
    this.#options = options;
  }

  start(): void {
    this.#turn(0);
  }

  #turn(delayMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#round().finally(() => this.#turn(this.#options.company.profile.pollMinutes * 60_000));
    }, delayMs);
  }

  async #round(): Promise<void> {
    const { work, jobs, company, nowMs, report } = this.#options;
    const nextTryAt = instantOf(nowMs() + company.profile.pollMinutes * 60_000);
    try {
      const read = jobs.start(
        'sync',
        'Reading Stripe and PeopleSoft',
        SYSTEM_ACTOR,
        ({ signal, progress }) =>
          work.sync(['stripe', 'peoplesoft'], { actor: SYSTEM_ACTOR, signal, nextTryAt, onProgress: progress }),
        describeSync,
      );
      const synced = await read.finished;
      const matched = jobs.start(
        'matching',
        'Matching',
        SYSTEM_ACTOR,
        ({ signal, progress }) => work.match({ actor: SYSTEM_ACTOR, dryRun: false, signal, onProgress: progress }),
        (done) => `${done.changed} movements changed`,
      );
      const { counts, approved } = await matched.finished;
      if (this.#isFirst) this.#sayFirst(synced, counts, approved);
      this.#isFirst = false;
      const posted = jobs.start(
        'posting',
        'Posting to PeopleSoft',
        SYSTEM_ACTOR,
        ({ signal, progress }) =>
          work.post({ actor: SYSTEM_ACTOR, now: false, limit: null, signal, onProgress: progress }),
        (reports) => `${reports.reduce((sum, each) => sum + each.send.sent, 0)} payments sent`,
      );
      await posted.finished;
    } catch (error) {
      if (!this.#stopped && !isKnown(error)) report('schedule', error);
    }
  }

  #sayFirst(synced: SyncReport, counts: MatchedCounts, approved: number): void {
    const { say } = this.#options;
    const read = (system: 'stripe' | 'peoplesoft'): string => (synced.systems[system]?.read ?? 0).toLocaleString('en');
    say(`Came in:      ${read('stripe')} Stripe objects, ${read('peoplesoft')} PeopleSoft rows.`);
    say(
      `Matched:      ${counts.auto.toLocaleString('en')} without a second candidate, ${approved.toLocaleString('en')} of them approved by rule and on their way to PeopleSoft.`,
    );
    const person = counts.proposed + counts.ambiguous + counts.unmatched;
    say(
      `Needs you:    ${person.toLocaleString('en')} movements: ${counts.proposed} proposals, ${counts.ambiguous} with several candidates, ${counts.unmatched} without a match.`,
    );
    say(
      `Not decided:  ${counts.notEvaluated} waiting for data, ${counts.lookupFailed} lookups failed, ${counts.excluded} before go-live.`,
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }
}

function describeSync(report: SyncReport): string {
  return Object.entries(report.systems)
    .map(
      ([system, counts]) =>
        `${system}: ${counts.read} read, ${counts.new} new, ${counts.changed} changed, ${counts.refused} refused`,
    )
    .join('; ');
}

/** Failures a person sees on the connection or the job need no crash report. */
function isKnown(error: unknown): boolean {
  return error instanceof Error && ['TieoutError', 'LedgerError', 'ConnectorError', 'AbortError'].includes(error.name);
}
