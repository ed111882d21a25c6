import { createHash } from 'node:crypto';
import type { Instant, ItemKey, LinkId, MatchId, MovementKey } from '../../shared/domain/ids.ts';
import { LedgerError } from './ledger-error.ts';
import type { DecisionPart, DecisionSubjects } from './decision-snapshot.ts';
import { captureSubjects, restorePart } from './decision-snapshot.ts';
import { allocationsOfMatch, changeMatchState, liveMatchOf } from './match-store.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { withdrawPostings } from './posting-store.ts';
import { statement } from './statement.ts';
import { RULE_TAKEN_BACK } from './taken-back.ts';

/** A decision being made: what its subjects looked like before. */
export interface OpenedDecision {
  readonly subjects: DecisionSubjects;
  readonly before: DecisionPart;
}
export interface RejectedPair {
  readonly movementKey: MovementKey;
  readonly itemsHash: string;
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
interface StoredDecision {
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

function nextRedo(db: ReadableLedger): number {
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

/**
 * Takes one decision back and restores the states, holds and signs of everything it touched; postings it put into the outbox
 * are withdrawn; versions go up, and audit and history stay. Throws `NOT_FOUND`, and `TRANSITION` when it is undone already,
 * when something later changed the same rows, or when a posting may be on its way.
 */
export function undoDecision(
  db: WritableLedger,
  undo: { readonly decisionId: number; readonly actor: string; readonly at: Instant },
): DecisionRow {
  const decision = getDecision(db, undo.decisionId);
  if (decision.undoneAt !== null)
    throw new LedgerError('TRANSITION', 'This decision is undone already.', 'Refresh the list.');
  const stored = readStored(db, undo.decisionId);
  const matchIds = stored.after.matches.map((match) => match.matchId);
  const reason = `undone by ${undo.actor}`;
  for (const matchId of matchIds) withdrawPostings(db, matchId, { at: undo.at, reason });
  if (!stands(db, stored.after))
    throw new LedgerError('TRANSITION', 'Something has changed since this decision.', 'Undo the later decision first.');
  withdrawProposedSince(db, stored.after, { ...undo, reason });
  restorePart(db, stored.before, { created: stored.createdMatches, reason, ...undo });
  for (const pair of stored.rejectedPairs)
    statement(db, 'DELETE FROM rejected_pair WHERE movement_key = ? AND items_hash = ?').run(
      pair.movementKey,
      pair.itemsHash,
    );
  statement(db, 'UPDATE decision SET undone_at = ?, undone_by = ?, redo_order = ? WHERE decision_id = ?').run(
    undo.at,
    undo.actor,
    nextRedo(db),
    undo.decisionId,
  );
  return getDecision(db, undo.decisionId);
}

/** Whether every row a decision touched is still as the decision left it, so that it can be undone as far as its rows go. */
export function decisionStands(db: ReadableLedger, decisionId: number): boolean {
  return stands(db, readStored(db, decisionId).after);
}

function stands(db: ReadableLedger, after: DecisionPart): boolean {
  const now = captureSubjects(db, {
    matchIds: after.matches.map((match) => match.matchId),
    movementKeys: after.movements.map((movement) => movement.movementKey),
    linkIds: after.links.map((link) => link.linkId),
  });
  return JSON.stringify(decided(now)) === JSON.stringify(decided(after));
}

const DECIDED_STATES: readonly string[] = ['approved', 'posted', 'excluded'];

/**
 * What of the rows was decided: states, holds and links. What a row says is no decision: matching rewrites it with every run while the
 * movement is open, and readings flag a decided one (a cut-off, a change at Stripe), which is when a person most wants to take it back.
 */
function decided(part: DecisionPart): object {
  const movements = part.movements.map(({ movementKey, state }) => ({
    movementKey,
    state: DECIDED_STATES.includes(state) ? state : 'open',
  }));
  return { ...part, movements };
}

/** A rule may have proposed something else on the movements since; that gives way to what was there before. */
function withdrawProposedSince(
  db: WritableLedger,
  after: DecisionPart,
  undo: { readonly actor: string; readonly at: Instant; readonly reason: string },
): void {
  const own = new Set(after.matches.map((match) => match.matchId));
  for (const { movementKey } of after.movements) {
    const live = liveMatchOf(db, movementKey);
    if (live === null || live.state !== 'proposed' || own.has(live.matchId)) continue;
    const { actor, at, reason } = undo;
    changeMatchState(db, { matchId: live.matchId, to: 'withdrawn', actor, at, reason });
  }
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

/** Hash of a set of items, whatever their order: names a pair that a person has said no to. */
export function itemsHash(itemKeys: readonly ItemKey[]): string {
  const text = itemKeys.toSorted((left, right) => left - right).join(',');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Notes that a person said no to each movement of a match with its items, and returns the pairs that are new. */
export function rejectPairs(
  db: WritableLedger,
  rejection: {
    readonly matchId: MatchId;
    readonly actor: string;
    readonly at: Instant;
    readonly reason?: string | null;
  },
): readonly RejectedPair[] {
  const byMovement = new Map<MovementKey, ItemKey[]>();
  for (const { movementKey, itemKey } of allocationsOfMatch(db, rejection.matchId))
    byMovement.set(movementKey, [...(byMovement.get(movementKey) ?? []), itemKey]);
  return [...byMovement].flatMap(([movementKey, itemKeys]) => rejectItems(db, { ...rejection, movementKey, itemKeys }));
}

/** Notes that a person said no to a movement with these items; the pair when it is new, else nothing. */
export function rejectItems(
  db: WritableLedger,
  rejection: {
    readonly movementKey: MovementKey;
    readonly itemKeys: readonly ItemKey[];
    readonly actor: string;
    readonly at: Instant;
    readonly reason?: string | null;
  },
): readonly RejectedPair[] {
  const pair = { movementKey: rejection.movementKey, itemsHash: itemsHash(rejection.itemKeys) };
  const { changes } = statement(
    db,
    `INSERT INTO rejected_pair (movement_key, items_hash, actor, rejected_at, reason) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  ).run(pair.movementKey, pair.itemsHash, rejection.actor, rejection.at, rejection.reason ?? null);
  return changes > 0 ? [pair] : [];
}

/** The customer link a decision was about, if any. Throws `NOT_FOUND`. */
export function linkOfDecision(db: ReadableLedger, decisionId: number): LinkId | null {
  getDecision(db, decisionId);
  return readStored(db, decisionId).after.links[0]?.linkId ?? null;
}

function readStored(db: ReadableLedger, decisionId: number): StoredDecision {
  const row = statement<{ json: string }>(db, 'SELECT before_json AS json FROM decision WHERE decision_id = ?').get(
    decisionId,
  );
  return JSON.parse(row?.json ?? 'null') as StoredDecision;
}
