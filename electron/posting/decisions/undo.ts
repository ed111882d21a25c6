import type { MatchId, MovementKey } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { isDuplicateDecision, NOT_DUPLICATE, reopenDecided, SAME_EVENT } from '../../ledger/duplicate-decision.ts';
import { lastOpenDecision, linkOfDecision, openDecision, recordDecision } from '../../ledger/decision-store.ts';
import {
  LINK_BAND,
  LINK_CONFIRMED,
  LINK_FROM_RULE,
  LINK_REJECTED,
  LINK_RETIRED,
} from '../../ledger/link-decision-kinds.ts';
import { getMovement, setMovementState, type MovementRow } from '../../ledger/movement-store.ts';
import { liveMatchOf, setMatchAutomatic } from '../../ledger/match-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import {
  isLivePosting,
  isWithdrawable,
  postingsOfMatch,
  setPostingState,
  type PostingRow,
} from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { RULE_TAKEN_BACK, takenBackWords } from '../../ledger/taken-back.ts';
import { decisionStands, undoDecision } from '../../ledger/undo-decision.ts';
import { whyNotWithdraw } from '../../ledger/withdraw-postings.ts';
import { isSamePerson } from '../../ledger/same-person.ts';
import { ASK_TO_TAKE_BACK, requireTakeBack, whyNotAmount } from './approval-limit.ts';
import { LOST_DECIDED } from './lost-decided.ts';
import type { Decider } from './decide.ts';
import { refusal } from './refusal.ts';
import { releaseDependents } from '../payments/release-posting.ts';
import { returnToProposal } from './return-to-proposal.ts';
import { REVERSAL_APPROVED } from '../reversals/reverse-posting.ts';

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

const CHANGED = 'changedSinceApproval';
const WORDS: Readonly<Record<string, string>> = {
  'match.approved': 'approval',
  'match.asked': 'request for a reviewer',
  'match.rejected': 'rejection',
  [LINK_CONFIRMED]: 'confirmed customer link',
  [LINK_REJECTED]: 'rejected customer link',
  [LINK_RETIRED]: 'end of a customer link',
  [LINK_FROM_RULE]: 'taking back of a link from a rule',
  [LINK_BAND]: 'band of customer links',
  [REVERSAL_APPROVED]: 'reversal',
  [LOST_DECIDED]: 'decision about the lost dispute',
  [SAME_EVENT]: 'answer about a duplicate',
  [NOT_DUPLICATE]: 'answer about a duplicate',
};

/**
 * Takes back a person's latest decision (her own, or the named movement's): rows, holds and links are as they were, and a payment that has
 * not left the outbox is withdrawn. What a rule approved for the named movement is taken back too and is then a person's to
 * decide, whatever matching finds later. What another person or a rule decided needs the right to approve its amount; her own she may
 * always take back. Refuses with UNDO_NOTHING, and with the ledger's TRANSITION when it may be in PeopleSoft.
 */
export const undoByPerson = defineWrite('decide.undo', (db: WritableLedger, args: UndoArgs): Undone => {
  const { byRule, decision, flagged, ofOthers } = subjectOf(db, args);
  if (ofOthers !== null) requireTakeBack(db, args.actor, ofOthers);
  const undone = byRule === null ? undoDecided(db, decision, args) : takeBackFromRule(db, byRule, args);
  return flagged === null ? undone : keepFlag(db, flagged, undone, args);
});

/** What this undo is about, its movement where a reading has flagged it since, and where somebody else decided it. */
function subjectOf(
  db: WritableLedger,
  args: UndoArgs,
): {
  byRule: ApprovedByRule | null;
  decision: LastDecision | null;
  flagged: MovementRow | null;
  ofOthers: MovementRow | null;
} {
  const { byRule, decision } =
    args.movementKey === null
      ? { byRule: null, decision: lastOpenDecision(db, args.actor) }
      : lastWordOn(db, args.movementKey);
  const movementKey = byRule?.movementKey ?? decision?.movementKey ?? null;
  const movement = movementKey === null ? null : getMovement(db, movementKey);
  const isFlagged = movement?.attention === CHANGED && ['approved', 'posted'].includes(movement.state);
  const ofOthers = isOfOthers({ byRule, decision }, args.actor) ? movement : null;
  return { byRule, decision, flagged: isFlagged ? movement : null, ofOthers };
}

/** What Stripe changed since the approval stays said on the open row: a person looks at it, and matching weighs it anew. */
function keepFlag(db: WritableLedger, { movementKey }: MovementRow, undone: Undone, { at }: UndoArgs): Undone {
  const { state, stateReason: reason, gate, score } = getMovement(db, movementKey);
  setMovementState(db, movementKey, state, { attention: CHANGED, reason, gate, score, at });
  return { ...undone, rulesMayDecide: true };
}

