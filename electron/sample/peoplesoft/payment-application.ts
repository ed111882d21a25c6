import type { Books } from './books-schema.ts';
import { referenceKey, refuseUnitAndCustomer } from './item-balance.ts';
import { prepared } from './prepared.ts';

/** A payment that waits for the batch. */
export interface WaitingPayment {
  readonly deposit_bu: string;
  readonly deposit_id: string;
  readonly payment_seq_num: number;
  readonly payment_id: string;
  readonly payment_amt: number;
  readonly payment_currency: string;
  readonly accounting_dt: string;
  readonly sort_key: string;
  /** Y: journalled directly, by its accounting template. */
  readonly misc_payment: string;
  readonly acctg_template: string;
}

/** What a switch makes of a payment instead of applying it to its references. */
export type ApplicationTwist = 'applyToOtherItems' | 'sendToWorksheet' | null;

interface Reference {
  readonly id_seq_num: number;
  readonly business_unit: string;
  readonly cust_id: string;
  readonly item: string;
  readonly item_line: number;
  readonly pay_amt: number;
}

interface Target {
  readonly reference: Reference;
  readonly itemKey: string;
  readonly amount: number;
}

/** Payments of balanced deposits that nothing has been applied to yet, in key order, at most `limit`. */
export function unappliedPayments(books: Books, limit: number): WaitingPayment[] {
  return prepared<WaitingPayment>(
    books,
    `SELECT p.* FROM payment p INDEXED BY payment_unapplied JOIN deposit_control d USING (deposit_bu, deposit_id)
     WHERE p.payment_status = 'U' AND d.bal_status = 'I' ORDER BY p.sort_key LIMIT ?`,
  ).all(limit);
}

/**
 * Applies a payment by its item references, as Payment Predictor does by reference: all references found, of the
 * payment's currency, and adding up to the payment. One that names a customer and no item goes on account where the site
 * does so, and one that is journalled directly has nothing to be applied to. Anything else goes to a worksheet with the reason. Balances change
 * only at posting.
 */
export function applyPayment(
  books: Books,
  payment: WaitingPayment,
  twist: ApplicationTwist,
  withoutItems: 'onAccount' | 'worksheet',
): void {
  // Complete as it came: it bypasses cash application, whatever a collector or Payment Predictor would do with it.
  if (payment.misc_payment === 'Y') {
    setPaymentStatus(books, payment, 'A', '');
    return;
  }
  const references = prepared<Reference>(
    books,
    `SELECT * FROM payment_id_item WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ? ORDER BY id_seq_num`,
  ).all(payment.deposit_bu, payment.deposit_id, payment.payment_seq_num);
  if (references.length === 0 && twist === null && withoutItems === 'onAccount' && namesCustomer(books, payment)) {
    setPaymentStatus(books, payment, 'A', '');
    return;
  }
  const outcome =
    twist === 'sendToWorksheet' ? 'a collector kept it for review' : findTargets(books, payment, references);
  if (typeof outcome === 'string') {
    setPaymentStatus(books, payment, 'W', `Sent to a worksheet: ${outcome}.`);
    return;
  }
  for (const target of outcome) {
    const itemKey = twist === 'applyToOtherItems' ? otherItem(books, target) : target.itemKey;
    prepared(
      books,
      `UPDATE payment_id_item SET applied_key = ?, applied_amt = ?
       WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ? AND id_seq_num = ?`,
    ).run(
      itemKey,
      target.amount,
      payment.deposit_bu,
      payment.deposit_id,
      payment.payment_seq_num,
      target.reference.id_seq_num,
    );
  }
  setPaymentStatus(books, payment, 'A', '');
}

function namesCustomer(books: Books, payment: WaitingPayment): boolean {
  return (
    prepared(
      books,
      'SELECT 1 FROM payment_id_cust WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ? LIMIT 1',
    ).get(payment.deposit_bu, payment.deposit_id, payment.payment_seq_num) !== undefined
  );
}

/** Sets where a payment stands, with a sentence for people. */
export function setPaymentStatus(
  books: Books,
  payment: WaitingPayment,
  status: 'W' | 'A' | 'P' | 'E',
  text: string,
): void {
  prepared(
    books,
    'UPDATE payment SET payment_status = ?, status_text = ? WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ?',
  ).run(status, text, payment.deposit_bu, payment.deposit_id, payment.payment_seq_num);
}

function findTargets(books: Books, payment: WaitingPayment, references: readonly Reference[]): Target[] | string {
  if (references.length === 0) return 'the payment has no item references';
  const targets: Target[] = [];
  for (const reference of references) {
    const itemKey = referenceKey(reference);
    const item = prepared<{ bal_amt: number; bal_currency: string }>(
      books,
      'SELECT bal_amt, bal_currency FROM item WHERE sort_key = ?',
    ).get(itemKey);
    // An invalid unit or customer is not noticed here: posting refuses it, on the group.
    const isForPosting = refuseUnitAndCustomer(books, reference.business_unit, reference.cust_id) !== null;
    if (!item && !isForPosting) return `item ${reference.item} was not found`;
    if (item && item.bal_currency !== payment.payment_currency)
      return `item ${reference.item} is in ${item.bal_currency}, the payment in ${payment.payment_currency}`;
    const amount = reference.pay_amt === 0 ? (item?.bal_amt ?? 0) : reference.pay_amt;
    targets.push({ reference, itemKey, amount });
  }
  const applied = targets.reduce((sum, target) => sum + target.amount, 0);
  return applied === payment.payment_amt ? targets : 'its item references do not add up to the payment';
}

/** Another open item of the same unit and currency that can take the amount; the referenced one when there is none. */
function otherItem(books: Books, target: Target): string {
  const row = prepared<{ sort_key: string }>(
    books,
    `SELECT o.sort_key FROM item o INDEXED BY item_open JOIN item i ON i.sort_key = :itemKey
     WHERE o.item_status = 'O' AND o.sort_key > i.business_unit || '|' AND o.sort_key < i.business_unit || '}'
       AND o.sort_key <> :itemKey AND o.bal_currency = i.bal_currency AND o.bal_amt >= :amount LIMIT 1`,
  ).get({ itemKey: target.itemKey, amount: target.amount });
  return row?.sort_key ?? target.itemKey;
}
