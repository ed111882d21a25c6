import type { Instant } from '../../shared/domain/ids.ts';
import type { ConnectionState, SystemName } from '../../shared/domain/states.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface ConnectionRow {
  readonly system: SystemName;
  readonly state: ConnectionState;
  /** Since when it has been in this state. */
  readonly sinceAt: Instant;
  readonly nextTryAt: Instant | null;
  readonly lastGoodAt: Instant | null;
  /** Everything the source had up to this instant is in the ledger. */
  readonly completeToAt: Instant | null;
  /** Failures in a row. */
  readonly failures: number;
  readonly message: string | null;
  readonly nextStep: string | null;
}
export interface ConnectionChange {
  readonly system: SystemName;
  readonly state: ConnectionState;
  readonly at: Instant;
  readonly nextTryAt?: Instant | null;
  readonly completeToAt?: Instant;
  readonly message?: string | null;
  readonly nextStep?: string | null;
}

/**
 * Writes how a connection stands. `sinceAt` moves only when the state changes; `ok` sets `lastGoodAt` and clears the
 * failures, `paused` leaves both, any other state counts one more failure. `completeToAt` never moves back. What asks for a
 * person or does not answer stays so, with its words, until an answer says otherwise: a pause only moves its next try.
 */
export function setConnectionState(db: WritableLedger, change: ConnectionChange): void {
  const isGood = change.state === 'ok' ? 1 : 0;
  const isFailure = change.state === 'ok' || change.state === 'paused' ? 0 : 1;
  statement(
    db,
    `INSERT INTO connection (system, state, since_at, next_try_at, last_good_at, complete_to_at, failures, message, next_step)
     VALUES (@system, @state, @at, @nextTryAt, iif(@isGood, @at, NULL), @completeToAt, @isFailure, @message, @nextStep)
     ON CONFLICT (system) DO UPDATE SET
       since_at = iif(state = excluded.state OR ${STAYS}, since_at, excluded.since_at), state = iif(${STAYS}, state, excluded.state),
       next_try_at = excluded.next_try_at, last_good_at = coalesce(excluded.last_good_at, last_good_at),
       complete_to_at = max(coalesce(excluded.complete_to_at, complete_to_at), coalesce(complete_to_at, excluded.complete_to_at)),
       failures = CASE WHEN @isGood THEN 0 ELSE failures + @isFailure END,
       message = iif(${STAYS}, message, excluded.message), next_step = iif(${STAYS}, next_step, excluded.next_step)`,
  ).run({
    system: change.system,
    state: change.state,
    at: change.at,
    nextTryAt: change.nextTryAt ?? null,
    completeToAt: change.completeToAt ?? null,
    message: change.message ?? null,
    nextStep: change.nextStep ?? null,
    isGood,
    isFailure,
  });
}

const STAYS = "(excluded.state = 'paused' AND state IN ('needsAttention', 'unreachable'))";

/** Something got an answer: that the system does not answer stands no longer. What a person must put right is not settled by it. */
export function noteAnswer(db: WritableLedger, { system, at }: Pick<ConnectionChange, 'system' | 'at'>): void {
  statement(
    db,
    `UPDATE connection SET state = 'degraded', since_at = ?, message = 'It answers again; it has not been read since', next_step = NULL
     WHERE system = ? AND state = 'unreachable'`,
  ).run(at, system);
}

/** Every connection that was ever tried. */
export function listConnections(db: ReadableLedger): readonly ConnectionRow[] {
  return statement<ConnectionRow>(
    db,
    `SELECT system, state, since_at AS sinceAt, next_try_at AS nextTryAt, last_good_at AS lastGoodAt,
       complete_to_at AS completeToAt, failures, message, next_step AS nextStep
     FROM connection ORDER BY system`,
  ).all();
}
