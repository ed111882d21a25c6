import { COMPARED_MOST } from '../../../shared/domain/duplicates.ts';
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
/** Names that more than one charge bears: the intent or the session it was paid in, an invoice or an item that it pays. */
export interface SharedNames {
  /** A charge and one of its names, each as a number; a charge may have several. */
  readonly rows: Int32Array;
  readonly names: Int32Array;
  /** Which of two charges of one instant comes first, by what they are and not by when they were read. */
  readonly order: (left: number, right: number) => number;
}
export interface ChargePairs {
  /** By customer within weeks, by customer and by payer within days, and by name, which is proof of its own that they may be one. */
  readonly pairs: readonly [NearPairs, NearPairs, NearPairs, NearPairs];
  /** Charges that have too many equal ones near them to be compared: not evaluated. */
  readonly crowded: readonly number[];
  /** Rows that are in some pair: only of these more need be known. */
  readonly rows: readonly number[];
}

const DAY = 86_400;
/** Two payments of one customer for one document are one event also weeks apart. */
const CUSTOMER_WINDOW = 45 * DAY;
/** A retry, by whatever customer record, follows at once or within days. */
const NEAR_WINDOW = 3 * DAY;

/**
 * Which charges are worth comparing: same amount, and the same customer within weeks, the same payer within days, or a name in common. Of too
 * many that bear one name each is still compared with those next to it in time.
 */
export function chargePairs(columns: ChargeColumns, shared: SharedNames): ChargePairs {
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
      most: COMPARED_MOST,
    });
  const byCustomer = block(customer, CUSTOMER_WINDOW);
  // Also by customer: who pays an amount day by day may still retry one of them within the hour.
  const byPayer = [block(customer, NEAR_WINDOW), block(card, NEAR_WINDOW)] as const;
  const pairs = [byCustomer, ...byPayer, byName(columns, shared)] as const;
  const rows = new Set(pairs.flatMap(({ left, right }) => [...left, ...right]));
  const crowded = new Set(byPayer.flatMap((each) => each.crowded.filter((row) => !rows.has(row))));
  return { pairs, crowded: [...crowded], rows: [...rows] };
}

function byName({ scope, amountMinor, at }: ChargeColumns, { rows, names, order }: SharedNames): NearPairs {
  const rowOf = (entry: number): number => rows[entry] ?? 0;
  const amountOf = (entry: number): number => amountMinor[rowOf(entry)] ?? 0;
  const scopeOf = (entry: number): number => scope[rowOf(entry)] ?? 0;
  const { left, right, crowded } = nearPairs({
    count: rows.length,
    hash: (entry) => hashNumbers(scopeOf(entry), amountOf(entry), names[entry] ?? 0),
    same: (one, other) =>
      names[one] === names[other] && scopeOf(one) === scopeOf(other) && amountOf(one) === amountOf(other),
    at: Float64Array.from(rows, (row) => at[row] ?? 0),
    within: CUSTOMER_WINDOW,
    most: COMPARED_MOST,
    chain: (one, other) => order(rowOf(one), rowOf(other)),
  });
  const pairs = left.map((one, position) => [rowOf(one), rowOf(right[position] ?? one)] as const);
  return {
    left: pairs.map((pair) => Math.min(...pair)),
    right: pairs.map((pair) => Math.max(...pair)),
    crowded: crowded.map(rowOf),
  };
}

/**
 * Those of the pairs that can be suspected at all: near in time, or with a name in common. Most charges of one price have neither, and of
 * them nothing more need be read. Those that are paired by a name have one. `namesOf`: every name that a charge may share, rather too many than too few.
 */
export function plausiblePairs(
  { pairs, crowded }: ChargePairs,
  { at }: Pick<ChargeColumns, 'at'>,
  namesOf: (row: number) => ReadonlySet<string>,
): ChargePairs {
  const [byCustomer, ofCustomer, ofPayer, named] = pairs;
  const plausible = (block: NearPairs): NearPairs => {
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
  };
  const kept = [plausible(byCustomer), plausible(ofCustomer), plausible(ofPayer), named] as const;
  return { pairs: kept, crowded, rows: [...new Set(kept.flatMap(({ left, right }) => [...left, ...right]))] };
}

/** Other charges of the same customer over the same amount within weeks, for each row of a pair. */
export function alikeOf({ pairs }: ChargePairs): ReadonlyMap<number, number> {
  const [byCustomer] = pairs;
  const counts = new Map<number, number>();
  for (const row of [...byCustomer.left, ...byCustomer.right]) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of byCustomer.crowded) counts.set(row, COMPARED_MOST + 1);
  return counts;
}

const HOUR = 3_600;

/** Charges suspected to be one payment made twice or oftener. */
export function chargeDuplicates(
  { pairs }: ChargePairs,
  factsOf: (row: number) => ChargeFacts,
  apart: (left: number, right: number) => boolean,
): readonly Suspicion[] {
  return findSuspicions({
    pairs,
    apart,
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
