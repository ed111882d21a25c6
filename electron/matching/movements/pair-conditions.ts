import { amountText } from '../thousandths.ts';
import { isRejected } from './decisions.ts';
import { windowOf } from './date-window.ts';
import type { RuleCode } from '../rules.ts';
import { outsideWindow, type AmountCondition } from './rules/amount-conditions.ts';
import type { Snapshot } from './snapshot.ts';

/** What keeps a rule from pairing a movement with an item, the two taken alone, with the distance where there is one. */
export type PairCondition =
  | AmountCondition
  | { readonly kind: 'otherKind'; readonly wanted: 'charge' | 'refund' | 'dispute' }
  | { readonly kind: 'noCustomer' }
  | { readonly kind: 'otherCustomer'; readonly customer: string }
  | { readonly kind: 'otherUnit' }
  | { readonly kind: 'creditMemo' }
  | { readonly kind: 'noCreditMemo' }
  | { readonly kind: 'notNamed' }
  | { readonly kind: 'notNearlyNamed' }
  | { readonly kind: 'namesOther'; readonly item: string }
  /** Thousandths between the difference of the amounts and the fee that Stripe kept. */
  | { readonly kind: 'feeDiffers'; readonly byThousandths: number }
  | { readonly kind: 'noFee' }
  | { readonly kind: 'noTolerance' }
  | { readonly kind: 'noSum' }
  | { readonly kind: 'sameCurrency' }
  | { readonly kind: 'noRate' }
  | { readonly kind: 'notPaidByCharge' };

/** Conditions that all rules share which let a charge pay an item. */
export function judgeCharge(snapshot: Snapshot, movement: number, item: number): PairCondition[] {
  const { movements, items, customers } = snapshot;
  if (movements.kind[movement] !== 'charge') return [{ kind: 'otherKind', wanted: 'charge' }];
  const failing: PairCondition[] = [];
  const open = items.available[item] ?? 0;
  const customer = movements.customer[movement] ?? -1;
  if (customer < 0) failing.push({ kind: 'noCustomer' });
  else if (items.customer[item] !== customer)
    failing.push({ kind: 'otherCustomer', customer: customers[items.customer[item] ?? -1] ?? '' });
  if (items.unit[item] !== movements.unit[movement]) failing.push({ kind: 'otherUnit' });
  const amount = Math.min(open, movements.amount[movement] ?? 0);
  if (isRejected(snapshot, movement, [{ item, amount }])) failing.push({ kind: 'rejected' });
  if (items.isCredit[item] === true) failing.push({ kind: 'creditMemo' });
  else if (open <= 0) failing.push({ kind: 'nothingOpen' });
  return failing;
}

/** The charge names no item, and the item is in its currency and in time: what every rule by amount asks. */
export function judgeSilent(snapshot: Snapshot, movement: number, item: number, code: RuleCode): PairCondition[] {
  const { movements, items } = snapshot;
  const failing = judgeCharge(snapshot, movement, item);
  if (movements.kind[movement] !== 'charge') return failing;
  const references = movements.references[movement];
  const named = references?.own[0] ?? references?.foreign[0];
  if (named !== undefined) failing.push({ kind: 'namesOther', item: items.item[named] ?? '' });
  if (items.currency[item] !== movements.currency[movement]) failing.push({ kind: 'otherCurrency' });
  const day = movements.day[movement] ?? 0;
  const [from, to] = windowOf(snapshot, item, code);
  if (day < from || day > to) failing.push(outsideWindow(snapshot, movement, item, code));
  return failing;
}

/** A sentence for a failing condition, with its distance. `nothingOpen` may be known better by who asks. */
export function conditionText(snapshot: Snapshot, movement: number, item: number, condition: PairCondition): string {
  const { movements, items, currencies } = snapshot;
  const currency = currencies[items.currency[item] ?? -1] ?? '';
  const exponent = Math.max(movements.exponent[movement] ?? 0, items.exponent[item] ?? 0);
  const text = (thousandths: number): string => amountText(Math.abs(thousandths), exponent, currency);
  switch (condition.kind) {
    case 'rejected':
      return 'A person said that it is not this item.';
    case 'nothingOpen':
      return 'Nothing is open on it.';
    case 'otherCurrency':
      return `It is in ${currency}, not ${currencies[movements.currency[movement] ?? -1] ?? ''}.`;
    case 'amountDiffers':
      return `Its open amount is ${text(condition.moreThousandths)} ${condition.moreThousandths > 0 ? 'more' : 'less'}.`;
    case 'outsideWindow':
      return `Its dates are ${condition.days} day${condition.days === 1 ? '' : 's'} outside the window.`;
    case 'otherKind':
      return `The rule is for a ${condition.wanted}; this is a ${movements.kind[movement] ?? 'charge'}.`;
    case 'noCustomer':
      return 'Its Stripe customer is not linked to a PeopleSoft customer.';
    case 'otherCustomer':
      return `It is an item of customer ${condition.customer}.`;
    case 'otherUnit':
      return 'It is of a business unit that this movement is not for.';
    case 'creditMemo':
      return 'It is a credit memo, and a charge pays none.';
    case 'noCreditMemo':
      return 'It is no credit memo.';
    case 'notNamed':
      return 'No text of the charge names it.';
    case 'notNearlyNamed':
      return 'No text of the charge is one slip of the pen from its number.';
    case 'namesOther':
      return `The charge names ${condition.item}.`;
    case 'feeDiffers':
      return `Its difference is ${text(condition.byThousandths)} off the fee that Stripe kept.`;
    case 'noFee':
      return 'What Stripe kept of the charge is not known, or in another currency.';
    case 'noTolerance':
      return 'No tolerance is set for its customer and currency.';
    case 'noSum':
      return 'It is part of no single sum that agrees.';
    case 'sameCurrency':
      return 'It is in the currency of the charge.';
    case 'noRate':
      return `No rate to ${currency} is known for the charge.`;
    case 'notPaidByCharge':
      return 'The charge it belongs to does not pay this item.';
  }
}
