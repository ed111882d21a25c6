import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { addDays, startOfDay } from '../../../shared/domain/calendar.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';

/** Whose money and which days are looked at; plain data, so that it crosses to the ledger's thread. */
export interface JournalScope {
  readonly unit: string;
  /** Date, first instant and the instant after its last, of every day in the unit's zone. */
  readonly days: readonly (readonly [date: PlainDate, start: string, end: string])[];
  /** Settlement currencies that only this unit keeps a clearing account in. */
  readonly own: readonly string[];
  /** Currencies that several units clear in, with the unit that takes what belongs to no charge of any. */
  readonly shared: Readonly<Record<string, string>>;
}

/** Longest stretch of days one look covers. */
export const MOST_DAYS = 400;

/**
 * The days from `from` to `to`, both included, as far as they lie after go-live. Money belongs to the unit that keeps the clearing account
 * of its settlement currency; where several do, to that of the charge behind it, and what has none to the first of them in the profile.
 */
export function journalScope(units: readonly UnitProfile[], unit: UnitProfile, from: string, to: string): JournalScope {
  const { goLiveDate, zone } = unit;
  const days: (readonly [PlainDate, string, string])[] = [];
  let date = (goLiveDate === null ? to : goLiveDate > from ? goLiveDate : from) as PlainDate;
  while (goLiveDate !== null && date <= to && days.length < MOST_DAYS) {
    const next = addDays(date, 1);
    days.push([date, startOfDay(date, zone), startOfDay(next, zone)]);
    date = next;
  }
  const own: string[] = [];
  const shared: Record<string, string> = {};
  for (const { settlementCurrency: currency } of unit.clearing) {
    const holders = units.filter((each) => each.clearing.some((one) => one.settlementCurrency === currency));
    if (holders.length < 2) own.push(currency);
    else shared[currency] = holders[0]?.unit ?? unit.unit;
  }
  return { unit: unit.unit, days, own, shared };
}
