import type { Money } from '../../../shared/domain/money.ts';
import { money } from '../../../shared/domain/money.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { Decider } from '../decide.ts';
import { LOST_DECIDED } from '../lost-decided.ts';
import { refusal } from '../refusal.ts';
import { putWorkOrder } from './put-work-order.ts';
import { invoiceItemsOf, receivablesToPost, type ReceivablePlace, type ReceivableScope } from './receivable.ts';
import { itemNumber } from './item-number.ts';

/** What only a clerk can do in PeopleSoft itself. */
export interface WorkOrder {
  readonly orderId: number;
  readonly version: number;
  readonly kind: 'writeOff' | 'closeByHand' | 'applyCash' | 'transfer';
  readonly subject: string;
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly amount: Money;
  readonly text: string;
  readonly openedAt: Instant;
}

interface OrderRecord extends Omit<WorkOrder, 'amount'> {
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
}

/** The open work orders of a unit, oldest first, at most `limit`. */
export function openWorkOrders(db: ReadableLedger, unit: string, limit: number): readonly WorkOrder[] {
  return statement<OrderRecord>(
    db,
    `SELECT order_id AS orderId, version, kind, subject, business_unit AS businessUnit, cust_id AS custId, item, text, opened_at AS openedAt,
       amount_minor AS amountMinor, exponent, currency FROM work_order WHERE unit = ? AND closed_at IS NULL ORDER BY order_id LIMIT ?`,
  )
    .all(unit, limit)
    .map(({ amountMinor, exponent, currency, ...order }) => ({
      ...order,
      amount: money(amountMinor, exponent, currency),
    }));
}

export interface SweepArgs extends ReceivableScope {
  readonly machine: string;
}

/**
 * Opens and closes work orders by what Stripe and PeopleSoft say by now: an invoice that Stripe gave up and whose item is open is to be
 * written off, by a person and never by this program; a void one whose item nobody can take back whole is to be closed by hand. An order is
 * done when a read shows its item closed, or when Stripe shows the invoice as paid after all. Answers how many changed.
 */
export const sweepWorkOrders = defineWrite('items.sweepWorkOrders', (db: WritableLedger, args: SweepArgs): number => {
  const opened = invoiceItemsOf(args.unit) === null ? 0 : openWriteOffs(db, args) + openCloseByHand(db, args);
  return opened + closeUndone(db, args) + closeDone(db, args);
});

interface GivenUp {
  readonly subject: string;
  readonly number: string | null;
  readonly invoiceId: string;
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly minor: number;
  readonly exponent: number;
  readonly currency: string;
}

function openWriteOffs(db: WritableLedger, args: SweepArgs): number {
  const rows = statement<GivenUp>(
    db,
    `SELECT p.subject, d.number, d.invoice_id AS invoiceId, a.business_unit AS businessUnit, a.cust_id AS custId, a.item, a.item_line AS itemLine,
       a.balance_minor AS minor, a.exponent, a.currency
     FROM stripe_invoice d JOIN posting p ON p.subject = 'invoice/' || d.invoice_id AND p.effect = 'item' AND p.state = 'confirmed' AND p.unit = ?
       JOIN ar_item a ON a.item = json_extract(p.payload_json, '$.document.items[0].item') AND a.business_unit = json_extract(p.payload_json, '$.document.items[0].businessUnit')
         AND a.cust_id = json_extract(p.payload_json, '$.document.items[0].custId') AND a.status = 'open'
     WHERE d.status = 'uncollectible' AND d.finalized_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM work_order w WHERE w.kind = 'writeOff' AND w.subject = p.subject)`,
  ).all(args.unit.unit);
  for (const row of rows)
    open(db, args, {
      ...row,
      kind: 'writeOff',
      text: `Stripe shows invoice ${itemNumber(row.number, row.invoiceId)} as uncollectible: decide whether its item is written off (maintenance worksheet) or still collected.`,
    });
  return rows.length;
}

const WALK = 500;

function openCloseByHand(db: WritableLedger, args: SweepArgs): number {
  let opened = 0;
  let after: ReceivablePlace | null = null;
  for (;;) {
    const waiting = receivablesToPost(db, args, WALK, after);
    for (const { kind, obstacle, reverses } of waiting) {
      if (kind !== 'void' || obstacle === null || reverses === null) continue;
      const row = statement<GivenUp>(
        db,
        `SELECT subject, NULL AS number, '' AS invoiceId, json_extract(payload_json, '$.document.items[0].businessUnit') AS businessUnit,
           json_extract(payload_json, '$.document.items[0].custId') AS custId, json_extract(payload_json, '$.document.items[0].item') AS item,
           json_extract(payload_json, '$.document.items[0].itemLine') AS itemLine, amount_minor AS minor, exponent, currency
         FROM posting WHERE posting_id = ?`,
      ).get(reverses);
      if (row === undefined) continue;
      open(db, args, { ...row, kind: 'closeByHand', text: `Stripe shows it as void. ${obstacle}` });
      opened += 1;
    }
    if (waiting.length < WALK) return opened;
    after = waiting.at(-1)?.place ?? null;
  }
}

