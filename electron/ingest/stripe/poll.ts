import type { Profile } from '../../../shared/contract/profile.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { Clock } from '../../connectors/http/clock.ts';
import type { ListedStripeType, StripeConnector, StripeIdentity } from '../../connectors/stripe/types.ts';
import type { Ledger } from '../../ledger/operation.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';
import type { IngestContext } from '../ingest-context.ts';
import { LoadEstimate, type LoadProgress } from './load-progress.ts';
import { readStripeBooks } from '../../ledger/stripe-books.ts';
import { createObservationClock } from '../observation-clock.ts';
import type { ObservationClock } from '../observation-clock.ts';
import { beginRun, breakOffRun, observedUpTo, recordPollOutcome } from '../poll-operations.ts';
import { askBalance, storeStripeBalance, type AskedBalance } from './balance.ts';
import { readStripeEvents } from './events.ts';
import { workOffHints } from './hints.ts';
import { readAwaitedCharges } from './lookups.ts';
import { STEPS } from './steps.ts';
import { readStripeWindow } from './window.ts';
import { isConnectorError, refuseOtherBooks, streamFailure } from '../stream-failure.ts';
import { NO_COUNTS, pollOutcome } from '../sync-report.ts';
import type { PollOutcome, StreamReport } from '../sync-report.ts';
import { unitRules } from '../movements/unit-rules.ts';

/** `hint`: what was read by its id or by a customer's list. */
export type StripeStream = ListedStripeType | 'hint';

