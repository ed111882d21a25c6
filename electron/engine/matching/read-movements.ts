import type { ReadableLedger } from '../../ledger/operation.ts';
import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { MovementState } from '../../../shared/domain/states.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import { linkOn } from '../../matching/customers/propose-links.ts';
import type { MovementRow, StatedInvoice } from '../../matching/movements/snapshot.ts';
import { textFields } from './text-fields.ts';
import { readRejected } from './read-rejected.ts';
import type { RowSink, RowSource } from './row-source.ts';
import { refundedChargeReader } from './read-refunded-charge.ts';
import { standingReader } from './read-standing.ts';
import { batchesOf } from './row-batches.ts';
import { besideMovements, type BesideMovements } from './beside-movements.ts';
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
  state: MovementState,
  state_reason: string | null,
  gate: MovementGate | null,
  attention: string | null,
  version: number,
  score: number | null,
  ...SettlementValues,
];
type SettlementValues = [
  settlement_minor: number | null,
  settlement_exponent: number | null,
  settlement_currency: string | null,
  fee_minor: number | null,
];
export interface InvoiceRecord {
  movement_key: number;
  number: string | null;
  amount_minor: number | null;
  exponent: number | null;
  metadata_json: string;
}

/** Reads the matchable movements with all that is known around each. */
export function readMovements(source: RowSource, sink: RowSink): void {
  const { db, within } = source;
  const keys = within?.movement ?? null;
  const reader = movementReader(source, keys);
  for (const batch of batchesOf<MovementValues>(db, { ...MOVEMENTS, keys })) {
    const inBatch = batch.map(([key]) => key);
    const beside = besideMovements(db, inBatch, keys === null);
    for (const values of batch) sink.addMovement(reader.read(values, beside));
  }
  reader.close();
}

/** Puts together what is known of movements that come in the order of their keys. Close it afterwards. */
function movementReader({ db, profile, links, stands }: RowSource, keys: readonly number[] | null) {
  const units = new Map(profile.units.map((unit) => [unit.unit, unit]));
  const rejected = readRejected(db, keys);
  const invoices = rowsOf(invoicesOf(db, keys), (row) => row.movement_key);
  const standingOf = standingReader(db);
  const chargeOf = refundedChargeReader(db);
  const read = (values: MovementValues, { matches, withCandidates }: BesideMovements): MovementRow => {
    const [key, account, kind, objectId, chargeId, paymentIntentId, unit, customerId, currency, ...more] = values;
    const [exponent, amountMinor, accountingDate, sourceStatus, description, statementDescriptor, ...last] = more;
    const [metadata, state, reason, gate, attention, version, score, ...settlement] = last;
    const match = matches.get(key) ?? null;
    const isPlain = match === null && !withCandidates.has(key);
    stands?.add({ version, state, reason, gate, attention, score, isPlain });
    const party = customerId === null ? null : partyKey(account, customerId);
    const link = party === null ? undefined : linkOn(links, party, accountingDate);
    const stored = {
      state,
      state_reason: reason,
      gate,
      match_state: match?.state ?? null,
      rule_id: match?.ruleId ?? null,
    };
    const source = { kind, source_status: sourceStatus, accounting_date: accountingDate };
    const shut = rowGate({ ...source, ...stored }, unit === null ? null : (units.get(unit) ?? null));
    const charge = kind === 'charge' ? NO_CHARGE : chargeOf({ account, charge_id: chargeId });
    return {
      key,
      kind,
      objectId,
      chargeId,
      paymentIntentId,
      unit,
      currency,
      exponent,
      amountMinor,
      accountingDate,
      sourceStatus,
      gate: shut.gate,
      gateReason: shut.gateReason,
      shutBy: shut.shutBy,
      standing: standingOf({ movement_key: key, attention }),
      link: link === undefined ? null : { linkId: link.linkId, customer: link.custId, strength: link.strength },
      linkNote:
        link?.note ?? (party === null ? 'The charge has no Stripe customer.' : (links.notes.get(party) ?? null)),
      metadata: textFields(metadata),
      description,
      statementDescriptor,
      invoices: invoices.of(key).map(statedInvoice),
      rejected: rejected.get(key) ?? NONE,
      settlement: settlementOf(settlement),
      chargePays: charge.chargePays,
      chargeLeftMinor: charge.chargeLeftMinor,
    };
  };
  return { read, close: () => invoices.close() };
}

const NONE: readonly never[] = [];
/** What a charge itself, which is of no other, says of one. */
const NO_CHARGE = { chargePays: NONE, chargeLeftMinor: 0 };

const MOVEMENTS = {
  select: `SELECT movement_key, account, kind, object_id, charge_id, payment_intent_id, unit, customer_id, currency, exponent, amount_minor,
      accounting_date, source_status, description, statement_descriptor, metadata_json, state, state_reason, gate, attention, version, score,
      settlement_minor, settlement_exponent, settlement_currency, fee_minor FROM movement`,
  key: 'movement_key',
  also: "kind IN ('charge', 'refund', 'dispute')",
};

/** What the balance transaction made of the movement, where Stripe has said so. */
function settlementOf(columns: SettlementValues): NonNullable<MovementRow['settlement']> | null {
  const [amountMinor, exponent, currency, feeMinor] = columns;
  if (amountMinor === null || exponent === null || currency === null) return null;
  return { amountMinor, feeMinor, exponent, currency };
}

/**
 * Paid invoice payments (a number too long for an item is the invoice’s id, as on items made of invoices), by the intent or, where Stripe gives
 * none, by the charge itself (Stripe API reference, invoice payments).
 */
const paid = (join: 'JOIN' | 'CROSS JOIN'): string => `SELECT m.movement_key, ip.* FROM stripe_invoice_payment ip
      ${join} movement m ON m.payment_intent_id = ip.payment_intent_id AND m.account = ip.account AND m.kind = 'charge'
    UNION ALL
    SELECT m.movement_key, ip.* FROM stripe_invoice_payment ip
      ${join} movement m ON m.account = ip.account AND m.livemode IN (0, 1) AND m.kind = 'charge' AND m.object_id = ip.charge_id
      WHERE ip.payment_intent_id IS NULL AND ip.charge_id IS NOT NULL`;
const ofPaid = (
  payments: string,
): string => `SELECT movement_key, number, amount_minor, exponent, metadata_json FROM (${payments}) paid
  JOIN (SELECT account, invoice_id, iif(length(number) BETWEEN 1 AND 30, number, invoice_id) AS number, metadata_json FROM stripe_invoice) USING (account, invoice_id)
  WHERE paid.status = 'paid'`;
export const INVOICES = ofPaid(paid('JOIN'));
/** The same of all movements: from what was paid to who paid it, as the movements are many more. */
const ALL_INVOICES = ofPaid(paid('CROSS JOIN'));
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
  if (keys === null) return db.prepare<[], InvoiceRecord>(`${ALL_INVOICES} ${order}`).iterate();
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