function open(db: WritableLedger, args: SweepArgs, order: GivenUp & Pick<WorkOrder, 'kind' | 'text'>): void {
  const { number: _, invoiceId: __, ...row } = order;
  putWorkOrder(db, { ...row, unit: args.unit.unit, actor: 'Tieout', machine: args.machine, at: args.at });
}

/** Orders of lost disputes whose decision was taken back since. */
function closeUndone(db: WritableLedger, args: SweepArgs): number {
  const undone = statement<{ id: number; subject: string; kind: string }>(
    db,
    `SELECT order_id AS id, subject, kind FROM work_order w WHERE unit = ? AND closed_at IS NULL AND subject GLOB 'movement/*'
       AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = CAST(substr(w.subject, 10) AS INTEGER) AND d.kind = '${LOST_DECIDED}' AND d.undone_at IS NULL)`,
  ).all(args.unit.unit);
  for (const { id, subject, kind } of undone)
    close(db, {
      orderId: id,
      subject,
      kind,
      actor: 'Tieout',
      reason: 'the decision about the dispute was taken back',
      at: args.at,
      machine: args.machine,
    });
  return undone.length;
}

/** What a read shows as done is done; the order says by what. */
function closeDone(db: WritableLedger, args: SweepArgs): number {
  const done = statement<{ id: number; subject: string; kind: string; reason: string }>(
    db,
    `SELECT w.order_id AS id, w.subject, w.kind, iif(a.status = 'closed', 'its item is closed in PeopleSoft', 'Stripe shows the invoice as ' || d.status) AS reason
     FROM work_order w
       LEFT JOIN ar_item a ON a.business_unit = w.business_unit AND a.cust_id = w.cust_id AND a.item = w.item AND a.item_line = w.item_line
       LEFT JOIN stripe_invoice d ON w.kind = 'writeOff' AND w.subject = 'invoice/' || d.invoice_id
     WHERE w.unit = ? AND w.closed_at IS NULL AND ((w.kind IN ('writeOff', 'closeByHand') AND a.status = 'closed') OR d.status IN ('paid', 'void'))`,
  ).all(args.unit.unit);
  for (const { id, subject, kind, reason } of done)
    close(db, { orderId: id, subject, kind, actor: 'Tieout', reason, at: args.at, machine: args.machine });
  return done.length;
}

function close(
  db: WritableLedger,
  how: {
    readonly orderId: number;
    readonly subject: string;
    readonly kind: string;
    readonly actor: string;
    readonly reason: string;
    readonly at: Instant;
    readonly machine: string;
  },
): void {
  statement(
    db,
    'UPDATE work_order SET closed_at = ?, closed_by = ?, closed_reason = ?, version = version + 1 WHERE order_id = ?',
  ).run(how.at, how.actor, how.reason, how.orderId);
  appendAudit(db, {
    at: how.at,
    actor: how.actor,
    machine: how.machine,
    action: 'workOrder.closed',
    subject: how.subject,
    detail: { kind: how.kind, reason: how.reason },
  });
}

export interface CloseWorkOrderArgs extends Decider {
  readonly orderId: number;
  readonly seenVersion: number;
  readonly reason: string;
}

/** A person says that a work order is done, or that nothing is to be done. Refuses without a reason, and one that is closed already. */
export const closeWorkOrder = defineWrite(
  'items.closeWorkOrder',
  (db: WritableLedger, args: CloseWorkOrderArgs): string => {
    const order = statement<{ unit: string; subject: string; kind: string; version: number; closed: string | null }>(
      db,
      'SELECT unit, subject, kind, version, closed_at AS closed FROM work_order WHERE order_id = ?',
    ).get(args.orderId);
    if (order === undefined)
      throw refusal('NOT_FOUND', 'This work order is not in the ledger.', 'Look at the list again.');
    if (order.closed !== null || order.version !== args.seenVersion)
      throw refusal(
        'STALE_VERSION',
        'This work order was closed or changed since you saw it.',
        'Look at the list again.',
      );
    const reason = args.reason.trim();
    if (reason === '')
      throw refusal('MATCH_REASON_NEEDED', 'Closing a work order needs a reason.', 'Say what was done.');
    close(db, { ...order, ...args, reason });
    return order.unit;
  },
);
