import { exactName } from '../matching/customers/exact-name.ts';
import type {
  StripeBalanceTransactionFact,
  StripeCreditNoteFact,
  StripeCustomerFact,
  StripeInvoiceFact,
  StripeInvoicePaymentFact,
  StripeObject,
} from '../connectors/stripe/types.ts';
import type { WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import { rederiveMovement, storeMovement } from './derive-movement.ts';
import {
  findMovement,
  movementsOfBalanceTransaction,
  movementsOfCharge,
  movementsOfCustomer,
} from './movement-rows.ts';
import { movementOf } from './facts-to-movements.ts';
import type { IngestContext } from './ingest-context.ts';

/** Brings the tables and movements that follow from one object up to what it says now. Call it only for its newest version. */
export function storeStripeFact(db: WritableLedger, context: IngestContext, object: StripeObject): void {
  const { id, fact } = object;
  if (fact.type === 'customer') storeCustomer(db, context, id, fact);
  if (fact.type === 'invoice') storeInvoice(db, context, id, fact);
  if (fact.type === 'credit_note') storeCreditNote(db, context, object, fact);
  if (fact.type === 'invoice_payment') storeInvoicePayment(db, context, id, fact);
  if (fact.type === 'balance_transaction') storeBalanceTransaction(db, context, object, fact);
  const movement = movementOf(id, object.createdAt, fact);
  if (movement !== null) storeMovement(db, context, movement);
  if (fact.type === 'charge') {
    if (movement === null) noLongerSucceeded(db, context, id);
    for (const dependent of movementsOfCharge(db, context.account, id)) rederiveMovement(db, context, dependent);
  }
}

function noLongerSucceeded(db: WritableLedger, context: IngestContext, chargeId: string): void {
  const charge = findMovement(db, context, 'charge', chargeId);
  if (charge !== undefined) rederiveMovement(db, context, charge, { source_status: 'failed' });
}

function storeCustomer(db: WritableLedger, context: IngestContext, id: string, fact: StripeCustomerFact): void {
  // Stripe keeps nothing but the id of a deleted customer; the name it had is still on our books.
  statement(
    db,
    `INSERT INTO stripe_customer (account, customer_id, name, exact_name, email, deleted, metadata_json) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET deleted = excluded.deleted,
       name = iif(excluded.deleted, name, excluded.name), exact_name = iif(excluded.deleted, exact_name, excluded.exact_name),
       email = iif(excluded.deleted, email, excluded.email), metadata_json = iif(excluded.deleted, metadata_json, excluded.metadata_json)`,
  ).run(
    context.account,
    id,
    fact.name,
    exactName(fact.name),
    fact.email,
    fact.deleted ? 1 : 0,
    JSON.stringify(fact.metadata),
  );
  for (const movement of movementsOfCustomer(db, context.account, id)) rederiveMovement(db, context, movement);
}

function storeInvoice(db: WritableLedger, context: IngestContext, id: string, fact: StripeInvoiceFact): void {
  statement(
    db,
    `INSERT INTO stripe_invoice (account, invoice_id, number, customer_id, status, total_minor, exponent, currency, finalized_at, metadata_json, tax_minor, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET number = excluded.number, customer_id = excluded.customer_id, status = excluded.status,
       total_minor = excluded.total_minor, exponent = excluded.exponent, currency = excluded.currency,
       finalized_at = excluded.finalized_at, metadata_json = excluded.metadata_json, tax_minor = excluded.tax_minor, due_at = excluded.due_at`,
  ).run(
    context.account,
    id,
    fact.number,
    fact.customer,
    fact.status,
    fact.total.minor,
    fact.total.exponent,
    fact.total.currency,
    fact.finalizedAt,
    JSON.stringify(fact.metadata),
    fact.tax?.minor ?? null,
    fact.dueAt,
  );
}

function storeCreditNote(
  db: WritableLedger,
  context: IngestContext,
  { id, createdAt }: StripeObject,
  fact: StripeCreditNoteFact,
): void {
  statement(
    db,
    `INSERT INTO stripe_credit_note (account, credit_note_id, number, invoice_id, customer_id, status, total_minor, tax_minor, exponent, currency, issued_at, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET number = excluded.number, invoice_id = excluded.invoice_id, customer_id = excluded.customer_id, status = excluded.status,
       total_minor = excluded.total_minor, tax_minor = excluded.tax_minor, exponent = excluded.exponent, currency = excluded.currency,
       issued_at = excluded.issued_at, reason = excluded.reason`,
  ).run(
    context.account,
    id,
    fact.number,
    fact.invoice,
    fact.customer,
    fact.status,
    fact.total.minor,
    fact.tax.minor,
    fact.total.exponent,
    fact.total.currency,
    createdAt,
    fact.reason,
  );
}

function storeInvoicePayment(
  db: WritableLedger,
  context: IngestContext,
  id: string,
  fact: StripeInvoicePaymentFact,
): void {
  statement(
    db,
    `INSERT INTO stripe_invoice_payment (account, invoice_payment_id, invoice_id, status, amount_minor, exponent, currency, payment_intent_id, charge_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET invoice_id = excluded.invoice_id, status = excluded.status, amount_minor = excluded.amount_minor,
       exponent = excluded.exponent, currency = excluded.currency, payment_intent_id = excluded.payment_intent_id, charge_id = excluded.charge_id`,
  ).run(
    context.account,
    id,
    fact.invoice,
    fact.status,
    fact.amountPaid?.minor ?? null,
    fact.amountPaid?.exponent ?? null,
    fact.amountPaid?.currency ?? null,
    fact.paymentIntent,
    fact.charge,
  );
}

function storeBalanceTransaction(
  db: WritableLedger,
  context: IngestContext,
  object: StripeObject,
  fact: StripeBalanceTransactionFact,
): void {
  statement(
    db,
    `INSERT INTO stripe_balance_transaction (account, balance_transaction_id, source_id, reporting_category, transaction_type,
       amount_minor, fee_minor, net_minor, exponent, currency, created_at, available_at, status, exchange_rate, known, fee_tax_minor)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET source_id = excluded.source_id, reporting_category = excluded.reporting_category,
       transaction_type = excluded.transaction_type, amount_minor = excluded.amount_minor, fee_minor = excluded.fee_minor,
       net_minor = excluded.net_minor, exponent = excluded.exponent, currency = excluded.currency, created_at = excluded.created_at,
       available_at = excluded.available_at, status = excluded.status, exchange_rate = excluded.exchange_rate, known = excluded.known, fee_tax_minor = excluded.fee_tax_minor`,
  ).run(
    context.account,
    object.id,
    fact.source,
    fact.reportingCategory,
    fact.transactionType,
    fact.amount.minor,
    fact.fee.minor,
    fact.net.minor,
    fact.amount.exponent,
    fact.amount.currency,
    object.createdAt,
    fact.availableAt,
    fact.status,
    fact.exchangeRate,
    fact.known ? 1 : 0,
    fact.feeTax?.minor ?? null,
  );
  const kind = OBJECT_KINDS.find((name) => name === fact.reportingCategory);
  if (kind === undefined) return;
  const source = fact.source === null ? undefined : findMovement(db, context, kind, fact.source);
  if (source !== undefined) rederiveMovement(db, context, source);
  for (const named of movementsOfBalanceTransaction(db, context.account, object.id))
    if (named.movement_key !== source?.movement_key) rederiveMovement(db, context, named);
}

const OBJECT_KINDS = ['charge', 'refund', 'dispute', 'payout'] as const;
