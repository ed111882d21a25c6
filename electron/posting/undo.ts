import type { MatchId, MovementKey } from '../../shared/domain/ids.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import {
  decisionStands,
  lastOpenDecision,
  linkOfDecision,
  openDecision,
  recordDecision,
  undoDecision,
} from '../ledger/decision-store.ts';
import { changeMatchState, liveMatchOf, setMatchAutomatic } from '../ledger/match-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../ledger/operation.ts';
import { isLivePosting, isWithdrawable, postingsOfMatch, withdrawPostings } from '../ledger/posting-store.ts';
import { statement } from '../ledger/statement.ts';
import { RULE_TAKEN_BACK, takenBackWords } from '../ledger/taken-back.ts';
import type { Decider } from './decide.ts';
import { refusal } from './refusal.ts';

export interface UndoArgs extends Decider {
  /** Only this movement's latest decision; null: whatever this actor decided last. */
  readonly movementKey: number | null;
}
export interface Undone {
  readonly undone: string;
  /** Null: a decision about a customer link alone. */
  readonly movementKey: MovementKey | null;
  /** Whether the rules may now say something else: a link or a rejected pair came or went. */
  readonly rulesMayDecide: boolean;
}

const WORDS: Readonly<Record<string, string>> = {
  'match.approved': 'approval',
  'match.rejected': 'rejection',
  'link.confirmed': 'confirmed customer link',
  'link.rejected': 'rejected customer link',
};

/**
 * Takes back a person's latest decision (her own, or the named movement's): rows, holds and links are as they were, and a payment that has
 * not left the outbox is withdrawn. What a rule approved for the named movement is taken back too and is then a person's to
 * decide, whatever matching finds later. Refuses with UNDO_NOTHING, and with the ledger's TRANSITION when it may be in PeopleSoft.
 */
export const undoByPerson = defineWrite('decide.undo', (db: WritableLedger, args: UndoArgs): Undone => {
  const { byRule, decision } =
    args.movementKey === null
      ? { byRule: null, decision: lastOpenDecision(db, args.actor) }
      : lastWordOn(db, args.movementKey);
  if (byRule !== null) return takeBackFromRule(db, byRule, args);
  if (decision === null)
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
  const touchedLink = linkOfDecision(db, decision.decisionId) !== null;
  return {
    undone: WORDS[decision.kind] ?? decision.kind,
    movementKey: decision.movementKey,
    rulesMayDecide: touchedLink || decision.kind === 'match.rejected',
  };
});

/**
 * Whether `undoByPerson` would take something of this movement back now: a person's decision whose rows nothing has changed since, or an
 * approval by rule, and nothing of it that may have left the outbox.
 */
export function canUndoMovement(db: ReadableLedger, movementKey: number): boolean {
  const { byRule, decision } = lastWordOn(db, movementKey);
  const matchId = byRule === null ? (decision?.matchId ?? null) : byRule.matchId;
  const postings = matchId === null ? [] : postingsOfMatch(db, matchId);
  if (postings.some((posting) => isLivePosting(posting.state) && !isWithdrawable(db, posting))) return false;
  return byRule !== null || (decision !== null && decisionStands(db, decision.decisionId));
}

/** Who said the last word on a movement: a rule that approved it since, or a person. */
function lastWordOn(
  db: ReadableLedger,
  movementKey: number,
): { readonly byRule: ApprovedByRule | null; readonly decision: LastDecision | null } {
  const decision = lastDecisionOf(db, movementKey);
  return { decision, byRule: approvedByRule(db, movementKey, decision?.matchId ?? null) };
}

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
       WHERE movement_key = ? AND undone_at IS NULL AND kind <> ? ORDER BY decision_id DESC LIMIT 1`,
    ).get(movementKey, RULE_TAKEN_BACK) ?? null
  );
}

interface ApprovedByRule {
  readonly matchId: MatchId;
  readonly movementKey: MovementKey;
}

/** The live match of a movement that a rule approved, or took over, on its own: the last decision of a person is not about it. */
function approvedByRule(
  db: ReadableLedger,
  movementKey: number,
  decidedMatchId: MatchId | null,
): ApprovedByRule | null {
  const match = liveMatchOf(db, movementKey as MovementKey);
  if (match === null || match.automatic !== 1 || match.matchId === decidedMatchId) return null;
  // A receipt taken over is posted, but not by us: nothing of ours is in PeopleSoft.
  if (match.state !== 'approved' && !(match.kind === 'alreadyKeyed' && match.state === 'posted')) return null;
  return { matchId: match.matchId, movementKey: movementKey as MovementKey };
}

function takeBackFromRule(db: WritableLedger, { matchId, movementKey }: ApprovedByRule, args: UndoArgs): Undone {
  const { actor, machine, at } = args;
  const reason = takenBackWords(actor);
  const opened = openDecision(db, { matchIds: [matchId] });
  withdrawPostings(db, matchId, { at, reason });
  changeMatchState(db, { matchId, to: 'proposed', actor, at, reason, movement: { attention: 'proposal', reason } });
  setMatchAutomatic(db, matchId, false);
  const decisionId = recordDecision(db, { opened, actor, at, kind: RULE_TAKEN_BACK });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'decision.undone',
    subject: `decision/${decisionId}`,
    detail: { kind: 'match.approvedByRule', match: matchId, movement: movementKey },
  });
  return { undone: 'approval', movementKey, rulesMayDecide: false };
}
