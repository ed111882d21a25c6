import { instantOf } from '../../../shared/domain/calendar.ts';
import { SYSTEMS } from '../../../shared/domain/states.ts';
import type { SyncReport } from '../../ingest/sync-report.ts';
import type { Company } from '../company.ts';
import type { Jobs } from '../jobs.ts';
import { sentences } from '../headless/sentences.ts';
import { matchingJob } from './matching-job.ts';
import { postingJob } from './posting-job.ts';
import { readingJob } from './reading-job.ts';
import type { MatchReport, Work } from './work.ts';

export interface ScheduleOptions {
  readonly work: Work;
  readonly jobs: Jobs;
  readonly company: Company;
  readonly nowMs: () => number;
  readonly say: (line: string) => void;
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

  /** Each step is a job that says itself how it ended: one that failed is no reason not to try the next. */
  async #round(): Promise<void> {
    const synced = await this.#read();
    if (this.#stopped) return;
    await this.#match(synced);
    if (this.#stopped) return;
    await this.#post();
  }

  async #read(): Promise<SyncReport | null> {
    const { work, jobs, company, nowMs } = this.#options;
    const nextTryAt = instantOf(nowMs() + company.profile.pollMinutes * 60_000);
    let read: SyncReport | null = null;
    const onRead = (report: SyncReport) => void (read = report);
    await settled(() => readingJob({ work, jobs }, SYSTEMS, SYSTEM_ACTOR, { nextTryAt, onRead }).finished);
    return read;
  }

  async #match(synced: SyncReport | null): Promise<void> {
    const { work, jobs } = this.#options;
    const matched = await settled(
      () => jobs.start('matching', SYSTEM_ACTOR, ...matchingJob(work, SYSTEM_ACTOR)).finished,
    );
    if (matched === null || synced === null || !this.#isFirst) return;
    this.#isFirst = false;
    await this.#sayFirst(synced, matched);
  }

  async #post(): Promise<void> {
    const { work, jobs } = this.#options;
    await settled(() => postingJob({ work, jobs }, SYSTEM_ACTOR, { looksAtAll: false }).finished);
  }

  async #sayFirst(synced: SyncReport, { approved, payments }: MatchReport): Promise<void> {
    const { say, work } = this.#options;
    const beforeGoLive = await work.countBeforeGoLive();
    // Asked again: approving by rule has left to people what no rule may decide.
    const counts = await work.countMatched();
    const read = (system: 'stripe' | 'peoplesoft'): string => (synced.systems[system]?.read ?? 0).toLocaleString('en');
    say(`Came in:      ${read('stripe')} Stripe objects, ${read('peoplesoft')} PeopleSoft rows.`);
    for (const failure of Object.values(synced.failures ?? {}).flat())
      say(`Not read:     ${sentences(failure.message, failure.nextStep)}`);
    say(
      `Matched:      ${counts.auto.toLocaleString('en')} by rule, ${approved.toLocaleString('en')} of them approved; ${payments.toLocaleString('en')} payments on their way to PeopleSoft.`,
    );
    const person = counts.proposed + counts.ambiguous + counts.unmatched;
    say(
      `Needs you:    ${person.toLocaleString('en')} movements: ${counts.proposed} proposals, ${counts.ambiguous} with several candidates, ${counts.unmatched} without a match.`,
    );
    say(
      `Not decided:  ${counts.notEvaluated} waiting for data, ${counts.lookupFailed} lookups failed, ${beforeGoLive} before go-live, ${counts.excluded - beforeGoLive} excluded for other reasons.`,
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }
}

/** What a job gave, or null when it failed or one of its kind runs already: the job has said why. */
async function settled<Result>(start: () => Promise<Result>): Promise<Result | null> {
  try {
    return await start();
  } catch {
    return null;
  }
}
