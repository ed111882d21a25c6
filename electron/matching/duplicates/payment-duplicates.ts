import { COMPARED_MOST } from '../../../shared/domain/duplicates.ts';
import { findSuspicions } from './find-suspicions.ts';
import { hashNumbers, nearPairs, type NearPairs } from './near-pairs.ts';
import type { Suspicion } from './suspicion.ts';
import { weighPayments, type PaymentFacts } from './weigh-payments.ts';

/** Payments in PeopleSoft, a column per fact: only what is needed to see which of them lie near each other. */
export interface PaymentColumns {
  readonly count: number;
  /** Deposit unit, currency and exponent as one number; only payments of one scope are compared. */
  readonly scope: Int32Array;
  readonly amountMinor: Float64Array;
  /** Its payment id as a number. */
  readonly paymentId: Int32Array;
  /** The Stripe object its comment names first, as a number; -1: none. */
  readonly named: Int32Array;
  /** Days, by accounting date. */
  readonly day: Float64Array;
}

/** An interface that runs again, or a clerk who keys once more, does so within days. */
const WINDOW_DAYS = 10;
/** A document with a number of its own may come again weeks later. */
const NUMBERED_WINDOW_DAYS = 60;

export interface PaymentPairs {
  readonly pairs: readonly NearPairs[];
  /** Payments that have too many equal ones near them to be compared by their amount. */
  readonly crowded: readonly number[];
  readonly rows: readonly number[];
}

/** Which payments are worth comparing: same amount with the same payment id or charge within weeks, or the same amount within days. */
export function paymentPairs(columns: PaymentColumns): PaymentPairs {
  const { count, scope, amountMinor, paymentId, named, day } = columns;
  const block = (key: Int32Array | null, within: number) =>
    nearPairs({
      count,
      hash: (row) => {
        const own = key === null ? 0 : (key[row] ?? -1);
        return own < 0 ? null : hashNumbers(scope[row] ?? 0, amountMinor[row] ?? 0, own);
      },
      same: (left, right) =>
        (key === null || key[left] === key[right]) &&
        scope[left] === scope[right] &&
        amountMinor[left] === amountMinor[right],
      at: day,
      within,
      most: COMPARED_MOST,
    });
  const pairs = [block(paymentId, NUMBERED_WINDOW_DAYS), block(named, NUMBERED_WINDOW_DAYS), block(null, WINDOW_DAYS)];
  const rows = new Set(pairs.flatMap(({ left, right }) => [...left, ...right]));
  const crowded = (pairs[2]?.crowded ?? []).filter((row) => !rows.has(row));
  return { pairs, crowded, rows: [...rows] };
}

/** Payments suspected to be one receipt that was booked twice or oftener. */
export function paymentDuplicates(
  { pairs }: PaymentPairs,
  factsOf: (row: number) => PaymentFacts,
  apart: (left: number, right: number) => boolean,
): readonly Suspicion[] {
  return findSuspicions({
    pairs,
    apart,
    weigh: (left, right) => weighPayments(factsOf(left), factsOf(right)),
    kindOf: () => 'doublePosting',
    at: (row) => factsOf(row).day,
  });
}
