import type { PeopleSoftPayment } from '../../connectors/peoplesoft/types.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { rowJson } from './rows.ts';

interface Stored {
  payment_key: number;
  payment_id: string;
  amount_minor: number;
  exponent: number;
  currency: string;
  accounting_date: string;
  bank_code: string;
  bank_account_key: string;
  entered_by: string;
  comment: string | null;
  status: PeopleSoftPayment['status'];
  status_text: string | null;
}
interface StoredApplication {
  business_unit: string;
  cust_id: string;
  item: string;
  item_line: number;
  amount_minor: number;
}

function stored(db: ReadableLedger, row: PeopleSoftPayment): Stored | undefined {
  return statement<Stored>(
    db,
    `SELECT payment_key, payment_id, amount_minor, exponent, currency, accounting_date, bank_code, bank_account_key, entered_by, comment,
       status, status_text FROM ps_payment WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq = ?`,
  ).get(row.depositBu, row.depositId, row.paymentSeq);
}

/** Whether the books already say this of the payment, its application included. */
export function isPaymentStored(db: ReadableLedger, row: PeopleSoftPayment): boolean {
  const found = stored(db, row);
  if (found === undefined) return false;
  const applications = statement<StoredApplication>(
    db,
    'SELECT business_unit, cust_id, item, item_line, amount_minor FROM ps_payment_item WHERE payment_key = ?',
  ).all(found.payment_key);
  const asStored: PeopleSoftPayment = {
    ...row,
    paymentId: found.payment_id,
    amount: { minor: found.amount_minor, exponent: found.exponent, currency: found.currency },
    accountingDate: found.accounting_date as PeopleSoftPayment['accountingDate'],
    bankCode: found.bank_code,
    bankAccountKey: found.bank_account_key,
    enteredBy: found.entered_by,
    comment: found.comment,
    status: found.status,
    statusText: found.status_text,
    application: inOrder(
      applications.map((line) => ({
        businessUnit: line.business_unit,
        custId: line.cust_id,
        item: line.item,
        itemLine: line.item_line,
        amount: { minor: line.amount_minor, exponent: found.exponent, currency: found.currency },
      })),
    ),
  };
  return rowJson(asStored) === rowJson({ ...row, application: inOrder(row.application) });
}

function inOrder(lines: PeopleSoftPayment['application']): PeopleSoftPayment['application'] {
  const key = (line: PeopleSoftPayment['application'][number]) =>
    `${line.businessUnit}|${line.custId}|${line.item}|${line.itemLine}`;
  return lines.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** Writes the payment as PeopleSoft has it now, with the items it is applied to; true when it was not there before. */
export function storePayment(db: WritableLedger, row: PeopleSoftPayment, runId: number): boolean {
  const isNew = stored(db, row) === undefined;
  statement(
    db,
    `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code,
       bank_account_key, entered_by, comment, status, status_text, seen_run)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (deposit_bu, deposit_id, payment_seq) DO UPDATE SET payment_id = excluded.payment_id, amount_minor = excluded.amount_minor,
       exponent = excluded.exponent, currency = excluded.currency, accounting_date = excluded.accounting_date, bank_code = excluded.bank_code,
       bank_account_key = excluded.bank_account_key, entered_by = excluded.entered_by, comment = excluded.comment, status = excluded.status,
       status_text = excluded.status_text, seen_run = excluded.seen_run`,
  ).run(
    row.depositBu,
    row.depositId,
    row.paymentSeq,
    row.paymentId,
    row.amount.minor,
    row.amount.exponent,
    row.amount.currency,
    row.accountingDate,
    row.bankCode,
    row.bankAccountKey,
    row.enteredBy,
    row.comment,
    row.status,
    row.statusText,
    runId,
  );
  const key = stored(db, row)?.payment_key;
  if (key === undefined) throw new Error('a payment just written is not there');
  statement(db, 'DELETE FROM ps_payment_item WHERE payment_key = ?').run(key);
  for (const line of row.application)
    statement(
      db,
      `INSERT INTO ps_payment_item (payment_key, business_unit, cust_id, item, item_line, amount_minor) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor`,
    ).run(key, line.businessUnit, line.custId, line.item, line.itemLine, line.amount.minor);
  return isNew;
}

/** Payments inside the bounds of a whole read that it did not show have been taken out of PeopleSoft: that is an error to look at. */
export function flagAbsentPayments(db: WritableLedger, depositBu: string, from: string, runId: number): number {
  return statement(
    db,
    `UPDATE ps_payment SET status = 'error', status_text = 'PeopleSoft no longer shows this payment'
     WHERE deposit_bu = ? AND accounting_date >= ? AND status_text IS NOT 'PeopleSoft no longer shows this payment' AND seen_run < ?
       AND NOT EXISTS (SELECT 1 FROM ps_stage WHERE run_id = ?
         AND row_id = ps_payment.deposit_bu || '|' || ps_payment.deposit_id || '|' || ps_payment.payment_seq)`,
  ).run(depositBu, from, runId, runId).changes;
}
