import type { AnyOperation } from '../../ledger/operation.ts';
import { approveItem, withdrawItem } from './approve-item.ts';
import { approveItemsByRule } from './approve-items-by-rule.ts';
import { dueItems } from './due-items.ts';
import { itemCanary, sentItems } from './open-items.ts';
import { orderForPosting } from './order-for-posting.ts';
import { recordItemLook } from './record-item-look.ts';
import { closeWorkOrder } from './work-orders.ts';
import { sweepWorkOrders } from './sweep-work-orders.ts';
import { markInterruptedItems, recordItemSend, returnItems, startItemSend } from './send-record.ts';

/** Every ledger step of this folder. */
export const itemOperations: readonly AnyOperation[] = [
  approveItem,
  approveItemsByRule,
  closeWorkOrder,
  dueItems,
  itemCanary,
  markInterruptedItems,
  orderForPosting,
  recordItemLook,
  recordItemSend,
  returnItems,
  sentItems,
  startItemSend,
  sweepWorkOrders,
  withdrawItem,
];
