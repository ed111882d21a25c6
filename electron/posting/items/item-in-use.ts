import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** By what PeopleSoft knows one item. */
export interface ItemId {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
}

/** What is approved for an item and has not reached it yet, as a clause: nothing else may close the item under it. Null: nothing is. */
export function heldFor(db: ReadableLedger, { businessUnit, custId, item, itemLine }: ItemId): string | null {
  const held = statement<{ kind: string; objectId: string }>(
    db,
    `SELECT m.kind, m.object_id AS objectId FROM ar_item a JOIN allocation l USING (item_key) JOIN movement m USING (movement_key)
     WHERE a.business_unit = ? AND a.cust_id = ? AND a.item = ? AND a.item_line = ? AND l.hold = 'held' ORDER BY l.allocation_id LIMIT 1`,
  ).get(businessUnit, custId, item, itemLine);
  return held === undefined ? null : `item ${item} is approved for ${held.kind} ${held.objectId}`;
}