export interface StripePollOptions {
  readonly connector: StripeConnector;
  readonly ledger: Ledger;
  readonly profile: Pick<Profile, 'stripe' | 'units'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal?: AbortSignal;
  /** A first load starts at this `created`; later polls reach back at least to it. */
  readonly since?: Instant;
  /** When the schedule will try again, for the connection's state. */
  readonly nextTryAt?: Instant | null;
  /** Told after each write how far it is. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** One poll's shared parts, for the files that do its steps. */
export interface StripePollContext {
  readonly connector: StripeConnector;
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, 'now'>;
  readonly observations: ObservationClock;
  readonly lookBackSeconds: number;
  readonly since: Instant | undefined;
  readonly signal: AbortSignal;
  readonly estimate: LoadEstimate;
  readonly onProgress: (stream: StripeStream, counts: SyncCounts) => void;
  ingest(): IngestContext;
}

/**
 * Reads everything new in Stripe into the ledger: what happened there as hints, several types at once, each page by page, then the charges
 * that refunds and disputes wait for and what the hints are about. What one type cannot read does not hold up the others; a wrong
 * sign-in stops all at once. A poll that is cut off goes on where it stopped. Only one poll of a ledger may run at a time. Rejects only
 * for errors of the ledger or defects; Stripe's failures are in the outcome and on the connection.
 */
export async function pollStripe(options: StripePollOptions): Promise<PollOutcome> {
  const { connector, ledger, clock } = options;
  const startedAt = clock.now();
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  let came: Came;
  try {
    const identity = await connector.identify(options.signal);
    refuseOtherBooks(await ledger.read(readStripeBooks, null), identity);
    const context = await pollContext(options, identity, signal);
    came = await readAll(context, (error) => stop.abort(error));
  } catch (error) {
    came = { streams: [{ stream: 'identity', ...NO_COUNTS, failure: streamFailure('identity', error) }] };
  }
  const outcome = pollOutcome(withoutEchoes(came.streams, options.signal), came);
  await ledger.write(recordPollOutcome, {
    system: 'stripe',
    outcome,
    startedAt,
    at: clock.now(),
    nextTryAt: options.nextTryAt ?? null,
  });
  return outcome;
}

interface Came {
  readonly streams: readonly StreamReport[];
  readonly waiting?: number;
  readonly notes?: readonly string[];
}

async function readAll(context: StripePollContext, stopAll: (error: unknown) => void): Promise<Came> {
  const balance = await askBalance(context);
  const heard = await readStripeEvents(context);
  const streams: StreamReport[] = [heard.report];
  for (const types of STEPS)
    streams.push(...(await Promise.all(types.map((type) => readStream(context, type, stopAll)))));
  if (context.signal.aborted) return { streams };
  streams.push(await readAwaitedCharges(context));
  const { waiting, streams: hinted } = await workOffHints(context, heard.askedAt);
  streams.push(...hinted);
  return { streams: [...streams, ...(await keepBalance(context, balance, streams))], waiting, notes: notesOn(balance) };
}

/** A snapshot counts only where everything around it was read; a right that is missing is named like any other. */
async function keepBalance(
  context: StripePollContext,
  balance: AskedBalance,
  streams: readonly StreamReport[],
): Promise<readonly StreamReport[]> {
  if ('error' in balance) {
    const failure = streamFailure('balance', balance.error);
    return failure.kind === 'rights' ? [{ stream: 'balance', ...NO_COUNTS, failure }] : [];
  }
  if (streams.some(({ failure }) => failure !== null) || context.signal.aborted) return [];
  const { account, units } = context.ingest();
  const zones = [...new Set(['UTC', ...units.map(({ zone }) => zone)])];
  await context.ledger.write(storeStripeBalance, { account, ...balance, zones });
  return [];
}

function notesOn(balance: AskedBalance): readonly string[] {
  if (!('error' in balance)) return [];
  const { kind, message } = streamFailure('balance', balance.error);
  return kind === 'rights' || kind === 'cancelled' ? [] : [`No balance of Stripe to compare with: ${message}.`];
}

async function pollContext(
  options: StripePollOptions,
  { account, createdAt }: StripeIdentity,
  signal: AbortSignal,
): Promise<StripePollContext> {
  const { profile, clock, ledger } = options;
  const estimate = new LoadEstimate(createdAt ?? null, () => Date.parse(clock.now()));
  const units = unitRules(profile);
  const lastObservedAt = await ledger.read(observedUpTo, null);
  return {
    connector: options.connector,
    ledger,
    clock,
    observations: createObservationClock(() => clock.now(), lastObservedAt),
    lookBackSeconds: profile.stripe.lookBackSeconds,
    since: options.since,
    signal,
    estimate,
    onProgress: (stream, counts) => options.onProgress?.(estimate.stored(stream, counts)),
    ingest: () => ({ account, livemode: profile.stripe.livemode, units, at: clock.now() }),
  };
}

async function readStream(
  context: StripePollContext,
  type: ListedStripeType,
  stopAll: (error: unknown) => void,
): Promise<StreamReport> {
  const { ledger, clock } = context;
  const runId = await ledger.write(beginRun, { system: 'stripe', stream: type, at: clock.now() });
  let counts = NO_COUNTS;
  try {
    await readStripeWindow(context, type, runId, (soFar) => {
      counts = soFar;
      context.onProgress(type, soFar);
    });
    return { stream: type, ...counts, failure: null };
  } catch (error) {
    // Trying a wrong sign-in eight times over is how accounts get locked; and without a ledger nothing can go on.
    if (!isConnectorError(error) || error.kind === 'credentials') stopAll(error);
    const failure = streamFailure(type, error);
    await ledger.write(breakOffRun, { runId, at: clock.now(), failure });
    return { stream: type, ...counts, failure };
  }
}

/** Streams that were cancelled only because another one failed say nothing of their own, unless the caller cancelled. */
function withoutEchoes(
  streams: readonly StreamReport[],
  callerSignal: AbortSignal | undefined,
): readonly StreamReport[] {
  const cause = streams.find((stream) => stream.failure !== null && stream.failure.kind !== 'cancelled')?.failure;
  if (cause === undefined || cause === null || callerSignal?.aborted) return streams;
  return streams.map((stream) =>
    stream.failure?.kind === 'cancelled' ? { ...stream, failure: { ...cause, stream: stream.stream } } : stream,
  );
}
