import { findItem } from '../../ledger/item-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import {
  endWorkOrder,
  lastOrderOf,
  putWorkOrder,
  type LastOrder,
  type OrderCause,
} from '../../ledger/work-order-store.ts';
import { LOST_DECIDED } from '../decisions/lost-decided.ts';
import { standingCauses } from './order-causes.ts';
import { invoiceItemsOf, type ReceivableScope } from './receivable.ts';

export interface SweepArgs extends ReceivableScope {
  readonly machine: string;
}

/** Who opens and closes what follows from the facts. */
const SWEEPER = 'Tieout';
type Cause = Pick<OrderCause, 'kind' | 'subject'>;
const keyOf = ({ kind, subject }: Cause): string => `${kind} ${subject}`;

/**
 * Opens and closes work orders by what Stripe and PeopleSoft say by now: each cause that stands has one open order, and one whose cause has
 * gone is closed, with what shows it. The same facts leave the same open orders, whatever came before. What a person closed stays closed as
 * long as her word is the last one about it: a later read that shows the item open opens another order. Answers how many changed.
 */
export const sweepWorkOrders = defineWrite('items.sweepWorkOrders', (db: WritableLedger, args: SweepArgs): number => {
  const step = { actor: SWEEPER, machine: args.machine, at: args.at };
  const causes = standingCauses(db, args);
  const standing = new Set(causes.map(keyOf));
  let changed = 0;
  for (const order of openOrders(db, args.unit.unit)) {
    const reason = whyDone(order, standing.has(keyOf(order)), args);
    if (reason === null) continue;
    endWorkOrder(db, order, { ...step, reason });
    changed += 1;
  }
  for (const cause of causes) {
    const last = lastOrderOf(db, cause);
    if (last !== null && !mayOpenAgain(db, cause, last)) continue;
    putWorkOrder(db, { ...cause, text: `${cause.text}${contradicted(last)}` }, step);
    changed += 1;
  }
  return changed;
});

/**
 * To write nothing off is a decision, and stands. That an item was closed by hand is a word about PeopleSoft, and holds until a later read
 * of the item.
 */
function mayOpenAgain(db: ReadableLedger, cause: OrderCause, { closedBy, closedAt }: LastOrder): boolean {
  if (closedBy === null || closedAt === null) return false;
  if (closedBy === SWEEPER) return true;
  const readAt = findItem(db, cause)?.readAt ?? null;
  return cause.kind !== 'writeOff' && readAt !== null && readAt > closedAt;
}

/** Why it is open again although a person has said that it is done. */
function contradicted(last: LastOrder | null): string {
  if (last === null || last.closedAt === null || last.closedBy === SWEEPER) return '';
  return ` ${last.closedBy} closed an order about it on ${last.closedAt.slice(0, 10)}, and a later read shows its item open.`;
}

interface OpenOrder extends Cause {
  readonly orderId: number;
  readonly itemStatus: string | null;
  readonly invoiceStatus: string | null;
  /** Of a lost dispute: its decision was taken back. */
  readonly isUndone: 0 | 1;
}

function openOrders(db: ReadableLedger, unit: string): readonly OpenOrder[] {
  return statement<OpenOrder>(
    db,
    `SELECT w.order_id AS orderId, w.kind, w.subject, a.status AS itemStatus, d.status AS invoiceStatus,
       w.subject GLOB 'movement/*' AND NOT EXISTS (
         SELECT 1 FROM decision m WHERE m.movement_key = CAST(substr(w.subject, 10) AS INTEGER) AND m.kind = '${LOST_DECIDED}' AND m.undone_at IS NULL) AS isUndone
     FROM work_order w
       LEFT JOIN ar_item a ON a.business_unit = w.business_unit AND a.cust_id = w.cust_id AND a.item = w.item AND a.item_line = w.item_line
       LEFT JOIN stripe_invoice d ON w.subject = 'invoice/' || d.invoice_id
     WHERE w.unit = ? AND w.closed_at IS NULL ORDER BY w.order_id`,
  ).all(unit);
}

/** What shows that nothing is left to do, a sentence; null: it is open still. What was opened about cash is for a person to close. */
function whyDone(order: OpenOrder, stands: boolean, scope: SweepArgs): string | null {
  const { kind, itemStatus, invoiceStatus, isUndone } = order;
  if (kind === 'applyCash' || kind === 'transfer') return null;
  if (isUndone === 1) return 'the decision about the dispute was taken back';
  if (itemStatus === 'closed') return 'its item is closed in PeopleSoft';
  if (stands || !isSwept(order, scope)) return null;
  if (kind === 'writeOff') return `Stripe shows the invoice as ${invoiceStatus ?? 'gone'}`;
  return order.subject.startsWith('charge/')
    ? 'its item is paid or taken back from here'
    : 'nothing stands in the way of taking it back from here any more';
}

/** Whether the standing causes say all there is to say about such an order. */
function isSwept({ kind, subject }: Cause, { unit }: SweepArgs): boolean {
  if (subject.startsWith('movement/')) return false;
  return (
    kind === 'writeOff' || subject.startsWith('charge/') || (invoiceItemsOf(unit) !== null && unit.goLiveDate !== null)
  );
}