function undoDecided(db: WritableLedger, decision: LastDecision | null, args: UndoArgs): Undone {
  if (decision === null)
    throw refusal(
      'UNDO_NOTHING',
      'There is nothing to undo.',
      'Decisions that are already in PeopleSoft are reversed, not undone.',
    );
  if (decision.kind === REVERSAL_APPROVED) withdrawReversal(db, decision, args);
  const undone = undoDecision(db, { decisionId: decision.decisionId, actor: args.actor, at: args.at });
  if (isDuplicateDecision(decision.kind)) reopenDecided(db, decision.decisionId, args.at);
  if (decision.matchId !== null) releaseDependents(db, decision.matchId, args);
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
    rulesMayDecide: touchedLink || decision.kind === 'match.rejected' || isDuplicateDecision(decision.kind),
  };
}

/** The reversal this decision made, while it has not ended. */
function reversalInOutbox(db: ReadableLedger, { movementKey }: LastDecision): PostingRow | null {
  const live = movementKey === null ? null : liveMatchOf(db, movementKey);
  const postings = live === null ? [] : postingsOfMatch(db, live.matchId);
  return postings.find((posting) => posting.reverses !== null && isLivePosting(posting.state)) ?? null;
}

function withdrawReversal(db: WritableLedger, decision: LastDecision, { actor, at }: UndoArgs): void {
  const reversal = reversalInOutbox(db, decision);
  if (reversal === null || !isWithdrawable(db, reversal))
    throw refusal('UNDO_ALREADY_SENT', REVERSAL_LEFT, 'Once it is confirmed, approve the movement anew.');
  setPostingState(db, { postingId: reversal.postingId, to: 'withdrawn', at, reason: `undone by ${actor}` });
}

const REVERSAL_LEFT = 'This cannot be undone: its reversal has left for PeopleSoft, or has ended.';

/**
 * Why `undoByPerson` would not let this person take anything of this movement back now, in a sentence; null when it would: a decision
 * that nothing was decided after, or an approval by rule, hers to take back, and nothing of it that may have left the outbox.
 */
export function whyNotUndo(db: ReadableLedger, movementKey: number, actor: string): string | null {
  const { byRule, decision } = lastWordOn(db, movementKey);
  return whyNothingToUndo(db, { byRule, decision }) ?? whyNotHers(db, movementKey, { byRule, decision }, actor);
}

function whyNotHers(db: ReadableLedger, movementKey: number, word: LastWord, actor: string): string | null {
  if (!isOfOthers(word, actor)) return null;
  const why = whyNotAmount(db, actor, getMovement(db, movementKey as MovementKey));
  return why === null ? null : `${why} ${ASK_TO_TAKE_BACK}`;
}

/** Whether a rule or another person said the last word. */
function isOfOthers({ byRule, decision }: LastWord, actor: string): boolean {
  return byRule !== null || (decision !== null && !isSamePerson(decision.actor, actor));
}

function whyNothingToUndo(db: ReadableLedger, { byRule, decision }: LastWord): string | null {
  const matchId = byRule === null ? (decision?.matchId ?? null) : byRule.matchId;
  const left = matchId === null ? null : whyNotWithdraw(db, matchId);
  if (left !== null) return `This cannot be undone: ${left.text}. ${left.nextStep}`;
  if (byRule !== null) return null;
  if (decision?.kind === REVERSAL_APPROVED) {
    const reversal = reversalInOutbox(db, decision);
    return reversal !== null && isWithdrawable(db, reversal) ? null : REVERSAL_LEFT;
  }
  if (decision === null) return 'Nobody has decided this row yet. Ctrl Z takes back your latest decision.';
  if (decisionStands(db, decision.decisionId)) return null;
  return 'This cannot be undone: something was decided or came back after it. Decide the row as it is now.';
}

/** Who said the last word on a movement: a rule that approved it since, or a person. */
function lastWordOn(db: ReadableLedger, movementKey: number): LastWord {
  const decision = lastDecisionOf(db, movementKey);
  return { decision, byRule: approvedByRule(db, movementKey, decision?.matchId ?? null) };
}

interface LastWord {
  readonly byRule: ApprovedByRule | null;
  readonly decision: LastDecision | null;
}

interface LastDecision {
  readonly decisionId: number;
  readonly actor: string;
  readonly kind: string;
  readonly matchId: MatchId | null;
  readonly movementKey: MovementKey | null;
}

function lastDecisionOf(db: ReadableLedger, movementKey: number): LastDecision | null {
  return (
    statement<LastDecision>(
      db,
      `SELECT decision_id AS decisionId, actor, kind, match_id AS matchId, movement_key AS movementKey FROM decision
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
  returnToProposal(db, matchId, { actor, at, reason, row: { attention: 'proposal', reason } });
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
