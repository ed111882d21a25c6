import type { Profile } from '../../../shared/contract/profile.ts';
import { addDays } from '../../../shared/domain/calendar.ts';
import type { Instant, PlainDate } from '../../../shared/domain/ids.ts';
import { ListTally } from '../../../shared/domain/list-tally.ts';
import type { Clock } from '../../connectors/http/clock.ts';
import type { BulkList, PeopleSoftPage, PeopleSoftReader } from '../../connectors/peoplesoft/types.ts';
import type { Ledger } from '../../ledger/operation.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';
import { createObservationClock } from '../observation-clock.ts';
import type { ObservationClock } from '../observation-clock.ts';
import { applyPeopleSoftRun, clearStage, resolveForeignRefusals, stagePeopleSoftPage } from './operations.ts';
import { streamName } from './rows.ts';
import type { PeopleSoftRow, PeopleSoftStream } from './rows.ts';
import { beginRun, breakOffRun, observedUpTo, recordPollOutcome } from '../poll-operations.ts';
import { readBatchStatus } from './read-batch-status.ts';
import { streamFailure, UnendingReadError } from '../stream-failure.ts';
import { NO_COUNTS, pollOutcome } from '../sync-report.ts';
import type { PollOutcome, StreamReport } from '../sync-report.ts';
import { dateInZone } from '../movements/unit-rules.ts';
import { assertWhole } from './whole-list.ts';

export interface PeopleSoftPollOptions {
  readonly reader: Pick<PeopleSoftReader, 'customers' | 'openItems' | 'payments' | 'listTotals' | 'batchStatus'>;
  readonly ledger: Ledger;
  readonly profile: Pick<Profile, 'peoplesoft' | 'units'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal?: AbortSignal;
  readonly nextTryAt?: Instant | null;
  readonly onProgress?: (stream: string, counts: SyncCounts) => void;
}

/** How far before go-live receipts are read: keyed by hand in the first days, or for charges of the weeks before. */
const PAYMENTS_BEFORE_GO_LIVE_DAYS = 31;
/** How far back they are read while no go-live date is set. */
const PAYMENTS_WITHOUT_GO_LIVE_DAYS = 92;
/** A list that changed while it was read is read again, at most this often in one poll. */
const MOST_READS_OF_ONE_LIST = 3;

/**
 * Reads customers, open AR items and payments of PeopleSoft, each as one whole: pages are staged and become visible at once
 * when the last one is in, so a read that is cut off changes nothing. Streams run one after the other (PeopleSoft is treated
 * gently). Where the site counts a list too, its count is asked for before and after the pages and they must agree: a list that
 * changed meanwhile is read again, one that is cut off changes nothing. A stream that fails does not hold up the next unless the sign-in was refused. The quiet window is the caller's affair.
 */
export async function pollPeopleSoft(options: PeopleSoftPollOptions): Promise<PollOutcome> {
  const { ledger, clock } = options;
  const startedAt = clock.now();
  const observations = createObservationClock(() => clock.now(), await ledger.read(observedUpTo, null));
  const streams: StreamReport[] = [];
  const toRead = streamsOf(options);
  const account = options.profile.peoplesoft.node;
  await ledger.write(resolveForeignRefusals, { account, streams: toRead, at: startedAt });
  for (const stream of toRead) {
    const report = await readStream(options, observations, stream);
    streams.push(report);
    if (endsPoll(report)) break;
  }
  if (!streams.some(endsPoll)) {
    const report = await readBatchStatus(options, () => clock.now());
    if (report !== null) streams.push(report);
  }
  const outcome = pollOutcome(streams);
  const nextTryAt = options.nextTryAt ?? null;
  await ledger.write(recordPollOutcome, { system: 'peoplesoft', outcome, startedAt, at: clock.now(), nextTryAt });
  return outcome;
}

/** A refused sign-in is never tried twice, and a cancelled poll asks nothing more. */
function endsPoll({ failure }: StreamReport): boolean {
  return failure?.kind === 'credentials' || failure?.kind === 'cancelled';
}

