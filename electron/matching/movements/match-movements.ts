import { ClaimedItems } from './claimed-items.ts';
import { emptyDecisions, rule } from './decisions.ts';
import { describeOutcome } from './describe-outcome.ts';
import type { Outcome } from './outcome.ts';
import { rulesSwitchedOn, stagesOf } from './pipeline.ts';
import type { MatchingRule, RuleContext } from './rule.ts';
import { quietRows, type QuietRows } from './quiet-rows.ts';
import { settle } from './settle.ts';
import type { Snapshot } from './snapshot.ts';
import { SortedItems } from './sorted-items.ts';

/** All movements after the rules; outcomes are put into words one at a time, so that a million of them need no memory. */
export interface MatchedMovements {
  readonly count: number;
  /** Outcome of the movement at this position, or null when matching has nothing to say about it (decided, or gated). */
  outcome(position: number): Outcome | null;
  /** Which rows of the snapshot other rows of their customer have no part in. */
  quiet(): QuietRows;
}

/**
 * Runs the rules over a snapshot, order by order. Each order hears all movements before anything is decided, and decides by one assignment
 * for all that compete, so the result does not depend on the order of rows, the machine or the clock; ids and positions are never evidence.
 * `rules`: another pipeline than the rules that are switched on.
 */
export function matchMovements(
  snapshot: Snapshot,
  rules: readonly MatchingRule[] = rulesSwitchedOn(snapshot.settings),
): MatchedMovements {
  const context = runRules(snapshot, stagesOf(rules).flat());
  const claimed = new ClaimedItems(context);
  return {
    count: snapshot.movements.key.length,
    outcome: (position) => describeOutcome(context, position, claimed),
    quiet: () => quietRows(context),
  };
}

/** The decisions of these rules, which are in their order. */
export function runRules(snapshot: Snapshot, rules: readonly MatchingRule[]): RuleContext {
  const decisions = emptyDecisions(snapshot);
  const context = { snapshot, decisions, sorted: new SortedItems(snapshot) };
  for (const stage of stagesOf(rules)) settle(context, decisions, stage);
  for (const [movement, ruling] of decisions.givenUp)
    if (decisions.verdict[movement] === 'none') rule(snapshot, decisions, movement, ruling);
  return context;
}
