import type { Outcome } from './outcome.ts';
import { compareText } from './compare-text.ts';

/** What one run makes of a movement, as far as two runs are compared. */
export interface RunDecision {
  readonly movementKey: number;
  readonly automatic: boolean;
  readonly ruleId: string;
  /** Receipt, charge of a refund, or items with amounts: equal pairings have equal texts. */
  readonly pairing: string;
}
/** What people approved, or a rule did and nobody took back: by movement key, the pairing as in `RunDecision`. */
export type ApprovedHistory = ReadonlyMap<number, string>;

/** Counts of one kind of decision, or of one rule. */
export interface RunFigures {
  readonly gained: number;
  readonly lost: number;
  readonly changed: number;
  readonly right: number;
  readonly wrong: number;
  readonly unknown: number;
}
export interface RunComparison {
  /** Movements that have a proposal now and had none. */
  readonly gained: readonly RunDecision[];
  /** Movements that had a proposal and have none now. */
  readonly lost: readonly RunDecision[];
  /** Another pairing than before, or the same that is decided alone now, or no more. */
  readonly changed: readonly { readonly before: RunDecision; readonly after: RunDecision }[];
  /** Proposals of the new run that are not what was approved. */
  readonly wrong: readonly { readonly decision: RunDecision; readonly approved: string }[];
  /** Of those: what would have been decided without a person. */
  readonly wrongAutomatic: number;
  /** By rule of the new run; what is lost counts for the rule that had it. */
  readonly byRule: ReadonlyMap<string, RunFigures>;
}

/** The decision of an outcome, or null where nothing is proposed. Amounts count: half of an item is not the item. */
export function runDecision({ movementKey, match }: Outcome): RunDecision | null {
  if (match === null) return null;
  const { ruleId, automatic } = match;
  const items = match.allocations.map((each) => `${each.itemKey}:${each.itemAmountMinor}`).join(' ');
  const pairing =
    match.kind === 'alreadyKeyed'
      ? `receipt ${match.paymentKey ?? 0}`
      : match.kind === 'refundOfCharge' && items === ''
        ? `charge ${match.chargeMovementKey ?? 0}`
        : `items ${items}`;
  return { movementKey, automatic, ruleId, pairing };
}

/**
 * A back-test: what another version of the rules, other tolerances or another order would do to the same rows. `wrong` is judged by the
 * approved history alone; a movement that nobody decided is `unknown` there and never counted as right. Every list is in the order of
 * the movement keys, so that the same runs compare the same.
 */
export function compareRuns(
  before: Iterable<Outcome>,
  after: Iterable<Outcome>,
  approvedHistory: ApprovedHistory,
): RunComparison {
  const old = decisionsOf(before);
  const now = decisionsOf(after);
  const gained: RunDecision[] = [];
  const lost: RunDecision[] = [];
  const changed: { before: RunDecision; after: RunDecision }[] = [];
  const wrong: { decision: RunDecision; approved: string }[] = [];
  const byRule = new Map<string, RunFigures>();
  const count = (ruleId: string, kind: keyof RunFigures): void => {
    const mine = byRule.get(ruleId) ?? { gained: 0, lost: 0, changed: 0, right: 0, wrong: 0, unknown: 0 };
    byRule.set(ruleId, { ...mine, [kind]: mine[kind] + 1 });
  };
  for (const decision of now.values()) {
    const earlier = old.get(decision.movementKey);
    if (earlier === undefined) gained.push(decision);
    else if (isOther(earlier, decision)) changed.push({ before: earlier, after: decision });
    if (earlier === undefined || isOther(earlier, decision))
      count(decision.ruleId, earlier === undefined ? 'gained' : 'changed');
    const approved = approvedHistory.get(decision.movementKey);
    if (approved !== undefined && approved !== decision.pairing) wrong.push({ decision, approved });
    count(decision.ruleId, approved === undefined ? 'unknown' : approved === decision.pairing ? 'right' : 'wrong');
  }
  for (const decision of old.values()) {
    if (now.has(decision.movementKey)) continue;
    lost.push(decision);
    count(decision.ruleId, 'lost');
  }
  const wrongAutomatic = wrong.filter(({ decision }) => decision.automatic).length;
  const sortedRules = [...byRule].sort((left, right) => compareText(left[0], right[0]));
  return { gained, lost, changed, wrong, wrongAutomatic, byRule: new Map(sortedRules) };
}

function isOther(before: RunDecision, after: RunDecision): boolean {
  return before.pairing !== after.pairing || before.automatic !== after.automatic;
}

function decisionsOf(outcomes: Iterable<Outcome>): ReadonlyMap<number, RunDecision> {
  const found: RunDecision[] = [];
  for (const outcome of outcomes) {
    const decision = runDecision(outcome);
    if (decision !== null) found.push(decision);
  }
  found.sort((left, right) => left.movementKey - right.movementKey);
  return new Map(found.map((decision) => [decision.movementKey, decision]));
}
