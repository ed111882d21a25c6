import { bookingOf, JOURNAL_CLASSES } from '../../../shared/contract/profile-bookings.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { addDays } from '../../../shared/domain/calendar.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { dueStretches } from './due-days.ts';
import { dueGroups } from './due-parts.ts';
import type { JournalScope } from './journal-scope.ts';
import { journalBlocked } from './plan-journal.ts';

/** The earliest month before a scope, as YYYY-MM, in which something can be approved as a direct journal; null: there is none. */
export function earlierMonth(
  db: ReadableLedger,
  args: {
    readonly units: readonly UnitProfile[];
    readonly unit: UnitProfile;
    readonly scope: JournalScope;
    readonly today: PlainDate;
  },
): string | null {
  const { unit, scope, today } = args;
  const first = scope.days[0]?.[0];
  if (first === undefined || unit.goLiveDate === null) return null;
  const classes = JOURNAL_CLASSES.filter((each) => bookingOf(unit.bookings, each).how === 'directJournal');
  const stretch = { ...args, classes, from: unit.goLiveDate as PlainDate, to: addDays(first, -1) };
  for (const days of dueStretches(db, stretch))
    for (const day of days.days) {
      const groups = dueGroups(db, { ...days, days: [day] });
      if (groups.some((group) => journalBlocked(group, unit, today) === null)) return day[0].slice(0, 7);
    }
  return null;
}
