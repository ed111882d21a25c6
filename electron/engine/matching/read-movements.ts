import type { ReadableLedger } from '../../ledger/operation.ts';
import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import { linkOn } from '../../matching/customers/propose-links.ts';
import type { MovementRow, StatedInvoice } from '../../matching/movements/snapshot.ts';
import { textFields } from './text-fields.ts';
import { readRejected } from './read-rejected.ts';
import type { RowSink, RowSource } from './row-source.ts';
import { refundedChargeReader } from './read-refunded-charge.ts';
import { standingReader } from './read-standing.ts';
import { batchesOf } from './row-batches.ts';
import { rowGate } from './row-gate.ts';
import { rowsOf } from './rows-of.ts';

/** A stored movement as its columns come from the ledger. */
type MovementValues = [
  movement_key: number,
  account: string,
  kind: MovementRow['kind'],
  object_id: string,
  charge_id: string | null,
  payment_intent_id: string | null,
  unit: string | null,
  customer_id: string | null,
  currency: string,
  exponent: number,
  amount_minor: number,
  accounting_date: string,
  source_status: string,
  description: string | null,
  statement_descriptor: string | null,
  metadata_json: string,
  state: string,
  state_reason: string | null,
  gate: MovementGate | null,
  attention: string | null,
  settlement_minor: number | null,
  settlement_exponent: number | null,
  settlement_currency: string | null,
  fee_minor: number | null,
  match_state: string | null,
  rule_id: string | null,
];
export interface InvoiceRecord {
  movement_key: number;
  number: string | null;
  amount_minor: number | null;
  exponent: number | null;
  metadata_json: string;
}

/** Reads the matchable movements with all that is known around each. */
export function readMovements({ db, profile, links, within }: RowSource, sink: RowSink): void {
  const keys = within?.movement ?? null;
  const units = new Map(profile.units.map((unit) => [unit.unit, unit]));
  const rejected = readRejected(db, keys);
  const invoices = rowsOf(invoicesOf(db, keys), (row) => row.movement_key);
  const standingOf = standingReader(db);
  const chargeOf = refundedChargeReader(db);
  for (const batch of batchesOf<MovementValues>(db, { ...MOVEMENTS, keys }))
    for (const values of batch) {
      const row = movementRecordOf(values);
      const party = row.customer_id === null ? null : partyKey(row.account, row.customer_id);
      const link = party === null ? undefined : linkOn(links, party, row.accounting_date);
      sink.addMovement({
        key: row.movement_key,
        kind: row.kind,
        objectId: row.object_id,
        chargeId: row.charge_id,
        paymentIntentId: row.payment_intent_id,
        unit: row.unit,
        currency: row.currency,
        exponent: row.exponent,
        amountMinor: row.amount_minor,
        accountingDate: row.accounting_date,
        sourceStatus: row.source_status,
        ...rowGate(row, row.unit === null ? null : (units.get(row.unit) ?? null)),
        standing: standingOf(row),
        link: link === undefined ? null : { linkId: link.linkId, customer: link.custId, strength: link.strength },
        linkNote:
          link?.note ?? (party === null ? 'The charge has no Stripe customer.' : (links.notes.get(party) ?? null)),
        metadata: textFields(row.metadata_json),
        description: row.description,
        statementDescriptor: row.statement_descriptor,
        invoices: invoices.of(row.movement_key).map(statedInvoice),
        rejected: rejected.get(row.movement_key) ?? [],
        settlement: settlementOf(row),
        ...(row.kind === 'charge' ? {} : chargeOf(row)),
      });
    }
  invoices.close();
}

const MOVEMENTS = {
  select: `SELECT m.movement_key, m.account, m.kind, m.object_id, m.charge_id, m.payment_intent_id, m.unit, m.customer_id, m.currency,
      m.exponent, m.amount_minor, m.accounting_date, m.source_status, m.description, m.statement_descriptor, m.metadata_json, m.state,
      m.state_reason, m.gate, m.attention, m.settlement_minor, m.settlement_exponent, m.settlement_currency, m.fee_minor, match.state AS match_state, match.rule_id
    FROM movement m LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id)`,
  key: 'm.movement_key',
  also: "m.kind IN ('charge', 'refund', 'dispute')",
};

