import type { Instant } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

export interface NewWorkOrder {
  readonly unit: string;
  readonly kind: 'writeOff' | 'closeByHand' | 'applyCash' | 'transfer';
  /** What it is about, as a word and a key; one order a kind and subject. */
  readonly subject: string;
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly text: string;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}

/** Keeps a work order; one of the same cause that was closed is open again, with the new words. */
export function putWorkOrder(db: WritableLedger, order: NewWorkOrder): void {
  const { machine, ...row } = order;
  statement(
    db,
    `INSERT INTO work_order (unit, kind, subject, business_unit, cust_id, item, item_line, amount_minor, exponent, currency, text, opened_by, opened_at)
     VALUES (@unit, @kind, @subject, @businessUnit, @custId, @item, @itemLine, @minor, @exponent, @currency, @text, @actor, @at)
     ON CONFLICT (kind, subject) DO UPDATE SET text = excluded.text, opened_by = excluded.opened_by, opened_at = excluded.opened_at,
       closed_at = NULL, closed_by = NULL, closed_reason = NULL, version = version + 1`,
  ).run(row);
  appendAudit(db, {
    at: order.at,
    actor: order.actor,
    machine,
    action: 'workOrder.opened',
    subject: order.subject,
    detail: { kind: order.kind, item: order.item, customer: order.custId, text: order.text },
  });
}
