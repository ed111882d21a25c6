import { dayNumber } from './day-number.ts';
import { amountText, toThousandths } from './thousandths.ts';

export interface MovementFacts {
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly accountingDate: string;
}
export interface ItemFacts {
  readonly itemKey: number;
  readonly item: string;
  readonly status: 'open' | 'closed';
  readonly balanceMinor: number;
  /** What approved matches hold of the balance. */
  readonly heldMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly itemDate: string;
  readonly dueDate: string | null;
  /** A person has said no to this item for this movement. */
  readonly rejected: boolean;
}
/** One near item and every condition it fails, in words; an empty list means that nothing but a rival keeps it away. */
export interface NearMiss {
  readonly itemKey: number;
  readonly item: string;
  /** Difference of the open amount to the movement in thousandths of the main unit; null across currencies. */
  readonly distanceThousandths: number | null;
  /** Days outside the date window, 0 inside. */
  readonly daysOutside: number;
  readonly failing: readonly string[];
}

/** Why an item was not proposed for a movement on its own: each condition of the amount rule that it fails, with the distance. */
export function nearMiss(movement: MovementFacts, item: ItemFacts, dateWindowDays: number): NearMiss {
  const failing: string[] = [];
  const daysOutside = outside(movement.accountingDate, item, dateWindowDays);
  const wanted = toThousandths(Math.abs(movement.amountMinor), movement.exponent);
  const open = toThousandths(Math.max(0, item.balanceMinor - item.heldMinor), item.exponent);
  const sameCurrency = movement.currency === item.currency;
  const distance = sameCurrency && wanted !== null && open !== null ? Math.abs(open - wanted) : null;
  if (item.rejected) failing.push('A person said that it is not this item.');
  if (item.status === 'closed') failing.push('Nothing is open on it.');
  else if (item.heldMinor >= item.balanceMinor && item.heldMinor > 0) failing.push('Another approved match holds it.');
  if (!sameCurrency) failing.push(`It is in ${item.currency}, not ${movement.currency}.`);
  else if (distance !== null && distance > 0 && wanted !== null && open !== null) {
    const text = amountText(distance, Math.max(movement.exponent, item.exponent), item.currency);
    failing.push(`Its open amount is ${text} ${open > wanted ? 'more' : 'less'}.`);
  }
  if (daysOutside > 0)
    failing.push(
      `Its dates are ${daysOutside} day${daysOutside === 1 ? '' : 's'} outside the window of ${dateWindowDays} days.`,
    );
  return { itemKey: item.itemKey, item: item.item, distanceThousandths: distance, daysOutside, failing };
}

function outside(accountingDate: string, item: ItemFacts, dateWindowDays: number): number {
  const day = dayNumber(accountingDate);
  const from = dayNumber(item.itemDate);
  const due = dayNumber(item.dueDate ?? item.itemDate);
  return Math.max(0, Math.min(from, due) - dateWindowDays - day, day - Math.max(from, due) - dateWindowDays);
}

/** Nearest first: fewest failing conditions, then the smallest difference, then the fewest days, then the number. */
export function compareNearMisses(left: NearMiss, right: NearMiss): number {
  return (
    left.failing.length - right.failing.length ||
    (left.distanceThousandths ?? Number.MAX_SAFE_INTEGER) - (right.distanceThousandths ?? Number.MAX_SAFE_INTEGER) ||
    left.daysOutside - right.daysOutside ||
    (left.item < right.item ? -1 : 1)
  );
}
