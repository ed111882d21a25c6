import type { Profile } from '../../../shared/contract/profile.ts';
import type { Instant, PlainDate } from '../../../shared/domain/ids.ts';
import { localDate } from '../../../shared/domain/calendar.ts';

/** What of a reconciliation unit decides about a movement: which are its own, its calendar, and from when it posts. */
export interface UnitRule {
  readonly unit: string;
  readonly zone: string;
  readonly goLiveDate: string | null;
  readonly currencies: readonly string[];
}

/** The unit rules of a connection profile, as ingest operations take them. */
export function unitRules(profile: Pick<Profile, 'units'>): readonly UnitRule[] {
  return profile.units.map(({ unit, zone, goLiveDate, currencies }) => ({ unit, zone, goLiveDate, currencies }));
}

/** The unit whose presentment currencies hold `currency`, or null: each movement belongs to one unit only. */
export function unitOfCurrency(rules: readonly UnitRule[], currency: string): UnitRule | null {
  return rules.find((rule) => rule.currencies.includes(currency)) ?? null;
}

const QUARTER_HOUR_MS = 900_000;
const MOST_REMEMBERED = 50_000;
const remembered = new Map<string, PlainDate>();

/**
 * The calendar date of an instant in a zone. Remembered by quarter of an hour, because every zone in use today starts its
 * days and changes its offset on one, and asking the calendar for each of a million movements takes most of a minute.
 */
export function dateInZone(at: Instant | string, zone: string): PlainDate {
  const key = `${Math.floor(Date.parse(at) / QUARTER_HOUR_MS)} ${zone}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const date = localDate(at, zone);
  remembered.set(key, date);
  return date;
}
