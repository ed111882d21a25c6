import type { MovementKind, MovementState } from '../../shared/domain/states.ts';
import type { ReadableLedger, WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import type { MovementFact } from './facts-to-movements.ts';
import type { IngestContext } from './ingest-context.ts';
import type { ChargeKnowledge, Gate } from './movement-gate.ts';
import { GATE_REASONS, gateOf, isGateReason } from './movement-gate.ts';
import { dateInZone, unitOfCurrency } from './unit-rules.ts';

/** The columns of `movement` that ingest writes. */
interface MovementColumns {
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
  source_status: string;
  description: string | null;
  statement_descriptor: string | null;
  card_fingerprint: string | null;
  metadata_json: string;
  state: MovementState;
  state_reason: string | null;
  attention: string | null;
}
export interface StoredMovement extends MovementColumns {
  movement_key: number;
}
/** What the object itself says, as columns. */
type OwnColumns = Omit<
  MovementColumns,
  | 'unit'
  | 'settlement_minor'
  | 'settlement_exponent'
  | 'settlement_currency'
  | 'fee_minor'
  | 'accounting_date'
  | 'accounting_date_basis'
  | 'state'
  | 'state_reason'
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
  'source_status',
  'description',
  'statement_descriptor',
  'card_fingerprint',
  'metadata_json',
  'state',
  'state_reason',
  'attention',
] as const satisfies readonly (keyof MovementColumns)[];

const SELECT = `SELECT movement_key, ${COLUMN_NAMES.join(', ')} FROM movement`;
const INSERT = `INSERT INTO movement (${COLUMN_NAMES.join(', ')}, state_changed_at) VALUES (${COLUMN_NAMES.map((name) => `@${name}`).join(', ')}, @at)`;
const UPDATE = `UPDATE movement SET ${COLUMN_NAMES.map((name) => `${name} = @${name}`).join(', ')},
  state_changed_at = iif(state = @state, state_changed_at, @at), version = version + 1 WHERE movement_key = @movement_key`;

/** Makes or refreshes the movement that `fact` is, from this fact and everything the ledger holds about it. */
export function storeMovement(db: WritableLedger, context: IngestContext, fact: MovementFact): void {
  const existing = findMovement(db, context, fact.kind, fact.objectId);
  const own: OwnColumns = {
    account: context.account,
    livemode: context.livemode ? 1 : 0,
    kind: fact.kind,
    object_id: fact.objectId,
    charge_id: fact.chargeId,
    // A charge names its own customer; a refund or dispute has that of its charge.
    customer_id: fact.kind === 'charge' ? fact.customerId : (existing?.customer_id ?? null),
    customer_name: fact.kind === 'charge' ? fact.fallbackName : (existing?.customer_name ?? null),
    amount_minor: fact.amount.minor,
    exponent: fact.amount.exponent,
    currency: fact.amount.currency,
    balance_transaction_id: fact.balanceTransactionId ?? existing?.balance_transaction_id ?? null,
    payment_intent_id: fact.kind === 'charge' ? fact.paymentIntentId : (existing?.payment_intent_id ?? null),
    payout_id: fact.payoutId,
    occurred_at: fact.occurredAt,
    source_status: fact.sourceStatus,
    description: fact.description,
    statement_descriptor: fact.statementDescriptor,
    card_fingerprint: fact.cardFingerprint,
    metadata_json: JSON.stringify(fact.metadata),
  };
  save(db, context, own, existing);
}

/** Recomputes a stored movement after an object it depends on has come in or changed. */
export function rederiveMovement(
  db: WritableLedger,
  context: IngestContext,
  movement: StoredMovement,
  change: Partial<Pick<StoredMovement, 'source_status' | 'state_reason'>> = {},
): void {
  const { source_status = movement.source_status, state_reason = movement.state_reason } = change;
  save(db, context, { ...movement, source_status }, movement, state_reason);
}

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

function save(
  db: WritableLedger,
  context: IngestContext,
  own: OwnColumns,
  existing: StoredMovement | undefined,
  knownReason: string | null = existing?.state_reason ?? null,
): void {
  const unit = unitOfCurrency(context.units, own.currency);
  const transaction = balanceTransactionOf(db, own);
  const charge = own.charge_id === null ? undefined : findMovement(db, context, 'charge', own.charge_id);
  const customerId = charge?.customer_id ?? own.customer_id;
  const zone = unit?.zone ?? 'UTC';
  const date = accountingDate(existing, transaction?.created_at ?? null, own.occurred_at, zone);
  const columns: MovementColumns = {
    ...pickOwn(own),
    unit: unit?.unit ?? null,
    customer_id: customerId,
    customer_name: nameOf(db, own.account, customerId) ?? charge?.customer_name ?? own.customer_name,
    settlement_minor: transaction?.amount_minor ?? null,
    settlement_exponent: transaction?.exponent ?? null,
    settlement_currency: transaction?.currency ?? null,
    fee_minor: transaction?.fee_minor ?? null,
    balance_transaction_id: transaction?.balance_transaction_id ?? own.balance_transaction_id,
    payment_intent_id: charge?.payment_intent_id ?? own.payment_intent_id,
    accounting_date: date.date,
    accounting_date_basis: date.basis,
    state: 'unmatched',
    state_reason: null,
    attention: null,
  };
  const gate = gateOf({
    kind: own.kind,
    sourceStatus: own.source_status,
    accountingDate: date.date,
    unit,
    chargeId: own.charge_id,
    charge: chargeKnowledge(db, own, charge, knownReason),
    knownCategory: transaction === undefined || transaction.known === 1,
  });
  write(db, context, { ...columns, ...nextState(db, columns, existing, gate) }, existing);
}

