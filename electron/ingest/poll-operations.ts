import type { Instant } from '../../shared/domain/ids.ts';
import type { ConnectionState, SystemName } from '../../shared/domain/states.ts';
import { setConnectionState } from '../ledger/connection-store.ts';
import { defineRead, defineWrite } from '../ledger/operation.ts';
import { endSyncRun, findSyncRun, startSyncRun } from '../ledger/sync-run-store.ts';
import { lastObservedAt } from './observation-clock.ts';
import { countUnresolvedRefusals } from './refused-objects.ts';
import type { PollOutcome, Said, StreamFailure } from './sync-report.ts';

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
    const { failures, report, notes = [] } = args.outcome;
    const worst = worstFailure(failures);
    if (worst !== null) {
      const state = STATE_AFTER[worst.kind];
      if (state === null) return null;
      setConnectionState(db, { system, state, at, nextTryAt, ...wordsOn(worst, failures) });
      return state;
    }
    const said = notes.length === 0 ? {} : { message: notes.join(' ') };
    // Everything was read, which is what last good and complete-to mean; what is unreadable in it is said beside.
    const { waiting = 0 } = report;
    setConnectionState(db, {
      system,
      state: 'ok',
      at,
      nextTryAt,
      ...said,
      ...(waiting === 0 ? { completeToAt: args.startedAt } : {}),
    });
    const troubles = [...troubleOfRefused(countUnresolvedRefusals(db, system)), ...troubleOfWaiting(waiting)];
    if (troubles.length === 0) return 'ok';
    setConnectionState(db, {
      system,
      state: 'degraded',
      at,
      nextTryAt,
      message: troubles.map(({ message }) => message).join('; '),
      nextStep: troubles.map(({ nextStep }) => nextStep).join(' '),
    });
    return 'degraded';
  },
);

/** Objects of a system that arrived, in any read, and have no readable version yet. */
export const countUnreadable = defineRead(
  'ingest.countUnreadable',
  (db, { system }: { readonly system: SystemName }): number => countUnresolvedRefusals(db, system),
);

function troubleOfRefused(count: number): readonly Said[] {
  if (count === 0) return [];
  return [
    {
      message: `${count} ${count === 1 ? 'object' : 'objects'} arrived that cannot be read`,
      nextStep: 'Open the list of refused objects; each names its reason.',
    },
  ];
}

function troubleOfWaiting(count: number): readonly Said[] {
  if (count === 0) return [];
  return [
    {
      message: `${count} ${count === 1 ? 'object is' : 'objects are'} known to have changed and not read yet`,
      nextStep: 'The next reads go on with them by themselves.',
    },
  ];
}

/** A person puts rights right one after the other: each that is missing is named, not only the first. */
function wordsOn(worst: StreamFailure, failures: readonly StreamFailure[]): Said {
  if (worst.kind !== 'rights') return worst;
  const missing = failures.filter(({ kind }) => kind === 'rights');
  return {
    message: [...new Set(missing.map(({ message }) => message))].join('; '),
    nextStep: [...new Set(missing.map(({ nextStep }) => nextStep))].join(' '),
  };
}

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
