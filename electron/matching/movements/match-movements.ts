import { describeOutcome } from './describe-outcome.ts';
import { emptyDecisions, type Decisions } from './decisions.ts';
import type { Outcome } from './outcome.ts';
import { applyAmountRule } from './rules/amount-customer-date.ts';
import { applySetRule } from './rules/amount-customer-set.ts';
import { applyKeyedRule } from './rules/keyed-by-hand.ts';
import { applyReferenceRule } from './rules/reference-exact.ts';
import { applyRefundRule } from './rules/refund-of-charge.ts';
import type { Snapshot } from './snapshot.ts';
import { SortedItems } from './sorted-items.ts';

/** All movements after the rules; outcomes are put into words one at a time, so that a million of them need no memory. */
export interface MatchedMovements {
  readonly count: number;
  /** Outcome of the movement at this position, or null when matching has nothing to say about it (decided, or gated). */
  outcome(position: number): Outcome | null;
}

/**
 * Runs the rules over a snapshot, in their order: receipts keyed by hand, references, amount with date, sums, refunds. Each
 * rule hears all movements before it decides on any, so the result does not depend on the order of rows, the machine or the
 * clock; ids and positions are never evidence.
 */
export function matchMovements(snapshot: Snapshot): MatchedMovements {
  const decisions: Decisions = emptyDecisions(snapshot);
  const sorted = new SortedItems(snapshot);
  applyKeyedRule(snapshot, decisions);
  applyReferenceRule(snapshot, decisions);
  applyAmountRule(snapshot, decisions, sorted);
  applySetRule(snapshot, decisions, sorted);
  // Last: where a refund is paid back follows from what its charge pays.
  applyRefundRule(snapshot, decisions);
  return {
    count: snapshot.movements.key.length,
    outcome: (position) => describeOutcome(snapshot, decisions, sorted, position),
  };
}
