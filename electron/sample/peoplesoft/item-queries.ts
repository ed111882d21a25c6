import { prepared } from './prepared.ts';
import { columns, listPrompt, type QueryDefinition, type QueryValue } from './query-definition.ts';
import { SITE_QUERIES } from './site.ts';

/** An item is asked for by `BU|CUST|ITEM|LINE`; one prompt takes at most fifty of them. */
const MOST_ITEM_KEYS = 50;

const ITEM_COLUMNS = columns(
  'A.BUSINESS_UNIT',
  'A.CUST_ID',
  'A.ITEM',
  'A.ITEM_LINE:number',
  'A.ITEM_STATUS',
  'A.BAL_AMT:amount',
  'A.BAL_CURRENCY',
  'A.ORIG_ITEM_AMT:amount',
  'A.ITEM_DT:date',
  'A.DUE_DT:date',
  'A.PO_REF',
  'A.ENTRY_TYPE',
  'A.SORT_KEY',
  'EXPR14_14:number',
);
const ITEM_FIELDS = `business_unit, cust_id, item, item_line, item_status, bal_amt, bal_currency, orig_item_amt, item_dt, due_dt,
  po_ref, entry_type, sort_key, CAST(julianday(:today) - julianday(due_dt) AS INTEGER) AS days_overdue`;

function today(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/**
 * Open items of a business unit, a page at a time: rows whose SORT_KEY (`BU|CUST|ITEM|LINE`) is greater than AFTER_KEY,
 * in its order. EXPR14_14 is the number of days an item is overdue.
 */
const OPEN_ITEMS: QueryDefinition = {
  name: SITE_QUERIES.openItems,
  prompts: ['BUSINESS_UNIT', 'AFTER_KEY'],
  columns: ITEM_COLUMNS,
  unitHeading: 'A.BUSINESS_UNIT',
  run: ({ books, nowMs }, { BUSINESS_UNIT: unit = '', AFTER_KEY: after = '' }, limit) => {
    const low = `${unit}|`;
    // '}' is the character after '|': the end of this unit's keys.
    const range = { low: after > low ? after : low, high: `${unit}}`, today: today(nowMs), limit };
    return prepared<Record<string, QueryValue>>(
      books,
      `SELECT ${ITEM_FIELDS} FROM item INDEXED BY item_open
       WHERE item_status = 'O' AND sort_key > :low AND sort_key < :high ORDER BY sort_key LIMIT :limit`,
    )
      .all(range)
      .map((row) => Object.values(row));
  },
};

/** Items, open or closed, by a list of keys joined by ';'. A key without an item has no row. */
const ITEMS_BY_KEY: QueryDefinition = {
  name: SITE_QUERIES.itemsByKey,
  prompts: ['ITEM_KEYS'],
  columns: ITEM_COLUMNS,
  unitHeading: 'A.BUSINESS_UNIT',
  run: ({ books, nowMs }, { ITEM_KEYS: list }, limit) => {
    const keys = listPrompt(list, MOST_ITEM_KEYS).map(withPlainLine);
    return prepared<Record<string, QueryValue>>(
      books,
      `SELECT ${ITEM_FIELDS} FROM item WHERE sort_key IN (SELECT value FROM json_each(:keys)) ORDER BY sort_key LIMIT :limit`,
    )
      .all({ keys: JSON.stringify(keys), today: today(nowMs), limit })
      .map((row) => Object.values(row));
  },
};

/**
 * Pending items of a business unit by item id, of any group, posted or not: POSTED_FLAG Y posted, N not, E its group is in error, for which
 * STATUS_TEXT has the words. Ids are kept in capitals.
 */
const PENDING_ITEMS: QueryDefinition = {
  name: SITE_QUERIES.pendingItems ?? '',
  prompts: ['BUSINESS_UNIT', 'ITEMS'],
  columns: columns(
    'A.GROUP_BU',
    'A.GROUP_ID',
    'A.BUSINESS_UNIT',
    'A.CUST_ID',
    'A.ITEM',
    'A.ITEM_LINE:number',
    'A.ENTRY_TYPE',
    'A.ENTRY_REASON',
    'A.ENTRY_AMT:amount',
    'A.ENTRY_CURRENCY',
    'A.ACCOUNTING_DT:date',
    'B.POSTED_FLAG',
    'B.STATUS_TEXT',
  ),
  unitHeading: 'A.BUSINESS_UNIT',
  run: ({ books, visibleUntilMs }, { BUSINESS_UNIT: unit = '', ITEMS: list }, limit) => {
    const items = listPrompt(list, MOST_ITEM_KEYS);
    return prepared<Record<string, QueryValue>>(
      books,
      `SELECT p.group_bu, p.group_id, p.business_unit, p.cust_id, p.item, p.item_line, p.entry_type, p.entry_reason, p.entry_amt, p.entry_currency,
         p.accounting_dt, CASE g.post_status WHEN 'P' THEN 'Y' ELSE g.post_status END, g.status_text
       FROM pending_item p JOIN item_group g USING (group_bu, group_id)
       WHERE p.business_unit = :unit AND p.item IN (SELECT upper(value) FROM json_each(:items)) AND g.saved_at_ms <= :visible
       ORDER BY p.item, p.group_id LIMIT :limit`,
    )
      .all({ unit, items: JSON.stringify(items), visible: visibleUntilMs, limit })
      .map((row) => Object.values(row));
  },
};

function withPlainLine(key: string): string {
  return key.replace(/\|0*(\d+)$/, '|$1');
}

export const ITEM_QUERIES: readonly QueryDefinition[] = [OPEN_ITEMS, ITEMS_BY_KEY, PENDING_ITEMS];
