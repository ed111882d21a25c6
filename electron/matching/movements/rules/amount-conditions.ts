import { isRejected } from '../decisions.ts';
import { windowOf } from '../date-window.ts';
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
  const days = Math.max(0, from - day, day - to);
  if (isRejected(snapshot, movement, [{ item, amount }])) failing.push({ kind: 'rejected' });
  if (open <= 0) failing.push({ kind: 'nothingOpen' });
  if (items.currency[item] !== movements.currency[movement]) failing.push({ kind: 'otherCurrency' });
  else if (open > 0 && open !== amount) failing.push(amountDiffers(snapshot, movement, item));
  if (days > 0) failing.push({ kind: 'outsideWindow', days });
  return failing;
}
