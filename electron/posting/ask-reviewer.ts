import { money } from '../../shared/domain/money.ts';
import type { ItemKey, MatchId, UnitId } from '../../shared/domain/ids.ts';
import { askForApproval } from '../ledger/approval-request-store.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { recordDecision, type OpenedDecision } from '../ledger/decision-store.ts';
import { changeMatchState, insertMatch, type MatchRow, type NewAllocation } from '../ledger/match-store.ts';
import type { MovementRow } from '../ledger/movement-store.ts';
import type { WritableLedger } from '../ledger/operation.ts';
import type { Decider } from './decide.ts';
import { chosenPoints, PERSON_RULE } from './person-rule.ts';
import type { CheckedAllocation } from './match-allocation.ts';

export interface Asked {
  readonly decisionId: number;
  /** Why a reviewer is asked, a sentence for the person who asked. */
  readonly waits: string;
}
export interface AskArgs extends Decider {
  readonly movement: MovementRow;
  readonly unit: string;
  readonly proposal: MatchRow | null;
  /** As the person chose them; empty where a receipt or a refund is taken over as it was found. */
  readonly allocations: readonly CheckedAllocation[];
  readonly opened: OpenedDecision;
  readonly reason: string | null;
  /** Why it is above her limit, a sentence. */
  readonly above: string;
}

/**
 * Turns an approval above a person's limit into a proposal of hers that waits for a reviewer: nothing is held or sent, matching leaves
 * it as it is, and it can be undone like any decision.
 */
export function askReviewer(db: WritableLedger, args: AskArgs): Asked {
  const { movement, proposal, actor, machine, at, reason, above } = args;
  if (proposal !== null)
    changeMatchState(db, { matchId: proposal.matchId, to: 'withdrawn', actor, at, reason: 'a reviewer is asked' });
  const matchId = insertAsked(db, args);
  const amount = money(movement.amountMinor, movement.exponent, movement.currency);
  askForApproval(db, { matchId, askedBy: actor, askedAt: at, reason, amount });
  const decisionId = recordDecision(db, {
    opened: args.opened,
    actor,
    at,
    kind: 'match.asked',
    createdMatches: [matchId],
  });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'match.asked',
    subject: `match/${matchId}`,
    detail: { decision: decisionId, items: args.allocations.map(({ item }) => item), reason, above },
  });
  return { decisionId, waits: above };
}

function insertAsked(db: WritableLedger, args: AskArgs): MatchId {
  const { movement, proposal, allocations, actor, at, reason } = args;
  const takenOver = allocations.length === 0 ? proposal : null;
  const words = `${actor} asks a reviewer`;
  return insertMatch(db, {
    unit: args.unit as UnitId,
    kind: takenOver?.kind ?? 'payment',
    ruleId: PERSON_RULE,
    ruleVersion: 1,
    score: proposal?.score ?? 1,
    margin: null,
    automatic: false,
    pointsJson: takenOver?.pointsJson ?? chosenPoints(actor),
    linkId: proposal?.linkId ?? null,
    paymentKey: takenOver?.paymentKey ?? null,
    chargeMovementKey: takenOver?.chargeMovementKey ?? null,
    movements: [movement.movementKey],
    allocations: allocations.map((each): NewAllocation => ({
      movementKey: movement.movementKey,
      itemKey: each.itemKey as ItemKey,
      amountMinor: each.amount.minor,
      itemAmountMinor: each.itemAmount.minor,
    })),
    at,
    movementReason: reason === null ? `${words}.` : `${words}: ${reason}`,
    attention: 'awaitsReviewer',
  });
}