function write(
  db: WritableLedger,
  context: IngestContext,
  columns: MovementColumns,
  existing: StoredMovement | undefined,
): void {
  if (existing === undefined) {
    statement(db, INSERT).run({ ...columns, at: context.at });
    return;
  }
  if (COLUMN_NAMES.every((name) => columns[name] === existing[name])) return;
  statement(db, UPDATE).run({ ...columns, movement_key: existing.movement_key, at: context.at });
}

function pickOwn(own: OwnColumns): OwnColumns {
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

interface BalanceTransactionRow {
  balance_transaction_id: string;
  amount_minor: number;
  fee_minor: number;
  exponent: number;
  currency: string;
  created_at: string;
  known: number;
}
const SELECT_TRANSACTION = `SELECT balance_transaction_id, amount_minor, fee_minor, exponent, currency, created_at, known FROM stripe_balance_transaction`;

/** By its source first: an object read before its money was booked names no balance transaction, the transaction names it. */
function balanceTransactionOf(db: ReadableLedger, own: OwnColumns): BalanceTransactionRow | undefined {
  const bySource =
    own.kind === 'fee' || own.kind === 'adjustment'
      ? undefined
      : statement<BalanceTransactionRow>(
          db,
          `${SELECT_TRANSACTION} WHERE source_id = ? AND account = ? AND reporting_category = ? ORDER BY created_at, balance_transaction_id LIMIT 1`,
        ).get(own.object_id, own.account, own.kind);
  if (bySource !== undefined || own.balance_transaction_id === null) return bySource;
  return statement<BalanceTransactionRow>(
    db,
    `${SELECT_TRANSACTION} WHERE account = ? AND balance_transaction_id = ?`,
  ).get(own.account, own.balance_transaction_id);
}

function nameOf(db: ReadableLedger, account: string, customerId: string | null): string | null {
  if (customerId === null) return null;
  return (
    statement<{ name: string | null }>(
      db,
      'SELECT name FROM stripe_customer WHERE account = ? AND customer_id = ?',
    ).get(account, customerId)?.name ?? null
  );
}

/** Once a person has approved, the date is what she approved; a later balance transaction on another day is flagged instead. */
function accountingDate(
  existing: StoredMovement | undefined,
  transactionAt: string | null,
  occurredAt: string,
  zone: string,
): { date: string; basis: MovementColumns['accounting_date_basis'] } {
  if (existing !== undefined && isDecided(existing.state))
    return { date: existing.accounting_date, basis: existing.accounting_date_basis };
  return transactionAt === null
    ? { date: dateInZone(occurredAt, zone), basis: 'success' }
    : { date: dateInZone(transactionAt, zone), basis: 'balanceTransaction' };
}

function chargeKnowledge(
  db: ReadableLedger,
  own: OwnColumns,
  charge: StoredMovement | undefined,
  knownReason: string | null,
): ChargeKnowledge {
  if (own.charge_id === null) return 'unknown';
  if (charge !== undefined) return 'movement';
  const held = statement(
    db,
    "SELECT 1 FROM source_object WHERE system = 'stripe' AND account = ? AND object_type = 'charge' AND object_id = ?",
  ).get(own.account, own.charge_id);
  if (held !== undefined) return 'heldWithoutMovement';
  // What a look-up found stays true until the charge itself comes in.
  if (knownReason === GATE_REASONS.chargeAbsent) return 'absent';
  return knownReason === GATE_REASONS.chargeRefused ? 'refused' : 'unknown';
}

function isDecided(state: MovementState): boolean {
  return state === 'approved' || state === 'posted';
}

type StateColumns = Pick<MovementColumns, 'state' | 'state_reason' | 'attention'>;

/** Ingest opens and shuts the gate in front of matching; what matching and people have made of an open movement stays theirs. */
function nextState(
  db: ReadableLedger,
  columns: MovementColumns,
  existing: StoredMovement | undefined,
  gate: Gate | null,
): StateColumns {
  if (existing === undefined) return gate === null ? OPEN : shut(gate);
  const kept = { state: existing.state, state_reason: existing.state_reason, attention: existing.attention };
  if (isDecided(existing.state) || hasLiveMatch(db, existing.movement_key)) {
    const moved = existing.amount_minor !== columns.amount_minor || existing.currency !== columns.currency;
    return gate !== null || moved ? { ...kept, attention: 'changedSinceApproval' } : kept;
  }
  const isOwnReason = isGateReason(existing.state_reason);
  if (gate !== null) return existing.state === 'excluded' && !isOwnReason ? kept : shut(gate);
  return isOwnReason ? OPEN : kept;
}

const OPEN: StateColumns = { state: 'unmatched', state_reason: null, attention: null };
function shut(gate: Gate): StateColumns {
  return { state: gate.state, state_reason: gate.reason, attention: gate.state === 'excluded' ? null : gate.state };
}

function hasLiveMatch(db: ReadableLedger, movementKey: number): boolean {
  return (
    statement(db, 'SELECT 1 FROM match_movement WHERE movement_key = ? AND live = 1').get(movementKey) !== undefined
  );
}
