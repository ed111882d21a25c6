import { addMoney, money, subtractMoney } from '../../../shared/domain/money.ts';
import type { Money } from '../../../shared/domain/money.ts';
import type { ItemRow } from '../../../shared/contract/views.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';

/** What an allocation needs to know of an AR item. `held` is what other decisions have already taken of its balance. */
export interface PayableItem {
  readonly key: number;
  readonly item: string;
  readonly version: number;
  readonly dueDate: string | null;
  readonly custId: string | null;
  readonly customer: string | null;
  readonly open: Money;
  readonly held: Money;
  /** What a refund may be paid back on it. */
  readonly refundable: Money;
}

export interface AllocationLine {
  readonly itemKey: number;
  readonly item: string;
  readonly itemVersion: number;
  /** In the movement's exponent and currency, always positive. */
  readonly amount: Money;
  /** What is left of the movement after this line. */
  readonly leftAfter: Money;
}

export interface Allocation {
  /** The movement's amount without its sign. */
  readonly total: Money;
  readonly lines: readonly AllocationLine[];
  readonly applied: Money;
  readonly remainder: Money;
  /** Selected items that take nothing, with the reason. */
  readonly unused: readonly { readonly item: string; readonly why: string }[];
}

function magnitude(amount: Money): Money {
  return money(Math.abs(amount.minor), amount.exponent, amount.currency);
}

/** Whole minor units of `exponent` in an amount; digits beyond it cannot be paid by a movement of that exponent. */
function minorAt(amount: Money, exponent: number): number {
  if (exponent >= amount.exponent) return amount.minor * 10 ** (exponent - amount.exponent);
  return Math.floor(amount.minor / 10 ** (amount.exponent - exponent));
}

function whyUnused(
  item: PayableItem,
  { total, isOut }: { readonly total: Money; readonly isOut: boolean },
  availableMinor: number,
  leftMinor: number,
): string | null {
  if (item.open.currency !== total.currency) return `is in ${item.open.currency}, the movement in ${total.currency}`;
  if (isOut && availableMinor <= 0) return 'has nothing that could be paid back on it';
  if (!isOut && item.open.minor < 0) return 'is a credit, which a receipt cannot pay';
  if (availableMinor <= 0) return 'is already taken by another decision';
  return leftMinor === 0 ? 'gets nothing: the movement is used up' : null;
}

/** Oldest due first, undated last, then by item: the order does not depend on the order in which she selected. */
function byDueDate(left: PayableItem, right: PayableItem): number {
  const due = (left.dueDate ?? '9999').localeCompare(right.dueDate ?? '9999');
  return due !== 0 ? due : left.item.localeCompare(right.item);
}

/** Credit memos before what would be opened again. */
function byCredit(left: PayableItem, right: PayableItem): number {
  return Number(right.open.minor < 0) - Number(left.open.minor < 0) || byDueDate(left, right);
}

function availableOf(item: PayableItem, isOut: boolean, exponent: number): number {
  return isOut ? minorAt(item.refundable, exponent) : minorAt(item.open, exponent) - minorAt(item.held, exponent);
}

/**
 * A person's own allocation: the movement's amount over the selected items, oldest due first, each up to what is open. Money that goes
 * out is paid back on credit memos first, each item up to what can be paid back on it.
 */
export function allocate(amount: Money, items: readonly PayableItem[]): Allocation {
  const total = magnitude(amount);
  const isOut = amount.minor < 0;
  let left = total;
  const lines: AllocationLine[] = [];
  const unused: { item: string; why: string }[] = [];
  for (const item of items.toSorted(isOut ? byCredit : byDueDate)) {
    const availableMinor = item.open.currency === total.currency ? availableOf(item, isOut, total.exponent) : 0;
    const why = whyUnused(item, { total, isOut }, availableMinor, left.minor);
    if (why !== null) {
      unused.push({ item: item.item, why });
      continue;
    }
    const part = money(Math.min(availableMinor, left.minor), total.exponent, total.currency);
    left = subtractMoney(left, part);
    lines.push({ itemKey: item.key, item: item.item, itemVersion: item.version, amount: part, leftAfter: left });
  }
  return { total, lines, applied: subtractMoney(total, left), remainder: left, unused };
}

/** The allocation that was proposed or decided, with its running remainder. */
export function proposedAllocation(detail: MatchDetail): Allocation {
  const total = magnitude(detail.movement.amount);
  let applied = money(0, total.exponent, total.currency);
  const lines = detail.allocations.map((line) => {
    applied = addMoney(applied, magnitude(line.amount));
    return {
      itemKey: line.itemKey,
      item: line.item,
      itemVersion: line.itemVersion,
      amount: magnitude(line.amount),
      leftAfter: subtractMoney(total, applied),
    };
  });
  return { total, lines, applied, remainder: subtractMoney(total, applied), unused: [] };
}

/** An item row of the grid as an allocation sees it. */
export function payableOf(row: ItemRow): PayableItem {
  const { key, item, version, dueDate, custId, customer, open, held, refundable } = row;
  return { key, item, version, dueDate, custId, customer, open, held, refundable };
}

/** The items of a proposal, for a selection that starts from it. */
export function payablesOf(detail: MatchDetail): readonly PayableItem[] {
  return detail.allocations.map(({ itemKey, item, itemVersion, itemOpen, dueDate, held, refundable }) => ({
    key: itemKey,
    item,
    version: itemVersion,
    dueDate,
    custId: detail.customerLink?.custId ?? null,
    customer: detail.customerLink?.name ?? null,
    open: itemOpen,
    held,
    refundable,
  }));
}

/** Whether a selection is exactly what is proposed, so that the proposal's own amounts hold. */
export function isProposal(detail: MatchDetail, items: readonly PayableItem[]): boolean {
  const proposed = new Set(detail.allocations.map(({ itemKey }) => itemKey));
  return items.length === proposed.size && items.every(({ key }) => proposed.has(key));
}
