import { compareMoney, money, rescaleMoney, type Money } from '../../shared/domain/money.ts';
import type { ReadableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import type { MovementRecord } from './movement-record.ts';
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
}

interface ItemRecord {
  readonly item_key: number;
  readonly business_unit: string;
  readonly cust_id: string;
  readonly item: string;
  readonly item_line: number;
  readonly status: string;
  readonly balance_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly version: number;
}

/**
 * Checks a whole allocation against the items as they are now: seen versions, one customer, one currency, business units of the
 * unit, exact amounts on both sides, and no more than the movement. The open balance itself is held by the ledger's triggers.
 */
export function checkAllocations(
  db: ReadableLedger, movement: MovementRecord, wanted: readonly WantedAllocation[], businessUnits: readonly string[],
): CheckedAllocation[] {
  const checked = wanted.map((each) => checkOne(db, movement, each, businessUnits));
  const customers = new Set(checked.map((each) => each.custId));
  if (customers.size > 1)
    throw refusal('ALLOCATION_CUSTOMERS_DIFFER', `The items belong to ${customers.size} customers: ${[...customers].join(', ')}.`, 'Choose items of one customer.');
  const total = checked.reduce((sum, each) => sum + each.amount.minor, 0);
  if (total > Math.abs(movement.amount_minor))
    throw refusal('ALLOCATION_EXCEEDS_MOVEMENT', 'The allocation is more than the charge.', 'Lower one of the amounts.');
  if (new Set(checked.map((each) => each.itemKey)).size !== checked.length)
    throw refusal('BAD_INPUT', 'An item is named twice in the allocation.', 'Name each item once.');
  return checked;
}

function checkOne(db: ReadableLedger, movement: MovementRecord, wanted: WantedAllocation, businessUnits: readonly string[]): CheckedAllocation {
  const item = statement<ItemRecord>(
    db, 'SELECT item_key, business_unit, cust_id, item, item_line, status, balance_minor, exponent, currency, version FROM ar_item WHERE item_key = ?',
  ).get(wanted.itemKey);
  if (item === undefined) throw refusal('NOT_FOUND', 'An item of this allocation is not in the ledger.', 'Open the list again.');
  if (item.version !== wanted.seenVersion)
    throw refusal('STALE_VERSION', `Item ${item.item} has changed since you opened it.`, 'Look at it again; it has been refreshed.');
  if (item.status === 'closed') throw refusal('ALLOCATION_EXCEEDS_ITEM', `Item ${item.item} is closed in PeopleSoft.`, 'Choose another item.');
  if (item.currency !== movement.currency)
    throw refusal('BAD_INPUT', `Item ${item.item} is in ${item.currency}, the charge in ${movement.currency}.`, 'Choose an item in the currency of the charge.');
  if (!businessUnits.includes(item.business_unit))
    throw refusal('BAD_INPUT', `Item ${item.item} belongs to business unit ${item.business_unit}, which this unit does not pay.`, 'Choose an item of this unit.');
  const amount = money(wanted.amountMinor, movement.exponent, movement.currency);
  const balance = money(item.balance_minor, item.exponent, item.currency);
  if (compareMoney(amount, balance) > 0)
    throw refusal('ALLOCATION_EXCEEDS_ITEM', `The amount for item ${item.item} is more than its open balance.`, 'Lower the amount, or leave the rest unapplied.');
  return {
    itemKey: item.item_key, businessUnit: item.business_unit, custId: item.cust_id, item: item.item, itemLine: item.item_line, balance, amount,
    itemAmount: exactInItem(amount, item),
  };
}

function exactInItem(amount: Money, item: ItemRecord): Money {
  try {
    return rescaleMoney(amount, item.exponent);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refusal('BAD_INPUT', `Item ${item.item} is kept with ${item.exponent} decimals; the amount has more.`, 'Enter an amount PeopleSoft can hold.');
  }
}
