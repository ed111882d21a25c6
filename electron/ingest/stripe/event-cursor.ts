import { z } from 'zod';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { EVENT_GROUPS, type EventGroup } from './event-names.ts';

const instant = z.string().transform((text) => text as Instant);
const cursorSchema = z.strictObject({
  /** Newest event of the last window that was read to its end; null: there was none. Never a time of this computer's clock. */
  newestAt: instant.nullable(),
  /** The names it was read for: what another program version adds has not been heard yet. */
  eventTypes: z.array(z.string()),
  /** A window that was cut off: from where, the event to go on after, and the newest seen in it. */
  window: z.strictObject({ from: instant, after: z.string(), newestAt: instant.nullable() }).nullable(),
});
export type EventCursor = z.infer<typeof cursorSchema>;
/** The cursor of each group; a group that was never read, or for other names, has none. */
export type EventCursors = Partial<Record<EventGroup, EventCursor>>;

const streamOf = (group: EventGroup) => `event.${group}`;

/** Where each group of events was read to. */
export function readEventCursors(db: ReadableLedger, account: string): EventCursors {
  const cursors: EventCursors = {};
  for (const group of Object.keys(EVENT_GROUPS) as EventGroup[]) {
    const row = statement<{ position_json: string }>(
      db,
      "SELECT position_json FROM cursor WHERE system = 'stripe' AND account = ? AND stream = ?",
    ).get(account, streamOf(group));
    if (row === undefined) continue;
    const cursor = cursorSchema.parse(JSON.parse(row.position_json));
    if (EVENT_GROUPS[group].every((name) => cursor.eventTypes.includes(name))) cursors[group] = cursor;
  }
  return cursors;
}

/** Moves one group's cursor; call it in the transaction that stores what the cursor leaves behind. */
export function writeEventCursor(
  db: WritableLedger,
  account: string,
  group: EventGroup,
  cursor: Omit<EventCursor, 'eventTypes'>,
  at: Instant,
): void {
  statement(
    db,
    `INSERT INTO cursor (system, account, stream, position_json, committed_at) VALUES ('stripe', ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET position_json = excluded.position_json, committed_at = excluded.committed_at`,
  ).run(account, streamOf(group), JSON.stringify({ ...cursor, eventTypes: EVENT_GROUPS[group] }), at);
}
