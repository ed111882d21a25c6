import { itemSortKey, nextNumber, type Books } from './books-schema.ts';
import { refuseUnitAndCustomer } from './item-balance.ts';
import { journalItemGroup } from './journal-lines.ts';
import { MESSAGES, type CatalogMessage } from './message-catalog.ts';
import { prepared } from './prepared.ts';
import { formatThousandths } from './thousandths.ts';

interface WaitingGroup {
  readonly group_bu: string;
  readonly group_id: string;
}
interface PendingItem {
  readonly group_seq_num: number;
  readonly business_unit: string;
  readonly cust_id: string;
  readonly item: string;
  readonly item_line: number;
  readonly entry_type: string;
  readonly entry_amt: number;
  readonly entry_currency: string;
  readonly accounting_dt: string;
  readonly due_dt: string;
  readonly po_ref: string;
}

/** Groups of items that wait to be posted, in the order of their keys. */
export function waitingGroups(books: Books, limit: number): readonly WaitingGroup[] {
  return prepared<WaitingGroup>(
    books,
    `SELECT group_bu, group_id FROM item_group INDEXED BY item_group_unposted WHERE post_status = 'N' ORDER BY group_bu, group_id LIMIT ?`,
  ).all(limit);
}

/**
 * Posts one group, whole or not at all: a new item, or an entry on the item of that key. Answers whether it was posted; a group in error
 * keeps its words and moves no balance.
 */
export function postItemGroup(books: Books, group: WaitingGroup): boolean {
  const items = prepared<PendingItem>(
    books,
    'SELECT * FROM pending_item WHERE group_bu = ? AND group_id = ? ORDER BY group_seq_num',
  ).all(group.group_bu, group.group_id);
  const refusal = items.map((item) => refuseItem(books, group, item)).find((each) => each !== null) ?? null;
  prepared(books, 'UPDATE item_group SET post_status = ?, status_text = ? WHERE group_bu = ? AND group_id = ?').run(
    refusal === null ? 'P' : 'E',
    refusal?.text ?? '',
    group.group_bu,
    group.group_id,
  );
  prepared(books, `INSERT INTO group_control VALUES (?, ?, 'B', ?, ?, ?, ?, '', '', 0)`).run(
    group.group_bu,
    group.group_id,
    refusal === null ? 'P' : 'E',
    refusal?.set ?? 0,
    refusal?.number ?? 0,
    refusal?.text ?? '',
  );
  if (refusal !== null) return false;
  for (const item of items) postItem(books, group, item);
  journalItemGroup(books, group);
  return true;
}

function refuseItem(books: Books, group: WaitingGroup, item: PendingItem): CatalogMessage | null {
  const unknown = refuseUnitAndCustomer(books, item.business_unit, item.cust_id);
  if (unknown !== null) return unknown;
  const lines = prepared<{ total: number | null }>(
    books,
    'SELECT sum(monetary_amount) AS total FROM pending_dst WHERE group_bu = ? AND group_id = ? AND group_seq_num = ?',
  ).get(group.group_bu, group.group_id, item.group_seq_num);
  const total = lines?.total ?? 0;
  if (total !== -item.entry_amt)
    return MESSAGES.distribution(
      item.item,
      formatThousandths(total, 'three'),
      formatThousandths(-item.entry_amt, 'three'),
    );
  const there = prepared<{ bal_currency: string }>(books, 'SELECT bal_currency FROM item WHERE sort_key = ?').get(
    keyOf(item),
  );
  return there === undefined || there.bal_currency === item.entry_currency
    ? null
    : MESSAGES.itemCurrency(item.item, there.bal_currency);
}

const keyOf = (item: PendingItem): string => itemSortKey(item.business_unit, item.cust_id, item.item, item.item_line);

function postItem(books: Books, group: WaitingGroup, item: PendingItem): void {
  const sortKey = keyOf(item);
  const changed = prepared(
    books,
    `UPDATE item SET bal_amt = bal_amt + :amount, item_status = CASE WHEN bal_amt + :amount = 0 THEN 'C' ELSE 'O' END WHERE sort_key = :sortKey`,
  ).run({ amount: item.entry_amt, sortKey });
  if (changed.changes === 0)
    prepared(books, `INSERT INTO item VALUES (?, ?, ?, ?, ?, 'O', ?, ?, ?, ?, ?, ?, ?)`).run(
      sortKey,
      item.business_unit,
      item.cust_id,
      item.item,
      item.item_line,
      item.entry_amt,
      item.entry_currency,
      item.entry_amt,
      item.accounting_dt,
      item.due_dt,
      item.po_ref,
      item.entry_type,
    );
  prepared(
    books,
    `INSERT INTO item_activity SELECT :sortKey, COALESCE(MAX(item_seq_num), 0) + 1, :entryType, :amount, :date, '', '', 0, '', :groupId
     FROM item_activity WHERE sort_key = :sortKey`,
  ).run({
    sortKey,
    entryType: item.entry_type,
    amount: item.entry_amt,
    date: item.accounting_dt,
    groupId: group.group_id,
  });
  nextNumber(books, 'group_id');
}
