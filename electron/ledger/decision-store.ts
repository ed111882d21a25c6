import type { Instant, LinkId, MatchId, MovementKey } from '../../shared/domain/ids.ts';
import { LedgerError } from './ledger-error.ts';
import { LINK_BAND } from './link-decision-kinds.ts';
import { captureSubjects, type DecisionPart, type DecisionSubjects } from './decision-snapshot.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import type { RejectedPair } from './rejected-pair-store.ts';
import { statement } from './statement.ts';
import { RULE_TAKEN_BACK } from './taken-back.ts';

/** A decision being made: what its subjects looked like before. */
export interface OpenedDecision {
  readonly subjects: DecisionSubjects;
  readonly before: DecisionPart;
}
export interface DecisionRow {
  readonly decisionId: number;
  readonly actor: string;
  readonly decidedAt: Instant;
  readonly kind: string;
  readonly matchId: MatchId | null;
  /** Null: a decision about a customer link alone. */
  readonly movementKey: MovementKey | null;
  readonly undoneAt: Instant | null;
  readonly undoneBy: string | null;
}
/** What a decision touched, before and after it. */
export interface StoredDecision {
  readonly before: DecisionPart;
  readonly after: DecisionPart;
  readonly createdMatches: readonly MatchId[];
  readonly rejectedPairs: readonly RejectedPair[];
}

/** Call before changing anything: notes how the matches, movements and links look that the decision will touch. */
export function openDecision(
  db: ReadableLedger,
  subjects: {
    readonly matchIds?: readonly MatchId[];
    readonly movementKeys?: readonly MovementKey[];
    readonly linkIds?: readonly LinkId[];
  },
): OpenedDecision {
  const all = {
    matchIds: subjects.matchIds ?? [],
    movementKeys: subjects.movementKeys ?? [],
    linkIds: subjects.linkIds ?? [],
  };
  return { subjects: all, before: captureSubjects(db, all) };
}

/**
 * Call after the change: keeps the decision so that `undoDecision` can restore exactly what was. Matches made by the decision
 * are named in `createdMatches` (undone by withdrawing them), pairs it ruled out in `rejectedPairs`. Returns the decision id.
 */
export function recordDecision(
  db: WritableLedger,
  decision: {
    readonly opened: OpenedDecision;
    readonly actor: string;
    readonly at: Instant;
    /** e.g. `match.approved`. */
    readonly kind: string;
    readonly createdMatches?: readonly MatchId[];
    readonly rejectedPairs?: readonly RejectedPair[];
  },
): number {
  const { subjects, before } = decision.opened;
  const createdMatches = decision.createdMatches ?? [];
  const stored: StoredDecision = {
    before,
    after: captureSubjects(db, { ...subjects, matchIds: [...subjects.matchIds, ...createdMatches] }),
    createdMatches,
    rejectedPairs: decision.rejectedPairs ?? [],
  };
  const isTakeBack = decision.kind === RULE_TAKEN_BACK;
  if (!isTakeBack) forgetRedo(db, decision.actor);
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO decision (actor, decided_at, kind, match_id, movement_key, before_json, redo_order)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    decision.actor,
    decision.at,
    decision.kind,
    createdMatches[0] ?? subjects.matchIds[0] ?? null,
    before.movements[0]?.movementKey ?? null,
    JSON.stringify(stored),
    isTakeBack ? nextRedo(db) : null,
  );
  return Number(lastInsertRowid);
}

/** Place of a decision among those that can be made again; the latest comes first. */
export function nextRedo(db: ReadableLedger): number {
  const last = 'SELECT max(redo_order) AS last FROM decision WHERE redo_order IS NOT NULL';
  return 1 + (statement<{ last: number | null }>(db, last).get()?.last ?? 0);
}

/** Who decides anew has nothing to make again. */
function forgetRedo(db: WritableLedger, actor: string): void {
  statement(
    db,
    'UPDATE decision SET redo_order = NULL WHERE ifnull(undone_by, actor) = ? AND redo_order IS NOT NULL',
  ).run(actor);
}

