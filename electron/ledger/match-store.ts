import type { Instant, ItemKey, LinkId, MatchId, MovementKey, UnitId } from '../../shared/domain/ids.ts';
import type { MatchState, MovementState } from '../../shared/domain/states.ts';
import { LedgerError } from './ledger-error.ts';
import type { DerivedState } from './movement-store.ts';
import { setMovementState } from './movement-store.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export type MatchKind = 'payment' | 'alreadyKeyed' | 'refundOfCharge';
/** `none`: only proposed. `held`: approved, not settled in PeopleSoft. `settled`: confirmed there. `released`: given back. */
export type Hold = 'none' | 'held' | 'settled' | 'released';
export interface NewAllocation {
  readonly movementKey: MovementKey;
  readonly itemKey: ItemKey;
  /** Part of the movement, in its minor units, above zero. */
  readonly amountMinor: number;
  /** The same value in the item's minor units. */
  readonly itemAmountMinor: number;
  /** Money goes out (a refund, a dispute): it adds to the balance of the item. Default: it comes in and pays the item. */
  readonly isOutward?: boolean;
}
export interface NewMatch {
  readonly unit: UnitId;
  readonly kind: MatchKind;
  /** Default `proposed`. */
  readonly state?: 'proposed' | 'approved' | 'posted';
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly score: number;
  readonly margin: number | null;
  readonly automatic: boolean;
  readonly pointsJson: string;
  readonly runnerUpJson?: string | null;
  readonly linkId?: LinkId | null;
  readonly paymentKey?: number | null;
  readonly chargeMovementKey?: MovementKey | null;
  readonly movements: readonly MovementKey[];
  readonly allocations: readonly NewAllocation[];
  readonly decidedBy?: string | null;
  /** A person's own words for a match that is decided as it is made. */
  readonly reason?: string | null;
  readonly at: Instant;
  /** Goes with the movement's derived state. */
  readonly movementReason?: string | null;
  readonly attention?: string | null;
}
export interface MatchRow {
  readonly matchId: MatchId;
  readonly unit: UnitId;
  readonly kind: MatchKind;
  readonly state: MatchState;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly score: number;
  readonly margin: number | null;
  readonly automatic: 0 | 1;
  readonly pointsJson: string;
  readonly runnerUpJson: string | null;
  readonly linkId: LinkId | null;
  readonly paymentKey: number | null;
  readonly chargeMovementKey: MovementKey | null;
  readonly proposedAt: Instant;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly reason: string | null;
  readonly version: number;
}
export interface AllocationRow extends Omit<NewAllocation, 'isOutward'> {
  readonly allocationId: number;
  readonly matchId: MatchId;
  readonly hold: Hold;
  /** 1: money goes out. */
  readonly outward: 0 | 1;
}
export interface MatchChange {
  readonly matchId: MatchId;
  readonly to: MatchState;
  /** The version the caller saw; left out by steps that follow from a posting. */
  readonly version?: number;
  readonly actor: string;
  readonly at: Instant;
  readonly reason?: string | null;
  /** Derived state of its movements afterwards; default: the match's own state, or `unmatched` when it is no longer live. */
  readonly movement?: DerivedState & { readonly state?: MovementState };
}

/** `approved → proposed` is a return (undo, or a re-check before sending found a change). */
export const MATCH_TRANSITIONS: Readonly<Record<MatchState, readonly MatchState[]>> = {
  proposed: ['approved', 'posted', 'rejected', 'withdrawn'],
  approved: ['posted', 'proposed', 'rejected', 'withdrawn'],
  posted: ['reversed'],
  reversed: [],
  rejected: [],
  withdrawn: [],
};

/** A receipt somebody keyed was never ours to send: taking it over can be taken back, which a payment we posted cannot. */
function mayBecome(match: MatchRow, to: MatchState): boolean {
  if (match.kind === 'alreadyKeyed' && match.state === 'posted' && to === 'proposed') return true;
  return MATCH_TRANSITIONS[match.state].includes(to);
}

/** What an allocation holds while its match is in a state. */
export function holdOf(state: MatchState): Hold {
  if (state === 'proposed') return 'none';
  if (state === 'approved') return 'held';
  return state === 'posted' ? 'settled' : 'released';
}

/** Whether a match in this state is the one that counts for its movements. */
export function isLiveMatch(state: MatchState): state is 'proposed' | 'approved' | 'posted' {
  return state === 'proposed' || state === 'approved' || state === 'posted';
}

/**
 * Writes a match with its allocations and sets the derived state of its movements. Throws `INVARIANT` when a movement already
 * has a live match or, from `approved` on, when the amounts are more than the movement or the item's open balance.
 */
export function insertMatch(db: WritableLedger, match: NewMatch): MatchId {
  const state = match.state ?? 'proposed';
  const decidedAt = state === 'proposed' ? null : match.at;
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO match (unit, kind, state, rule_id, rule_version, score, margin, automatic, points_json, runner_up_json,
       link_id, payment_key, charge_movement_key, proposed_at, decided_by, decided_at, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    match.unit,
    match.kind,
    state,
    match.ruleId,
    match.ruleVersion,
    match.score,
    match.margin,
    match.automatic ? 1 : 0,
    match.pointsJson,
    match.runnerUpJson ?? null,
    match.linkId ?? null,
    match.paymentKey ?? null,
    match.chargeMovementKey ?? null,
    match.at,
    match.decidedBy ?? null,
    decidedAt,
    match.reason ?? null,
  );
  const matchId = Number(lastInsertRowid) as MatchId;
  const addMovement = statement(db, 'INSERT INTO match_movement (match_id, movement_key, live) VALUES (?, ?, 1)');
  for (const key of match.movements) addMovement.run(matchId, key);
  for (const allocation of match.allocations) insertAllocation(db, matchId, allocation, holdOf(state));
  const derived = { reason: match.movementReason, attention: match.attention, score: match.score, at: match.at };
  for (const key of match.movements) setMovementState(db, key, state, dropUndefined(derived));
  return matchId;
}

