import { compareText } from './movements/compare-text.ts';
import { runRules } from './movements/match-movements.ts';
import { judgeByAmount, type AmountCondition } from './movements/rules/amount-conditions.ts';
import { searchesByAmount } from './movements/rules/amount-customer-date.ts';
import { referenceExact } from './movements/rules/reference-exact.ts';
import type { Snapshot } from './movements/snapshot.ts';

/** One item of a charge's customer with every condition of the amount rule that it fails; none: the two fit by amount and date. */
export interface NearMiss {
  readonly itemKey: number;
  readonly item: string;
  readonly failing: readonly AmountCondition[];
}

/**
 * The items of its customer that come nearest to a charge by the conditions of the amount rule, nearest first: fewest failed conditions, then
 * the smallest difference, then the fewest days, then the number. Empty where that rule does not look at the charge: it is another kind of
 * movement, or what its texts name decides about it.
 */
export function nearestByAmount(snapshot: Snapshot, movement: number, limit: number): readonly NearMiss[] {
  const { movements, items } = snapshot;
  const { decisions } = runRules(snapshot, [referenceExact]);
  if (!searchesByAmount(snapshot, decisions, movement)) return [];
  const found: NearMiss[] = [];
  for (let item = 0; item < items.key.length; item++) {
    if (items.isCredit[item] === true || items.customer[item] !== movements.customer[movement]) continue;
    if (items.unit[item] !== movements.unit[movement]) continue;
    const failing = judgeByAmount(snapshot, movement, item);
    found.push({ itemKey: items.key[item] ?? 0, item: items.item[item] ?? '', failing });
  }
  return found.sort(compareNearMisses).slice(0, limit);
}

function compareNearMisses(left: NearMiss, right: NearMiss): number {
  return (
    left.failing.length - right.failing.length ||
    distanceOf(left) - distanceOf(right) ||
    daysOf(left) - daysOf(right) ||
    compareText(left.item, right.item)
  );
}

/** Across currencies, and where nothing is open, no amount is near. */
function distanceOf({ failing }: NearMiss): number {
  for (const each of failing) {
    if (each.kind === 'amountDiffers') return Math.abs(each.moreThousandths);
    if (each.kind === 'otherCurrency' || each.kind === 'nothingOpen') return Number.MAX_SAFE_INTEGER;
  }
  return 0;
}

function daysOf({ failing }: NearMiss): number {
  return failing.reduce((days, each) => (each.kind === 'outsideWindow' ? each.days : days), 0);
}
