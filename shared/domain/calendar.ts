import { Temporal } from 'temporal-polyfill';
import type { Instant, PlainDate } from './ids.ts';

/** The calendar date of an instant in a unit's zone: what PeopleSoft books. Throws RangeError on an unknown zone or instant. */
export function localDate(at: Instant | string, zone: string): PlainDate {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString() as PlainDate;
}

/** Whole days from `from` to `to` (negative when `to` is earlier). */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The plain date so many days later. */
export function addDays(date: string, days: number): PlainDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as PlainDate;
}

/** The first day of the month after the one of this date. */
export function firstOfNextMonth(date: string): PlainDate {
  return Temporal.PlainDate.from(date).with({ day: 1 }).add({ months: 1 }).toString() as PlainDate;
}

/** The instant at which a date begins in a unit's zone. Throws RangeError on an unknown zone or date. */
export function startOfDay(date: string, zone: string): Instant {
  return instantOf(Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds);
}

/** Milliseconds since the epoch as an instant of the ledger. */
export function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString() as Instant;
}

/**
 * The instant of a local date and time in a zone, e.g. `2026-10-05T09:30:00`; of a time that the clock shows twice the earlier one, of one
 * it skips the later one. Null for a text that is no date and time; throws RangeError on an unknown zone.
 */
export function instantInZone(local: string, zone: string): Instant | null {
  try {
    return instantOf(
      Temporal.PlainDateTime.from(local, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds,
    );
  } catch (error) {
    // A date that does not exist is an answer; a zone that does not is the caller's mistake.
    if (error instanceof RangeError && isZone(zone)) return null;
    throw error;
  }
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
