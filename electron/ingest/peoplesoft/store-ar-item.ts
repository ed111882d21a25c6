import type { ArItem } from '../../connectors/peoplesoft/types.ts';
import { rescaleMoney } from '../../../shared/domain/money.ts';
import type { Money } from '../../../shared/domain/money.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

interface Stored {
  status: string;
  balance_minor: number;
  original_minor: number;
  exponent: number;
  currency: string;
  item_date: string;
  due_date: string | null;
  po_reference: string | null;
  entry_type: string;
  read_at: string;
}

function stored(db: ReadableLedger, row: ArItem): Stored | undefined {
  return statement<Stored>(
    db,
    `SELECT status, balance_minor, original_minor, exponent, currency, item_date, due_date, po_reference, entry_type, read_at
     FROM ar_item WHERE business_unit = ? AND cust_id = ? AND item = ? AND item_line = ?`,
  ).get(row.businessUnit, row.custId, row.item, row.itemLine);
}

/** Balance and original in one exponent, the finer of the two. */
function amounts(row: ArItem): { readonly balance: Money; readonly original: Money } {
  const exponent = Math.max(row.balance.exponent, row.original.exponent);
  return { balance: rescaleMoney(row.balance, exponent), original: rescaleMoney(row.original, exponent) };
}

/** Whether the books already say this of the item. */
export function isItemStored(db: ReadableLedger, row: ArItem): boolean {
  const found = stored(db, row);
  if (found === undefined) return false;
  const { balance, original } = amounts(row);
  return (
    found.status === row.status &&
    found.balance_minor === balance.minor &&
    found.original_minor === original.minor &&
    found.exponent === balance.exponent &&
    found.currency === balance.currency &&
    found.item_date === row.itemDate &&
    found.due_date === row.dueDate &&
    found.po_reference === row.poReference &&
    found.entry_type === row.entryType
  );
}

/**
 * Writes the item as PeopleSoft had it at `readAt`, unless something newer is on the books (the read just before a posting
 * may have overtaken a long list). True when it was not there before.
 */
export function storeItem(db: WritableLedger, row: ArItem, runId: number, readAt: Instant): boolean {
  const isNew = stored(db, row) === undefined;
  const { balance, original } = amounts(row);
  statement(
    db,
    `INSERT INTO ar_item (business_unit, cust_id, item, item_line, status, balance_minor, original_minor, exponent, currency, item_date,
       due_date, po_reference, entry_type, seen_run, read_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (business_unit, cust_id, item, item_line) DO UPDATE SET status = excluded.status, balance_minor = excluded.balance_minor,
       original_minor = excluded.original_minor, exponent = excluded.exponent, currency = excluded.currency, item_date = excluded.item_date,
       due_date = excluded.due_date, po_reference = excluded.po_reference, entry_type = excluded.entry_type, seen_run = excluded.seen_run,
       read_at = excluded.read_at, version = version + 1
     WHERE ar_item.read_at <= excluded.read_at`,
  ).run(
    row.businessUnit,
    row.custId,
    row.item,
    row.itemLine,
    row.status,
    balance.minor,
    original.minor,
    balance.exponent,
    balance.currency,
    row.itemDate,
    row.dueDate,
    row.poReference,
    row.entryType,
    runId,
    readAt,
  );
  return isNew;
}

/** Items of the business unit that a whole read of the open ones did not show are closed, unless read anew since it began. Returns how many. */
export function closeAbsentItems(db: WritableLedger, businessUnit: string, runId: number, startedAt: Instant): number {
  return statement(
    db,
    `UPDATE ar_item SET status = 'closed', balance_minor = 0, read_at = ?, version = version + 1
     WHERE business_unit = ? AND status = 'open' AND read_at < ?
       AND NOT EXISTS (SELECT 1 FROM ps_stage WHERE run_id = ?
         AND row_id = ar_item.business_unit || '|' || ar_item.cust_id || '|' || ar_item.item || '|' || ar_item.item_line)`,
  ).run(startedAt, businessUnit, startedAt, runId).changes;
}

/** The items a whole read showed as the books have them were so at the time of the read. */
export function confirmUnchangedItems(db: WritableLedger, businessUnit: string, runId: number): void {
  statement(
    db,
    `UPDATE ar_item SET read_at = stage.observed_at, seen_run = stage.run_id FROM ps_stage AS stage
     WHERE ar_item.business_unit = ? AND stage.run_id = ? AND stage.row_json IS NULL AND ar_item.read_at < stage.observed_at
       AND stage.row_id = ar_item.business_unit || '|' || ar_item.cust_id || '|' || ar_item.item || '|' || ar_item.item_line`,
  ).run(businessUnit, runId);
}
