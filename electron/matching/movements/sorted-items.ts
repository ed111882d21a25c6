import { compareText } from './compare-text.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Payable items ordered by customer, currency, amount, date and number. One sorted index answers "all items of this
 * customer and amount" and "all items of this customer" by binary search; the order comes from content alone, never from
 * row keys, so that it is the same however the rows were fed in.
 */
export class SortedItems {
  readonly order: Int32Array;
  readonly #snapshot: Snapshot;
  readonly #group: Float64Array;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    const { items } = snapshot;
    const group = new Float64Array(items.key.length);
    const payable: number[] = [];
    for (let item = 0; item < items.key.length; item++) {
      group[item] = this.groupOf(items.customer[item] ?? -1, items.currency[item] ?? -1, items.unit[item] ?? -1);
      if ((items.available[item] ?? 0) > 0 && (items.unit[item] ?? -1) >= 0) payable.push(item);
    }
    this.#group = group;
    this.order = this.#sorted(payable);
  }

  /** Groups of few items each are sorted by themselves: a million items are put in order by what each customer has. */
  #sorted(payable: readonly number[]): Int32Array {
    const ofGroup = new Map<number, number[]>();
    for (const item of payable) {
      const group = this.#group[item] ?? 0;
      const mine = ofGroup.get(group);
      if (mine === undefined) ofGroup.set(group, [item]);
      else mine.push(item);
    }
    const order = new Int32Array(payable.length);
    let at = 0;
    for (const group of Float64Array.from(ofGroup.keys()).sort()) {
      const mine = ofGroup.get(group) ?? [];
      if (mine.length > 1) mine.sort((left, right) => this.#compare(left, right));
      order.set(mine, at);
      at += mine.length;
    }
    return order;
  }

  /** Number of a (customer, currency, unit) group. */
  groupOf(customer: number, currency: number, unit: number): number {
    const { currencies, settings } = this.#snapshot;
    return (customer * (currencies.length + 1) + currency) * (settings.units.length + 1) + unit;
  }

  /** The order of two items of one group. */
  #compare(left: number, right: number): number {
    const { items } = this.#snapshot;
    return (
      (items.available[left] ?? 0) - (items.available[right] ?? 0) ||
      (items.dueDay[left] ?? 0) - (items.dueDay[right] ?? 0) ||
      compareText(items.item[left] ?? '', items.item[right] ?? '') ||
      compareText(items.businessUnit[left] ?? '', items.businessUnit[right] ?? '') ||
      (items.line[left] ?? 0) - (items.line[right] ?? 0)
    );
  }

  /** Items of a group with exactly this amount, in content order. */
  withAmount(group: number, amount: number): Int32Array {
    return this.order.subarray(this.#lower(group, amount), this.#lower(group, amount + 1));
  }

  /** Items of a group with at most this amount, smallest first. */
  upTo(group: number, amount: number): Int32Array {
    return this.between(group, 0, amount);
  }

  /** Items of a group from one amount up to another, both with them, smallest first. */
  between(group: number, least: number, most: number): Int32Array {
    return this.order.subarray(this.#lower(group, Math.max(0, least)), this.#lower(group, most + 1));
  }

  #lower(group: number, amount: number): number {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = this.order[middle] ?? 0;
      const difference = (this.#group[item] ?? 0) - group || (this.#snapshot.items.available[item] ?? 0) - amount;
      if (difference < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
