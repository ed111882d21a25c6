import type { Instant, MovementKey, PlainDate, UnitId } from '../../shared/domain/ids.ts';
import type { MovementGate } from '../../shared/domain/movement-gate.ts';
import type { MovementKind, MovementState } from '../../shared/domain/states.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface MovementRow {
  readonly movementKey: MovementKey;
  readonly account: string;
  readonly livemode: 0 | 1;
  readonly kind: MovementKind;
  readonly objectId: string;
  readonly chargeId: string | null;
  readonly unit: UnitId | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly settlementMinor: number | null;
  readonly settlementExponent: number | null;
  readonly settlementCurrency: string | null;
  readonly feeMinor: number | null;
  readonly balanceTransactionId: string | null;
  readonly paymentIntentId: string | null;
  readonly payoutId: string | null;
  readonly occurredAt: Instant;
  readonly accountingDate: PlainDate;
  readonly accountingDateBasis: 'balanceTransaction' | 'success';
  /** The day Stripe's data give now, which a decided movement need not lie on; null: the same. */
  readonly bookedDate: PlainDate | null;
  readonly bookedBasis: 'balanceTransaction' | 'success' | null;
  /** The other day a person accepted for its posting, where its own period is closed. */
  readonly postsDate: PlainDate | null;
  readonly sourceStatus: string;
  readonly description: string | null;
  readonly metadataJson: string;
  readonly state: MovementState;
  readonly stateReason: string | null;
  /** What shuts it out of matching; then no reason is noted. */
  readonly gate: MovementGate | null;
  readonly attention: string | null;
  readonly score: number | null;
  readonly stateChangedAt: Instant;
  readonly version: number;
}
/** What follows from allocations and postings; `null` and absent mean the same. */
export interface DerivedState {
  readonly reason?: string | null;
  readonly gate?: MovementGate | null;
  readonly attention?: string | null;
  readonly score?: number | null;
}

const COLUMNS = `movement_key AS movementKey, account, livemode, kind, object_id AS objectId, charge_id AS chargeId, unit,
  customer_id AS customerId, customer_name AS customerName, amount_minor AS amountMinor, exponent, currency,
  settlement_minor AS settlementMinor, settlement_exponent AS settlementExponent,
  settlement_currency AS settlementCurrency, fee_minor AS feeMinor, balance_transaction_id AS balanceTransactionId,
  payment_intent_id AS paymentIntentId, payout_id AS payoutId, occurred_at AS occurredAt,
  accounting_date AS accountingDate, accounting_date_basis AS accountingDateBasis, booked_date AS bookedDate,
  booked_basis AS bookedBasis, posts_date AS postsDate, source_status AS sourceStatus,
  description, metadata_json AS metadataJson, state, state_reason AS stateReason, gate, attention, score,
  state_changed_at AS stateChangedAt, version`;

/** The movement with this row key. Throws `NOT_FOUND`. */
export function getMovement(db: ReadableLedger, key: MovementKey): MovementRow {
  const row = statement<MovementRow>(db, `SELECT ${COLUMNS} FROM movement WHERE movement_key = ?`).get(key);
  if (row === undefined)
    throw new LedgerError('NOT_FOUND', `There is no movement ${key}.`, 'Refresh the list and choose again.');
  return row;
}

/** The one movement of this natural key, or null. */
export function findMovement(
  db: ReadableLedger,
  id: Pick<MovementRow, 'account' | 'livemode' | 'kind' | 'objectId'>,
): MovementRow | null {
  return (
    statement<MovementRow>(
      db,
      `SELECT ${COLUMNS} FROM movement WHERE account = ? AND livemode = ? AND kind = ? AND object_id = ?`,
    ).get(id.account, id.livemode, id.kind, id.objectId) ?? null
  );
}

/** Only a decision holds a movement to its day; without one it goes back to the day Stripe booked it on. */
const IS_DECIDED = "@state IN ('approved', 'posted')";

/**
 * Stores the derived state, whole: what is not given becomes null, but the days of a decided movement stay as decided. Bumps the version and returns true only when something
 * differs; `state_changed_at` moves only with the state itself.
 */
export function setMovementState(
  db: WritableLedger,
  key: MovementKey,
  state: MovementState,
  derived: DerivedState & { readonly at: Instant },
): boolean {
  const { changes } = statement(
    db,
    `UPDATE movement SET state = @state, state_reason = @reason, gate = @gate, attention = @attention, score = @score,
       accounting_date = iif(${IS_DECIDED}, accounting_date, ifnull(booked_date, accounting_date)),
       accounting_date_basis = iif(${IS_DECIDED}, accounting_date_basis, ifnull(booked_basis, accounting_date_basis)),
       posts_date = iif(${IS_DECIDED}, posts_date, NULL),
       state_changed_at = iif(state = @state, state_changed_at, @at), version = version + 1
     WHERE movement_key = @key
       AND (state <> @state OR state_reason IS NOT @reason OR gate IS NOT @gate OR attention IS NOT @attention OR score IS NOT @score)`,
  ).run({
    key,
    state,
    reason: derived.reason ?? null,
    gate: derived.gate ?? null,
    attention: derived.attention ?? null,
    score: derived.score ?? null,
    at: derived.at,
  });
  return changes > 0;
}

/** Derived states of one kind and the undecided movements that get it. */
export interface SharedState {
  readonly state: Exclude<MovementState, 'approved' | 'posted'>;
  readonly reason: string | null;
  readonly gate: MovementGate | null;
  readonly attention: string | null;
  readonly score: number | null;
  readonly keys: readonly number[];
}

/**
 * As `setMovementState`, for many movements of one state at a time; their days must be those Stripe booked them on (`booked_date` and
 * `posts_date` are null), as they are of a movement that was never decided.
 */
export function setMovementStates(db: WritableLedger, { keys, ...derived }: SharedState, at: Instant): void {
  statement(
    db,
    `UPDATE movement SET state = @state, state_reason = @reason, gate = @gate, attention = @attention, score = @score,
       state_changed_at = iif(state = @state, state_changed_at, @at), version = version + 1
     WHERE movement_key IN (SELECT value FROM json_each(@keys))
       AND (state <> @state OR state_reason IS NOT @reason OR gate IS NOT @gate OR attention IS NOT @attention OR score IS NOT @score)`,
  ).run({ ...derived, at, keys: JSON.stringify(keys) });
}

/** Keeps the other day that a person accepted for the posting of a movement, for as long as the movement is decided. */
export function setPostsDate(db: WritableLedger, key: MovementKey, date: PlainDate): void {
  statement(db, 'UPDATE movement SET posts_date = ?, version = version + 1 WHERE movement_key = ?').run(date, key);
}

export interface MovementCount {
  readonly unit: string;
  readonly kind: MovementKind;
  readonly state: MovementState;
  readonly attention: string;
  readonly count: number;
}

/** The kept counts by unit, kind, state and attention (empty text where a movement has none); never counts rows. */
export function movementCounts(db: ReadableLedger): readonly MovementCount[] {
  return statement<MovementCount>(
    db,
    'SELECT unit, kind, state, attention, count FROM movement_count WHERE count > 0 ORDER BY unit, kind, state, attention',
  ).all();
}
