import type { BookReceipt } from '../company/company.ts';
import { itemSortKey, nextDepositId, paymentSortKey, type Books } from './books-schema.ts';
import { PAYMENT_ENTRY, postItemEntry, postOnAccount } from './item-balance.ts';
import { prepared } from './prepared.ts';
import { parseThousandths } from './thousandths.ts';

/** Who brought a deposit into the books. `tieout service` is everything that came through a component interface. */
export type PaymentOrigin = 'tieout service' | 'by hand' | 'colleague';

/**
 * Writes a receipt that people in PeopleSoft entered themselves: its own deposit of one payment, applied and posted; one without items
 * goes on the customer's account.
 * Throws when an item it names does not exist or an amount is no decimal: the facts are wrong then.
 */
export function writePostedReceipt(books: Books, receipt: BookReceipt, origin: PaymentOrigin, savedAtMs: number): void {
  const { depositBu, currency, accountingDate } = receipt;
  const depositId = nextDepositId(books);
  const amount = amountOf(receipt.amount, receipt.paymentId);
  prepared(books, `INSERT OR IGNORE INTO bank_account VALUES (?, ?, ?, 'A', '101000')`).run(
    receipt.bankCode,
    receipt.bankAccountKey,
    currency,
  );
  prepared(
    books,
    `INSERT INTO deposit_control(deposit_bu, deposit_id, bank_cd, bank_acct_key, format_currency, accounting_dt, received_dt,
       control_amt, control_cnt, oprid, dep_post_status, origin, saved_at_ms)
     VALUES (:depositBu, :depositId, :bankCode, :bankAccountKey, :currency, :accountingDate, :accountingDate, :amount, 1,
       :enteredBy, 'C', :origin, :savedAtMs)`,
  ).run({ ...receipt, depositId, amount, origin, savedAtMs });
  prepared(
    books,
    `INSERT INTO payment(deposit_bu, deposit_id, payment_seq_num, payment_id, payment_amt, payment_currency, payment_method,
       accounting_dt, x_external_id, payment_status, status_text, saved_at_ms, sort_key)
     VALUES (?, ?, 1, ?, ?, ?, 'CHK', ?, ?, 'P', '', ?, ?)`,
  ).run(
    depositBu,
    depositId,
    receipt.paymentId,
    amount,
    currency,
    accountingDate,
    receipt.comment ?? '',
    savedAtMs,
    paymentSortKey(depositBu, depositId, 1),
  );
  prepared(books, 'INSERT INTO payment_id_cust VALUES (?, ?, 1, 1, ?)').run(depositBu, depositId, receipt.custId);
  writeApplications(books, receipt, depositId);
  if (receipt.items.length > 0) return;
  postOnAccount(books, {
    deposit_bu: depositBu,
    deposit_id: depositId,
    payment_seq_num: 1,
    payment_id: receipt.paymentId,
    payment_amt: amount,
    payment_currency: currency,
    accounting_dt: accountingDate,
  });
}

function writeApplications(books: Books, receipt: BookReceipt, depositId: string): void {
  const { depositBu, accountingDate, paymentId } = receipt;
  for (const [index, ref] of receipt.items.entries()) {
    const itemKey = itemSortKey(ref.businessUnit, ref.custId, ref.item, ref.itemLine);
    const amount = amountOf(ref.amount, paymentId);
    prepared(books, "INSERT INTO payment_id_item VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, '')").run(
      depositBu,
      depositId,
      index + 1,
      ref.businessUnit,
      ref.custId,
      ref.item,
      ref.itemLine,
      amount,
      itemKey,
      amount,
    );
    postItemEntry(books, {
      itemKey,
      amount,
      accountingDate,
      depositBu,
      depositId,
      paymentSeq: 1,
      paymentId,
      groupId: '',
      entryType: PAYMENT_ENTRY,
    });
  }
}

function amountOf(text: string, paymentId: string): number {
  const amount = parseThousandths(text);
  if (amount === null) throw new Error(`The amount ${JSON.stringify(text)} of receipt ${paymentId} is not a decimal.`);
  return amount;
}
