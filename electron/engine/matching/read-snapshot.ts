import { itemsHash } from '../../ledger/rejected-pair-store.ts';
import { ITEM_HOLDS_SQL, itemsBeingTakenBack, type ItemHolds } from '../../ledger/item-balance.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { ItemKey } from '../../../shared/domain/ids.ts';
import { partyKey, type ProposedLinks } from '../../matching/customers/propose-links.ts';
import { snapshotBuilder, type SnapshotBuilder } from '../../matching/movements/build-snapshot.ts';
import type { MovementRow, ReceiptRow, Snapshot, StatedInvoice } from '../../matching/movements/snapshot.ts';
import { pairingText } from '../../matching/pairing.ts';
import { ITEM_COLUMNS, itemRowOf, type ItemRecord } from './item-record.ts';
import { textFields } from './read-links.ts';
import type { MatchingProfile } from './matching-request.ts';
import { standingReader } from './read-standing.ts';
import { refundedChargeReader } from './read-refunded-charge.ts';
import { rowGate } from './row-gate.ts';
import { rowsOf } from './rows-of.ts';

export const hashItems = (keys: readonly number[]): string => itemsHash(keys as readonly ItemKey[]);

/** Reads everything the rules go by into columns. Call it inside one read transaction. */
export function readSnapshot(db: ReadableLedger, profile: MatchingProfile, links: ProposedLinks): Snapshot {
  const builder = snapshotBuilder({ units: profile.units, tolerances: profile.tolerances, hashItems });
  readItems(db, builder);
  readReceipts(db, builder, profile);
  readMovements(db, builder, profile, links);
  return builder.finish();
}

const NO_HOLDS = { heldInMinor: 0, settledInMinor: 0, outMinor: 0, isTaken: 0 };

function readItems(db: ReadableLedger, builder: SnapshotBuilder): void {
  const holds = rowsOf(db.prepare<[], ItemHolds>(ITEM_HOLDS_SQL).iterate(), (row) => row.itemKey);
  const takenBack = itemsBeingTakenBack(db);
  const items = db.prepare<[], ItemRecord>(`SELECT ${ITEM_COLUMNS} FROM ar_item ORDER BY item_key`);
  for (const row of items.iterate()) {
    const [mine = NO_HOLDS] = holds.of(row.item_key);
    builder.addItem(itemRowOf({ ...row, ...mine, isTakenBack: takenBack.has(row.item_key) ? 1 : 0 }));
  }
  holds.close();
}

interface PaymentRecord {
  payment_key: number;
  deposit_bu: string;
  payment_id: string;
  amount_minor: number;
  exponent: number;
  currency: string;
  accounting_date: string;
  bank: string;
  comment: string | null;
  status: ReceiptRow['status'];
  taken: number;
}

/** Payments in PeopleSoft that this ledger did not send: those of other ledgers of ours count like ones keyed by hand. */
function readReceipts(db: ReadableLedger, builder: SnapshotBuilder, profile: MatchingProfile): void {
  const items = rowsOf(
    db
      .prepare<[], { payment_key: number; cust_id: string; item: string }>(
        'SELECT payment_key, cust_id, item FROM ps_payment_item ORDER BY payment_key, business_unit, cust_id, item, item_line',
      )
      .iterate(),
    (row) => row.payment_key,
  );
  const payments = db.prepare<[], PaymentRecord>(
    `SELECT payment_key, deposit_bu, payment_id, amount_minor, exponent, currency, accounting_date,
       bank_code || '/' || bank_account_key AS bank, comment, status,
       EXISTS (SELECT 1 FROM match WHERE match.payment_key = p.payment_key AND state IN ('approved', 'posted')) AS taken
     FROM ps_payment p WHERE NOT EXISTS (SELECT 1 FROM posting WHERE posting.reference = p.payment_id COLLATE NOCASE)
       AND NOT EXISTS (SELECT 1 FROM duplicate_member d WHERE d.part = 'dropped' AND d.payment_key = p.payment_key)
     ORDER BY payment_key`,
  );
  for (const row of payments.iterate()) {
    const unit = profile.units.find(
      (each) => each.depositBu === row.deposit_bu && each.clearingBanks.includes(row.bank),
    );
    // A receipt that a decided match already took may still be named by its charges, but is offered to no other.
    builder.addReceipt({
      paymentKey: row.payment_key,
      clearingUnit: row.taken === 1 && !/\b(?:ch|py|pi|re|pyr)_/.test(row.comment ?? '') ? null : (unit?.unit ?? null),
      paymentId: row.payment_id,
      comment: row.comment,
      currency: row.currency,
      exponent: row.exponent,
      amountMinor: row.amount_minor,
      accountingDate: row.accounting_date,
      status: row.status,
      items: items.of(row.payment_key).map((each) => ({ customer: each.cust_id, item: each.item })),
    });
  }
  items.close();
}