function movementRecordOf(values: MovementValues) {
  const [
    movement_key,
    account,
    kind,
    object_id,
    charge_id,
    payment_intent_id,
    unit,
    customer_id,
    currency,
    exponent,
    amount_minor,
    accounting_date,
    source_status,
    description,
    statement_descriptor,
    metadata_json,
    state,
    state_reason,
    gate,
    attention,
    settlement_minor,
    settlement_exponent,
    settlement_currency,
    fee_minor,
    match_state,
    rule_id,
  ] = values;
  return {
    movement_key,
    account,
    kind,
    object_id,
    charge_id,
    payment_intent_id,
    unit,
    customer_id,
    currency,
    exponent,
    amount_minor,
    accounting_date,
    source_status,
    description,
    statement_descriptor,
    metadata_json,
    state,
    state_reason,
    gate,
    attention,
    settlement_minor,
    settlement_exponent,
    settlement_currency,
    fee_minor,
    match_state,
    rule_id,
  };
}

/** What the balance transaction made of the movement, where Stripe has said so. */
function settlementOf(row: ReturnType<typeof movementRecordOf>): NonNullable<MovementRow['settlement']> | null {
  const { settlement_minor, settlement_exponent, settlement_currency, fee_minor } = row;
  if (settlement_minor === null || settlement_exponent === null || settlement_currency === null) return null;
  return {
    amountMinor: settlement_minor,
    feeMinor: fee_minor,
    exponent: settlement_exponent,
    currency: settlement_currency,
  };
}

/**
 * Paid invoice payments (a number too long for an item is the invoice’s id, as on items made of invoices), by the intent or, where Stripe gives
 * none, by the charge itself (Stripe API reference, invoice payments).
 */
const PAID = `SELECT m.movement_key, ip.* FROM stripe_invoice_payment ip
      JOIN movement m ON m.payment_intent_id = ip.payment_intent_id AND m.account = ip.account AND m.kind = 'charge'
    UNION ALL
    SELECT m.movement_key, ip.* FROM stripe_invoice_payment ip
      JOIN movement m ON m.account = ip.account AND m.livemode IN (0, 1) AND m.kind = 'charge' AND m.object_id = ip.charge_id
      WHERE ip.payment_intent_id IS NULL AND ip.charge_id IS NOT NULL`;
const ofPaid = (
  paid: string,
): string => `SELECT movement_key, number, amount_minor, exponent, metadata_json FROM (${paid}) paid
  JOIN (SELECT account, invoice_id, iif(length(number) BETWEEN 1 AND 30, number, invoice_id) AS number, metadata_json FROM stripe_invoice) USING (account, invoice_id)
  WHERE paid.status = 'paid'`;
export const INVOICES = ofPaid(PAID);
/** The same, from a few movements to what they paid. */
const INVOICES_OF =
  ofPaid(`SELECT m.movement_key, ip.* FROM json_each(@keys) k CROSS JOIN movement m ON m.movement_key = k.value
      CROSS JOIN stripe_invoice_payment ip ON ip.payment_intent_id = m.payment_intent_id AND ip.account = m.account WHERE m.kind = 'charge'
    UNION ALL
    SELECT m.movement_key, ip.* FROM json_each(@keys) k CROSS JOIN movement m ON m.movement_key = k.value
      CROSS JOIN stripe_invoice_payment ip ON ip.charge_id = m.object_id AND ip.account = m.account
      WHERE m.kind = 'charge' AND ip.payment_intent_id IS NULL`);

function invoicesOf(db: ReadableLedger, keys: readonly number[] | null): IterableIterator<InvoiceRecord> {
  const order = 'ORDER BY movement_key, number';
  if (keys === null) return db.prepare<[], InvoiceRecord>(`${INVOICES} ${order}`).iterate();
  const some = db.prepare<[{ keys: string }], InvoiceRecord>(`${INVOICES_OF} ${order}`);
  return some.iterate({ keys: JSON.stringify(keys) });
}

/** An invoice that Stripe says the charge paid, as the rules read it. */
export function statedInvoice(row: InvoiceRecord): StatedInvoice {
  return {
    number: row.number,
    paidMinor: row.amount_minor,
    exponent: row.exponent,
    metadata: textFields(row.metadata_json),
  };
}
