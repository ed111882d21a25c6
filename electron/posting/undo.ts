import type { MatchId, MovementKey } from '../../shared/domain/ids.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { lastOpenDecision, undoDecision } from '../ledger/decision-store.ts';
import { changeMatchState, liveMatchOf } from '../ledger/match-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../ledger/operation.ts';
import { withdrawPostings } from '../ledger/posting-store.ts';
import { statement } from '../ledger/statement.ts';
import type { Decider } from './decide.ts';
import { refusal } from './refusal.ts';

export interface UndoArgs extends Decider {
  /** Only this movement's latest decision; null: whatever this actor decided last. */
  readonly movementKey: number | null;
}
export interface Undone {
  readonly undone: string;
  readonly movementKey: MovementKey;
}

const WORDS: Readonly<Record<string, string>> = { 'match.approved': 'approval', 'match.rejected': 'rejection' };

/**
 * Takes back a person's latest decision (her own, or the named movement's): rows, holds and links are as they were, and a payment that has
 * not left the outbox is withdrawn. What a rule approved for the named movement is taken back too and is then a person's to decide.
 * Refuses with UNDO_NOTHING, and with the ledger's TRANSITION when it may be in PeopleSoft.
 */
export const undoByPerson = defineWrite('decide.undo', (db: WritableLedger, args: UndoArgs): Undone => {
  const decision = args.movementKey === null ? lastOpenDecision(db, args.actor) : lastDecisionOf(db, args.movementKey);
  const byRule = args.movementKey === null ? null : approvedByRule(db, args.movementKey, decision?.matchId ?? null);
  if (byRule !== null) return takeBackFromRule(db, byRule, args);
  if (decision === null || decision.movementKey === null)
    throw refusal(
      'UNDO_NOTHING',
      'There is nothing to undo.',
      'Decisions that are already in PeopleSoft are reversed, not undone.',
    );
  const undone = undoDecision(db, { decisionId: decision.decisionId, actor: args.actor, at: args.at });
  appendAudit(db, {
    at: args.at,
    actor: args.actor,
    machine: args.machine,
    action: 'decision.undone',
    subject: `decision/${decision.decisionId}`,
    detail: { kind: undone.kind, movement: decision.movementKey },
  });
  return { undone: WORDS[decision.kind] ?? decision.kind, movementKey: decision.movementKey };
});

interface LastDecision {
  readonly decisionId: number;
  readonly kind: string;
  readonly matchId: MatchId | null;
  readonly movementKey: MovementKey | null;
}

function lastDecisionOf(db: ReadableLedger, movementKey: number): LastDecision | null {
  return (
    statement<LastDecision>(
      db,
      `SELECT decision_id AS decisionId, kind, match_id AS matchId, movement_key AS movementKey FROM decision
       WHERE movement_key = ? AND undone_at IS NULL ORDER BY decision_id DESC LIMIT 1`,
    ).get(movementKey) ?? null
  );
}

interface ApprovedByRule {
  readonly matchId: MatchId;
  readonly movementKey: MovementKey;
}

/** The live match of a movement that a rule approved on its own: the last decision of a person is not about it. */
function approvedByRule(
  db: ReadableLedger,
  movementKey: number,
  decidedMatchId: MatchId | null,
): ApprovedByRule | null {
  const match = liveMatchOf(db, movementKey as MovementKey);
  if (match?.state !== 'approved' || match.automatic !== 1 || match.matchId === decidedMatchId) return null;
  return { matchId: match.matchId, movementKey: movementKey as MovementKey };
}

function takeBackFromRule(db: WritableLedger, { matchId, movementKey }: ApprovedByRule, args: UndoArgs): Undone {
  const { actor, machine, at } = args;
  const reason = `approval by rule taken back by ${actor}`;
  withdrawPostings(db, matchId, { at, reason });
  changeMatchState(db, { matchId, to: 'proposed', actor, at, reason, movement: { attention: 'proposal', reason } });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'decision.undone',
    subject: `match/${matchId}`,
    detail: { kind: 'match.approvedByRule', movement: movementKey },
  });
  return { undone: 'approval', movementKey };
}
