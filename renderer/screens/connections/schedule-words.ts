import type { ScheduleSettings } from '../../../shared/contract/schedule.ts';
import { formatCount } from '../../ui/money.ts';

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** One quiet window, e.g. `Mon–Fri 18:00–06:00 (next day), America/New_York`. */
export function windowWords({ days, from, to, zone }: ScheduleSettings['windows'][number]): string {
  const hours = from === to ? `from ${from}, all day` : `${from}–${to}${to < from ? ' (next day)' : ''}`;
  return `${daysWords(days)} ${hours}, ${zone}`;
}

/** Runs of days are joined: `Mon–Fri`, `Sat, Sun`; all seven are `every day`. */
export function daysWords(days: readonly number[]): string {
  const known = [...new Set(days)].toSorted((left, right) => left - right);
  if (known.length === WEEKDAYS.length) return 'every day';
  const runs: number[][] = [];
  for (const day of known) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => (day === undefined ? '' : (WEEKDAYS[day - 1] ?? ''));
  return runs
    .map((run) => (run.length > 2 ? `${name(run[0])}–${name(run.at(-1))}` : run.map((day) => name(day)).join(', ')))
    .join(', ');
}

/** One stretch of days without bulk work. */
export function blackoutWords({ from, to, reason, zone }: ScheduleSettings['blackouts'][number]): string {
  return `${from === to ? from : `${from} to ${to}`}, ${zone}: ${reason}`;
}

/** How gently PeopleSoft is worked, in one sentence. */
export function gentleWords(settings: ScheduleSettings): string {
  const { requestsPerSecond, concurrency, paymentsPerDeposit, oneClickWaits } = settings;
  const atOnce = concurrency === 1 ? 'one at a time' : `${concurrency} at a time`;
  const oneClick = oneClickWaits ? ' “Approve and post” waits for the window too.' : '';
  return `At most ${formatCount(requestsPerSecond)} requests a second, ${atOnce}, ${paymentsPerDeposit} payments a deposit; slower when PeopleSoft is slow.${oneClick}`;
}
