import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** What a work order is about. Its unit, kind and subject together are the cause, of which one order is open at a time. */
export interface OrderCause {
  readonly unit: string;
  readonly kind: 'writeOff' | 'closeByHand' | 'applyCash' | 'transfer';
  /** As a word and a key. */
  readonly subject: string;
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly minor: number;
  readonly exponent: number;
  readonly currency: string;
  /** What is to be done, a sentence. */
  readonly text: string;
}
interface Step {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}

/** Opens a work order, a row of its own. The ledger refuses (`INVARIANT`) a second open one of the same cause. */
export function putWorkOrder(db: WritableLedger, cause: OrderCause, { actor, machine, at }: Step): void {
  statement(
    db,
    `INSERT INTO work_order (unit, kind, subject, business_unit, cust_id, item, item_line, amount_minor, exponent, currency, text, opened_by, opened_at)
     VALUES (@unit, @kind, @subject, @businessUnit, @custId, @item, @itemLine, @minor, @exponent, @currency, @text, @actor, @at)`,
  ).run({ ...cause, actor, at });
  const { kind, item, custId: customer, text, subject } = cause;
  appendAudit(db, { at, actor, machine, action: 'workOrder.opened', subject, detail: { kind, item, customer, text } });
}

/** `closedBy` and `closedAt` null: it is open. */
export interface LastOrder {
  readonly text: string;
  readonly closedBy: string | null;
  readonly closedAt: Instant | null;
}

/** The latest order of a cause; null: it never had one. */
export function lastOrderOf(
  db: ReadableLedger,
  { unit, kind, subject }: Pick<OrderCause, 'unit' | 'kind' | 'subject'>,
): LastOrder | null {
  return (
    statement<LastOrder>(
      db,
      `SELECT text, closed_by AS closedBy, closed_at AS closedAt FROM work_order WHERE subject = ? AND kind = ? AND unit = ? ORDER BY order_id DESC LIMIT 1`,
    ).get(subject, kind, unit) ?? null
  );
}

/** A work order of a unit that is open, as its list needs it. */
export interface OpenWorkOrder extends Pick<
  OrderCause,
  'kind' | 'subject' | 'businessUnit' | 'custId' | 'item' | 'text' | 'exponent' | 'currency'
> {
  readonly orderId: number;
  readonly version: number;
  readonly openedAt: Instant;
  readonly amountMinor: number;
}

/** The open work orders of a unit, oldest first, at most `limit`. */
export function openOrdersOfUnit(db: ReadableLedger, unit: string, limit: number): readonly OpenWorkOrder[] {
  return statement<OpenWorkOrder>(
    db,
    `SELECT order_id AS orderId, version, kind, subject, business_unit AS businessUnit, cust_id AS custId, item, text, opened_at AS openedAt,
       amount_minor AS amountMinor, exponent, currency FROM work_order WHERE unit = ? AND closed_at IS NULL ORDER BY order_id LIMIT ?`,
  ).all(unit, limit);
}

/** A work order by what names it; what is about to be closed. */
export type OrderName = Pick<OpenWorkOrder, 'orderId' | 'subject'> & { readonly kind: string };

/** The open work orders about a subject, whatever their unit and kind. */
export function openOrdersAbout(db: ReadableLedger, subject: string): readonly OrderName[] {
  return statement<OrderName>(
    db,
    'SELECT order_id AS orderId, subject, kind FROM work_order WHERE subject = ? AND closed_at IS NULL',
  ).all(subject);
}

/** A work order with its unit, its version and when it was closed (null: it is open), or null where there is none. */
export function findWorkOrder(
  db: ReadableLedger,
  orderId: number,
): (OrderName & { readonly unit: string; readonly version: number; readonly closedAt: Instant | null }) | null {
  return (
    statement<OrderName & { unit: string; version: number; closedAt: Instant | null }>(
      db,
      'SELECT order_id AS orderId, unit, subject, kind, version, closed_at AS closedAt FROM work_order WHERE order_id = ?',
    ).get(orderId) ?? null
  );
}

/** Closes an open work order for good; a cause that comes again opens a new one. */
export function endWorkOrder(
  db: WritableLedger,
  order: OrderName,
  { actor, machine, at, reason }: Step & { readonly reason: string },
): void {
  statement(
    db,
    'UPDATE work_order SET closed_at = ?, closed_by = ?, closed_reason = ?, version = version + 1 WHERE order_id = ?',
  ).run(at, actor, reason, order.orderId);
  const { subject, kind } = order;
  appendAudit(db, { at, actor, machine, action: 'workOrder.closed', subject, detail: { kind, reason } });
}
