import { itemSortKey, type Books } from './books-schema.ts';
import { MESSAGES, type CatalogMessage } from './message-catalog.ts';
import { prepared } from './prepared.ts';
import { formatThousandths } from './thousandths.ts';

/** An amount on its way to an item, and the payment it comes from. */
export interface ItemEntry {
  readonly itemKey: string;
  readonly amount: number;
  readonly accountingDate: string;
  readonly depositBu: string;
  readonly depositId: string;
  readonly paymentSeq: number;
  readonly paymentId: string;
  readonly groupId: string;
  readonly entryType: string;
}

/** Entry type of a payment that names none. */
export const PAYMENT_ENTRY = 'PY';

interface ItemState {
  readonly item: string;
  readonly item_status: string;
  readonly bal_amt: number;
  readonly orig_item_amt: number;
}

/**
 * What stands in the way of posting an entry to its item, or null. A missing item, unit or customer has its own
 * message.
 */
export function refuseItemEntry(books: Books, itemKey: string, amount: number): CatalogMessage | null {
  const state = readItem(books, itemKey);
  if (!state) return refuseMissingItem(books, itemKey);
  const after = state.bal_amt - amount;
  const low = Math.min(0, state.orig_item_amt);
  const high = Math.max(0, state.orig_item_amt);
  // Between nothing and the original amount: a negative entry may give money back on a closed item.
  if (after >= low && after <= high) return null;
  if (state.item_status === 'C') return MESSAGES.itemClosed(state.item);
  return MESSAGES.overApplied(
    state.item,
    formatThousandths(amount, 'three'),
    formatThousandths(state.bal_amt, 'three'),
  );
}

/** Reduces the balance, closes the item at zero (reopens it otherwise) and writes its activity row. */
export function postItemEntry(books: Books, entry: ItemEntry): void {
  const changed = prepared(
    books,
    `UPDATE item SET bal_amt = bal_amt - :amount, item_status = CASE WHEN bal_amt = :amount THEN 'C' ELSE 'O' END
     WHERE sort_key = :itemKey`,
  ).run(entry);
  if (changed.changes !== 1) throw new Error(`There is no item ${entry.itemKey} to post a payment to.`);
  prepared(
    books,
    `INSERT INTO item_activity SELECT :itemKey, COALESCE(MAX(item_seq_num), 1) + 1, :entryType, -:amount, :accountingDate, :depositBu,
       :depositId, :paymentSeq, :paymentId, :groupId FROM item_activity WHERE sort_key = :itemKey`,
  ).run(entry);
}

function readItem(books: Books, itemKey: string): ItemState | undefined {
  return prepared<ItemState>(
    books,
    'SELECT item, item_status, bal_amt, orig_item_amt FROM item WHERE sort_key = ?',
  ).get(itemKey);
}

function refuseMissingItem(books: Books, itemKey: string): CatalogMessage {
  const [unit = '', customer = '', item = ''] = itemKey.split('|');
  return refuseUnitAndCustomer(books, unit, customer) ?? MESSAGES.itemClosed(item);
}

/** Posting validations of a reference's business unit and customer; null when both exist. */
export function refuseUnitAndCustomer(books: Books, unit: string, customer: string): CatalogMessage | null {
  const setId = prepared<{ setid: string }>(books, 'SELECT setid FROM business_unit WHERE business_unit = ?').get(unit);
  if (!setId) return MESSAGES.businessUnitInvalid(unit);
  const found = prepared(books, 'SELECT 1 FROM customer WHERE setid = ? AND cust_id = ?').get(setId.setid, customer);
  return found ? null : MESSAGES.customerMissing(customer);
}

/** Key of an item from the parts of a reference. */
export function referenceKey(ref: { business_unit: string; cust_id: string; item: string; item_line: number }): string {
  return itemSortKey(ref.business_unit, ref.cust_id, ref.item, ref.item_line);
}

/** A payment without items becomes an item of its own with the other sign, on the account of its customer. */
export function postOnAccount(
  books: Books,
  payment: {
    readonly deposit_bu: string;
    readonly deposit_id: string;
    readonly payment_seq_num: number;
    readonly payment_id: string;
    readonly payment_amt: number;
    readonly payment_currency: string;
    readonly accounting_dt: string;
  },
): void {
  const customer = prepared<{ cust_id: string }>(
    books,
    'SELECT cust_id FROM payment_id_cust WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ? ORDER BY id_seq_num LIMIT 1',
  ).get(payment.deposit_bu, payment.deposit_id, payment.payment_seq_num);
  if (!customer) throw new Error(`Payment ${payment.payment_id} is on account of nobody.`);
  const unit = payment.deposit_bu;
  const named = `OA-${payment.payment_id}`;
  // A payment id is no key: one that is booked a second time is told apart by its deposit.
  const isTaken = readItem(books, itemSortKey(unit, customer.cust_id, named, 0)) !== undefined;
  const item = isTaken ? `${named}-${payment.deposit_id}` : named;
  prepared(books, `INSERT INTO item VALUES (?, ?, ?, ?, 0, 'O', ?, ?, ?, ?, ?, '', 'OA')`).run(
    itemSortKey(unit, customer.cust_id, item, 0),
    unit,
    customer.cust_id,
    item,
    -payment.payment_amt,
    payment.payment_currency,
    -payment.payment_amt,
    payment.accounting_dt,
    payment.accounting_dt,
  );
}
