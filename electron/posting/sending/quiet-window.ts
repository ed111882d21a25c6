import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { PeopleSoftProfile, QuietWindow } from '../../../shared/contract/profile.ts';

export interface QuietWindowState {
  /** True when bulk reads and bulk posting may run now. */
  readonly open: boolean;
  /** When that changes next; null when it never does. */
  readonly nextChangeAt: Instant | null;
  /** For the status bar, e.g. "quiet window opens 18:00". */
  readonly text: string;
}
export type QuietHours = Pick<PeopleSoftProfile, 'quietWindow' | 'blackouts'>;

/**
 * Whether the site lets us work in bulk at `nowMs`: in any of its windows. Hours are wall-clock hours of the window's zone, so a
 * change of daylight saving moves the instant and not the hour; a window whose end is before its start runs past midnight and
 * belongs to the day it starts on. Without windows it is always open. A blackout closes whole days of its own zone, whatever the
 * windows say.
 */
export function quietWindowState({ quietWindow, blackouts }: QuietHours, nowMs: number): QuietWindowState {
  const blackout = blackoutAt(blackouts, nowMs);
  if (blackout !== null) return closedBy(blackout, { quietWindow, blackouts });
  const window = quietWindow === null ? ALWAYS : windowsState(quietWindow, nowMs);
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

interface Span {
  readonly window: QuietWindow;
  readonly opensMs: number;
  readonly closesMs: number;
}
/** Windows come again every week: what is open without a gap for longer than this is always open. */
const HORIZON_DAYS = 8;
const DAY_MS = 86_400_000;

/** Open while any of the windows is; those that overlap or follow without a gap close as one. */
function windowsState(windows: readonly QuietWindow[], nowMs: number): QuietWindowState {
  const spans = windows
    .flatMap((window) => spansOf(window, nowMs))
    .toSorted((left, right) => left.opensMs - right.opensMs);
  let last: Span | null = null;
  for (const span of spans) {
    const reachesMs = last === null ? nowMs : last.closesMs;
    if (span.opensMs > reachesMs) break;
    if (last === null || span.closesMs > last.closesMs) last = span;
  }
  if (last === null) return closedUntil(spans[0], nowMs);
  if (last.closesMs >= nowMs + (HORIZON_DAYS - 1) * DAY_MS) return ALWAYS;
  const { window, closesMs } = last;
  return { open: true, nextChangeAt: toInstant(closesMs), text: `quiet window open until ${window.to}` };
}

function closedUntil(next: Span | undefined, nowMs: number): QuietWindowState {
  if (next === undefined) return { open: false, nextChangeAt: null, text: 'quiet window has no day' };
  const { window, opensMs } = next;
  const [today, day] = [nowMs, opensMs].map((ms) => zonedDate(ms, window.zone).toString());
  const when = day === today ? window.from : `${day} ${window.from}`;
  return { open: false, nextChangeAt: toInstant(opensMs), text: `quiet window opens ${when}` };
}

/**
 * The times around now in which one window is open, those of yesterday that run past midnight among them. On a night whose change of
 * daylight saving swallows the whole window there is none.
 */
function spansOf(window: QuietWindow, nowMs: number): Span[] {
  const from = Temporal.PlainTime.from(window.from);
  const to = Temporal.PlainTime.from(window.to);
  const today = zonedDate(nowMs, window.zone);
  const spans: Span[] = [];
  for (let day = -1; day <= HORIZON_DAYS; day++) {
    const date = today.add({ days: day });
    if (!window.days.includes(date.dayOfWeek)) continue;
    const opens = date.toZonedDateTime({ timeZone: window.zone, plainTime: from });
    const lastDate = Temporal.PlainTime.compare(to, from) <= 0 ? date.add({ days: 1 }) : date;
    const closes = lastDate.toZonedDateTime({ timeZone: window.zone, plainTime: to });
    const { epochMilliseconds: opensMs } = opens;
    const { epochMilliseconds: closesMs } = closes;
    if (closesMs > nowMs && closesMs > opensMs) spans.push({ window, opensMs, closesMs });
  }
  return spans;
}

function zonedDate(atMs: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();
}

function startOf(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone }).epochMilliseconds;
}

function dayAfter(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}

function toInstant(atMs: number): Instant {
  return new Date(atMs).toISOString() as Instant;
}
