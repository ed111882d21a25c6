import { changedRows } from '../../ledger/matching-scope-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { Rows } from './scope-index.ts';

const OF_MATCHES = {
  movement: `SELECT mm.movement_key FROM match_movement mm WHERE mm.match_id IN (SELECT value FROM json_each(@keys))
    UNION SELECT charge_movement_key FROM match WHERE match_id IN (SELECT value FROM json_each(@keys)) AND charge_movement_key IS NOT NULL`,
  item: 'SELECT item_key FROM allocation WHERE match_id IN (SELECT value FROM json_each(@keys))',
  receipt:
    'SELECT payment_key FROM match WHERE match_id IN (SELECT value FROM json_each(@keys)) AND payment_key IS NOT NULL',
} as const;

const inGroup = (field: string): string => `json_extract(p.payload_json, '$.document.items[0].${field}')`;
const OURS = 'posting p JOIN json_each(@keys) k ON p.posting_id = k.value';
/** A posting speaks of its movement, of what it waits for or takes back, of the item it writes, and of the receipt it has become. */
const OF_POSTINGS = {
  movement: `SELECT p.movement_key FROM ${OURS} WHERE p.movement_key IS NOT NULL
    UNION SELECT o.movement_key FROM ${OURS} JOIN posting o ON o.posting_id IN (p.depends_on, p.reverses) WHERE o.movement_key IS NOT NULL
    UNION SELECT mm.movement_key FROM ${OURS} JOIN match_movement mm ON mm.match_id = p.match_id`,
  item: `SELECT a.item_key FROM ${OURS} JOIN allocation a ON a.match_id = p.match_id
    UNION SELECT t.item_key FROM ${OURS} JOIN ar_item t ON t.business_unit = ${inGroup('businessUnit')} AND t.cust_id = ${inGroup('custId')}
      AND t.item = ${inGroup('item')} AND t.item_line = ${inGroup('itemLine')} WHERE p.kind = 'pendingItem'`,
  receipt: `SELECT r.payment_key FROM ${OURS} CROSS JOIN ps_payment r ON r.payment_id = p.reference`,
} as const;

/** Rows that hang together by what stands between them, decided or proposed, whatever their texts say. */
const BESIDE = {
  movement: `SELECT movement_key FROM allocation WHERE item_key IN (SELECT value FROM json_each(@items)) AND hold IN ('held', 'settled')
    UNION SELECT mm.movement_key FROM match m CROSS JOIN match_movement mm USING (match_id)
      WHERE m.payment_key IS NOT NULL AND m.payment_key IN (SELECT value FROM json_each(@receipts)) AND mm.live = 1`,
  item: `SELECT item_key FROM allocation WHERE movement_key IN (SELECT value FROM json_each(@movements)) AND hold IN ('held', 'settled')`,
  receipt: `SELECT m.payment_key FROM match_movement mm CROSS JOIN match m USING (match_id)
      WHERE mm.movement_key IN (SELECT value FROM json_each(@movements)) AND mm.live = 1 AND m.payment_key IS NOT NULL`,
} as const;
/** Items that a receipt paid which counts for a movement: a refund of it may open them again. */
const PAID_BY_RECEIPTS = `SELECT i.item_key FROM ps_payment_item l CROSS JOIN ar_item i USING (business_unit, cust_id, item, item_line)
  WHERE l.payment_key IN (SELECT value FROM json_each(@receipts))`;

/** The rows that the notes say have changed since the last run. */
export function rowsChanged(db: ReadableLedger): Rows {
  const rows = (sql: string, keys: readonly number[]): number[] => keysOf(db, sql, { keys: JSON.stringify(keys) });
  const matches = changedRows(db, 'match');
  const postings = changedRows(db, 'posting');
  const of = (kind: keyof Rows): number[] => [
    ...new Set([...changedRows(db, kind), ...rows(OF_MATCHES[kind], matches), ...rows(OF_POSTINGS[kind], postings)]),
  ];
  return { movement: of('movement'), item: of('item'), receipt: of('receipt') };
}

/** The rows beside these, which are not among them. */
export function rowsBeside(db: ReadableLedger, { movement, item, receipt }: Rows): Rows {
  const bound = {
    movements: JSON.stringify(movement),
    items: JSON.stringify(item),
    receipts: JSON.stringify(receipt),
  };
  const missing = (known: readonly number[], ...sqls: string[]): number[] => {
    const held = new Set(known);
    return [...new Set(sqls.flatMap((sql) => keysOf(db, sql, bound)))].filter((key) => !held.has(key));
  };
  return {
    movement: missing(movement, BESIDE.movement),
    item: missing(item, BESIDE.item, PAID_BY_RECEIPTS),
    receipt: missing(receipt, BESIDE.receipt),
  };
}

function keysOf(db: ReadableLedger, sql: string, bound: Readonly<Record<string, string>>): number[] {
  return statement<Record<string, number>>(db, sql)
    .all(bound)
    .flatMap((row) => Object.values(row));
}
