import type { RowPair } from './rows.ts';
import { daysBetween } from './rows.ts';
import type { AmountTolerance, ReconcileTerms } from './side.ts';

/** Where partners of a row are looked for by amount and date alone, and what no pair may go beyond. */
export interface Reach {
  readonly firstDelay: number;
  readonly lastDelay: number;
  /** Least and greatest logarithm of right amount over left amount. */
  readonly lowRatio: number;
  readonly highRatio: number;
  /** The same for converted amounts, beside the rate of the day. */
  readonly lowConverted: number;
  readonly highConverted: number;
  /** Amounts that only come near are looked at among rows that share a word. */
  readonly nearNeedsName: boolean;
}

/** Whether two rows may be a pair under what a person laid down. */
export function isWithinTerms(pair: RowPair, terms: ReconcileTerms, left: number, right: number): boolean {
  return isWithinDays(pair, terms, left, right) && isWithinTolerance(pair, terms.amountTolerance, left, right);
}

export function isWithinDays(pair: RowPair, { dateWindowDays }: ReconcileTerms, left: number, right: number): boolean {
  if (dateWindowDays === null) return true;
  const days = daysBetween(pair, left, right);
  return Number.isNaN(days) || (days >= dateWindowDays[0] && days <= dateWindowDays[1]);
}

function isWithinTolerance(pair: RowPair, tolerance: AmountTolerance | null, left: number, right: number): boolean {
  const isConverted = (pair.left.currency[left] ?? -1) !== (pair.right.currency[right] ?? -1);
  if (tolerance === null || isConverted) return true;
  return isWithinAmount(tolerance, pair.left.size[left] ?? Number.NaN, pair.right.size[right] ?? Number.NaN);
}

/** Whether two absolute amounts lie within a tolerance of each other. */
export function isWithinAmount(tolerance: AmountTolerance, one: number, other: number): boolean {
  if (Number.isNaN(one) || Number.isNaN(other)) return true;
  const most = tolerance.kind === 'absolute' ? tolerance.amount : tolerance.share * Math.max(one, other);
  return Math.abs(one - other) <= most * (1 + 1e-12);
}
