import { formatDecimal, money } from '../../../shared/domain/money.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { linksOfStripeCustomer } from '../../ledger/crosswalk-store.ts';
import { statement } from '../../ledger/statement.ts';
import { hasMovedMoney } from '../../../shared/domain/stripe-status.ts';
import { READY_SQL } from '../payments/ready-to-send.ts';
import { heldFor } from './item-in-use.ts';
import { itemOf, readItemPayload, type ItemPayload } from './item-payload.ts';

/** An approved item on its way out. */
export interface DueItem {
  readonly postingId: PostingId;
  readonly payload: ItemPayload;
  readonly operatorId: string | null;
  /** It lessens or closes what an earlier posting of ours entered. */
  readonly takesBack: boolean;
  /** What Stripe has changed about the document since it was approved, in words. */
  readonly sourceChanges: readonly string[];
}

interface Row {
  readonly posting_id: PostingId;
  readonly payload_json: string;
  readonly payload_hash: string;
  readonly operator_id: string | null;
  readonly reverses: number | null;
}

/** Items that may leave, what a person sent on its way first; what waits for a posting that is not confirmed stays out. */
export const dueItems = defineRead(
  'items.due',
  (db: ReadableLedger, args: { unit: string; bulk: boolean; afterPostingId: number; limit: number }): DueItem[] =>
    statement<Row>(
      db,
      `SELECT posting_id, payload_json, payload_hash, operator_id, reverses FROM posting p
       WHERE unit = @unit AND state = 'queued' AND kind = 'pendingItem' AND send_now >= @urgent AND posting_id > @after AND ${READY_SQL}
       ORDER BY posting_id LIMIT @limit`,
    )
      .all({ unit: args.unit, urgent: args.bulk ? 0 : 1, after: args.afterPostingId, limit: args.limit })
      .map((row) => dueItem(db, row)),
);

function dueItem(db: ReadableLedger, row: Row): DueItem {
  const payload = readItemPayload(row.payload_json, row.payload_hash);
  return {
    postingId: row.posting_id,
    payload,
    operatorId: row.operator_id,
    takesBack: row.reverses !== null,
    sourceChanges: itemSourceChanges(db, payload),
  };
}

/** What Stripe's newest word contradicts in the approved document, in words; what takes one back rests on what PeopleSoft holds, and gives way to what is approved for its item. */
export function itemSourceChanges(db: ReadableLedger, payload: ItemPayload): readonly string[] {
  const { kind, account, objectId } = payload.source;
  if (payload.reversesReference !== undefined) {
    const held = heldFor(db, itemOf(payload.document));
    if (held !== null) return [held];
    if (kind === 'charge') return [];
  }
  if (kind === 'charge') return chargeChanges(db, payload);
  const isInvoice = objectId.startsWith('in_') || kind === 'invoice';
  const source = statement<{
    status: string;
    minor: number;
    exponent: number;
    currency: string;
    customer_id: string | null;
  }>(
    db,
    isInvoice
      ? 'SELECT status, total_minor AS minor, exponent, currency, customer_id FROM stripe_invoice WHERE account = ? AND invoice_id = ?'
      : 'SELECT status, total_minor AS minor, exponent, currency, customer_id FROM stripe_credit_note WHERE account = ? AND credit_note_id = ?',
  ).get(account, objectId);
  if (source === undefined) return ['the document is not in the books any more'];
  if (kind === 'void')
    return source.status === 'void' ? [] : [`Stripe no longer shows it as void, but as ${source.status}`];
  const changes: string[] = [];
  if (!isInvoice && isInvoiceVoid(db, account, objectId))
    changes.push('its invoice was voided at Stripe: nothing is left to be credited');
  if (source.status === 'void' || source.status === 'draft')
    changes.push(`Stripe shows ${isInvoice ? 'the invoice' : 'the credit note'} as ${source.status} now`);
  const now = money(source.minor, source.exponent, source.currency);
  const { sourceTotal } = payload;
  if (now.minor !== sourceTotal.minor || now.currency !== sourceTotal.currency)
    changes.push(
      `total at Stripe: ${formatDecimal(sourceTotal)} ${sourceTotal.currency} when approved, ${formatDecimal(now)} ${now.currency} now`,
    );
  const linked = linksOfStripeCustomer(db, account, source.customer_id ?? '').find(
    ({ state, setId }) => state === 'confirmed' && setId === payload.setId,
  );
  const { custId } = itemOf(payload.document);
  if (linked?.custId !== custId) changes.push(`its Stripe customer is not linked to ${custId} any more`);
  return changes;
}

function isInvoiceVoid(db: ReadableLedger, account: string, creditNoteId: string): boolean {
  return (
    statement(
      db,
      `SELECT 1 FROM stripe_credit_note n JOIN stripe_invoice i ON i.account = n.account AND i.invoice_id = n.invoice_id
       WHERE n.account = ? AND n.credit_note_id = ? AND i.status = 'void'`,
    ).get(account, creditNoteId) !== undefined
  );
}

function chargeChanges(db: ReadableLedger, { source, sourceTotal }: ItemPayload): readonly string[] {
  const charge = statement<{ status: string; minor: number; currency: string }>(
    db,
    "SELECT source_status AS status, amount_minor AS minor, currency FROM movement WHERE account = ? AND kind = 'charge' AND object_id = ?",
  ).get(source.account, source.objectId);
  if (charge === undefined) return ['the charge is not in the books any more'];
  const changes: string[] = [];
  if (!hasMovedMoney({ kind: 'charge', sourceStatus: charge.status }))
    changes.push(`Stripe no longer shows this charge as succeeded, but as ${charge.status}`);
  if (charge.minor !== sourceTotal.minor || charge.currency !== sourceTotal.currency)
    changes.push('the amount of the charge at Stripe has changed');
  return changes;
}
