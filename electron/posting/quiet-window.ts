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

/**
 * State of the site's quiet window at `nowMs`. Hours are wall-clock hours of the window's zone, so a change of daylight
 * saving moves the instant and not the hour; a window whose end is before its start runs past midnight and belongs to the
 * day it starts on. Without a window it is always open.
 */
export function quietWindowState(window: PeopleSoftProfile['quietWindow'], nowMs: number): QuietWindowState {
  if (window === null) return { open: true, nextChangeAt: null, text: 'always open' };
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
      return { open: true, nextChangeAt: toInstant(closes), text: `quiet window open until ${window.to}` };
    const when = day === 0 ? window.from : `${date.toString()} ${window.from}`;
    return { open: false, nextChangeAt: toInstant(opens), text: `quiet window opens ${when}` };
  }
  return { open: false, nextChangeAt: null, text: 'quiet window has no day' };
}

function toInstant(moment: Temporal.ZonedDateTime): Instant {
  return new Date(moment.epochMilliseconds).toISOString() as Instant;
}
