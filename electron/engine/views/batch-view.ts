import { Temporal } from 'temporal-polyfill';
import type { BatchStatusView } from '../../../shared/contract/connections.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { BatchStatusRow } from '../../ledger/batch-status-store.ts';

/** How PeopleSoft writes a date and time: `2026-11-02T18:00:00`, `2026-11-02-18.00.00.000000`, with or without an offset. */
const DATE_AND_TIME =
  /^(\d{4}-\d{2}-\d{2})[T -](\d{2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(?:(Z)|([+-]\d{2}):?(\d{2}))?$/;

/**
 * Receivables Update for the window at `answeredAt`. Times become instants where they carry an offset or the zone of the database's
 * clock is known (null: it is not); without either they keep no offset and nobody may compare them with a clock.
 */
export function batchView(
  batch: BatchStatusRow | null,
  databaseZone: string | null,
  answeredAt: Instant,
): BatchStatusView | null {
  if (batch === null) return null;
  const time = (text: string | null) => (text === null ? null : timeOf(text, databaseZone));
  return { ...batch, lastRun: time(batch.lastRun), nextRun: time(batch.nextRun), answeredAt };
}

/** An instant; else date and time without offset; text that is no date and time stays as it came. */
function timeOf(text: string, databaseZone: string | null): string {
  const [, date, hour, minute, second = '00', utc, hours, minutes] = DATE_AND_TIME.exec(text) ?? [];
  if (date === undefined) return text;
  const clock = `${date}T${hour}:${minute}:${second}`;
  const offset = hours === undefined ? utc : `${hours}:${minutes}`;
  try {
    if (offset !== undefined) return instantOf(Temporal.Instant.from(`${clock}${offset}`).epochMilliseconds);
    const plain = Temporal.PlainDateTime.from(clock);
    return databaseZone === null ? clock : instantOf(plain.toZonedDateTime(databaseZone).epochMilliseconds);
  } catch (error) {
    // A date that no calendar has, such as the year 0000 of an empty column.
    if (!(error instanceof RangeError)) throw error;
    return text;
  }
}
