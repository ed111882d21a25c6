import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { balanceTransactionOf } from '../stripe/balance-transaction-rows.ts';
import type { MovementFact } from './facts-to-movements.ts';
import type { IngestContext } from '../ingest-context.ts';
import { findMovement, pickOwn, writeMovement } from './movement-rows.ts';
import type { MovementColumns, OwnColumns, StoredMovement } from './movement-rows.ts';
import { isRelease, moneyOfCharge } from './partial-capture.ts';
import type { ChargeKnowledge } from './movement-gate.ts';
import { gateOf } from './movement-gate.ts';
import { isDecided, nextState, withdrawProposal } from './next-state.ts';
import type { ChargeSurroundings } from '../stripe/page-surroundings.ts';
import { dateInZone, unitOfCurrency } from './unit-rules.ts';
import { metadataText } from './metadata-text.ts';

/**
 * Makes or refreshes the movement that `fact` is, from this fact and everything the ledger holds about it. `around` is given for a charge
 * that is no movement yet, when what explains it was asked for already.
 */
export function storeMovement(
  db: WritableLedger,
  context: IngestContext,
  fact: MovementFact,
  around: ChargeSurroundings | null = null,
): void {
  const existing = around === null ? findMovement(db, context, fact.kind, fact.objectId) : undefined;
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
    // The column is named after the first kind of payment that had one.
    card_fingerprint: fact.payerFingerprint,
    metadata_json: metadataText(fact.metadata),
  };
  save(db, context, { own, existing, known: existing?.gate ?? null, around });
}

/** Recomputes a stored movement after an object it depends on has come in or changed. */
export function rederiveMovement(
  db: WritableLedger,
  context: IngestContext,
  movement: StoredMovement,
  change: Partial<Pick<StoredMovement, 'source_status' | 'gate'>> = {},
): void {
  const { source_status = movement.source_status, gate = movement.gate } = change;
  save(db, context, { own: { ...movement, source_status }, existing: movement, known: gate, around: null });
}

interface Saving {
  readonly own: OwnColumns;
  readonly existing: StoredMovement | undefined;
  /** The gate that is known of it so far. */
  readonly known: MovementGate | null;
  readonly around: ChargeSurroundings | null;
}

function save(db: WritableLedger, context: IngestContext, { own, existing, known, around }: Saving): void {
  const unit = unitOfCurrency(context.units, own.currency);
  const releases = own.kind === 'refund' && isRelease(db, own);
  const told = around?.transactions.get(own.object_id);
  const transaction = releases ? undefined : (told ?? balanceTransactionOf(db, own));
  const moved = own.kind === 'charge' && transaction !== undefined ? moneyOfCharge(db, own, transaction) : transaction;
  const charge = own.charge_id === null ? undefined : findMovement(db, context, 'charge', own.charge_id);
  const customerId = charge?.customer_id ?? own.customer_id;
  const zone = unit?.zone ?? 'UTC';
  const transactionDate = transaction === undefined ? null : dateInZone(transaction.created_at, zone);
  const booked = bookedDate(transactionDate, own.occurred_at, zone);
  const date = keptDate(existing) ?? booked;
  const columns: MovementColumns = {
    ...pickOwn(own),
    unit: unit?.unit ?? null,
    customer_id: customerId,
    customer_name: nameOf(db, own.account, customerId, around) ?? charge?.customer_name ?? own.customer_name,
    settlement_minor: moved?.amount_minor ?? null,
    settlement_exponent: transaction?.exponent ?? null,
    settlement_currency: transaction?.currency ?? null,
    fee_minor: moved?.fee_minor ?? null,
    balance_transaction_id: transaction?.balance_transaction_id ?? own.balance_transaction_id,
    payment_intent_id: charge?.payment_intent_id ?? own.payment_intent_id,
    accounting_date: date.date,
    accounting_date_basis: date.basis,
    booked_date: booked.date,
    booked_basis: booked.basis,
    state: 'unmatched',
    state_reason: null,
    gate: null,
    attention: null,
  };
  const gate = gateOf({
    kind: own.kind,
    sourceStatus: own.source_status,
    accountingDate: date.date,
    unit,
    chargeId: own.charge_id,
    charge: chargeKnowledge(db, own, charge, known),
    isRelease: releases,
    knownCategory: transaction === undefined || transaction.known === 1,
  });
  const { withdrawn, ...state } = nextState(db, columns, existing, gate);
  if (withdrawn !== null) withdrawProposal(db, withdrawn, state, context.at);
  writeMovement(db, context, { ...columns, ...state }, existing);
}

function nameOf(
  db: ReadableLedger,
  account: string,
  customerId: string | null,
  around: ChargeSurroundings | null,
): string | null {
  if (customerId === null) return null;
  if (around !== null) return around.names.get(customerId) ?? null;
  return (
    statement<{ name: string | null }>(
      db,
      'SELECT name FROM stripe_customer WHERE account = ? AND customer_id = ?',
    ).get(account, customerId)?.name ?? null
  );
}

interface AccountingDate {
  readonly date: string;
  readonly basis: MovementColumns['accounting_date_basis'];
}

/** Once a person has approved, the date is what she approved; a later balance transaction on another day is flagged instead. */
function keptDate(existing: StoredMovement | undefined): AccountingDate | null {
  if (existing === undefined || !isDecided(existing.state)) return null;
  return { date: existing.accounting_date, basis: existing.accounting_date_basis };
}

function bookedDate(transactionDate: string | null, occurredAt: string, zone: string): AccountingDate {
  return transactionDate === null
    ? { date: dateInZone(occurredAt, zone), basis: 'success' }
    : { date: transactionDate, basis: 'balanceTransaction' };
}

function chargeKnowledge(
  db: ReadableLedger,
  own: OwnColumns,
  charge: StoredMovement | undefined,
  known: MovementGate | null,
): ChargeKnowledge {
  if (own.charge_id === null) return 'unknown';
  if (charge !== undefined) return 'movement';
  const held = statement(
    db,
    "SELECT 1 FROM source_object WHERE system = 'stripe' AND account = ? AND object_type = 'charge' AND object_id = ?",
  ).get(own.account, own.charge_id);
  if (held !== undefined) return 'heldWithoutMovement';
  // What a look-up found stays true until the charge itself comes in.
  if (known === 'chargeAbsent') return 'absent';
  return known === 'chargeRefused' ? 'refused' : 'unknown';
}
