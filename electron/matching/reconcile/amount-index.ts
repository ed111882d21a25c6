import type { Rows } from './rows.ts';
import { NO_DAY } from './side.ts';

/** Finds rows by currency, sign, days and amounts: sorted columns and two binary searches a day, never a walk over all rows. */
export class AmountIndex {
  /** Rows with an amount, by group, day and size. */
  readonly #order: Int32Array;
  readonly #size: Float64Array;
  /** Where each group and day begins in `#order`; the first day of a group is for rows without a date. */
  readonly #start: Int32Array;
  readonly #firstDay: number;
  readonly #days: number;

  constructor(rows: Rows) {
    const known = rows.day.filter((day) => day !== NO_DAY);
    let firstDay = 0;
    let lastDay = 0;
    for (const [at, day] of known.entries()) {
      firstDay = at === 0 ? day : Math.min(firstDay, day);
      lastDay = at === 0 ? day : Math.max(lastDay, day);
    }
    this.#firstDay = firstDay;
    this.#days = lastDay - firstDay + 2;
    const slotOf = Int32Array.from({ length: rows.count }, (_, row) => {
      const day = rows.day[row] ?? NO_DAY;
      return this.#slot(groupOf(rows, row), day === NO_DAY ? null : day);
    });
    const order = Int32Array.from([...rows.size.keys()].filter((row) => !Number.isNaN(rows.size[row] ?? Number.NaN)));
    order.sort(
      (one, other) =>
        (slotOf[one] ?? 0) - (slotOf[other] ?? 0) || (rows.size[one] ?? 0) - (rows.size[other] ?? 0) || one - other,
    );
    this.#order = order;
    this.#size = Float64Array.from(order, (row) => rows.size[row] ?? 0);
    const groups = rows.currency.reduce((most, currency) => Math.max(most, currency), -1) + 2;
    this.#start = new Int32Array(groups * 2 * this.#days + 1);
    for (const row of order) this.#start[(slotOf[row] ?? 0) + 1] = (this.#start[(slotOf[row] ?? 0) + 1] ?? 0) + 1;
    for (let slot = 1; slot < this.#start.length; slot++)
      this.#start[slot] = (this.#start[slot] ?? 0) + (this.#start[slot - 1] ?? 0);
  }

  /**
   * Calls `found` for each row of a currency and sign from `low` to `high` in absolute amount and from `firstDay` to `lastDay`,
   * rows without a date too; all days when `firstDay` is null.
   */
  visit(
    currency: number,
    isNegative: boolean,
    firstDay: number | null,
    lastDay: number,
    low: number,
    high: number,
    found: (row: number) => void,
  ): void {
    const group = groupNumber(currency, isNegative);
    if ((group + 1) * this.#days >= this.#start.length) return;
    this.#visitSlot(this.#slot(group, null), low, high, found);
    const from = firstDay === null ? this.#firstDay : Math.max(this.#firstDay, firstDay);
    const to = Math.min(this.#firstDay + this.#days - 2, firstDay === null ? Number.MAX_SAFE_INTEGER : lastDay);
    for (let day = from; day <= to; day++) this.#visitSlot(this.#slot(group, day), low, high, found);
  }

  #slot(group: number, day: number | null): number {
    return group * this.#days + (day === null ? 0 : day - this.#firstDay + 1);
  }

  #visitSlot(slot: number, low: number, high: number, found: (row: number) => void): void {
    let at = this.#start[slot] ?? 0;
    const end = this.#start[slot + 1] ?? 0;
    if (at === end) return;
    let top = end;
    while (at < top) {
      const middle = (at + top) >> 1;
      if ((this.#size[middle] ?? 0) < low) at = middle + 1;
      else top = middle;
    }
    for (; at < end && (this.#size[at] ?? 0) <= high; at++) found(this.#order[at] ?? 0);
  }
}

function groupNumber(currency: number, isNegative: boolean): number {
  return (currency + 1) * 2 + (isNegative ? 1 : 0);
}

function groupOf(rows: Rows, row: number): number {
  return groupNumber(rows.currency[row] ?? -1, (rows.amount[row] ?? 0) < 0);
}
