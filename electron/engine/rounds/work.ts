import { instantOf } from '../../../shared/domain/calendar.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { RuleChanges } from '../../../shared/contract/rule-changes.ts';
import { SYSTEMS, type SystemName } from '../../../shared/domain/states.ts';
import type { SyncReport } from '../../ingest/sync-report.ts';
import { readConnections, writeAnswer, writeConnection } from '../../ledger/operations.ts';
import { noteSendNow } from '../../posting/decisions/note-send-now.ts';
import type { PostUnitReport } from '../../posting/sending/post-unit.ts';
import type { Stop } from '../../posting/sending/stop.ts';
import type { Company } from '../company.ts';
import type { MatchedCounts } from '../engine-types.ts';
import type { EventHub } from '../event-hub.ts';
import type { Identities } from '../identities.ts';
import type { Jobs } from '../jobs.ts';
import { countBeforeGoLive, countMatched } from '../matching/count-matched.ts';
import { runMatching, type MatchingReport } from '../matching/run-matching.ts';
import type { Ports } from '../ports.ts';
import { rulesInForce } from '../rules/rules-in-force.ts';
import type { RunningLedger } from '../threads/ledger-client.ts';
import { stateAfter } from './connection-failure.ts';
import { matchingJob } from './matching-job.ts';
import { stopOf } from './posting-job.ts';
import type { PostingRounds } from './posting-round.ts';
import { runStraightThrough } from './straight-through-round.ts';
import { SystemReads, type ReadRequest } from './system-reads.ts';

export interface WorkOptions {
  readonly ledger: RunningLedger;
  readonly ledgerFile: string;
  /** A copy of the ledger's key for the matching thread; wiped on close. */
  readonly key: Buffer;
  readonly company: Company;
  readonly ports: Ports;
  readonly hub: EventHub;
  readonly jobs: Pick<Jobs, 'startNext'>;
  readonly posting: PostingRounds;
  readonly machine: string;
  readonly report: (name: string, error: unknown) => void;
  readonly identities: Identities;
}
export interface WorkRequest {
  readonly actor: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null, text: string) => void;
}
export interface MatchWork extends WorkRequest {
  readonly dryRun: boolean;
  /** Reads every row anew; default: only what can have another outcome than the last run gave. */
  readonly whole?: boolean;
  /** Other rules than those in force, for a dry run. */
  readonly rules?: RuleChanges;
}
export interface MatchReport {
  readonly counts: MatchedCounts;
  readonly matchable: number;
  readonly changed: number;
  /** Matches that a rule decided in this run. */
  readonly approved: number;
  /** Of those: payments that now wait to be sent. */
  readonly payments: number;
}

/** A round that nobody asked for: what people sent on its way, and the saved deposits that are due for a look. */
const OWN_LOOK = { bulk: false, now: false, looksAtAll: false };
const SYSTEM_ACTOR = 'Tieout';
const CONFIRM_FIRST_MS = 1_000;
const CONFIRM_LONGEST_MS = 60_000;

