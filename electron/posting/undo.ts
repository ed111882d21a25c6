import type { MovementKey } from '../../shared/domain/ids.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { lastOpenDecision, undoDecision } from '../ledger/decision-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../ledger/operation.ts';
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
 * not left the outbox is withdrawn. Refuses with UNDO_NOTHING, and with the ledger's TRANSITION when it may be in PeopleSoft.
 */
export const undoByPerson = defineWrite('decide.undo', (db: WritableLedger, args: UndoArgs): Undone => {
  const decision = args.movementKey === null ? lastOpenDecision(db, args.actor) : lastDecisionOf(db, args.movementKey);
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

function lastDecisionOf(
  db: ReadableLedger,
  movementKey: number,
): { decisionId: number; kind: string; movementKey: MovementKey | null } | null {
  return (
    statement<{ decisionId: number; kind: string; movementKey: MovementKey | null }>(
      db,
      `SELECT decision_id AS decisionId, kind, movement_key AS movementKey FROM decision WHERE movement_key = ? AND undone_at IS NULL
       ORDER BY decision_id DESC LIMIT 1`,
    ).get(movementKey) ?? null
  );
}
