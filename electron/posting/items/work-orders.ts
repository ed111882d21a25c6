import type { Money } from '../../../shared/domain/money.ts';
import { money } from '../../../shared/domain/money.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { Decider } from '../decide.ts';
import { refusal } from '../refusal.ts';
import { endWorkOrder, type OrderCause } from './put-work-order.ts';

/** What only a clerk can do in PeopleSoft itself. */
export interface WorkOrder {
  readonly orderId: number;
  readonly version: number;
  readonly kind: OrderCause['kind'];
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
    endWorkOrder(db, { orderId: args.orderId, ...order }, { ...args, reason });
    return order.unit;
  },
);
