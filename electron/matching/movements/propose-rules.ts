import type { MatchingTolerances, ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import { scopeText, toleranceFor } from '../../../shared/contract/profile-tolerances.ts';
import { formatDecimal, money } from '../../../shared/domain/money.ts';
import { AMOUNT, NEAR, ruleOf } from '../rules.ts';
import { compareRuns, type ApprovedHistory, type RunComparison } from './compare-runs.ts';
import { compareText } from './compare-text.ts';
import { matchMovements } from './match-movements.ts';
import type { Outcome } from './outcome.ts';
import type { Snapshot } from './snapshot.ts';

/** A charge and an item that one condition alone kept apart. */
export interface GatheredMiss {
  readonly movementKey: number;
  readonly itemKey: number;
  readonly customer: string;
  readonly currency: string;
  /** `days` beyond the window, or `amountMinor` of difference in minor units of the item. */
  readonly by:
    | { readonly kind: 'days'; readonly days: number }
    | { readonly kind: 'amount'; readonly amountMinor: number; readonly exponent: number };
  /** A person approved this very pair later: the condition was wrong. Null: nobody decided. */
  readonly approved: boolean | null;
}

/** A tolerance that the misses of one customer speak for, for a reviewer to look at. It changes nothing until she enables it. */
export interface ProposedRule {
  /** What would be added to, or replace in, the exceptions of the tolerances. */
  readonly exception: ToleranceException;
  /** E.g. `Customer 1001 pays up to 3 days later than the window in 14 cases.` */
  readonly text: string;
  readonly cases: number;
  readonly approvedCases: number;
  readonly misses: readonly GatheredMiss[];
}
/** A proposed rule with what it would have done to the rows of a snapshot. */
export interface ReplayedRule extends ProposedRule {
  readonly replay: RunComparison;
}

/** Misses of one customer and currency below which they are chance. */
export const LEAST_CASES = 3;
/** Furthest days and share of misses that are left out, so that one stray case does not widen a window for all. */
const COVERED_SHARE = 0.9;
const MOST_DAYS = 366;

/**
 * Gathers near misses into tolerances: per customer and currency one for the window and one for the amount, wide enough for nine of
 * ten of its cases. A case that a person decided otherwise speaks against: where those are as many as the others, nothing is proposed.
 * The proposals with the most cases come first; the order of the misses means nothing.
 */
export function proposeRules(
  misses: readonly GatheredMiss[],
  tolerances: MatchingTolerances,
  leastCases: number = LEAST_CASES,
): readonly ProposedRule[] {
  const groups = new Map<string, GatheredMiss[]>();
  for (const miss of misses) {
    const key = JSON.stringify([miss.by.kind, miss.customer, miss.currency]);
    groups.set(key, [...(groups.get(key) ?? []), miss]);
  }
  return [...groups.values()]
    .flatMap((group) => proposalOf(group, tolerances, leastCases) ?? [])
    .sort((left, right) => right.cases - left.cases || compareText(left.text, right.text));
}

function proposalOf(
  group: readonly GatheredMiss[],
  tolerances: MatchingTolerances,
  leastCases: number,
): ProposedRule | null {
  const against = group.filter(({ approved }) => approved === false).length;
  const inFavour = group.filter(({ approved }) => approved !== false);
  const [first] = inFavour;
  if (first === undefined || inFavour.length < leastCases || against >= inFavour.length) return null;
  const distances = inFavour.map(distanceOf).sort((left, right) => left - right);
  const covered = distances[Math.ceil(distances.length * COVERED_SHARE) - 1] ?? 0;
  const misses = inFavour
    .filter((miss) => distanceOf(miss) <= covered)
    .sort((left, right) => left.movementKey - right.movementKey || left.itemKey - right.itemKey);
  const { customer, currency } = first;
  const base = {
    cases: misses.length,
    approvedCases: misses.filter(({ approved }) => approved === true).length,
    misses,
  };
  const inCases = `in ${misses.length} cases`;
  // What stands for this customer already is widened, never narrowed.
  if (first.by.kind === 'amount') {
    const ruleId = ruleOf(NEAR).id;
    const now = toleranceFor(tolerances, { customer, currency, ruleId });
    if (covered <= now.amountToleranceMinor) return null;
    const exception = { customer, currency, ruleId, amountToleranceMinor: covered };
    return {
      ...base,
      exception,
      text: `Customer ${customer} pays up to ${formatDecimal(money(covered, first.by.exponent, currency))} ${currency} off ${inCases}.`,
    };
  }
  const ruleId = ruleOf(AMOUNT).id;
  const now = toleranceFor(tolerances, { customer, currency, ruleId });
  const dateWindowDays = Math.min(MOST_DAYS, now.dateWindowDays + covered);
  if (dateWindowDays <= now.dateWindowDays) return null;
  const exception = { customer, currency, ruleId, dateWindowDays };
  const days = `${covered} day${covered === 1 ? '' : 's'}`;
  return { ...base, exception, text: `Customer ${customer} pays up to ${days} outside the window ${inCases}.` };
}

function distanceOf({ by }: GatheredMiss): number {
  return by.kind === 'days' ? by.days : by.amountMinor;
}

/** The tolerances with one exception more; one of the same scope gets its values. */
export function withException(tolerances: MatchingTolerances, exception: ToleranceException): MatchingTolerances {
  const scope = scopeText(exception);
  const same = tolerances.exceptions.find((each) => scopeText(each) === scope);
  const others = tolerances.exceptions.filter((each) => scopeText(each) !== scope);
  return { ...tolerances, exceptions: [...others, { ...same, ...exception }] };
}

/** Runs the rules over the same rows as they are, and with the proposed tolerance, and compares the two with what was approved. */
export function replayRule(snapshot: Snapshot, proposed: ProposedRule, approvedHistory: ApprovedHistory): ReplayedRule {
  const { settings } = snapshot;
  const other = {
    ...snapshot,
    settings: { ...settings, tolerances: withException(settings.tolerances, proposed.exception) },
  };
  return { ...proposed, replay: compareRuns(outcomesOf(snapshot), outcomesOf(other), approvedHistory) };
}

/** What the rules that are switched on make of every movement of a snapshot. */
export function* outcomesOf(snapshot: Snapshot): Iterable<Outcome> {
  const matched = matchMovements(snapshot);
  for (let position = 0; position < matched.count; position++) {
    const outcome = matched.outcome(position);
    if (outcome !== null) yield outcome;
  }
}
