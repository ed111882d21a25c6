import type { Money } from './money.ts';

/** What a source counts and sums for one currency of a list. */
export interface CurrencyTotal {
  /** Empty for rows that name none. */
  readonly currency: string;
  readonly count: number;
  /** Exact sum in minor units of `exponent` decimals; null where it cannot be read (no currency, or one the source's table does not have). */
  readonly minor: bigint | null;
  readonly exponent: number;
}
/** A source's own count of a list; `sums` is empty where its rows have no amounts. */
export interface CountedTotals {
  readonly count: number;
  readonly sums: readonly CurrencyTotal[];
}
/** `agreesInRows`: as many rows as counted, but some cannot be read, so that their sums could not be compared. */
export type Agreement = 'agrees' | 'agreesInRows' | 'differs';

interface Sum {
  count: number;
  minor: bigint;
  exponent: number;
}

/** Counts and sums the rows of a list as its pages come in, to hold them against what the source itself counts. */
export class ListTally {
  #read = 0;
  #refused = 0;
  readonly #sums = new Map<string, Sum>();

  /** One page: rows with a `balance` or an `amount`, or without, and those that cannot be read. */
  add(page: { readonly rows: readonly object[]; readonly refused: readonly unknown[] }): void {
    this.#read += page.rows.length;
    this.#refused += page.refused.length;
    for (const row of page.rows as readonly { readonly balance?: Money; readonly amount?: Money }[]) {
      const amount = row.balance ?? row.amount ?? null;
      if (amount === null) continue;
      const sum = this.#sums.get(amount.currency) ?? { count: 0, minor: 0n, exponent: amount.exponent };
      sum.count += 1;
      sum.minor += BigInt(amount.minor);
      this.#sums.set(amount.currency, sum);
    }
  }

  /**
   * Holds what came against a count. Each currency must have as many rows and the same sum; where rows cannot be read, currencies may
   * lack that many rows, and only those of which every row was read are compared by sum.
   */
  compareWith(totals: CountedTotals): Agreement {
    if (this.#read + this.#refused !== totals.count) return 'differs';
    if (![...this.#sums.keys()].every((currency) => totals.sums.some((one) => one.currency === currency)))
      return 'differs';
    const isContradicted = totals.sums.some(({ currency, count, minor }) => {
      const sum = this.#sums.get(currency) ?? { count: 0, minor: 0n };
      if (sum.count < count) return this.#refused === 0;
      return sum.count > count || sum.minor !== (count === 0 ? (minor ?? 0n) : minor);
    });
    if (isContradicted) return 'differs';
    return this.#refused === 0 ? 'agrees' : 'agreesInRows';
  }

  /** What came, e.g. `3 rows, 37.50 USD`. */
  words(): string {
    const sums = [...this.#sums].map(([currency, sum]) => ({ currency, ...sum }));
    const unread = this.#refused === 0 ? [] : [`${this.#refused} unreadable`];
    return totalWords({ count: this.#read + this.#refused, sums }, unread);
  }
}

/** What was counted, in the same words. */
export function wordsOfTotals(totals: CountedTotals): string {
  return totalWords(totals, []);
}

/** True when two counts of one list say the same. */
export function sameTotals(left: CountedTotals, right: CountedTotals): boolean {
  const text = ({ count, sums }: CountedTotals) =>
    [count, ...sums.map((sum) => `${sum.currency} ${sum.count} ${sum.minor}`).toSorted()].join();
  return text(left) === text(right);
}

function totalWords({ count, sums }: CountedTotals, more: readonly string[]): string {
  const amounts = sums.map(({ currency, minor, exponent, count: rows }) => {
    if (minor !== null) return `${decimalText(minor, exponent)} ${currency}`;
    return `${rows} ${currency === '' ? 'without a currency' : `in ${currency} without a readable sum`}`;
  });
  return [`${count} ${count === 1 ? 'row' : 'rows'}`, ...amounts.toSorted(), ...more].join(', ');
}

function decimalText(minor: bigint, exponent: number): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, '0');
  const sign = minor < 0n ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
