import { addDays, daysBetween, firstOfNextMonth } from '../../../shared/domain/calendar.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { PeopleSoftReader } from '../../connectors/peoplesoft/types.ts';

/** Accounting periods are about a month long; a site that keeps nothing open for a year is not asked further. */
const MONTHS_AHEAD = 12;

/**
 * The first day after a closed one on which PeopleSoft books again in a business unit: looks at the months' first days, then halves the
 * gap before the first open one (a period that is open stays open to its end). Null when no month of a year ahead is open, or PeopleSoft
 * does not know one. Throws ConnectorError when a read fails.
 */
export async function firstOpenDay(
  reader: Pick<PeopleSoftReader, 'openPeriod'>,
  businessUnit: string,
  closedDate: PlainDate,
  signal?: AbortSignal,
): Promise<PlainDate | null> {
  let closed = closedDate;
  for (let month = 0; month < MONTHS_AHEAD; month++) {
    const start = firstOfNextMonth(closed);
    const state = await reader.openPeriod(businessUnit, start, signal);
    if (state === 'unknown') return null;
    if (state === 'open') return firstOpenBetween(reader, businessUnit, closed, start, signal);
    closed = start;
  }
  return null;
}

async function firstOpenBetween(
  reader: Pick<PeopleSoftReader, 'openPeriod'>,
  businessUnit: string,
  closedDate: PlainDate,
  openDate: PlainDate,
  signal?: AbortSignal,
): Promise<PlainDate> {
  let [closed, open] = [closedDate, openDate];
  for (let gap = daysBetween(closed, open); gap > 1; gap = daysBetween(closed, open)) {
    const middle = addDays(closed, Math.floor(gap / 2));
    if ((await reader.openPeriod(businessUnit, middle, signal)) === 'open') open = middle;
    else closed = middle;
  }
  return open;
}
