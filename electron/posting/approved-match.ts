import type { ItemKey, MatchId, MovementKey, UnitId } from '../../shared/domain/ids.ts';
import { allocationsOfMatch, changeMatchState, insertMatch, type MatchRow } from '../ledger/match-store.ts';
import type { MovementRow } from '../ledger/movement-store.ts';
import type { WritableLedger } from '../ledger/operation.ts';
import type { ApproveArgs } from './decide.ts';
import { chosenPoints, PERSON_RULE } from './person-rule.ts';
import type { CheckedAllocation, WantedAllocation } from './match-allocation.ts';

/** Brings the proposal into its decided state when it is approved as it was proposed; else withdraws it and makes the match that was chosen. */
export function approvedMatch(
  db: WritableLedger,
  movement: MovementRow,
  proposal: MatchRow | null,
  allocations: readonly CheckedAllocation[],
  args: ApproveArgs & { readonly chargeMovementKey: MovementKey | null; readonly isAsProposed: boolean },
): { matchId: MatchId; created: readonly MatchId[] } {
  const done = { actor: args.actor, at: args.at, reason: args.reason };
  if (proposal !== null && args.isAsProposed) {
    const to = proposal.kind === 'alreadyKeyed' ? 'posted' : 'approved';
    changeMatchState(db, { ...done, matchId: proposal.matchId, to });
    return { matchId: proposal.matchId, created: [] };
  }
  if (proposal !== null)
    changeMatchState(db, {
      ...done,
      matchId: proposal.matchId,
      to: 'withdrawn',
      reason: 'another allocation was chosen',
    });
  const matchId = insertMatch(db, {
    unit: args.unit.unit as UnitId,
    kind: movement.kind === 'refund' ? 'refundOfCharge' : 'payment',
    state: 'approved',
    ruleId: PERSON_RULE,
    ruleVersion: 1,
    score: 1,
    margin: null,
    automatic: false,
    pointsJson: chosenPoints(args.actor),
    chargeMovementKey: args.chargeMovementKey,
    movements: [movement.movementKey],
    allocations: allocations.map((each) => ({
      movementKey: movement.movementKey,
      itemKey: each.itemKey as ItemKey,
      amountMinor: each.amount.minor,
      itemAmountMinor: each.itemAmount.minor,
      isOutward: each.isOutward,
    })),
    decidedBy: args.actor,
    at: args.at,
    reason: args.reason,
    movementReason: args.reason,
  });
  return { matchId, created: [matchId] };
}

/** Whether a match proposes exactly these items and amounts. */
export function sameAllocations(
  db: WritableLedger,
  matchId: MatchId,
  wanted: readonly Pick<WantedAllocation, 'itemKey' | 'amountMinor'>[],
): boolean {
  const proposed = allocationsOfMatch(db, matchId);
  if (proposed.length !== wanted.length) return false;
  const amounts = new Map(proposed.map((each) => [each.itemKey as number, each.amountMinor]));
  return wanted.every((each) => amounts.get(each.itemKey) === each.amountMinor);
}
