import type { Instant } from '../../../shared/domain/ids.ts';
import { laterOf } from './cursor.ts';
import { EVENT_GROUP_NAMES } from './event-names.ts';
import type { EventCursors } from './event-cursor.ts';

/** Stripe keeps events for 30 days (Stripe API reference, "Events"); a day less, so that none is lost at the edge. */
const SILENCE_MS = 29 * 86_400_000;

export interface Heard {
  /** Of the groups that were asked for. */
  readonly cursors: EventCursors;
  /** The newest event that Stripe lists of them since then; null where there is none. */
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
  if (heardUpTo === null) return false;
  // The list begins before the last event that was heard: where not even that one is listed any more, Stripe has forgotten it.
  if (newestEventAt === null) return true;
  return Date.parse(newestEventAt) - Date.parse(heardUpTo) >= SILENCE_MS;
}
