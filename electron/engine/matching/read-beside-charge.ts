import type { MatchingTolerances } from '../../../shared/contract/profile-tolerances.ts';
import { balanceColumnsSql, type BalanceColumns } from '../../ledger/item-balance.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { snapshotBuilder } from '../../matching/movements/build-snapshot.ts';
import type { MovementLink, Snapshot } from '../../matching/movements/snapshot.ts';
import { pairingText } from '../../matching/pairing.ts';
import { ITEM_COLUMNS, itemRowOf, type ItemRecord } from './item-record.ts';
import { textFields } from './text-fields.ts';
import { INVOICES, statedInvoice, type InvoiceRecord } from './read-movements.ts';
import { hashItems } from './hash-items.ts';

export interface BesideCharge {
  readonly movementKey: number;
  readonly unit: string;
  readonly businessUnits: readonly string[];
  readonly tolerances: MatchingTolerances;
  /** Null: its customer is linked to nobody. */
  readonly link: MovementLink | null;
}
/** Items of one customer in one business unit that are looked at, the open and latest due ones first. */
const LOOKED_AT = 2_000;
/** Open items of anybody on either side of the amount that are looked at where no customer is linked. */
const NEAR_AMOUNT = 50;

/**
 * One charge with the items of its customer, or of anybody near its amount where it has none, and those of others that its texts name as they stand there, as the rules of a whole run would
 * see them. The charge is movement 0; its rivals are left out.
 */
export function readBesideCharge(db: ReadableLedger, args: BesideCharge): Snapshot {
  const { movementKey, unit, businessUnits, tolerances, link } = args;
  const builder = snapshotBuilder({ units: [{ unit, businessUnits }], tolerances, hashItems });
  const charge = statement<ChargeRecord>(db, CHARGE).get(movementKey);
  if (charge === undefined) throw new Error(`movement ${movementKey} is no charge`);
  const invoices = statement<InvoiceRecord>(db, `${INVOICES} AND movement_key = ? ORDER BY number`).all(movementKey);
  const texts = [
    charge.description,
    charge.statement_descriptor,
    ...Object.values(textFields(charge.metadata_json)),
    ...invoices.map((each) => each.number),
  ];
  const words = new Set(texts.flatMap((text) => (text ?? '').split(/[\s,;]+/)));
  const seen = new Set<number>();
  for (const row of [
    ...(link === null ? itemsOfAmount(db, charge) : itemsOfCustomer(db, businessUnits, link.customer)),
    ...statement<StoredItem>(db, NAMED).all(
      JSON.stringify([...words]),
      JSON.stringify(businessUnits),
      link?.customer ?? '',
    ),
  ])
    if (!seen.has(row.item_key)) {
      seen.add(row.item_key);
      builder.addItem(itemRowOf(row));
    }
  const rejected = statement<{ hash: string }>(db, REJECTED).all(movementKey);
  builder.addMovement({
    key: movementKey,
    kind: 'charge',
    objectId: charge.object_id,
    chargeId: null,
    paymentIntentId: charge.payment_intent_id,
    unit,
    currency: charge.currency,
    exponent: charge.exponent,
    amountMinor: charge.amount_minor,
    accountingDate: charge.accounting_date,
    sourceStatus: charge.source_status,
    gate: 'open',
    gateReason: null,
    shutBy: null,
    standing: null,
    link,
    linkNote: null,
    metadata: textFields(charge.metadata_json),
    description: charge.description,
    statementDescriptor: charge.statement_descriptor,
    invoices: invoices.map(statedInvoice),
    rejected: rejected.map(({ hash }) => pairingText({ kind: 'payment', itemKeys: [] }, () => hash)),
  });
  return builder.finish();
}

function itemsOfCustomer(db: ReadableLedger, businessUnits: readonly string[], customer: string): StoredItem[] {
  return businessUnits.flatMap((each) => statement<StoredItem>(db, OF_CUSTOMER).all(each, customer, LOOKED_AT));
}

/** By the index over open balances: the same number of rows in a ledger of any size. */
function itemsOfAmount(db: ReadableLedger, { currency, amount_minor: minor, exponent }: ChargeRecord): StoredItem[] {
  const asked = { currency, minor, exponent, limit: NEAR_AMOUNT };
  return [...statement<StoredItem>(db, AT_LEAST).all(asked), ...statement<StoredItem>(db, BELOW).all(asked)];
}

interface ChargeRecord {
  object_id: string;
  payment_intent_id: string | null;
  currency: string;
  exponent: number;
  amount_minor: number;
  accounting_date: string;
  source_status: string;
  description: string | null;
  statement_descriptor: string | null;
  metadata_json: string;
}
const CHARGE = `SELECT object_id, payment_intent_id, currency, exponent, amount_minor, accounting_date, source_status, description,
    statement_descriptor, metadata_json FROM movement WHERE movement_key = ? AND kind = 'charge'`;
const REJECTED = 'SELECT items_hash AS hash FROM rejected_pair WHERE movement_key = ?';

type StoredItem = ItemRecord & BalanceColumns & { readonly isTaken: number };
const ITEMS = `SELECT ${ITEM_COLUMNS}, ${balanceColumnsSql('i')},
    EXISTS (SELECT 1 FROM allocation a WHERE a.item_key = i.item_key AND a.outward = 0 AND a.hold IN ('held', 'settled')) AS isTaken FROM ar_item i`;
const OF_CUSTOMER = `${ITEMS} WHERE business_unit = ? AND cust_id = ? AND original_minor > 0 ORDER BY status DESC, due_date DESC, item_key LIMIT ?`;
const NAMED = `${ITEMS} WHERE item IN (SELECT value FROM json_each(?)) AND business_unit IN (SELECT value FROM json_each(?)) AND cust_id <> ?`;
const OPEN = `${ITEMS} WHERE status = 'open' AND currency = @currency AND exponent = @exponent`;
const AT_LEAST = `${OPEN} AND balance_minor >= @minor ORDER BY balance_minor LIMIT @limit`;
const BELOW = `${OPEN} AND balance_minor < @minor AND balance_minor > 0 ORDER BY balance_minor DESC LIMIT @limit`;
