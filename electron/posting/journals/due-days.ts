import type { JournalClass } from '../../../shared/contract/profile-bookings.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { addDays } from '../../../shared/domain/calendar.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import { forgetDueDay, type DueDay } from '../../ledger/due-day-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { IS_DUE_SQL, PART_CLASS_SQL, type BalancePart } from './due-parts.ts';
import { journalScope, type JournalScope } from './journal-scope.ts';

/** SQL over `due_day` as `b`: whether its money is of one of `@classes`. */
const OF_CLASSES = `(SELECT ${PART_CLASS_SQL} FROM (SELECT b.part AS part) kind) IN (SELECT value FROM json_each(@classes))`;

/**
 * The days of a scope on which money of these classes may be due, in order: a day too many where several units keep a clearing account in
 * one currency, never one too few.
 */
export function dueDays(
  db: ReadableLedger,
  { days, own, shared }: JournalScope,
  classes: readonly JournalClass[],
): JournalScope['days'] {
  if (classes.length === 0) return [];
  const dates = statement<{ date: PlainDate }>(
    db,
    `SELECT day.value ->> 0 AS date FROM json_each(@days) day WHERE EXISTS (SELECT 1 FROM due_day b
       WHERE b.utc_date BETWEEN substr(day.value ->> 1, 1, 10) AND substr(day.value ->> 2, 1, 10)
         AND b.currency IN (SELECT value FROM json_each(@currencies)) AND ${OF_CLASSES})`,
  ).all({
    days: JSON.stringify(days),
    currencies: JSON.stringify([...own, ...Object.keys(shared)]),
    classes: JSON.stringify(classes),
  });
  const due = new Set(dates.map(({ date }) => date));
  return days.filter(([date]) => due.has(date));
}

/** What a look at the days of one unit from its go-live on needs; plain data, so that it crosses to the ledger's thread. */
export interface DueStretchArgs {
  readonly units: readonly UnitProfile[];
  readonly unit: UnitProfile;
  readonly classes: readonly JournalClass[];
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** Days that one look takes together. */
const MOST_AT_ONCE = 40;

/**
 * The stretches of days between two dates, both included, on which money of these classes may be due, oldest first. Each is short enough for
 * one look; years without any cost nothing.
 */
export function* dueStretches(db: ReadableLedger, args: DueStretchArgs): Generator<JournalScope> {
  const { units, unit, classes, to } = args;
  let from: PlainDate | null = args.from;
  while (from !== null && from <= to) {
    const first = firstDueDate(db, unit, classes, from);
    if (first === null || first > to) return;
    const scope = journalScope(units, unit, first, to);
    const days = dueDays(db, scope, classes).slice(0, MOST_AT_ONCE);
    if (days.length > 0) yield { ...scope, days };
    const last = (days.length === MOST_AT_ONCE ? days : scope.days).at(-1)?.[0];
    from = last === undefined ? null : addDays(last, 1);
  }
}

/** The earliest day from `from` on that can hold money of these classes. A day of the unit may begin a day of Greenwich earlier, or later. */
function firstDueDate(
  db: ReadableLedger,
  unit: UnitProfile,
  classes: readonly JournalClass[],
  from: PlainDate,
): PlainDate | null {
  const found = statement<{ date: PlainDate }>(
    db,
    `SELECT utc_date AS date FROM due_day b WHERE utc_date >= @from AND currency IN (SELECT value FROM json_each(@currencies)) AND ${OF_CLASSES}
     ORDER BY utc_date LIMIT 1`,
  ).get({
    from: addDays(from, -1),
    currencies: JSON.stringify(unit.clearing.map(({ settlementCurrency }) => settlementCurrency)),
    classes: JSON.stringify(classes),
  });
  if (found === undefined) return null;
  const earliest = addDays(found.date, -1);
  return earliest < from ? from : earliest;
}

/** Forgets the days of these parts on which nothing of their class is due any more. */
export function forgetDecidedDays(db: WritableLedger, journalClass: JournalClass, parts: readonly BalancePart[]): void {
  const dates = [...new Set(parts.map(({ createdAt }) => createdAt.slice(0, 10)))];
  const decided = statement<DueDay>(
    db,
    `SELECT b.utc_date AS utcDate, b.currency, b.part, b.reporting_category AS reportingCategory, b.transaction_type AS transactionType
     FROM due_day b WHERE b.utc_date IN (SELECT value FROM json_each(@dates)) AND ${OF_CLASSES}
       AND NOT EXISTS (SELECT 1 FROM (SELECT b.part AS part, b.utc_date AS date, b.currency AS currency, b.reporting_category AS category,
           b.transaction_type AS type) kind
         JOIN stripe_balance_transaction b ON b.created_at >= kind.date AND b.created_at < kind.date || 'U'
         WHERE b.currency = kind.currency AND b.reporting_category = kind.category AND b.transaction_type = kind.type AND ${IS_DUE_SQL})`,
  ).all({ dates: JSON.stringify(dates), classes: JSON.stringify([journalClass]) });
  for (const day of decided) forgetDueDay(db, day);
}
