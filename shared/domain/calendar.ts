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
