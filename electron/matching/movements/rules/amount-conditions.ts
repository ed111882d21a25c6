import { isRejected } from '../decisions.ts';
import { daysOutside, toleranceOf, windowOf } from '../date-window.ts';
import { AMOUNT, type RuleCode } from '../../rules.ts';
import type { Snapshot } from '../snapshot.ts';

/** What keeps the amount rule from pairing a charge with an item of its customer and unit, the two taken alone. */
export type AmountCondition =
  | { readonly kind: 'rejected' }
  | { readonly kind: 'nothingOpen' }
  | { readonly kind: 'otherCurrency' }
  /** Thousandths that are open beyond the charge; negative: less is open. */
  | { readonly kind: 'amountDiffers'; readonly moreThousandths: number }
  | { readonly kind: 'outsideWindow'; readonly days: number };

/** How much more is open than the charge. */
export function amountDiffers({ items, movements }: Snapshot, movement: number, item: number): AmountCondition {
  return { kind: 'amountDiffers', moreThousandths: (items.available[item] ?? 0) - (movements.amount[movement] ?? 0) };
}

/** How many days a charge lies beyond the window of a rule, counted as the tolerance counts them. Only for one that does. */
export function outsideWindow(snapshot: Snapshot, movement: number, item: number, code: RuleCode): AmountCondition {
  const window = toleranceOf(snapshot, item, code).dateWindowDays;
  const day = snapshot.movements.day[movement] ?? 0;
  return { kind: 'outsideWindow', days: Math.max(1, daysOutside(snapshot, item, day, code) - window) };
}

/**
 * The conditions of the amount rule that an item of the charge's customer and unit fails; none: the two fit, and only another item or another
 * charge can stand between them. The rule finds by index what this says of one pair, and a person who asks "why not" is answered by it.
 */
export function judgeByAmount(snapshot: Snapshot, movement: number, item: number): readonly AmountCondition[] {
  const { movements, items } = snapshot;
  const failing: AmountCondition[] = [];
  const amount = movements.amount[movement] ?? 0;
  const open = items.available[item] ?? 0;
  const day = movements.day[movement] ?? 0;
  const [from, to] = windowOf(snapshot, item);
  if (isRejected(snapshot, movement, [{ item, amount }])) failing.push({ kind: 'rejected' });
  if (open <= 0) failing.push({ kind: 'nothingOpen' });
  if (items.currency[item] !== movements.currency[movement]) failing.push({ kind: 'otherCurrency' });
  else if (open > 0 && open !== amount) failing.push(amountDiffers(snapshot, movement, item));
  if (day < from || day > to) failing.push(outsideWindow(snapshot, movement, item, AMOUNT));
  return failing;
}