/** Adds an allocation to a match. Throws `INVARIANT` when it is held and comes to more than the movement or the item's open balance. */
export function insertAllocation(
  db: WritableLedger,
  matchId: MatchId,
  { movementKey, itemKey, amountMinor, itemAmountMinor, isOutward }: NewAllocation,
  hold: Hold,
): void {
  statement(
    db,
    `INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold, outward)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(matchId, movementKey, itemKey, amountMinor, itemAmountMinor, hold, isOutward === true ? 1 : 0);
}

/**
 * Moves a match to another state together with what follows from it: what its allocations hold, whether it is live, and the
 * derived state of its movements. Touches no sibling. Throws `NOT_FOUND`, `STALE_VERSION`, `TRANSITION`, `INVARIANT`.
 */
export function changeMatchState(db: WritableLedger, change: MatchChange): MatchRow {
  const match = getMatch(db, change.matchId);
  if (change.version !== undefined && change.version !== match.version)
    throw new LedgerError(
      'STALE_VERSION',
      'This match has changed since you saw it.',
      'Look at what changed and decide anew.',
    );
  if (!mayBecome(match, change.to))
    throw new LedgerError(
      'TRANSITION',
      `A match that is ${match.state} cannot become ${change.to}.`,
      'Refresh the list: somebody, or the posting, was faster.',
    );
  applyMatchState(db, change);
  for (const movementKey of movementsOfMatch(db, change.matchId)) deriveMovement(db, movementKey, match, change);
  return getMatch(db, change.matchId);
}

/** Says whether a match counts as decided by rules alone: no longer once a person took it back, again when she lets it stand. */
export function setMatchAutomatic(db: WritableLedger, matchId: MatchId, automatic: boolean): void {
  statement(db, 'UPDATE match SET automatic = ?, version = version + 1 WHERE match_id = ?').run(
    automatic ? 1 : 0,
    matchId,
  );
}

function applyMatchState(db: WritableLedger, change: MatchChange): void {
  const { matchId, to } = change;
  const undecided = to === 'proposed';
  statement(
    db,
    'UPDATE match SET state = ?, decided_by = ?, decided_at = ?, reason = ?, version = version + 1 WHERE match_id = ?',
  ).run(to, undecided ? null : change.actor, undecided ? null : change.at, change.reason ?? null, matchId);
  statement(db, 'UPDATE match_movement SET live = ? WHERE match_id = ?').run(isLiveMatch(to) ? 1 : 0, matchId);
  statement(db, 'UPDATE allocation SET hold = ? WHERE match_id = ?').run(holdOf(to), matchId);
}

function deriveMovement(db: WritableLedger, key: MovementKey, match: MatchRow, change: MatchChange): void {
  const { state, ...derived } = change.movement ?? {};
  const live = isLiveMatch(change.to);
  const score = derived.score === undefined && live ? match.score : derived.score;
  setMovementState(db, key, state ?? (isLiveMatch(change.to) ? change.to : 'unmatched'), {
    ...dropUndefined({ reason: derived.reason, gate: derived.gate, attention: derived.attention, score }),
    at: change.at,
  });
}

function dropUndefined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]: Exclude<Fields[Name], undefined>;
  };
}

const SELECT_MATCH = `SELECT match_id AS matchId, unit, kind, state, rule_id AS ruleId, rule_version AS ruleVersion, score,
  margin, automatic, points_json AS pointsJson, runner_up_json AS runnerUpJson, link_id AS linkId,
  payment_key AS paymentKey, charge_movement_key AS chargeMovementKey, proposed_at AS proposedAt,
  decided_by AS decidedBy, decided_at AS decidedAt, reason, version FROM match`;

/** The match. Throws `NOT_FOUND`. */
export function getMatch(db: ReadableLedger, matchId: MatchId): MatchRow {
  const row = statement<MatchRow>(db, `${SELECT_MATCH} WHERE match_id = ?`).get(matchId);
  if (row === undefined)
    throw new LedgerError('NOT_FOUND', `There is no match ${matchId}.`, 'Refresh the list and choose again.');
  return row;
}

/** The live match of a movement, or null. */
export function liveMatchOf(db: ReadableLedger, movementKey: MovementKey): MatchRow | null {
  return (
    statement<MatchRow>(
      db,
      `${SELECT_MATCH} WHERE match_id = (SELECT match_id FROM match_movement WHERE movement_key = ? AND live = 1)`,
    ).get(movementKey) ?? null
  );
}

/** Row keys of the movements of a match, in order. */
export function movementsOfMatch(db: ReadableLedger, matchId: MatchId): readonly MovementKey[] {
  return statement<{ movementKey: MovementKey }>(
    db,
    'SELECT movement_key AS movementKey FROM match_movement WHERE match_id = ? ORDER BY movement_key',
  )
    .all(matchId)
    .map((row) => row.movementKey);
}

/** The allocations of a match, in the order they were made. */
export function allocationsOfMatch(db: ReadableLedger, matchId: MatchId): readonly AllocationRow[] {
  return statement<AllocationRow>(
    db,
    `SELECT allocation_id AS allocationId, match_id AS matchId, movement_key AS movementKey, item_key AS itemKey,
       amount_minor AS amountMinor, item_amount_minor AS itemAmountMinor, hold, outward
     FROM allocation WHERE match_id = ? ORDER BY allocation_id`,
  ).all(matchId);
}