/** The engine's own work: reading, matching, posting. Each kind runs one at a time, whoever asked for it; posting so in each unit. */
export class Work {
  readonly #options: WorkOptions;
  readonly #reads: SystemReads;
  #matching: Promise<unknown> = Promise.resolve();
  #confirm: { readonly timer: NodeJS.Timeout; readonly atMs: number } | null = null;
  #matchTimer: NodeJS.Timeout | null = null;
  readonly #stop = new AbortController();
  readonly #background = new Set<Promise<unknown>>();

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#reads = new SystemReads(options, this.#stop.signal, (name, work) => this.#inBackground(name, work));
  }

  /** Reads the systems side by side. A poll of one system that is already running is joined, not doubled. */
  sync(systems: readonly SystemName[], request: ReadRequest): Promise<SyncReport> {
    return this.#reads.read(systems, request);
  }

  /** In the background, once after an update: see `rereadKept`. */
  rereadKept(): void {
    this.#inBackground('reread', () => this.#reads.rereadKept());
  }

  /** Links customers, proposes matches and lets approved rules decide; nothing is approved in a dry run. */
  match(request: MatchWork): Promise<MatchReport> {
    const run = this.#matching.then(() => this.#match(request));
    this.#matching = run.catch(() => undefined);
    return run;
  }

  async #match(request: MatchWork): Promise<MatchReport> {
    const { ledger, ledgerFile, key, company, machine, hub } = this.#options;
    const signal = this.#signal(request);
    const nowMs = () => this.nowMs();
    const rules = (request.dryRun ? request.rules : undefined) ?? (await rulesInForce(ledger, instantOf(nowMs())));
    const run: Promise<MatchingReport> = runMatching({
      ledger,
      ledgerFile,
      key,
      profile: company.profile,
      rules,
      actor: request.actor,
      machine,
      now: () => instantOf(nowMs()),
      dryRun: request.dryRun,
      whole: request.whole ?? false,
      signal,
      onProgress: (done, total) => request.onProgress?.(done, total, 'movements matched'),
    });
    const { counts, matchable, changed, links, duplicates } = await run.catch((error: unknown) => {
      // What a run that ended half-way has written is whole, and is there.
      if (!request.dryRun) hub.changed('movements', 'items', 'postings', 'customers', 'audit');
      throw error;
    });
    const report = { counts, matchable, changed, approved: 0, payments: 0 };
    if (request.dryRun) return report;
    if (changed > 0) hub.changed('movements', 'items', 'postings', 'audit');
    if (links > 0) hub.changed('customers');
    if (duplicates > 0) hub.changed('duplicates', 'movements', 'audit');
    if (!(await this.#isReadWhole())) return report;
    const byRule = await runStraightThrough({
      ledger,
      company,
      nowMs,
      actor: request.actor,
      machine,
      signal,
      onProgress: (count) => request.onProgress?.(count, null, 'approved by rule'),
    });
    hub.changed('movements', 'items', 'postings', 'audit');
    return { ...report, ...byRule };
  }

  /** A rule decides alone only over sources that have been read whole once: a charge not read yet may compete for the same item. */
  async #isReadWhole(): Promise<boolean> {
    const rows = await this.#options.ledger.read(readConnections, null);
    return SYSTEMS.every((system) => (rows.find((row) => row.system === system)?.completeToAt ?? null) !== null);
  }

  /** One posting round for every unit, or for the one that is named. */
  async post(
    request: WorkRequest & {
      readonly now: boolean;
      readonly limit: number | null;
      readonly unit?: UnitProfile;
      readonly bulk?: boolean;
      readonly looksAtAll?: boolean;
    },
  ): Promise<PostUnitReport[]> {
    const { posting, hub } = this.#options;
    const round = {
      bulk: request.bulk ?? true,
      looksAtAll: request.looksAtAll ?? true,
      now: request.now,
      signal: this.#signal(request),
      ...(request.limit === null ? {} : { limit: request.limit }),
      onProgress: (sent: number, of: 'payments' | 'items' = 'payments') =>
        request.onProgress?.(sent, null, `${of} sent`),
    };
    const running =
      request.unit === undefined ? posting.runAll(round) : posting.run(request.unit, round).then((report) => [report]);
    const reports = await running.catch((error: unknown) => {
      // What left before it ended is in the books all the same.
      hub.changed('postings', 'movements', 'items', 'audit');
      this.#lookAgain(CONFIRM_FIRST_MS);
      throw error;
    });
    await this.#afterPosting(reports);
    return reports;
  }

  /** A person overrides the window, in one unit or in all: the audit keeps who, why and what waited. */
  async noteSendNow(
    who: { readonly actor: string; readonly machine: string },
    request: { readonly reason: string; readonly limit: number | null; readonly unit?: UnitProfile },
  ): Promise<void> {
    const { ledger, company } = this.#options;
    const units = request.unit === undefined ? company.profile.units : [request.unit];
    await ledger.write(noteSendNow, {
      ...who,
      at: instantOf(this.nowMs()),
      units: units.map(({ unit }) => unit),
      reason: request.reason,
      limit: request.limit,
    });
  }

  /** A person has just sent something on its way: a round in the background, then looks until PeopleSoft has finished with it. */
  postSoon(unit: UnitProfile): void {
    this.#inBackground('posting', async () => {
      const report = await this.#options.posting.run(unit, { ...OWN_LOOK, signal: this.#stop.signal });
      await this.#afterPosting([report]);
    });
  }

  /** Confirmed links or new data deserve a matching run soon; several wishes are one run. */
  matchSoon(): void {
    if (this.#matchTimer !== null || this.#stop.signal.aborted) return;
    this.#matchTimer = setTimeout(() => {
      this.#matchTimer = null;
      this.#inBackground('matching', () => this.#matchNext());
    }, 250);
  }

  /** A job as any other: shown with its progress, and cancelled there. How it ended it says itself, a failure too. */
  async #matchNext(): Promise<void> {
    const { jobs } = this.#options;
    await jobs.startNext('matchingAgain', SYSTEM_ACTOR, ...matchingJob(this, SYSTEM_ACTOR)).catch(() => undefined);
  }

  /** What a round has done is announced and anchored; what it left open is looked at again, ever more rarely while nothing moves. */
  async #afterPosting(reports: readonly PostUnitReport[], delayMs = 0): Promise<void> {
    const stop = stopOf(reports);
    await this.#noteStop(stop);
    if (stop === null && reports.some(hasAnswer))
      await this.#options.ledger.write(writeAnswer, { system: 'peoplesoft', at: this.#options.ports.clock.now() });
    const moved = reports.some(hasMoved);
    if (moved || stop !== null) this.#options.hub.changed('postings', 'movements', 'items', 'audit', 'connections');
    if (moved) await this.#options.ledger.anchor();
    if (reports.some(hasOpen))
      this.#lookAgain(moved ? CONFIRM_FIRST_MS : Math.min(Math.max(delayMs * 2, CONFIRM_FIRST_MS), CONFIRM_LONGEST_MS));
  }

  /** What stopped a round stands on the connection until the next whole read of it. */
  async #noteStop(stop: Stop | null): Promise<void> {
    const state = stop === null ? null : stateAfter(stop.kind);
    if (stop === null || state === null) return;
    const { ledger, ports } = this.#options;
    const { message, nextStep } = stop;
    await ledger.write(writeConnection, { system: 'peoplesoft', state, at: ports.clock.now(), message, nextStep });
  }

  /** Looks at saved and unknown postings again after a while; single reads are always allowed. The sooner of two looks counts. */
  #lookAgain(delayMs: number): void {
    if (this.#stop.signal.aborted) return;
    const atMs = performance.now() + delayMs;
    if (this.#confirm !== null && this.#confirm.atMs <= atMs) return;
    if (this.#confirm !== null) clearTimeout(this.#confirm.timer);
    const timer = setTimeout(() => {
      this.#confirm = null;
      this.#inBackground('read-back', async () => {
        const reports = await this.#options.posting.runAll({ ...OWN_LOOK, signal: this.#stop.signal });
        await this.#afterPosting(reports, delayMs);
      });
    }, delayMs);
    this.#confirm = { timer, atMs };
  }

  #inBackground(name: string, work: () => Promise<unknown>): void {
    const running: Promise<unknown> = work()
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#options.report(name, error);
      })
      .finally(() => this.#background.delete(running));
    this.#background.add(running);
  }

  /** When the rows of a system were last read whole, for the pane's header. */
  async lastReadAt(system: SystemName): Promise<Instant | null> {
    const rows = await this.#options.ledger.read(readConnections, null);
    return rows.find((row) => row.system === system)?.lastGoodAt ?? null;
  }

  /** How many of the excluded movements lie before go-live; reads all of them. */
  countBeforeGoLive(): Promise<number> {
    return this.#options.ledger.read(countBeforeGoLive, null);
  }

  /** What became of the matchable movements, as the ledger has them now; reads all of them. */
  async countMatched(): Promise<MatchedCounts> {
    return (await this.#options.ledger.read(countMatched, null)).matched;
  }

  nowMs(): number {
    return Date.parse(this.#options.ports.clock.now());
  }

  #signal(request: { readonly signal?: AbortSignal }): AbortSignal {
    return request.signal === undefined ? this.#stop.signal : AbortSignal.any([request.signal, this.#stop.signal]);
  }

  /** Stops everything and waits until nothing runs. */
  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#confirm !== null) clearTimeout(this.#confirm.timer);
    if (this.#matchTimer !== null) clearTimeout(this.#matchTimer);
    await Promise.allSettled([this.#reads.idle(), this.#matching, this.#options.posting.idle(), ...this.#background]);
    this.#options.key.fill(0);
  }
}

/** A round that changed anything in the books. */
function hasMoved({ doubts, send, confirm }: PostUnitReport): boolean {
  const { settled, provenAbsent } = doubts;
  const { sent, returned, rejected, unknown } = send;
  return settled + provenAbsent + sent + returned + rejected + unknown + confirm.confirmed + confirm.problems > 0;
}

/** A round in which PeopleSoft said anything about a payment. */
function hasAnswer({ doubts, send, confirm }: PostUnitReport): boolean {
  const read = doubts.settled + doubts.provenAbsent + confirm.confirmed + confirm.problems;
  return read + send.sent + send.returned + send.rejected > 0;
}

/** A round that left something for PeopleSoft to finish or to tell. */
function hasOpen({ doubts, send, confirm }: PostUnitReport): boolean {
  return confirm.waiting + doubts.stillUnknown + send.unknown + send.sent > 0;
}
