import type { MovementKind, MovementState } from '../../shared/domain/states.ts';
import type { ReadableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import { refusal } from './refusal.ts';

/** The columns of a movement that a decision or a posting needs. */
export interface MovementRecord {
  readonly movement_key: number;
  readonly account: string;
  readonly livemode: number;
  readonly kind: MovementKind;
  readonly object_id: string;
  readonly unit: string | null;
  readonly customer_id: string | null;
  readonly amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly settlement_currency: string | null;
  readonly accounting_date: string;
  readonly state: MovementState;
  readonly state_reason: string | null;
  readonly attention: string | null;
  readonly score: number | null;
  readonly version: number;
}

const COLUMNS = `movement_key, account, livemode, kind, object_id, unit, customer_id, amount_minor, exponent, currency, settlement_currency,
  accounting_date, state, state_reason, attention, score, version`;

/** The movement behind a key; refuses with NOT_FOUND when there is none. */
export function movementRecord(db: ReadableLedger, movementKey: number): MovementRecord {
  const found = statement<MovementRecord>(db, `SELECT ${COLUMNS} FROM movement WHERE movement_key = ?`).get(movementKey);
  if (found === undefined) throw refusal('NOT_FOUND', 'This movement is not in the ledger.', 'Open the list again.');
  return found;
}

/** The movement as the person saw it; refuses with STALE_VERSION when it has changed since. */
export function movementAsSeen(db: ReadableLedger, movementKey: number, seenVersion: number): MovementRecord {
  const found = movementRecord(db, movementKey);
  if (found.version !== seenVersion)
    throw refusal('STALE_VERSION', 'This row has changed since you opened it.', 'Look at it again; it has been refreshed.');
  return found;
}
