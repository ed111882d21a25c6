import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../shared/domain/ids.ts';
import type { PeopleSoftProfile } from '../../shared/contract/profile.ts';

export interface QuietWindowState {
  /** True when bulk reads and bulk posting may run now. */
  readonly open: boolean;
  /** When that changes next; null when it never does. */
  readonly nextChangeAt: Instant | null;
  /** For the status bar, e.g. "quiet window opens 18:00". */
  readonly text: string;
}
export type QuietHours = Pick<PeopleSoftProfile, 'quietWindow' | 'blackouts'>;
type Window = NonNullable<PeopleSoftProfile['quietWindow']>;

/**
 * Whether the site lets us work in bulk at `nowMs`. Hours are wall-clock hours of the window's zone, so a change of daylight
 * saving moves the instant and not the hour; a window whose end is before its start runs past midnight and belongs to the
 * day it starts on. Without a window it is always open. A blackout closes whole days of its own zone, whatever the window says.
 */
export function quietWindowState({ quietWindow, blackouts }: QuietHours, nowMs: number): QuietWindowState {
  const blackout = blackoutAt(blackouts, nowMs);
  if (blackout !== null) return closedBy(blackout, { quietWindow, blackouts });
  const window = quietWindow === null ? ALWAYS : windowState(quietWindow, nowMs);
  if (!window.open) return opensAfterBlackouts(window, { quietWindow, blackouts });
  const next = blackouts
    .map((each) => ({ ...each, startsMs: startOf(each.from, each.zone) }))
    .filter(({ startsMs }) => startsMs > nowMs)
    .toSorted((left, right) => left.startsMs - right.startsMs)[0];
  const closesMs = window.nextChangeAt === null ? Number.POSITIVE_INFINITY : Date.parse(window.nextChangeAt);
  if (next === undefined || next.startsMs >= closesMs) return window;
  return {
    open: true,
    nextChangeAt: toInstant(next.startsMs),
    text: `${window.text}, ${next.reason} from ${next.from}`,
  };
}

const ALWAYS: QuietWindowState = { open: true, nextChangeAt: null, text: 'always open' };

interface Blackout {
  readonly endsMs: number;
  readonly to: string;
  readonly reason: string;
}

/** The blackout of that moment that lasts longest, or null. */
function blackoutAt(blackouts: PeopleSoftProfile['blackouts'], atMs: number): Blackout | null {
  const now = blackouts
    .filter(({ zone, from }) => startOf(from, zone) <= atMs)
    .map(({ zone, to, reason }) => ({ endsMs: startOf(dayAfter(to), zone), to, reason }))
    .filter(({ endsMs }) => endsMs > atMs);
  return now.toSorted((left, right) => right.endsMs - left.endsMs)[0] ?? null;
}

function closedBy({ endsMs, to, reason }: Blackout, hours: QuietHours): QuietWindowState {
  const then = quietWindowState(hours, endsMs);
  const nextChangeAt = then.open ? toInstant(endsMs) : then.nextChangeAt;
  return { open: false, nextChangeAt, text: `no bulk work until the end of ${to}: ${reason}` };
}

/** A closed window whose next opening falls into a blackout opens after it. */
function opensAfterBlackouts(window: QuietWindowState, hours: QuietHours): QuietWindowState {
  if (window.nextChangeAt === null) return window;
  const blackout = blackoutAt(hours.blackouts, Date.parse(window.nextChangeAt));
  return blackout === null ? window : closedBy(blackout, hours);
}

function windowState(window: Window, nowMs: number): QuietWindowState {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(window.zone);
  const from = Temporal.PlainTime.from(window.from);
  const to = Temporal.PlainTime.from(window.to);
  for (let day = -1; day <= 8; day++) {
    const date = now.toPlainDate().add({ days: day });
    if (!window.days.includes(date.dayOfWeek)) continue;
    const opens = date.toZonedDateTime({ timeZone: window.zone, plainTime: from });
    const lastDate = Temporal.PlainTime.compare(to, from) <= 0 ? date.add({ days: 1 }) : date;
    const closes = lastDate.toZonedDateTime({ timeZone: window.zone, plainTime: to });
    if (closes.epochMilliseconds <= nowMs) continue;
    if (opens.epochMilliseconds <= nowMs)
      return { open: true, nextChangeAt: momentOf(closes), text: `quiet window open until ${window.to}` };
    const when = day === 0 ? window.from : `${date.toString()} ${window.from}`;
    return { open: false, nextChangeAt: momentOf(opens), text: `quiet window opens ${when}` };
  }
  return { open: false, nextChangeAt: null, text: 'quiet window has no day' };
}

function startOf(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).epochMilliseconds;
}

function dayAfter(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}

function momentOf(moment: Temporal.ZonedDateTime): Instant {
  return toInstant(moment.epochMilliseconds);
}

function toInstant(atMs: number): Instant {
  return new Date(atMs).toISOString() as Instant;
}
