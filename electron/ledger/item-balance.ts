import type { ItemKey } from '../../shared/domain/ids.ts';
import type { ReadableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** What an item's balance is weighed by, in its minor units; see `balanceColumnsSql`. */
export interface BalanceColumns {
  readonly status: 'open' | 'closed';
  readonly balanceMinor: number;
  readonly originalMinor: number;
  /** Approved money that comes in and is not posted yet. */
  readonly heldInMinor: number;
  /** Posted money that came in after the item was read: it is not in the balance we have. */
  readonly settledInMinor: number;
  /** Money on its way out, or gone out after the item was read. */
  readonly outMinor: number;
  /** A group of ours is on its way to close the item. */
  readonly isTakenBack: number;
}

/** What is left of an item. */
export interface ItemBalance {
  /** The part of the balance that is spoken for: by approved matches, or the whole of it by a group that closes the item. */
  readonly heldMinor: number;
  /** What money that comes in may still pay; never below 0, and 0 for a closed item or a credit memo. */
  readonly freeMinor: number;
  /**
   * What may be paid back on it: what was paid, or its credit, with what is on its way in and less what is on its way out. Below 0 where
   * more is on its way out than PeopleSoft shows as paid.
   */
  readonly refundableMinor: number;
}

/** The one sum of what is left of an item: matching proposes by it, the screens show it and approving is held to it. */
export function itemBalance(columns: BalanceColumns): ItemBalance {
  const { status, balanceMinor, originalMinor, heldInMinor, settledInMinor, outMinor } = columns;
  const openMinor = status === 'open' ? Math.max(0, balanceMinor) : 0;
  if (columns.isTakenBack === 1) return { heldMinor: openMinor, freeMinor: 0, refundableMinor: 0 };
  const heldMinor = heldInMinor + settledInMinor;
  // The ledger itself holds what is paid back to the approved sums alone, so what was posted since counts only once it has been read.
  const refundableMinor = Math.max(originalMinor, 0) - balanceMinor + heldInMinor - outMinor;
  return { heldMinor, freeMinor: Math.max(0, openMinor - heldMinor), refundableMinor };
}

type ItemAlias = 'ar_item' | 'i';
const POSTED_SINCE = (item: ItemAlias): string =>
  `EXISTS (SELECT 1 FROM posting p WHERE p.match_id = a.match_id AND p.state = 'confirmed' AND p.reverses IS NULL AND p.state_changed_at > ${item}.read_at)`;

/**
 * The columns of `BalanceColumns` beyond those of the item itself, for a SELECT of items under that alias. `besides`: a condition on
 * allocations `a` that are left out, as a decision does not stand in its own way.
 */
export function balanceColumnsSql(item: ItemAlias, besides = 'false'): string {
  const sum = (rows: string): string =>
    `(SELECT coalesce(sum(a.item_amount_minor), 0) FROM allocation a WHERE a.item_key = ${item}.item_key AND ${rows} AND NOT (${besides}))`;
  return `${sum("a.hold = 'held' AND a.outward = 0")} AS heldInMinor,
  ${sum(`a.hold = 'settled' AND a.outward = 0 AND ${POSTED_SINCE(item)}`)} AS settledInMinor,
  ${sum(`a.outward = 1 AND (a.hold = 'held' OR (a.hold = 'settled' AND ${POSTED_SINCE(item)}))`)} AS outMinor,
  ${item}.item_key IN (${TAKEN_BACK}) AS isTakenBack`;
}

const TAKING_BACK =
  "p.reverses IS NOT NULL AND p.kind = 'pendingItem' AND p.state NOT IN ('confirmed', 'rejected', 'reversed', 'withdrawn')";
const inGroup = (field: string): string => `json_extract(p.payload_json, '$.document.items[0].${field}')`;
// Without statistics the planner would take the index of all that was ever taken back.
const TAKEN_BACK_FROM = `posting p INDEXED BY posting_taking_item_back CROSS JOIN ar_item t ON t.business_unit = ${inGroup('businessUnit')} AND t.cust_id = ${inGroup('custId')}
    AND t.item = ${inGroup('item')} AND t.item_line = ${inGroup('itemLine')} WHERE ${TAKING_BACK}`;
const TAKEN_BACK = `SELECT t.item_key FROM ${TAKEN_BACK_FROM}`;

/** The group of ours that is on its way to close this item; null: none. Money that came in for it could not be applied any more. */
export function groupTakingBack(db: ReadableLedger, itemKey: ItemKey): string | null {
  return (
    statement<{ reference: string }>(db, `SELECT p.reference FROM ${TAKEN_BACK_FROM} AND t.item_key = ? LIMIT 1`).get(
      itemKey,
    )?.reference ?? null
  );
}

/** What stands on one item, of those that have allocations. */
export interface ItemHolds extends Pick<BalanceColumns, 'heldInMinor' | 'settledInMinor' | 'outMinor'> {
  readonly itemKey: number;
  /** Whether money that came in stands on it, posted or not. */
  readonly isTaken: 0 | 1;
}
/** SQL of the `ItemHolds` of every item that has any, in the order of their keys; `within`: a condition on allocations `a`, to look at some only. */
export const itemHoldsSql = (within = 'true'): string => `SELECT a.item_key AS itemKey, max(a.outward = 0) AS isTaken,
    sum(iif(a.hold = 'held' AND a.outward = 0, a.item_amount_minor, 0)) AS heldInMinor,
    sum(iif(a.hold = 'settled' AND a.outward = 0 AND ${POSTED_SINCE('i')}, a.item_amount_minor, 0)) AS settledInMinor,
    sum(iif(a.outward = 1 AND (a.hold = 'held' OR ${POSTED_SINCE('i')}), a.item_amount_minor, 0)) AS outMinor
  FROM allocation a CROSS JOIN ar_item i USING (item_key) WHERE a.hold IN ('held', 'settled') AND ${within} GROUP BY a.item_key ORDER BY a.item_key`;

/** The keys of all items that a group of ours is on its way to close. */
export function itemsBeingTakenBack(db: ReadableLedger): ReadonlySet<number> {
  const rows = statement<{ item_key: number }>(db, TAKEN_BACK).all();
  return new Set(rows.map((row) => row.item_key));
}
