import type { Instant, ItemKey, PlainDate } from '../../shared/domain/ids.ts';
import { balanceColumnsSql, itemBalance, type BalanceColumns, type ItemBalance } from './item-balance.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface ItemRow extends ItemBalance {
  readonly itemKey: ItemKey;
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly status: 'open' | 'closed';
  /** As PeopleSoft said at `readAt`. */
  readonly balanceMinor: number;
  readonly originalMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly itemDate: PlainDate;
  readonly dueDate: PlainDate | null;
  readonly poReference: string | null;
  readonly entryType: string;
  readonly readAt: Instant;
  readonly version: number;
}

const SELECT_ITEM = `SELECT item_key AS itemKey, business_unit AS businessUnit, cust_id AS custId, item, item_line AS itemLine,
  status, balance_minor AS balanceMinor, original_minor AS originalMinor, exponent, currency, item_date AS itemDate,
  due_date AS dueDate, po_reference AS poReference, entry_type AS entryType, read_at AS readAt, version,
  ${balanceColumnsSql('ar_item')} FROM ar_item`;

type StoredItem = Omit<ItemRow, keyof ItemBalance> & BalanceColumns;

function itemOf(stored: StoredItem): ItemRow {
  const { heldInMinor: _in, settledInMinor: _settled, outMinor: _out, isTakenBack: _takenBack, ...item } = stored;
  return { ...item, ...itemBalance(stored) };
}

/** The AR item with this row key. Throws `NOT_FOUND`. */
export function getItem(db: ReadableLedger, key: ItemKey): ItemRow {
  const row = statement<StoredItem>(db, `${SELECT_ITEM} WHERE item_key = ?`).get(key);
  if (row === undefined)
    throw new LedgerError('NOT_FOUND', `There is no AR item ${key}.`, 'Refresh the list and choose again.');
  return itemOf(row);
}

/** The AR item PeopleSoft knows by these four, or null. */
export function findItem(
  db: ReadableLedger,
  id: Pick<ItemRow, 'businessUnit' | 'custId' | 'item' | 'itemLine'>,
): ItemRow | null {
  const row = statement<StoredItem>(
    db,
    `${SELECT_ITEM} WHERE business_unit = ? AND cust_id = ? AND item = ? AND item_line = ?`,
  ).get(id.businessUnit, id.custId, id.item, id.itemLine);
  return row === undefined ? null : itemOf(row);
}

/** An AR item as PeopleSoft shows it, amounts in minor units of one exponent. */
export type NewItem = Omit<ItemRow, 'itemKey' | 'version' | keyof ItemBalance>;

/** Adds an item that a single look showed, outside a whole read; one that is there already stays as it is. */
export function addItem(db: WritableLedger, item: NewItem): void {
  statement(
    db,
    `INSERT INTO ar_item (business_unit, cust_id, item, item_line, status, balance_minor, original_minor, exponent, currency, item_date,
       due_date, po_reference, entry_type, seen_run, read_at)
     VALUES (@businessUnit, @custId, @item, @itemLine, @status, @balanceMinor, @originalMinor, @exponent, @currency, @itemDate,
       @dueDate, @poReference, @entryType, 0, @readAt) ON CONFLICT DO NOTHING`,
  ).run(item);
}

/**
 * Takes over status and balance of an item as PeopleSoft showed them just now, in the minor units of the row. The version moves only with
 * one of the two, so that a decision made on an unchanged item stays valid.
 */
export function setItemBalance(
  db: WritableLedger,
  item: Pick<ItemRow, 'itemKey' | 'status' | 'balanceMinor' | 'readAt'>,
): void {
  statement(
    db,
    `UPDATE ar_item SET version = version + (status <> @status OR balance_minor <> @balanceMinor), status = @status, balance_minor = @balanceMinor,
       read_at = @readAt WHERE item_key = @itemKey`,
  ).run(item);
}
