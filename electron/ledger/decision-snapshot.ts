import type { Instant, LinkId, MatchId, MovementKey } from '../../shared/domain/ids.ts';
import type { MovementGate } from '../../shared/domain/movement-gate.ts';
import type { LinkState, MatchState, MovementState } from '../../shared/domain/states.ts';
import { getLink } from './crosswalk-store.ts';
import type { Hold } from './match-store.ts';
import { allocationsOfMatch, getMatch, holdOf, isLiveMatch, movementsOfMatch } from './match-store.ts';
import { getMovement, setMovementState } from './movement-store.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface DecisionSubjects {
  readonly matchIds: readonly MatchId[];
  readonly movementKeys: readonly MovementKey[];
  readonly linkIds: readonly LinkId[];
}
interface MatchPart {
  readonly matchId: MatchId;
  readonly state: MatchState;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  readonly holds: readonly (readonly [allocationId: number, hold: Hold])[];
}
interface MovementPart {
  readonly movementKey: MovementKey;
  readonly state: MovementState;
  readonly reason: string | null;
  readonly gate?: MovementGate;
  readonly attention: string | null;
  readonly score: number | null;
}
interface LinkPart {
  readonly linkId: LinkId;
  readonly state: LinkState;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  /** Only of one that was ended. */
  readonly validUntilDate?: string;
}
/** Everything of a decision's subjects that a decision can change, in a fixed order, without versions. */
export interface DecisionPart {
  readonly matches: readonly MatchPart[];
  readonly movements: readonly MovementPart[];
  readonly links: readonly LinkPart[];
}

/** How the subjects look now; the movements of the matches are always among them. */
export function captureSubjects(db: ReadableLedger, subjects: DecisionSubjects): DecisionPart {
  const matchIds = ordered(subjects.matchIds);
  const movementKeys = ordered([
    ...subjects.movementKeys,
    ...matchIds.flatMap((matchId) => movementsOfMatch(db, matchId)),
  ]);
  return {
    matches: matchIds.map((matchId) => captureMatch(db, matchId)),
    movements: movementKeys.map((movementKey) => {
      const { state, stateReason: reason, gate, attention, score } = getMovement(db, movementKey);
      return { movementKey, state, reason, ...(gate === null ? {} : { gate }), attention, score };
    }),
    links: ordered(subjects.linkIds).map((linkId) => {
      const { state, decidedBy, decidedAt, validUntilDate } = getLink(db, linkId);
      return { linkId, state, decidedBy, decidedAt, ...(validUntilDate === null ? {} : { validUntilDate }) };
    }),
  };
}

/** Puts every row back as it was; matches the decision made are withdrawn. What gives back comes before what takes again. */
export function restorePart(
  db: WritableLedger,
  before: DecisionPart,
  undo: {
    readonly created: readonly MatchId[];
    readonly actor: string;
    readonly at: Instant;
    readonly reason: string;
  },
): void {
  for (const matchId of undo.created) {
    const holds = allocationsOfMatch(db, matchId).map((row) => [row.allocationId, holdOf('withdrawn')] as const);
    const withdrawn = { decidedBy: undo.actor, decidedAt: undo.at, reason: undo.reason, holds };
    restoreMatch(db, { matchId, state: 'withdrawn', ...withdrawn });
  }
  for (const match of before.matches.toSorted((a, b) => Number(isLiveMatch(a.state)) - Number(isLiveMatch(b.state))))
    restoreMatch(db, match);
  for (const { movementKey, state, ...derived } of before.movements)
    setMovementState(db, movementKey, state, { ...derived, at: undo.at });
  for (const link of before.links)
    statement(
      db,
      `UPDATE crosswalk_link SET state = ?, decided_by = ?, decided_at = ?, valid_until_date = ?, version = version + 1
       WHERE link_id = ?`,
    ).run(link.state, link.decidedBy, link.decidedAt, link.validUntilDate ?? null, link.linkId);
}

function captureMatch(db: ReadableLedger, matchId: MatchId): MatchPart {
  const { state, decidedBy, decidedAt, reason } = getMatch(db, matchId);
  const holds = allocationsOfMatch(db, matchId).map((row) => [row.allocationId, row.hold] as const);
  return { matchId, state, decidedBy, decidedAt, reason, holds };
}

function restoreMatch(db: WritableLedger, match: MatchPart): void {
  statement(
    db,
    'UPDATE match SET state = ?, decided_by = ?, decided_at = ?, reason = ?, version = version + 1 WHERE match_id = ?',
  ).run(match.state, match.decidedBy, match.decidedAt, match.reason, match.matchId);
  statement(db, 'UPDATE match_movement SET live = ? WHERE match_id = ?').run(
    isLiveMatch(match.state) ? 1 : 0,
    match.matchId,
  );
  // An allocation that came later follows the state of its match.
  statement(
    db,
    'UPDATE allocation SET hold = ? WHERE match_id = ? AND allocation_id NOT IN (SELECT value FROM json_each(?))',
  ).run(holdOf(match.state), match.matchId, JSON.stringify(match.holds.map(([allocationId]) => allocationId)));
  for (const [allocationId, hold] of match.holds)
    statement(db, 'UPDATE allocation SET hold = ? WHERE allocation_id = ?').run(hold, allocationId);
}

function ordered<Key extends number>(keys: readonly Key[]): readonly Key[] {
  return [...new Set(keys)].toSorted((left, right) => left - right);
}
