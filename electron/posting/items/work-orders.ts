import type { Money } from '../../../shared/domain/money.ts';
import { money } from '../../../shared/domain/money.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { endWorkOrder, findWorkOrder, openOrdersOfUnit, type OpenWorkOrder } from '../../ledger/work-order-store.ts';
import type { Decider } from '../decisions/decide.ts';
import { refusal } from '../decisions/refusal.ts';

/** What only a clerk can do in PeopleSoft itself. */
export interface WorkOrder extends Omit<OpenWorkOrder, 'amountMinor' | 'exponent' | 'currency'> {
  readonly amount: Money;
}

/** The open work orders of a unit, oldest first, at most `limit`. */
export function openWorkOrders(db: ReadableLedger, unit: string, limit: number): readonly WorkOrder[] {
  return openOrdersOfUnit(db, unit, limit).map(({ amountMinor, exponent, currency, ...order }) => ({
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
    const order = findWorkOrder(db, args.orderId);
    if (order === null) throw refusal('NOT_FOUND', 'This work order is not in the ledger.', 'Look at the list again.');
    if (order.closedAt !== null || order.version !== args.seenVersion)
      throw refusal(
        'STALE_VERSION',
        'This work order was closed or changed since you saw it.',
        'Look at the list again.',
      );
    const reason = args.reason.trim();
    if (reason === '')
      throw refusal('MATCH_REASON_NEEDED', 'Closing a work order needs a reason.', 'Say what was done.');
    endWorkOrder(db, order, { ...args, reason });
    return order.unit;
  },
);
