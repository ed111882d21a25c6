import { stateWords } from '../../../shared/domain/movement-gate.ts';
import type { ItemKey, MovementKey } from '../../../shared/domain/ids.ts';
import { linksOfStripeCustomer } from '../../ledger/crosswalk-store.ts';
import { itemsHash } from '../../ledger/rejected-pair-store.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { compareNearMisses, nearMiss, type ItemFacts, type NearMiss } from '../../matching/why-not.ts';

export interface WhyNotArgs {
  readonly movementKey: number;
  readonly dateWindowDays: number;
  /** Business units of the movement's unit. */
  readonly businessUnits: readonly string[];
}
export interface WhyNot {
  /** What the last run noted on the movement. */
  readonly reason: string | null;
  /** PeopleSoft customer the near items belong to, or null when no link leads to one. */
  readonly custId: string | null;
  /** The nearest items of that customer with the conditions they fail, nearest first. */
  readonly nearest: readonly NearMiss[];
}
const LOOKED_AT = 2_000;
const SHOWN = 5;

/** Why a movement has no match: the nearest items of its customer and what each of them fails. Throws `NOT_FOUND`. */
export const whyNot = defineRead('matching.whyNot', (db: ReadableLedger, args: WhyNotArgs): WhyNot => {
  const movement = getMovement(db, args.movementKey as MovementKey);
  const links = movement.customerId === null ? [] : linksOfStripeCustomer(db, movement.account, movement.customerId);
  const link = links.find((each) => each.state === 'confirmed') ?? links.find((each) => each.state === 'proposed');
  if (link === undefined) return { reason: stateWords(movement), custId: null, nearest: [] };
  const rejected = new Set(
    statement<{ items_hash: string }>(db, 'SELECT items_hash FROM rejected_pair WHERE movement_key = ?')
      .all(args.movementKey)
      .map((row) => row.items_hash),
  );
  const items = args.businessUnits.flatMap((unit) =>
    statement<ItemRecord>(db, NEAR_ITEMS).all(unit, link.custId, LOOKED_AT),
  );
  const nearest = items
    .map((row) => nearMiss(movement, factsOf(row, rejected), args.dateWindowDays))
    .sort(compareNearMisses)
    .slice(0, SHOWN);
  return { reason: stateWords(movement), custId: link.custId, nearest };
});

interface ItemRecord {
  item_key: number;
  item: string;
  status: ItemFacts['status'];
  balance_minor: number;
  held_minor: number;
  exponent: number;
  currency: string;
  item_date: string;
  due_date: string | null;
}
const NEAR_ITEMS = `SELECT item_key, item, status, balance_minor, exponent, currency, item_date, due_date,
    (SELECT ifnull(sum(item_amount_minor), 0) FROM allocation WHERE allocation.item_key = i.item_key AND hold = 'held') AS held_minor
  FROM ar_item i WHERE business_unit = ? AND cust_id = ? AND original_minor > 0 ORDER BY status DESC, due_date DESC LIMIT ?`;

function factsOf(row: ItemRecord, rejected: ReadonlySet<string>): ItemFacts {
  return {
    itemKey: row.item_key,
    item: row.item,
    status: row.status,
    balanceMinor: row.balance_minor,
    heldMinor: row.held_minor,
    exponent: row.exponent,
    currency: row.currency,
    itemDate: row.item_date,
    dueDate: row.due_date,
    rejected: rejected.has(itemsHash([row.item_key as ItemKey])),
  };
}
