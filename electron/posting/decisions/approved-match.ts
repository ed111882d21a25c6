import type { ItemKey, MatchId, MovementKey, UnitId } from '../../../shared/domain/ids.ts';
import {
  allocationsOfMatch,
  changeMatchState,
  insertMatch,
  type MatchKind,
  type MatchRow,
  type NewAllocation,
} from '../../ledger/match-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
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
    kind: chosenKind(movement),
    state: 'approved',
    ruleId: PERSON_RULE,
    ruleVersion: 1,
    score: 1,
    margin: null,
    automatic: false,
    pointsJson: chosenPoints(args.actor),
    chargeMovementKey: args.chargeMovementKey,
    movements: [movement.movementKey],
    allocations: chosenAllocations(movement, allocations),
    decidedBy: args.actor,
    at: args.at,
    reason: args.reason,
    movementReason: args.reason,
  });
  return { matchId, created: [matchId] };
}

/** What a match is that a person chose for this movement. */
export function chosenKind({ kind }: Pick<MovementRow, 'kind'>): MatchKind {
  return kind === 'refund' ? 'refundOfCharge' : 'payment';
}

/** What she chose, as the match keeps it. */
export function chosenAllocations(
  { movementKey }: Pick<MovementRow, 'movementKey'>,
  allocations: readonly CheckedAllocation[],
): readonly NewAllocation[] {
  return allocations.map((each) => ({
    movementKey,
    itemKey: each.itemKey as ItemKey,
    amountMinor: each.amount.minor,
    itemAmountMinor: each.itemAmount.minor,
    isOutward: each.isOutward,
  }));
}

/** Whether a match proposes exactly these items and amounts, with the money going the same way. */
export function sameAllocations(
  db: WritableLedger,
  matchId: MatchId,
  wanted: readonly (Pick<WantedAllocation, 'itemKey' | 'amountMinor'> & { readonly isOutward: boolean })[],
): boolean {
  const proposed = allocationsOfMatch(db, matchId);
  if (proposed.length !== wanted.length) return false;
  const byItem = new Map(proposed.map((each) => [each.itemKey as number, each]));
  return wanted.every(({ itemKey, amountMinor, isOutward }) => {
    const there = byItem.get(itemKey);
    return there?.amountMinor === amountMinor && (there.outward === 1) === isOutward;
  });
}
