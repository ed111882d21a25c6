import type { PlainDate } from '../../../shared/domain/ids.ts';
import { SAMPLE_START } from './company.ts';

export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** Seconds since 1970 of an ISO instant. */
export function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1_000);
}

export const NOW = seconds(SAMPLE_START);

/** Summer time ends inside the sample's month: Berlin on 25 October 2026 at 01:00 UTC, New York on 1 November at 06:00 UTC. */
const ZONES: Readonly<Record<string, { readonly summer: number; readonly until: number }>> = {
  'America/New_York': { summer: -4 * HOUR, until: seconds('2026-11-01T06:00:00Z') },
  'Europe/Berlin': { summer: 2 * HOUR, until: seconds('2026-10-25T01:00:00Z') },
};

function offsetAt(at: number, zone: string): number {
  const rule = ZONES[zone];
  if (!rule) throw new RangeError(`the sample company has no unit in ${zone}`);
  return at < rule.until ? rule.summer : rule.summer - HOUR;
}

function dateText(at: number): PlainDate {
  return new Date(at * 1_000).toISOString().slice(0, 10) as PlainDate;
}

/** Calendar date of an instant (seconds) in one of the units' zones; right from April 2026 on. */
export function localDate(at: number, zone: string): PlainDate {
  return dateText(at + offsetAt(at, zone));
}

/** Instant (seconds) of a second of a local day. */
export function localInstant(date: string, secondOfDay: number, zone: string): number {
  const naive = seconds(`${date}T00:00:00Z`) + secondOfDay;
  return naive - offsetAt(naive - offsetAt(naive, zone), zone);
}

export function addDays(date: string, days: number): PlainDate {
  return dateText(seconds(`${date}T00:00:00Z`) + days * DAY);
}

/** A day of the sample's business and the share of all of it that falls on this day. */
export interface BusinessDay {
  readonly date: PlainDate;
  readonly phase: 'september' | 'firstDays' | 'month';
  readonly share: number;
}

const SEPTEMBER_SHARE = 0.04;
const WEEKEND_WEIGHT = 0.35;

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}

function daysBetween(from: string, to: string): PlainDate[] {
  const days: PlainDate[] = [];
  for (let date = from as PlainDate; date <= to; date = addDays(date, 1)) days.push(date);
  return days;
}

/** The days from 24 September to 31 October 2026; the shares add up to 1. */
export function businessDays(): BusinessDay[] {
  const weigh = (dates: readonly PlainDate[], total: number) => {
    const weights = dates.map((date) => (isWeekend(date) ? WEEKEND_WEIGHT : 1));
    const sum = weights.reduce((a, b) => a + b, 0);
    return dates.map((date, index) => ({ date, share: (total * (weights[index] ?? 0)) / sum }));
  };
  const september = weigh(daysBetween('2026-09-24', '2026-09-30'), SEPTEMBER_SHARE);
  const october = weigh(daysBetween('2026-10-01', '2026-10-31'), 1 - SEPTEMBER_SHARE);
  return [
    ...september.map((day) => ({ ...day, phase: 'september' as const })),
    ...october.map((day) => ({
      ...day,
      phase: day.date <= '2026-10-03' ? ('firstDays' as const) : ('month' as const),
    })),
  ];
}

/** `count` payout days spread over the weekdays of October 2026, always ending on Friday the 30th; at most one a weekday. */
export function payoutDays(count: number): PlainDate[] {
  const weekdays = daysBetween('2026-10-01', '2026-10-30').filter((date) => !isWeekend(date));
  const used = Math.min(count, weekdays.length);
  return Array.from(
    { length: used },
    (_, n) => weekdays[Math.floor(((n + 1) * weekdays.length) / used) - 1] as PlainDate,
  );
}
