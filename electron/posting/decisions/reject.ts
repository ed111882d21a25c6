import type { ItemKey } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { liveMatchOf } from '../../ledger/match-store.ts';
import { rejectMatch } from '../../ledger/match-decision.ts';
import { openDecision, recordDecision } from '../../ledger/decision-store.ts';
import { rejectItems } from '../../ledger/rejected-pair-store.ts';
import { setMovementState } from '../../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { Decider } from './decide.ts';
import { movementAsSeen } from './movement-as-seen.ts';
import { refusal } from './refusal.ts';

export interface RejectArgs extends Decider {
  readonly movementKey: number;
  readonly seenVersion: number;
  readonly reason: string | null;
}

/**
 * A person says "not a match": the proposal, or every candidate of an ambiguous movement, is not proposed again unless its evidence
 * changes. Refuses stale rows and movements that have nothing to reject. Returns the decision's id.
 */
export function reject(db: WritableLedger, args: RejectArgs): { decisionId: number } {
  const movement = movementAsSeen(db, args.movementKey, args.seenVersion);
  const { actor, machine, at, reason } = args;
  const proposal = liveMatchOf(db, movement.movementKey);
  const after = {
    state: 'unmatched' as const,
    attention: 'noItem',
    reason: reason ?? 'a person said it is not a match',
  };
  if (proposal !== null) {
    if (proposal.state !== 'proposed')
      throw refusal(
        'MATCH_ALREADY_DECIDED',
        `This match is ${proposal.state}.`,
        proposal.state === 'posted' && proposal.kind === 'payment'
          ? 'It is in PeopleSoft: take its posting back in Postings.'
          : 'Undo the approval first, then reject it.',
      );
    const decisionId = rejectMatch(db, {
      matchId: proposal.matchId,
      version: proposal.version,
      actor,
      at,
      reason,
      movement: after,
    });
    appendAudit(db, {
      at,
      actor,
      machine,
      action: 'match.rejected',
      subject: `match/${proposal.matchId}`,
      detail: { decision: decisionId, reason },
    });
    return { decisionId };
  }
  const candidates = statement<{ items_json: string }>(
    db,
    'SELECT items_json FROM candidate WHERE movement_key = ?',
  ).all(movement.movementKey);
  if (movement.state !== 'ambiguous' || candidates.length === 0)
    throw refusal(
      'MATCH_ALREADY_DECIDED',
      'There is no proposal to reject on this movement.',
      'Choose items yourself, or leave it open.',
    );
  const opened = openDecision(db, { movementKeys: [movement.movementKey] });
  const rejectedPairs = candidates.flatMap((each) =>
    rejectItems(db, {
      movementKey: movement.movementKey,
      itemKeys: JSON.parse(each.items_json) as ItemKey[],
      actor,
      at,
      reason,
    }),
  );
  setMovementState(db, movement.movementKey, after.state, { attention: after.attention, reason: after.reason, at });
  const decisionId = recordDecision(db, { opened, actor, at, kind: 'match.rejected', rejectedPairs });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'match.rejected',
    subject: `movement/${movement.movementKey}`,
    detail: { decision: decisionId, candidates: candidates.length, reason },
  });
  return { decisionId };
}

export const rejectByPerson = defineWrite('decide.reject', reject);