interface MovementRecord {
  movement_key: number;
  account: string;
  kind: MovementRow['kind'];
  object_id: string;
  charge_id: string | null;
  payment_intent_id: string | null;
  unit: string | null;
  customer_id: string | null;
  currency: string;
  exponent: number;
  amount_minor: number;
  accounting_date: string;
  source_status: string;
  description: string | null;
  statement_descriptor: string | null;
  metadata_json: string;
  state: string;
  state_reason: string | null;
  gate: MovementGate | null;
  attention: string | null;
  settlement_minor: number | null;
  settlement_exponent: number | null;
  settlement_currency: string | null;
  fee_minor: number | null;
  match_state: string | null;
  rule_id: string | null;
}
export interface InvoiceRecord {
  movement_key: number;
  number: string | null;
  amount_minor: number | null;
  exponent: number | null;
  metadata_json: string;
}

function readMovements(
  db: ReadableLedger,
  builder: SnapshotBuilder,
  profile: MatchingProfile,
  links: ProposedLinks,
): void {
  const units = new Map(profile.units.map((unit) => [unit.unit, unit]));
  const rejected = readRejected(db);
  const invoices = rowsOf(
    db.prepare<[], InvoiceRecord>(`${INVOICES} ORDER BY movement_key, number`).iterate(),
    (row) => row.movement_key,
  );
  const standingOf = standingReader(db);
  const chargeOf = refundedChargeReader(db);
  for (const row of db.prepare<[], MovementRecord>(MOVEMENTS).iterate()) {
    const party = row.customer_id === null ? null : partyKey(row.account, row.customer_id);
    const link = party === null ? undefined : links.usable.get(party);
    builder.addMovement({
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

/** What the balance transaction made of the movement, where Stripe has said so. */
function settlementOf(row: MovementRecord): NonNullable<MovementRow['settlement']> | null {
  const { settlement_minor, settlement_exponent, settlement_currency, fee_minor } = row;
  if (settlement_minor === null || settlement_exponent === null || settlement_currency === null) return null;
  return {
    amountMinor: settlement_minor,
    feeMinor: fee_minor,
    exponent: settlement_exponent,
    currency: settlement_currency,
  };
}

const MOVEMENTS = `SELECT m.movement_key, m.account, m.kind, m.object_id, m.charge_id, m.payment_intent_id, m.unit, m.customer_id, m.currency,
    m.exponent, m.amount_minor, m.accounting_date, m.source_status, m.description, m.statement_descriptor, m.metadata_json, m.state,
    m.state_reason, m.gate, m.attention, m.settlement_minor, m.settlement_exponent, m.settlement_currency, m.fee_minor, match.state AS match_state, match.rule_id
  FROM movement m LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id)
  WHERE m.kind IN ('charge', 'refund', 'dispute') ORDER BY m.movement_key`;
/** Paid invoice payments (a number too long for an item is the invoice’s id, as on items made of invoices), by the intent or, where Stripe gives none, by the charge itself (Stripe API reference, invoice payments). */
export const INVOICES = `SELECT movement_key, number, amount_minor, exponent, metadata_json FROM (
    SELECT m.movement_key, ip.* FROM stripe_invoice_payment ip
      JOIN movement m ON m.payment_intent_id = ip.payment_intent_id AND m.account = ip.account AND m.kind = 'charge'
    UNION ALL
    SELECT m.movement_key, ip.* FROM stripe_invoice_payment ip
      JOIN movement m ON m.account = ip.account AND m.livemode IN (0, 1) AND m.kind = 'charge' AND m.object_id = ip.charge_id
      WHERE ip.payment_intent_id IS NULL AND ip.charge_id IS NOT NULL
  ) paid JOIN (SELECT account, invoice_id, iif(length(number) BETWEEN 1 AND 30, number, invoice_id) AS number, metadata_json FROM stripe_invoice) USING (account, invoice_id)
  WHERE paid.status = 'paid'`;

/** An invoice that Stripe says the charge paid, as the rules read it. */
export function statedInvoice(row: InvoiceRecord): StatedInvoice {
  return {
    number: row.number,
    paidMinor: row.amount_minor,
    exponent: row.exponent,
    metadata: textFields(row.metadata_json),
  };
}

/** Pairings people said no to, by movement. */
function readRejected(db: ReadableLedger): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const add = (movementKey: number, text: string): void => {
    found.set(movementKey, [...(found.get(movementKey) ?? []), text]);
  };
  const pairs = db.prepare<[], { movement_key: number; items_hash: string }>(
    'SELECT movement_key, items_hash FROM rejected_pair ORDER BY movement_key, items_hash',
  );
  for (const row of pairs.iterate())
    add(
      row.movement_key,
      pairingText({ kind: 'payment', itemKeys: [] }, () => row.items_hash),
    );
  const matches = db.prepare<[], { movement_key: number; payment_key: number | null; charge: number | null }>(
    `SELECT mm.movement_key, payment_key, charge_movement_key AS charge FROM match JOIN match_movement mm USING (match_id)
     WHERE match.state = 'rejected' AND (match.kind = 'alreadyKeyed'
       OR (match.kind = 'refundOfCharge' AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.match_id = match.match_id))) ORDER BY mm.movement_key, match_id`,
  );
  for (const { movement_key, payment_key, charge } of matches.iterate()) {
    if (payment_key !== null)
      add(movement_key, pairingText({ kind: 'alreadyKeyed', paymentKey: payment_key }, hashItems));
    if (charge !== null)
      add(movement_key, pairingText({ kind: 'refundOfCharge', chargeMovementKey: charge }, hashItems));
  }
  return found;
}
