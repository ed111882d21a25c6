import { daysBetween } from '../../../shared/domain/calendar.ts';
import type { ItemRow, ViewRequest } from '../../../shared/contract/views.ts';
import { balanceColumnsSql, itemBalance, type BalanceColumns } from '../../ledger/item-balance.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { likePattern, readKeys, type KeyFilter } from './keys.ts';

type ItemRequest = Extract<ViewRequest, { list: 'items' }>;

const ORDER: Record<NonNullable<ItemRequest['sort']>['column'], string> = {
  due: 'ifnull(i.due_date, i.item_date)',
  item: 'i.item',
  customer: '(SELECT name FROM ps_customer c WHERE c.set_id = @setId AND c.cust_id = i.cust_id) COLLATE NOCASE',
  days: 'ifnull(i.due_date, i.item_date)',
  open: 'i.balance_minor * 1.0 / pow(10, i.exponent)',
};

export interface ItemKeysArgs {
  readonly request: ItemRequest;
  readonly businessUnits: readonly string[];
  readonly setId: string;
}

/**
 * Keys of AR items: the proposal's own items first, then its runners-up, then other open items of the customer it is linked to and, for
 * money that goes out, those that its charge pays, open or not (or, while no customer is linked, items of exactly its amount; with text or without a movement, of every customer of the unit).
 */
export const itemKeys = defineRead('views.itemKeys', (db: ReadableLedger, args: ItemKeysArgs): Int32Array => {
  const { request } = args;
  const column = request.sort?.column ?? 'due';
  const flip = column === 'days'; // more days past due = earlier date
  const direction = (request.sort?.descending === true) !== flip ? 'DESC' : 'ASC';
  const standing = request.movementKey === null ? '' : STANDING_SQL;
  const { table, where, parameters } = itemFilter(args);
  return readKeys(
    db,
    `SELECT i.item_key FROM ${table} WHERE ${where} ORDER BY ${standing} ${ORDER[column]} ${direction}, i.item_key`,
    parameters,
  );
});

/** The condition of a request, for its rows and for what arrived after it was opened. */
export function itemFilter({ request, businessUnits, setId }: ItemKeysArgs): KeyFilter {
  const text = request.text?.trim() ?? '';
  const parameters: Record<string, unknown> = {
    units: JSON.stringify(businessUnits),
    movement: request.movementKey,
    setId,
  };
  return {
    table: 'ar_item i',
    where: conditionOf(request.movementKey, text),
    key: 'i.item_key',
    parameters: text === '' ? parameters : { ...parameters, text: likePattern(text) },
  };
}

function conditionOf(movementKey: number | null, text: string): string {
  if (text !== '')
    return `${OF_UNIT_SQL} AND i.status = 'open' AND (i.item LIKE @text ESCAPE char(92) OR i.cust_id LIKE @text ESCAPE char(92) OR i.po_reference LIKE @text ESCAPE char(92)
      OR i.cust_id IN (SELECT cust_id FROM ps_customer WHERE name LIKE @text ESCAPE char(92)))`;
  if (movementKey === null) return `${OF_UNIT_SQL} AND i.status = 'open'`;
  // The plus keeps the planner from walking a whole unit where the keys are known.
  return `+${OF_UNIT_SQL} AND i.item_key IN (${BESIDE_MOVEMENT_SQL})`;
}

const OF_UNIT_SQL = 'i.business_unit IN (SELECT value FROM json_each(@units))';
const PROPOSED_SQL =
  'SELECT a.item_key FROM match_movement mm JOIN allocation a ON a.match_id = mm.match_id WHERE mm.movement_key = @movement AND mm.live = 1';
const CANDIDATES_SQL = "SELECT value FROM candidate c, json_each(c.items_json, '$') WHERE c.movement_key = @movement";
/** Of a refund or dispute: what its charge pays, which it may open again. */
const CHARGE_PAYS_SQL = `SELECT a.item_key FROM movement m NOT INDEXED
  CROSS JOIN movement c ON c.account = m.account AND c.livemode = m.livemode AND c.kind = 'charge' AND c.object_id = m.charge_id
  CROSS JOIN match_movement mm ON mm.movement_key = c.movement_key AND mm.live = 1 CROSS JOIN allocation a ON a.match_id = mm.match_id
  WHERE m.movement_key = @movement`;
const CUSTOMERS_SQL = `SELECT l.cust_id FROM movement m CROSS JOIN crosswalk_link l ON l.account = m.account AND l.customer_id = m.customer_id
  WHERE m.movement_key = @movement AND (l.state IN ('confirmed', 'proposed') OR m.accounting_date <= l.valid_until_date)
  UNION ALL SELECT l.cust_id FROM movement m CROSS JOIN customer_merge_member own ON own.account = m.account AND own.customer_id = m.customer_id
    CROSS JOIN customer_merge_member other ON other.merge_id = own.merge_id
    CROSS JOIN crosswalk_link l ON l.account = other.account AND l.customer_id = other.customer_id AND l.state = 'confirmed'
  WHERE m.movement_key = @movement`;
