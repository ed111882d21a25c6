import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { MovementKind, MovementState } from '../../../shared/domain/states.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { IngestContext } from '../ingest-context.ts';

/** The columns of `movement` that ingest writes. */
export interface MovementColumns {
  account: string;
  livemode: number;
  kind: MovementKind;
  object_id: string;
  charge_id: string | null;
  unit: string | null;
  customer_id: string | null;
  customer_name: string | null;
  amount_minor: number;
  exponent: number;
  currency: string;
  settlement_minor: number | null;
  settlement_exponent: number | null;
  settlement_currency: string | null;
  fee_minor: number | null;
  balance_transaction_id: string | null;
  payment_intent_id: string | null;
  payout_id: string | null;
  occurred_at: string;
  accounting_date: string;
  accounting_date_basis: 'balanceTransaction' | 'success';
  /** As Stripe's data have it now, also where a decision holds on to `accounting_date`. */
  booked_date: string | null;
  booked_basis: 'balanceTransaction' | 'success' | null;
  source_status: string;
  description: string | null;
  statement_descriptor: string | null;
  card_fingerprint: string | null;
  metadata_json: string;
  state: MovementState;
  state_reason: string | null;
  /** What shuts it out of matching; then nothing else is noted on it. */
  gate: MovementGate | null;
  attention: string | null;
}
export interface StoredMovement extends MovementColumns {
  movement_key: number;
}
/** What the object itself says, as columns. */
export type OwnColumns = Omit<
  MovementColumns,
  | 'unit'
  | 'settlement_minor'
  | 'settlement_exponent'
  | 'settlement_currency'
  | 'fee_minor'
  | 'accounting_date'
  | 'accounting_date_basis'
  | 'booked_date'
  | 'booked_basis'
  | 'state'
  | 'state_reason'
  | 'gate'
  | 'attention'
>;

const COLUMN_NAMES = [
  'account',
  'livemode',
  'kind',
  'object_id',
  'charge_id',
  'unit',
  'customer_id',
  'customer_name',
  'amount_minor',
  'exponent',
  'currency',
  'settlement_minor',
  'settlement_exponent',
  'settlement_currency',
  'fee_minor',
  'balance_transaction_id',
  'payment_intent_id',
  'payout_id',
  'occurred_at',
  'accounting_date',
  'accounting_date_basis',
  'booked_date',
  'booked_basis',
  'source_status',
  'description',
  'statement_descriptor',
  'card_fingerprint',
  'metadata_json',
  'state',
  'state_reason',
  'gate',
  'attention',
] as const satisfies readonly (keyof MovementColumns)[];

const SELECT = `SELECT movement_key, ${COLUMN_NAMES.join(', ')} FROM movement`;
const INSERT = `INSERT INTO movement (${COLUMN_NAMES.join(', ')}, state_changed_at) VALUES (${COLUMN_NAMES.map(() => '?').join(', ')}, ?)`;
const UPDATE = `UPDATE movement SET ${COLUMN_NAMES.map((name) => `${name} = @${name}`).join(', ')},
  state_changed_at = iif(state = @state, state_changed_at, @at), version = version + 1 WHERE movement_key = @movement_key`;

/** The stored movement of a natural key, or undefined. */
export function findMovement(
  db: ReadableLedger,
  context: IngestContext,
  kind: MovementKind,
  objectId: string,
): StoredMovement | undefined {
  return statement<StoredMovement>(
    db,
    `${SELECT} WHERE account = ? AND livemode = ? AND kind = ? AND object_id = ?`,
  ).get(context.account, context.livemode ? 1 : 0, kind, objectId);
}

/** The stored refunds and disputes of a charge. */
export function movementsOfCharge(db: ReadableLedger, account: string, chargeId: string): readonly StoredMovement[] {
  return statement<StoredMovement>(db, `${SELECT} WHERE charge_id = ? AND account = ?`).all(chargeId, account);
}

/** The stored movements that name this balance transaction. */
export function movementsOfBalanceTransaction(
  db: ReadableLedger,
  account: string,
  id: string,
): readonly StoredMovement[] {
  return statement<StoredMovement>(db, `${SELECT} WHERE balance_transaction_id = ? AND account = ?`).all(id, account);
}

/** The stored movements that carry this customer's name. */
export function movementsOfCustomer(
  db: ReadableLedger,
  account: string,
  customerId: string,
): readonly StoredMovement[] {
  return statement<StoredMovement>(db, `${SELECT} WHERE customer_id = ? AND account = ?`).all(customerId, account);
}

/** Every stored movement whose key is greater than `after`, at most `limit`, in key order. */
export function movementsAfter(db: ReadableLedger, after: number, limit: number): readonly StoredMovement[] {
  return statement<StoredMovement>(db, `${SELECT} WHERE movement_key > ? ORDER BY movement_key LIMIT ?`).all(
    after,
    limit,
  );
}

/** Inserts the row, or updates it when anything differs; then its version moves on. */
export function writeMovement(
  db: WritableLedger,
  context: Pick<IngestContext, 'at'>,
  columns: MovementColumns,
  existing: StoredMovement | undefined,
): void {
  if (existing === undefined) {
    statement(db, INSERT).run(...COLUMN_NAMES.map((name) => columns[name]), context.at);
    return;
  }
  if (COLUMN_NAMES.every((name) => columns[name] === existing[name])) return;
  statement(db, UPDATE).run({ ...columns, movement_key: existing.movement_key, at: context.at });
}

/** Only the object's own columns of a wider row. */
export function pickOwn(own: OwnColumns): OwnColumns {
  const {
    account,
    livemode,
    kind,
    object_id,
    charge_id,
    customer_id,
    customer_name,
    amount_minor,
    exponent,
    currency,
  } = own;
  const { balance_transaction_id, payment_intent_id, payout_id, occurred_at, source_status, description } = own;
  const { statement_descriptor, card_fingerprint, metadata_json } = own;
  return {
    account,
    livemode,
    kind,
    object_id,
    charge_id,
    customer_id,
    customer_name,
    amount_minor,
    exponent,
    currency,
    balance_transaction_id,
    payment_intent_id,
    payout_id,
    occurred_at,
    source_status,
    description,
    statement_descriptor,
    card_fingerprint,
    metadata_json,
  };
}
