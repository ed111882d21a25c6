import type { MatchId, MovementKey } from '../../shared/domain/ids.ts';
import type { UnitProfile } from '../../shared/contract/profile.ts';
import { getLink } from '../ledger/crosswalk-store.ts';
import { linkOfDecision } from '../ledger/decision-store.ts';
import { getItem } from '../ledger/item-store.ts';
import { allocationsOfMatch } from '../ledger/match-store.ts';
import { getMovement } from '../ledger/movement-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import { applyLinkDecision } from './decide-link.ts';
import { approve, type Decider } from './decide.ts';
import { refusal } from './refusal.ts';
import { reject } from './reject.ts';
import type { Undone } from './undo.ts';

export interface RedoArgs extends Decider {
  readonly units: readonly UnitProfile[];
  readonly setId: string;
}
interface UndoneDecision {
  readonly decisionId: number;
  readonly kind: string;
  readonly matchId: MatchId | null;
  readonly movementKey: MovementKey | null;
}

/**
 * Makes the decision again that this actor undid last, on the rows as they are now. A payment it approves waits for the next round: what
 * was taken back from the outbox never leaves at once. Refuses with UNDO_NOTHING when there is none, or when she has decided since.
 */
export const redoByPerson = defineWrite('decide.redo', (db: WritableLedger, args: RedoArgs): Undone => {
  const decision = lastUndone(db, args.actor);
  if (decision === null)
    throw refusal('UNDO_NOTHING', 'There is nothing to redo.', 'Only the decision undone last can be made again.');
  if (decision.movementKey === null) return redoLink(db, decision, args);
  const movement = getMovement(db, decision.movementKey);
  const seen = {
    movementKey: movement.movementKey,
    seenVersion: movement.version,
    actor: args.actor,
    machine: args.machine,
    at: args.at,
  };
  if (decision.kind === 'match.rejected') {
    reject(db, { ...seen, reason: reasonOf(db, decision) });
    return { undone: 'rejection', movementKey: movement.movementKey, rulesMayDecide: true };
  }
  const unit = args.units.find((each) => each.unit === movement.unit);
  if (decision.kind !== 'match.approved' || decision.matchId === null || unit === undefined)
    throw refusal('UNDO_NOTHING', 'This decision cannot be made again by itself.', 'Make it again in the workbench.');
  const allocations = allocationsOfMatch(db, decision.matchId).map((each) => ({
    itemKey: each.itemKey,
    seenVersion: getItem(db, each.itemKey).version,
    amountMinor: each.amountMinor,
  }));
  approve(db, {
    ...seen,
    unit,
    setId: args.setId,
    allocations,
    post: false,
    reason: reasonOf(db, decision),
    confirmLinkId: null,
    linkCustomer: false,
  });
  return { undone: 'approval', movementKey: movement.movementKey, rulesMayDecide: false };
});

/** What she said when she decided: the match itself has lost it with the undo, the audit never does. */
function reasonOf(db: ReadableLedger, { decisionId, kind, matchId, movementKey }: UndoneDecision): string | null {
  return (
    statement<{ reason: string | null }>(
      db,
      `SELECT json_extract(detail_json, '$.reason') AS reason FROM audit
       WHERE subject IN (?, ?) AND action = ? AND json_extract(detail_json, '$.decision') = ?`,
    ).get(`match/${matchId}`, `movement/${movementKey}`, kind, decisionId)?.reason ?? null
  );
}

function redoLink(db: WritableLedger, decision: UndoneDecision, args: RedoArgs): Undone {
  const linkId = linkOfDecision(db, decision.decisionId);
  if (linkId === null)
    throw refusal('UNDO_NOTHING', 'This decision cannot be made again by itself.', 'Make it again in the workbench.');
  const to = decision.kind === 'link.rejected' ? 'rejected' : 'confirmed';
  const { actor, machine, at } = args;
  applyLinkDecision(db, { linkId, version: getLink(db, linkId).version, to, reason: null, actor, machine, at });
  return { undone: `${to} customer link`, movementKey: null, rulesMayDecide: true };
}

function lastUndone(db: ReadableLedger, actor: string): UndoneDecision | null {
  const last = statement<UndoneDecision>(
    db,
    `SELECT decision_id AS decisionId, kind, match_id AS matchId, movement_key AS movementKey FROM decision
     WHERE actor = ? AND undone_at IS NOT NULL ORDER BY undone_at DESC, decision_id LIMIT 1`,
  ).get(actor);
  if (last === undefined) return null;
  const later = statement(
    db,
    'SELECT 1 FROM decision WHERE actor = ? AND decision_id > ? AND undone_at IS NULL LIMIT 1',
  ).get(actor, last.decisionId);
  return later === undefined ? last : null;
}