const OF_CUSTOMERS_SQL = `SELECT o.item_key FROM (SELECT DISTINCT cust_id FROM (${CUSTOMERS_SQL})) link
  CROSS JOIN ar_item o ON o.business_unit IN (SELECT value FROM json_each(@units)) AND o.cust_id = link.cust_id AND o.status = 'open'`;
/**
 * With no customer link, what there is to go by is the amount: items of any customer whose open balance is exactly the movement's, whatever
 * the number of decimals either side keeps; `money` allows up to six.
 */
const SAME_AMOUNT_SQL = `SELECT o.item_key FROM movement m CROSS JOIN json_each('[0,1,2,3,4,5,6]') e
  CROSS JOIN ar_item o ON o.status = 'open' AND o.currency = m.currency AND o.exponent = e.value
    AND o.balance_minor = abs(m.amount_minor) * CAST(pow(10, e.value) AS INTEGER) / CAST(pow(10, m.exponent) AS INTEGER)
  WHERE m.movement_key = @movement AND NOT EXISTS (${CUSTOMERS_SQL})
    AND abs(m.amount_minor) * CAST(pow(10, e.value) AS INTEGER) % CAST(pow(10, m.exponent) AS INTEGER) = 0`;
/** Each source by an index of its own: together, as one condition, they would be asked of every item of the unit. */
const BESIDE_MOVEMENT_SQL = [PROPOSED_SQL, CANDIDATES_SQL, CHARGE_PAYS_SQL, OF_CUSTOMERS_SQL, SAME_AMOUNT_SQL].join(
  ' UNION ',
);
const STANDING_SQL = `CASE WHEN i.item_key IN (${PROPOSED_SQL}) THEN 0 WHEN i.item_key IN (${CANDIDATES_SQL}) THEN 1 ELSE 2 END,`;

interface ItemRecord extends BalanceColumns {
  readonly item_key: number;
  readonly version: number;
  readonly business_unit: string;
  readonly cust_id: string;
  readonly customer: string | null;
  readonly item: string;
  readonly item_line: number;
  readonly due_date: string | null;
  readonly item_date: string;
  readonly exponent: number;
  readonly currency: string;
  readonly proposed_minor: number | null;
  readonly candidate: number;
}

export interface ItemRowsArgs {
  readonly keys: readonly number[];
  readonly movementKey: number | null;
  readonly setId: string;
  /** Date "today" in the unit's zone, for days past due. */
  readonly today: string;
}

/** Rows for the given keys, in that order; standing and proposed amount are relative to the movement, when there is one. */
export const itemRows = defineRead('views.itemRows', (db: ReadableLedger, args: ItemRowsArgs): ItemRow[] => {
  const statement = db.prepare<[Record<string, unknown>], ItemRecord>(
    `SELECT i.item_key, i.version, i.business_unit, i.cust_id, (SELECT name FROM ps_customer c WHERE c.set_id = @setId AND c.cust_id = i.cust_id) AS customer, i.item, i.item_line,
       i.due_date, i.item_date, i.status, i.balance_minor AS balanceMinor, i.original_minor AS originalMinor, i.exponent, i.currency,
       ${balanceColumnsSql('i')},
       (SELECT a.item_amount_minor FROM match_movement mm JOIN allocation a ON a.match_id = mm.match_id WHERE mm.movement_key = @movement AND mm.live = 1 AND a.item_key = i.item_key) AS proposed_minor,
       (i.item_key IN (${CANDIDATES_SQL})) AS candidate
     FROM ar_item i WHERE i.item_key = @key`,
  );
  return args.keys.flatMap((key) => {
    const record = statement.get({ key, movement: args.movementKey, setId: args.setId });
    return record === undefined ? [] : [itemRowOf(record, args.today)];
  });
});

function itemRowOf(record: ItemRecord, today: string): ItemRow {
  const { heldMinor, refundableMinor } = itemBalance(record);
  const money = (minor: number) => ({ minor, exponent: record.exponent, currency: record.currency });
  return {
    key: record.item_key,
    version: record.version,
    businessUnit: record.business_unit,
    custId: record.cust_id,
    customer: record.customer ?? record.cust_id,
    item: record.item,
    itemLine: record.item_line,
    dueDate: record.due_date,
    itemDate: record.item_date,
    daysPastDue: record.due_date === null ? null : daysBetween(record.due_date, today),
    open: money(record.balanceMinor),
    held: money(heldMinor),
    refundable: money(Math.max(0, refundableMinor)),
    standing: record.proposed_minor !== null ? 'proposed' : record.candidate === 1 ? 'runnerUp' : null,
    proposedAmount: record.proposed_minor === null ? null : money(record.proposed_minor),
  };
}
