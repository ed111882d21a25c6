import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from '../ledger/operation.ts';
import { getMeta, setMeta } from '../ledger/meta-store.ts';

const META_KEY = 'ingest.lastObservedAt';

/** Instants of observation, each later than the one before whatever the computer's clock does. */
export interface ObservationClock {
  next(): Instant;
}

/**
 * "Older never overwrites newer" hangs on these instants, so they go on from the last one the ledger holds: a clock that was
 * put back must not make what is read now look older than what was read before.
 */
export function createObservationClock(now: () => Instant, lastObservedAt: Instant | null): ObservationClock {
  let lastMs = lastObservedAt === null ? 0 : Date.parse(lastObservedAt);
  return {
    next: () => {
      lastMs = Math.max(Date.parse(now()), lastMs + 1);
      return new Date(lastMs).toISOString() as Instant;
    },
  };
}

export function lastObservedAt(db: ReadableLedger): Instant | null {
  return getMeta(db, META_KEY) as Instant | null;
}

export function rememberObserved(db: WritableLedger, observedAt: Instant): void {
  const last = lastObservedAt(db);
  if (last === null || observedAt > last) setMeta(db, META_KEY, observedAt);
}
