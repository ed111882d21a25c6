import type { ItemKey } from '../../../shared/domain/ids.ts';
import { compareMoney, formatDecimal, money, rescaleMoney, type Money } from '../../../shared/domain/money.ts';
import { groupTakingBack } from '../../ledger/item-balance.ts';
import { getItem, type ItemRow } from '../../ledger/item-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import { isOutward } from '../payments/movement-effect.ts';
import { refusal } from './refusal.ts';

export interface WantedAllocation {
  readonly itemKey: number;
  readonly seenVersion: number;
  /** In the movement's minor units. */
  readonly amountMinor: number;
}

/** One allocation with the item it pays, amounts in both sides' exponents. */
export interface CheckedAllocation {
  readonly itemKey: number;
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly balance: Money;
  readonly amount: Money;
  readonly itemAmount: Money;
  /** Money goes out: it adds to the balance. Both amounts are sizes all the same. */
  readonly isOutward: boolean;
}

/**
 * Checks a whole allocation against the items as they are now: seen versions, one customer, one currency, business units of the
 * unit, exact amounts on both sides, no more than the movement, and no more than what other approvals leave of each item: of its open
 * balance for money that comes in, of what was paid on it (or of its credit) for money that goes out.
 */
export function checkAllocations(
  db: ReadableLedger,
  movement: MovementRow,
  wanted: readonly WantedAllocation[],
  businessUnits: readonly string[],
): CheckedAllocation[] {
  const checked = wanted.map((each) => checkOne(db, movement, each, businessUnits));
  const customers = new Set(checked.map((each) => each.custId));
  if (customers.size > 1)
    throw refusal(
      'ALLOCATION_CUSTOMERS_DIFFER',
      `The items belong to ${customers.size} customers: ${[...customers].join(', ')}.`,
      'Choose items of one customer.',
    );
  const total = checked.reduce((sum, each) => sum + each.amount.minor, 0);
  if (total > Math.abs(movement.amountMinor))
    throw refusal(
      'ALLOCATION_EXCEEDS_MOVEMENT',
      `The allocation is more than the ${movement.kind}.`,
      'Lower one of the amounts.',
    );
  if (new Set(checked.map((each) => each.itemKey)).size !== checked.length)
    throw refusal('BAD_INPUT', 'An item is named twice in the allocation.', 'Name each item once.');
  return checked;
}

function checkOne(
  db: ReadableLedger,
  movement: MovementRow,
  wanted: WantedAllocation,
  businessUnits: readonly string[],
): CheckedAllocation {
  const item = getItem(db, wanted.itemKey as ItemKey);
  if (item.version !== wanted.seenVersion)
    throw refusal(
      'STALE_VERSION',
      `Item ${item.item} has changed since you opened it.`,
      'Look at it again; it has been refreshed.',
    );
  const isOut = isOutward(movement);
  if (item.status === 'closed' && !isOut)
    throw refusal('ALLOCATION_EXCEEDS_ITEM', `Item ${item.item} is closed in PeopleSoft.`, 'Choose another item.');
  const closing = groupTakingBack(db, item.itemKey);
  if (closing !== null)
    throw refusal(
      'ALLOCATION_EXCEEDS_ITEM',
      `Item ${item.item} is being taken back by group ${closing}.`,
      'Choose another item, or take that group back first.',
    );
  if (item.currency !== movement.currency)
    throw refusal(
      'BAD_INPUT',
      `Item ${item.item} is in ${item.currency}, the ${movement.kind} in ${movement.currency}.`,
      movement.kind === 'charge'
        ? 'Choose an item in the currency of the charge, or put it on account and have it applied in PeopleSoft by a work order.'
        : `Choose an item in the currency of the ${movement.kind}.`,
    );
  if (!businessUnits.includes(item.businessUnit))
    throw refusal(
      'BAD_INPUT',
      `Item ${item.item} belongs to business unit ${item.businessUnit}, which this unit does not pay.`,
      'Choose an item of this unit.',
    );
  const amount = money(wanted.amountMinor, movement.exponent, movement.currency);
  if (amount.minor <= 0)
    throw refusal('BAD_INPUT', `The amount for item ${item.item} is not above zero.`, 'Correct it.');
  const balance = money(item.balanceMinor, item.exponent, item.currency);
  const freeMinor = isOut ? item.refundableMinor : item.freeMinor;
  const free = money(freeMinor, item.exponent, item.currency);
  if (compareMoney(amount, free) > 0)
    throw refusal(
      'ALLOCATION_EXCEEDS_ITEM',
      tooMuch(item, free, isOut),
      isOut ? 'Lower the amount, or choose another item.' : 'Lower the amount, or leave the rest unapplied.',
    );
  return {
    itemKey: item.itemKey,
    businessUnit: item.businessUnit,
    custId: item.custId,
    item: item.item,
    itemLine: item.itemLine,
    balance,
    amount,
    itemAmount: exactInItem(amount, item),
    isOutward: isOut,
  };
}

function tooMuch(item: ItemRow, free: Money, isOut: boolean): string {
  const left = `${formatDecimal(free)} ${item.currency}`;
  if (isOut)
    return item.originalMinor < 0
      ? `Of the credit ${item.item} only ${left} is left.`
      : `Only ${left} of what was paid on item ${item.item} can be paid back.`;
  return item.heldMinor === 0
    ? `The amount for item ${item.item} is more than its open balance.`
    : `Of item ${item.item} only ${left} is left: the rest is approved for other charges.`;
}

function exactInItem(amount: Money, item: ItemRow): Money {
  try {
    return rescaleMoney(amount, item.exponent);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refusal(
      'BAD_INPUT',
      `Item ${item.item} is kept with ${item.exponent} decimals; the amount has more.`,
      'Enter an amount PeopleSoft can hold.',
    );
  }
}
