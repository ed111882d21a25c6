import type { AnyOperation } from '../../ledger/operation.ts';
import { approveItem, withdrawItem } from './approve-item.ts';
import { dueItems } from './due-items.ts';
import { itemCanary, sentItems } from './open-items.ts';
import { recordItemLook } from './record-item-look.ts';
import { markInterruptedItems, recordItemSend, returnItems, startItemSend } from './send-record.ts';

/** Every ledger step of this folder. */
export const itemOperations: readonly AnyOperation[] = [
  approveItem,
  dueItems,
  itemCanary,
  markInterruptedItems,
  recordItemLook,
  recordItemSend,
  returnItems,
  sentItems,
  startItemSend,
  withdrawItem,
];
