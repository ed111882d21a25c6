import { toleranceFor, type MatchingTolerances, type Tolerance } from '../../../shared/contract/profile-tolerances.ts';
import { toThousandths } from '../thousandths.ts';
import { AMOUNT, ruleOf, type RuleCode } from '../rules.ts';
import type { Snapshot } from './snapshot.ts';

/** Looked up once for each scope of a set of tolerances that has exceptions. */
const known = new WeakMap<MatchingTolerances, Map<string, Tolerance>>();

/** The tolerance of a rule for an item: that of its customer and currency. */
export function toleranceOf(
  { settings, items, customers, currencies }: Snapshot,
  item: number,
  code: RuleCode,
): Tolerance {
  const { tolerances } = settings;
  const scope = {
    customer: customers[items.customer[item] ?? -1] ?? '',
    currency: currencies[items.currency[item] ?? -1] ?? '',
    ruleId: ruleOf(code).id,
  };
  // Without exceptions it is one for all.
  const key = tolerances.exceptions.length === 0 ? '' : `${scope.customer}|${scope.currency}|${scope.ruleId}`;
  let mine = known.get(tolerances);
  if (mine === undefined) known.set(tolerances, (mine = new Map<string, Tolerance>()));
  let found = mine.get(key);
  if (found === undefined) mine.set(key, (found = toleranceFor(tolerances, scope)));
  return found;
}

/** Largest difference of amounts that a rule takes for the same, in thousandths. */
export function amountToleranceOf(snapshot: Snapshot, item: number, code: RuleCode): number {
  const { amountToleranceMinor } = toleranceOf(snapshot, item, code);
  return toThousandths(amountToleranceMinor, snapshot.items.exponent[item] ?? 0) ?? 0;
}

/** First and last day on which a charge may pay an item. */
export function windowOf(snapshot: Snapshot, item: number, code: RuleCode = AMOUNT): readonly [number, number] {
  const { items, settings } = snapshot;
  const from = items.itemDay[item] ?? 0;
  const due = items.dueDay[item] ?? 0;
  const [first, last] = [Math.min(from, due), Math.max(from, due)];
  const { exceptions, dayCount, dateWindowDays } = settings.tolerances;
  if (exceptions.length === 0 && dayCount === 'calendar') return [first - dateWindowDays, last + dateWindowDays];
  const tolerance = toleranceOf(snapshot, item, code);
  if (tolerance.dayCount === 'calendar') return [first - tolerance.dateWindowDays, last + tolerance.dateWindowDays];
  const { dateWindowDays: days } = tolerance;
  return [addBusinessDays(first, days, -1), addBusinessDays(last, days, 1)];
}

/** Days between item date and due date and a day outside them, as the tolerance counts them; 0 inside. */
export function daysOutside(snapshot: Snapshot, item: number, day: number, code: RuleCode = AMOUNT): number {
  const { items } = snapshot;
  const from = items.itemDay[item] ?? 0;
  const due = items.dueDay[item] ?? 0;
  const [first, last] = [Math.min(from, due), Math.max(from, due)];
  if (day >= first && day <= last) return 0;
  const isBusiness = toleranceOf(snapshot, item, code).dayCount === 'business';
  // A weekend before the first day counts as that day, as the window has it.
  if (day < first) return isBusiness ? businessDaysBetween(day - 1, first - 1) : first - day;
  return isBusiness ? businessDaysBetween(last, day) : day - last;
}

/** 1970-01-01 was a Thursday: Saturday is 2 and Sunday 3. */
const isWeekend = (day: number): boolean => {
  const weekday = ((day % 7) + 7) % 7;
  return weekday === 2 || weekday === 3;
};

/** The day so many business days (Monday to Friday) later (`step` 1) or earlier (-1), with the weekend beyond it. */
function addBusinessDays(day: number, days: number, step: 1 | -1): number {
  // Whole weeks at once: five business days are seven days.
  let at = day + step * 7 * Math.floor(days / 5);
  for (let left = days % 5; left > 0;) {
    at += step;
    if (!isWeekend(at)) left -= 1;
  }
  while (isWeekend(at + step)) at += step;
  return at;
}

/** Business days after `from` up to and with `to`. */
function businessDaysBetween(from: number, to: number): number {
  const weeks = Math.floor((to - from) / 7);
  let count = weeks * 5;
  for (let day = from + weeks * 7 + 1; day <= to; day++) if (!isWeekend(day)) count += 1;
  return count;
}
