import type { Instant } from '../../shared/domain/ids.ts';
import type { ConnectionState, SystemName } from '../../shared/domain/states.ts';
import { setConnectionState } from '../ledger/connection-store.ts';
import { defineRead, defineWrite } from '../ledger/operation.ts';
import { endSyncRun, findSyncRun, startSyncRun } from '../ledger/sync-run-store.ts';
import { lastObservedAt } from './observation-clock.ts';
import { countUnresolvedRefusals } from './refused-objects.ts';
import type { PollOutcome, StreamFailure } from './sync-report.ts';

export const observedUpTo = defineRead('ingest.observedUpTo', (db, _args: null): Instant | null => lastObservedAt(db));

/** Begins the read of one stream and returns its run id. */
export const beginRun = defineWrite(
  'ingest.beginRun',
  (db, args: { readonly system: SystemName; readonly stream: string; readonly at: Instant }): number =>
    startSyncRun(db, args),
);

/** Ends a run that was not read to its end, saying why. A run that ended already stays as it is. */
export const breakOffRun = defineWrite(
  'ingest.breakOffRun',
  (db, args: { readonly runId: number; readonly at: Instant; readonly failure: StreamFailure }): void => {
    const { runId, at, failure } = args;
    if (findSyncRun(db, runId)?.state !== 'running') return;
    endSyncRun(db, {
      runId,
      state: failure.kind === 'cancelled' ? 'cancelled' : 'failed',
      at,
      message: failure.message,
    });
  },
);

/**
 * Writes how a connection stands after a poll: `ok` when everything was read, `degraded` when something arrived that cannot
 * be read or the other side was slow, `unreachable`, or `needsAttention` when a person must act. A cancelled poll says nothing.
 */
export const recordPollOutcome = defineWrite(
  'ingest.recordPollOutcome',
  (
    db,
    args: {
      readonly system: SystemName;
      readonly outcome: PollOutcome;
      readonly startedAt: Instant;
      readonly at: Instant;
      readonly nextTryAt: Instant | null;
    },
  ): ConnectionState | null => {
    const { system, at, nextTryAt } = args;
    const worst = worstFailure(args.outcome.failures);
    if (worst !== null) {
      const state = STATE_AFTER[worst.kind];
      if (state === null) return null;
      setConnectionState(db, { system, state, at, nextTryAt, message: worst.message, nextStep: worst.nextStep });
      return state;
    }
    const refused = countUnresolvedRefusals(db, system);
    // Everything was read, which is what last good and complete-to mean; what is unreadable in it is said beside.
    setConnectionState(db, { system, state: 'ok', at, nextTryAt, completeToAt: args.startedAt });
    if (refused === 0) return 'ok';
    setConnectionState(db, {
      system,
      state: 'degraded',
      at,
      nextTryAt,
      message: `${refused} ${refused === 1 ? 'object' : 'objects'} arrived that cannot be read`,
      nextStep: 'Open the list of refused objects; each names its reason.',
    });
    return 'degraded';
  },
);

/** The kind of failure of that name; one that reading does not know is the program's own. */
export function failureKind(kind: string): StreamFailure['kind'] {
  return isFailureKind(kind) ? kind : 'internal';
}

function isFailureKind(kind: string): kind is StreamFailure['kind'] {
  return Object.hasOwn(STATE_AFTER, kind);
}

/** How a connection stands after a failure of each kind, the worst first. */
const STATE_AFTER: Readonly<Record<StreamFailure['kind'], ConnectionState | null>> = {
  credentials: 'needsAttention',
  otherDatabase: 'needsAttention',
  rights: 'needsAttention',
  refused: 'needsAttention',
  mapping: 'needsAttention',
  notFound: 'needsAttention',
  truncated: 'needsAttention',
  unreachable: 'unreachable',
  malformed: 'degraded',
  internal: 'degraded',
  moving: 'degraded',
  missing: 'degraded',
  rateLimited: 'degraded',
  cancelled: null,
};

function worstFailure(failures: readonly StreamFailure[]): StreamFailure | null {
  for (const kind of Object.keys(STATE_AFTER)) {
    const found = failures.find((failure) => failure.kind === kind);
    if (found !== undefined) return found;
  }
  return null;
}
