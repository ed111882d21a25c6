import { findSuspicions } from './find-suspicions.ts';
import { hashNumbers, nearPairs, type NearPairs } from './near-pairs.ts';
import type { Suspicion } from './suspicion.ts';
import { NEAR, sharedDocuments, weighCharges, type ChargeFacts } from './weigh-charges.ts';

/** Succeeded charges, a column per fact: only what is needed to see which of them lie near each other. */
export interface ChargeColumns {
  readonly count: number;
  /** Stripe account and mode, currency and exponent, as one number; only charges of one scope are compared. */
  readonly scope: Int32Array;
  readonly amountMinor: Float64Array;
  /** Its Stripe customer as a number; -1: none. */
  readonly customer: Int32Array;
  /** The card, bank account or wallet it was paid by, as a number; -1: not told. */
  readonly card: Int32Array;
  /** Seconds. */
  readonly at: Float64Array;
}
export interface ChargePairs {
  readonly pairs: readonly NearPairs[];
  /** Charges that have too many equal ones near them to be compared: not evaluated. */
  readonly crowded: number;
  /** Rows that are in some pair: only of these more need be known. */
  readonly rows: readonly number[];
}

const DAY = 86_400;
/** Two payments of one customer for one document are one event also weeks apart. */
const CUSTOMER_WINDOW = 45 * DAY;
/** A retry, by whatever customer record, follows at once or within days. */
const NEAR_WINDOW = 3 * DAY;
/** Step budget: equal charges of one payer within a window beyond which none of them is compared. */
const MOST_ALIKE = 24;

/** Which charges are worth comparing: same amount, and the same customer within weeks or the same payer within days. */
export function chargePairs(columns: ChargeColumns): ChargePairs {
  const { count, scope, amountMinor, customer, card, at } = columns;
  const sameAmount = (left: number, right: number) =>
    scope[left] === scope[right] && amountMinor[left] === amountMinor[right];
  const block = (party: Int32Array, within: number) =>
    nearPairs({
      count,
      hash: (row) => {
        const own = party[row] ?? -1;
        return own < 0 ? null : hashNumbers(scope[row] ?? 0, amountMinor[row] ?? 0, own);
      },
      same: (left, right) => party[left] === party[right] && sameAmount(left, right),
      at,
      within,
      most: MOST_ALIKE,
    });
  const byCustomer = block(customer, CUSTOMER_WINDOW);
  // Also by customer: who pays an amount day by day may still retry one of them within the hour.
  const pairs = [byCustomer, block(customer, NEAR_WINDOW), block(card, NEAR_WINDOW)];
  const rows = new Set(pairs.flatMap(({ left, right }) => [...left, ...right]));
  const crowded = new Set([...(pairs[1]?.crowded ?? []), ...(pairs[2]?.crowded ?? [])].filter((row) => !rows.has(row)));
  return { pairs, crowded: crowded.size, rows: [...rows] };
}

/**
 * Those of the pairs that can be suspected at all: near in time, or with a name in common. Most charges of one price have neither, and of
 * them nothing more need be read. `namesOf`: every name that a charge may share, rather too many than too few.
 */
export function plausiblePairs(
  { pairs, crowded }: ChargePairs,
  { at }: Pick<ChargeColumns, 'at'>,
  namesOf: (row: number) => ReadonlySet<string>,
): ChargePairs {
  const kept = pairs.map((block) => {
    const isKept = block.left.map((one, position) => {
      const other = block.right[position] ?? one;
      if (Math.abs((at[one] ?? 0) - (at[other] ?? 0)) <= NEAR) return true;
      return !namesOf(one).isDisjointFrom(namesOf(other));
    });
    return {
      left: block.left.filter((_, position) => isKept[position]),
      right: block.right.filter((_, position) => isKept[position]),
      crowded: block.crowded,
    };
  });
  return { pairs: kept, crowded, rows: [...new Set(kept.flatMap(({ left, right }) => [...left, ...right]))] };
}

/** Other charges of the same customer over the same amount within weeks, for each row of a pair. */
export function alikeOf({ pairs }: ChargePairs): ReadonlyMap<number, number> {
  const [byCustomer] = pairs;
  const counts = new Map<number, number>();
  for (const row of [...(byCustomer?.left ?? []), ...(byCustomer?.right ?? [])])
    counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of byCustomer?.crowded ?? []) counts.set(row, MOST_ALIKE + 1);
  return counts;
}

const HOUR = 3_600;

/** Charges suspected to be one payment made twice or oftener. */
export function chargeDuplicates({ pairs }: ChargePairs, factsOf: (row: number) => ChargeFacts): readonly Suspicion[] {
  return findSuspicions({
    pairs,
    weigh: (left, right) => weighCharges(factsOf(left), factsOf(right)),
    kindOf: (rows) => (isOneDocument(rows.map(factsOf)) ? 'secondSession' : 'retriedCharge'),
    at: (row) => factsOf(row).at,
  });
}

/** One document paid in sessions of their own: known as such, with another card, or at a time that is no retry. */
function isOneDocument(facts: readonly ChargeFacts[]): boolean {
  return facts.every((one, at) =>
    facts.slice(at + 1).every((other) => sharedDocuments(one, other).length > 0 && isApart(one, other)),
  );
}

function isApart(one: ChargeFacts, other: ChargeFacts): boolean {
  if (one.session !== null && other.session !== null) return one.session !== other.session;
  return (one.card !== null && other.card !== null && one.card !== other.card) || Math.abs(one.at - other.at) > HOUR;
}