/** Every stream the profile's units need, each business unit once. */
function streamsOf({ profile, clock }: PeopleSoftPollOptions): readonly PeopleSoftStream[] {
  const { units, peoplesoft } = profile;
  const businessUnits = [...new Set(units.flatMap((unit) => unit.businessUnits))];
  const depositBus = [...new Set(units.map((unit) => unit.depositBu))];
  return [
    { kind: 'customers', setId: peoplesoft.setId },
    ...businessUnits.map((businessUnit) => ({ kind: 'openItems' as const, businessUnit })),
    ...depositBus.map((depositBu) => ({
      kind: 'payments' as const,
      depositBu,
      from: paymentsFrom(profile, depositBu, clock.now()),
    })),
  ];
}

function paymentsFrom({ units }: Pick<Profile, 'units'>, depositBu: string, now: Instant): PlainDate {
  const dates = units
    .filter((unit) => unit.depositBu === depositBu)
    .map((unit) =>
      unit.goLiveDate === null
        ? addDays(dateInZone(now, unit.zone), -PAYMENTS_WITHOUT_GO_LIVE_DAYS)
        : addDays(unit.goLiveDate, -PAYMENTS_BEFORE_GO_LIVE_DAYS),
    );
  return dates.toSorted()[0] ?? addDays(now.slice(0, 10), -PAYMENTS_WITHOUT_GO_LIVE_DAYS);
}

async function readStream(
  options: PeopleSoftPollOptions,
  observations: ObservationClock,
  stream: PeopleSoftStream,
): Promise<StreamReport> {
  for (let reads = 1; ; reads += 1) {
    const report = await readOnce(options, observations, stream);
    if (report.failure?.kind !== 'moving' || reads === MOST_READS_OF_ONE_LIST) return report;
  }
}

async function readOnce(
  options: PeopleSoftPollOptions,
  observations: ObservationClock,
  stream: PeopleSoftStream,
): Promise<StreamReport> {
  const { ledger, clock, profile } = options;
  const name = streamName(stream);
  const account = profile.peoplesoft.node;
  const runId = await ledger.write(beginRun, { system: 'peoplesoft', stream: name, at: clock.now() });
  await ledger.write(clearStage, { beforeRunId: runId, stream: name });
  const startedAt = observations.next();
  let counts = NO_COUNTS;
  const tally = new ListTally();
  try {
    const before = await options.reader.listTotals(listOf(stream), options.signal);
    for (let after: string | null = null, isLast = false; !isLast;) {
      const observedAt = observations.next();
      const page: PeopleSoftPage<PeopleSoftRow> = await readPage(options, stream, after);
      await ledger.write(stagePeopleSoftPage, {
        account,
        stream,
        runId,
        observedAt,
        rows: page.rows,
        refused: page.refused,
      });
      tally.add(page);
      const refused = counts.refused + page.refused.length;
      counts = { ...counts, read: counts.read + page.rows.length + page.refused.length, refused };
      options.onProgress?.(name, counts);
      if (page.next !== null && page.next === after)
        throw new UnendingReadError(`the pages of ${name} do not lead on after ${page.next}`);
      isLast = page.next === null;
      after = page.next;
    }
    const after = before === null ? null : await options.reader.listTotals(listOf(stream), options.signal);
    const counted = assertWhole(name, tally, before, after);
    const args = { account, stream, runId, startedAt, at: clock.now(), refusedRows: counts.refused, counted };
    counts = { ...counts, ...(await ledger.write(applyPeopleSoftRun, args)) };
    options.onProgress?.(name, counts);
    return { stream: name, ...counts, failure: null };
  } catch (error) {
    const failure = streamFailure(name, error);
    await ledger.write(breakOffRun, { runId, at: clock.now(), failure });
    return { stream: name, ...counts, failure };
  }
}

function listOf(stream: PeopleSoftStream): BulkList {
  return stream.kind === 'payments' ? { ...stream, from: stream.from as PlainDate } : stream;
}

function readPage(
  { reader, signal }: PeopleSoftPollOptions,
  stream: PeopleSoftStream,
  after: string | null,
): Promise<PeopleSoftPage<PeopleSoftRow>> {
  if (stream.kind === 'customers') return reader.customers(after, signal);
  if (stream.kind === 'openItems') return reader.openItems(stream.businessUnit, after, signal);
  return reader.payments(stream.depositBu, stream.from as PlainDate, after, signal);
}
