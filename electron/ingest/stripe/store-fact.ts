import { exactName } from '../../matching/customers/exact-name.ts';
import type { StripeBalanceTransactionFact, StripeCustomerFact } from '../../connectors/stripe/types.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { noteCustomerEvidence } from '../movements/customer-evidence.ts';
import { rederiveMovement, storeMovement } from '../movements/derive-movement.ts';
import {
  findMovement,
  movementsOfBalanceTransaction,
  movementsOfCharge,
  movementsOfCustomer,
} from '../movements/movement-rows.ts';
import { movementOf } from '../movements/facts-to-movements.ts';
import type { IngestContext } from '../ingest-context.ts';
import type { PageSurroundings } from './page-surroundings.ts';
import { partsOfRelease, reversesCapture, REVERSAL } from '../movements/partial-capture.ts';
import { putRow } from '../put-row.ts';
import { factRowOf } from './fact-row.ts';
import { replaceDerivedLink } from './invoice-link.ts';
import { metadataText } from '../movements/metadata-text.ts';
import type { ReadObject } from './observed-page.ts';

/**
 * Brings the tables and movements that follow from one object up to what it says now. Call it only for its newest version. `around` is
 * given only for an object that is new, when its page was asked for what surrounds it.
 */
export function storeStripeFact(
  db: WritableLedger,
  context: IngestContext,
  object: ReadObject,
  around: PageSurroundings | null = null,
): void {
  const { id, fact } = object;
  storeFactRow(db, context, object);
  if (fact.type === 'invoice_payment' && around?.hasDerivedLinks !== false)
    replaceDerivedLink(db, context.account, fact);
  if (fact.type === 'customer')
    for (const movement of movementsOfCustomer(db, context.account, id)) rederiveMovement(db, context, movement);
  const hasOwners = around === null || around.hasOwners(id);
  if (fact.type === 'balance_transaction' && hasOwners) rederiveOwners(db, context, id, fact);
  const movement = movementOf(id, object.createdAt, fact);
  if (movement !== null) storeMovement(db, context, movement, around?.charges);
  if (fact.type === 'refund' && fact.charge !== null && reversesCapture(db, context.account, id))
    rederiveObject(db, context, 'charge', fact.charge);
  if (fact.type === 'charge') {
    if (movement === null) noLongerSucceeded(db, context, id);
    if (!hasOwners) return;
    for (const dependent of movementsOfCharge(db, context.account, id)) rederiveMovement(db, context, dependent);
  }
}

/** The object's own row, and what it shows to stand under its customer; no movement follows from it here. */
export function storeFactRow(db: WritableLedger, context: IngestContext, object: ReadObject): void {
  const { id, fact } = object;
  if (fact.type === 'customer') storeCustomer(db, context, object, fact);
  else {
    const { table, idColumn, columns } = factRowOf(object, fact);
    putRow(db, table, { account: context.account, [idColumn]: id }, columns);
  }
  noteCustomerEvidence(db, context, id, fact);
}

function noLongerSucceeded(db: WritableLedger, context: IngestContext, chargeId: string): void {
  const charge = findMovement(db, context, 'charge', chargeId);
  if (charge !== undefined) rederiveMovement(db, context, charge, { source_status: 'failed' });
}

function storeCustomer(
  db: WritableLedger,
  context: IngestContext,
  { id, createdAt }: ReadObject,
  fact: StripeCustomerFact,
): void {
  const { address = null, phone = null, taxIds } = fact;
  // Stripe keeps nothing but the id of a deleted customer; what she had is still on our books. Tax ids come only where they were asked for.
  statement(db, STORE_CUSTOMER).run({
    account: context.account,
    customerId: id,
    name: fact.name,
    exactName: exactName(fact.name),
    email: fact.email,
    deleted: fact.deleted ? 1 : 0,
    metadata: metadataText(fact.metadata),
    balanceMinor: fact.balance?.minor ?? null,
    balanceExponent: fact.balance?.exponent ?? null,
    balanceCurrency: fact.balance?.currency ?? null,
    createdAt,
    street: address?.street ?? null,
    street2: address?.street2 ?? null,
    city: address?.city ?? null,
    postalCode: address?.postalCode ?? null,
    region: address?.region ?? null,
    country: address?.country ?? null,
    phone,
    taxIds: taxIds === undefined ? null : JSON.stringify(taxIds),
  });
}

const KEPT_WHEN_DELETED = [
  'name',
  'exact_name',
  'email',
  'metadata_json',
  'street',
  'street2',
  'city',
  'postal_code',
  'region',
  'country',
  'phone',
];
const STORE_CUSTOMER = `INSERT INTO stripe_customer (account, customer_id, name, exact_name, email, deleted, metadata_json, balance_minor, balance_exponent,
    balance_currency, created_at, street, street2, city, postal_code, region, country, phone, tax_ids_json)
  VALUES (@account, @customerId, @name, @exactName, @email, @deleted, @metadata, @balanceMinor, @balanceExponent,
    @balanceCurrency, @createdAt, @street, @street2, @city, @postalCode, @region, @country, @phone, @taxIds)
  ON CONFLICT DO UPDATE SET deleted = excluded.deleted,
    ${KEPT_WHEN_DELETED.map((column) => `${column} = iif(excluded.deleted, ${column}, excluded.${column})`).join(', ')},
    tax_ids_json = coalesce(excluded.tax_ids_json, tax_ids_json), balance_minor = excluded.balance_minor,
    balance_exponent = excluded.balance_exponent, balance_currency = excluded.balance_currency,
    created_at = coalesce(excluded.created_at, created_at)`;

/** What a balance transaction says of money, fee and date belongs to the movement it is of. */
function rederiveOwners(
  db: WritableLedger,
  context: IngestContext,
  id: string,
  fact: StripeBalanceTransactionFact,
): void {
  if (fact.reportingCategory === REVERSAL)
    rederiveRelease(db, context, partsOfRelease(db, context.account, 'balance_transaction', id));
  const kind = OBJECT_KINDS.find((name) => name === fact.reportingCategory);
  if (kind === undefined) return;
  const source = fact.source === null ? undefined : findMovement(db, context, kind, fact.source);
  if (source !== undefined) rederiveMovement(db, context, source);
  for (const named of movementsOfBalanceTransaction(db, context.account, id))
    if (named.movement_key !== source?.movement_key) rederiveMovement(db, context, named);
}

/** The part that was not captured: the refund that stands for it moves nothing, and its charge that much less. */
export function rederiveRelease(
  db: WritableLedger,
  context: IngestContext,
  parts: ReturnType<typeof partsOfRelease>,
): void {
  if (parts === null) return;
  rederiveObject(db, context, 'refund', parts.refund);
  rederiveObject(db, context, 'charge', parts.charge);
}

function rederiveObject(db: WritableLedger, context: IngestContext, kind: 'charge' | 'refund', id: string): void {
  const movement = findMovement(db, context, kind, id);
  if (movement !== undefined) rederiveMovement(db, context, movement);
}

const OBJECT_KINDS = ['charge', 'refund', 'dispute', 'payout'] as const;
