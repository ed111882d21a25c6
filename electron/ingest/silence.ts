import type { Instant } from '../../shared/domain/ids.ts';
import { laterOf } from './stripe-cursor.ts';
import { EVENT_GROUP_NAMES } from './stripe-event-names.ts';
import type { EventCursors } from './stripe-event-cursor.ts';

/** Stripe keeps events for 30 days (Stripe API reference, "Events"); a day less, so that none is lost at the edge. */
const SILENCE_MS = 29 * 86_400_000;

export interface Heard {
  readonly cursors: EventCursors;
  /** The newest event there is at Stripe; null where there is none. */
  readonly newestEventAt: Instant | null;
  /** When anything was last read of this account, by this computer's clock. */
  readonly lastReadAt: Instant | null;
  readonly now: Instant;
}

/**
 * Whether so long nothing was heard that events of the time between may be gone. Both clocks are asked, because either may be wrong here:
 * this computer's may have been set, and Stripe's own times stand still while nothing happens. A quiet month therefore counts as
 * silence too; reading it all again then costs little.
 */
export function wasSilent({ cursors, newestEventAt, lastReadAt, now }: Heard): boolean {
  if (lastReadAt !== null && Date.parse(now) - Date.parse(lastReadAt) >= SILENCE_MS) return true;
  const heardUpTo = EVENT_GROUP_NAMES.reduce<Instant | null>((newest, group) => {
    const cursor = cursors[group];
    return laterOf(newest, laterOf(cursor?.newestAt ?? null, cursor?.window?.newestAt ?? null));
  }, null);
  if (heardUpTo === null || newestEventAt === null) return false;
  return Date.parse(newestEventAt) - Date.parse(heardUpTo) >= SILENCE_MS;
}