const SELECT_DECISION = `SELECT decision_id AS decisionId, actor, decided_at AS decidedAt, kind, match_id AS matchId,
  movement_key AS movementKey, undone_at AS undoneAt, undone_by AS undoneBy FROM decision`;

/** The decision. Throws `NOT_FOUND`. */
export function getDecision(db: ReadableLedger, decisionId: number): DecisionRow {
  const row = statement<DecisionRow>(db, `${SELECT_DECISION} WHERE decision_id = ?`).get(decisionId);
  if (row === undefined)
    throw new LedgerError('NOT_FOUND', `There is no decision ${decisionId}.`, 'Refresh the list and choose again.');
  return row;
}

/**
 * What Ctrl Z would undo: the actor's latest decision that is not undone; null when there is none. Taking back from a rule is an undo
 * itself and is made good by redo.
 */
export function lastOpenDecision(db: ReadableLedger, actor: string): DecisionRow | null {
  return (
    statement<DecisionRow>(
      db,
      `${SELECT_DECISION} WHERE actor = ? AND undone_at IS NULL AND kind <> ? ORDER BY decision_id DESC LIMIT 1`,
    ).get(actor, RULE_TAKEN_BACK) ?? null
  );
}

/** What Ctrl Y would make again: the decision this actor undid last, or took back from a rule; null when she has decided since. */
export function lastUndoneBy(db: ReadableLedger, actor: string): DecisionRow | null {
  return (
    statement<DecisionRow>(
      db,
      `${SELECT_DECISION} WHERE ifnull(undone_by, actor) = ? AND redo_order IS NOT NULL ORDER BY redo_order DESC LIMIT 1`,
    ).get(actor) ?? null
  );
}

/** A rule's approval stands again: the take-back counts no longer, and nothing else is left to make again. Throws `NOT_FOUND`. */
export function endTakeBack(
  db: WritableLedger,
  end: { readonly decisionId: number; readonly actor: string; readonly at: Instant },
): void {
  getDecision(db, end.decisionId);
  statement(db, 'UPDATE decision SET undone_at = ?, undone_by = ? WHERE decision_id = ?').run(
    end.at,
    end.actor,
    end.decisionId,
  );
  forgetRedo(db, end.actor);
}

/** The last decision about a customer link alone that is not undone; null: nobody decided it, or it was decided along with a match. */
export function lastDecisionOfLink(db: ReadableLedger, linkId: LinkId): DecisionRow | null {
  return (
    statement<DecisionRow>(
      db,
      `${SELECT_DECISION} WHERE kind IN ('link.confirmed', 'link.rejected', 'link.retired')
         AND json_extract(before_json, '$.after.links[0].linkId') = ? AND undone_at IS NULL ORDER BY decision_id DESC LIMIT 1`,
    ).get(linkId) ?? null
  );
}

/** The decision that confirmed this link together with others and is not undone; null: it was not confirmed so. */
export function bandOfLink(
  db: ReadableLedger,
  {
    linkId,
    decidedBy,
    decidedAt,
  }: { readonly linkId: LinkId; readonly decidedBy: string; readonly decidedAt: Instant },
): DecisionRow | null {
  const bands = statement<DecisionRow>(
    db,
    `${SELECT_DECISION} WHERE kind = '${LINK_BAND}' AND decided_at = ? AND actor = ? AND undone_at IS NULL`,
  ).all(decidedAt, decidedBy);
  return (
    bands.find(({ decisionId }) => readStored(db, decisionId).after.links.some((link) => link.linkId === linkId)) ??
    null
  );
}

/** The customer link a decision was about, if any. Throws `NOT_FOUND`. */
export function linkOfDecision(db: ReadableLedger, decisionId: number): LinkId | null {
  getDecision(db, decisionId);
  return readStored(db, decisionId).after.links[0]?.linkId ?? null;
}

/** What the decision touched, as it was kept. */
export function readStored(db: ReadableLedger, decisionId: number): StoredDecision {
  const row = statement<{ json: string }>(db, 'SELECT before_json AS json FROM decision WHERE decision_id = ?').get(
    decisionId,
  );
  return JSON.parse(row?.json ?? 'null') as StoredDecision;
}
