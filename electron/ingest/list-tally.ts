import type { ListTotals, PeopleSoftPage } from '../connectors/peoplesoft/types.ts';
import type { PeopleSoftRow } from './peoplesoft-rows.ts';

interface Sum {
  count: number;
  minor: bigint;
  exponent: number;
}

/** Counts and sums the rows of a list as its pages come in, to hold them against what PeopleSoft itself counts. */
export class ListTally {
  #read = 0;
  #refused = 0;
  readonly #sums = new Map<string, Sum>();

  add(page: PeopleSoftPage<PeopleSoftRow>): void {
    this.#read += page.rows.length;
    this.#refused += page.refused.length;
    for (const row of page.rows) {
      const amount = 'balance' in row ? row.balance : 'amount' in row ? row.amount : null;
      if (amount === null) continue;
      const sum = this.#sums.get(amount.currency) ?? { count: 0, minor: 0n, exponent: amount.exponent };
      sum.count += 1;
      sum.minor += BigInt(amount.minor);
      this.#sums.set(amount.currency, sum);
    }
  }

  /** True when as many rows came as were counted, and the same amounts. A row that cannot be read is counted; its amount is unknown. */
  agreesWith(totals: ListTotals): boolean {
    if (this.#read + this.#refused !== totals.count) return false;
    if (this.#refused > 0) return true;
    const ours = [...this.#sums.keys()];
    return (
      ours.every((currency) => totals.sums.some((one) => one.currency === currency)) &&
      totals.sums.every((one) => {
        const sum = this.#sums.get(one.currency) ?? { count: 0, minor: 0n };
        return sum.count === one.count && (one.minor === null || sum.minor === one.minor);
      })
    );
  }

  /** What came, e.g. `3 rows, 37.50 USD`. */
  words(): string {
    const sums = [...this.#sums].map(([currency, sum]) => ({ currency, ...sum }));
    return totalWords(this.#read + this.#refused, sums);
  }
}

/** What was counted, in the same words. */
export function wordsOfTotals({ count, sums }: ListTotals): string {
  return totalWords(count, sums);
}

/** True when two counts of one list say the same. */
export function sameTotals(left: ListTotals, right: ListTotals): boolean {
  const text = ({ count, sums }: ListTotals) =>
    [count, ...sums.map((sum) => `${sum.currency} ${sum.count} ${sum.minor}`).toSorted()].join();
  return text(left) === text(right);
}

function totalWords(
  count: number,
  sums: readonly { readonly currency: string; readonly minor: bigint | null; readonly exponent: number }[],
): string {
  const amounts = sums.flatMap(({ currency, minor, exponent }) =>
    minor === null ? [] : [`${decimalText(minor, exponent)} ${currency}`],
  );
  return [`${count} ${count === 1 ? 'row' : 'rows'}`, ...amounts.toSorted()].join(', ');
}

function decimalText(minor: bigint, exponent: number): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
