import type Database from 'better-sqlite3';

/**
 * Groups of pending items as they were entered: control, items, distribution lines. `post_status` N not posted, P posted, E in error.
 * Amounts are thousandths.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS item_group(group_bu TEXT, group_id TEXT, group_type TEXT NOT NULL DEFAULT 'B', accounting_dt TEXT NOT NULL,
  control_amt INTEGER NOT NULL, control_cnt INTEGER NOT NULL, control_currency TEXT NOT NULL, oprid TEXT NOT NULL, post_status TEXT NOT NULL DEFAULT 'N',
  status_text TEXT NOT NULL DEFAULT '', saved_at_ms INTEGER NOT NULL, PRIMARY KEY(group_bu, group_id)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending_item(group_bu TEXT, group_id TEXT, group_seq_num INTEGER, business_unit TEXT NOT NULL, cust_id TEXT NOT NULL,
  item TEXT NOT NULL, item_line INTEGER NOT NULL DEFAULT 0, entry_type TEXT NOT NULL, entry_reason TEXT NOT NULL DEFAULT '', entry_amt INTEGER NOT NULL,
  entry_currency TEXT NOT NULL, accounting_dt TEXT NOT NULL, due_dt TEXT NOT NULL DEFAULT '', po_ref TEXT NOT NULL DEFAULT '',
  x_external_id TEXT NOT NULL DEFAULT '', x_approved_by TEXT NOT NULL DEFAULT '', PRIMARY KEY(group_bu, group_id, group_seq_num)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending_dst(group_bu TEXT, group_id TEXT, group_seq_num INTEGER, dst_seq_num INTEGER, account TEXT NOT NULL,
  monetary_amount INTEGER NOT NULL, PRIMARY KEY(group_bu, group_id, group_seq_num, dst_seq_num)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pending_item_by_item ON pending_item(business_unit, item);
CREATE INDEX IF NOT EXISTS item_group_unposted ON item_group(group_bu, group_id) WHERE post_status = 'N';
`;

/** Books made before items could be entered get the tables on opening. */
export function addPendingItemTables(books: Database.Database): void {
  books.exec(TABLES);
}
