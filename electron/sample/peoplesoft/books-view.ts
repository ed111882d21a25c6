import Database from 'better-sqlite3';
import type { PaymentOrigin } from './posted-receipt.ts';
import type { Books } from './books-schema.ts';
import { prepared } from './prepared.ts';
import { formatThousandths } from './thousandths.ts';

/** What a payment was (or is to be) applied to; amounts are decimal text without trailing zeros. */
export interface BookApplication {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  readonly amount: string;
  /** False while the amount is only a reference that the batch has not applied yet. */
  readonly applied: boolean;
}

/** One payment as PeopleSoft's own books hold it. */
export interface BookPayment {
  readonly depositBu: string;
  readonly depositId: string;
  readonly paymentSeq: number;
  readonly paymentId: string;
  readonly amount: string;
  readonly currency: string;
  readonly accountingDate: string;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  /** The paying customer: the first one the payment names, or that of its first item. */
  readonly custId: string;
  readonly enteredBy: string;
  /** External id of the deposit service; for receipts entered by people, their comment. */
  readonly externalId: string;
  readonly approvedBy: string;
  readonly status: 'unapplied' | 'worksheet' | 'applied' | 'posted' | 'error';
  readonly statusText: string;
  readonly origin: PaymentOrigin;
  readonly applications: readonly BookApplication[];
}

export interface BookItemState {
  readonly status: 'open' | 'closed';
  readonly balance: string;
  readonly activities: number;
}

/** A read-only look at the books, for scores and tests; works while the simulator runs. */
export interface PeopleSoftBooksView {
  /** Every payment, by deposit and sequence, streamed. */
  payments(): IterableIterator<BookPayment>;
  /** Payments beyond the first of each payment id. */
  duplicatePaymentIds(): number;
  /** Payments beyond the first of each external id (blank ones do not count). */
  duplicateExternalIds(): number;
  item(businessUnit: string, custId: string, item: string, itemLine: number): BookItemState | null;
  /** Vouchers by which Payables would pay customers, made by entry types of payments. */
  vouchers(): number;
  groupsInError(): number;
  counts(): {
    readonly deposits: number;
    readonly payments: number;
    readonly waiting: number;
    readonly openItems: number;
  };
  close(): void;
}

const STATUS = { U: 'unapplied', W: 'worksheet', A: 'applied', P: 'posted', E: 'error' } as const;

interface PaymentRow {
  deposit_bu: string;
  deposit_id: string;
  payment_seq_num: number;
  payment_id: string;
  payment_amt: number;
  payment_currency: string;
  accounting_dt: string;
  bank_cd: string;
  bank_acct_key: string;
  oprid: string;
  x_external_id: string;
  x_approved_by: string;
  payment_status: keyof typeof STATUS;
  status_text: string;
  origin: PaymentOrigin;
}

interface ReferenceRow {
  business_unit: string;
  cust_id: string;
  item: string;
  item_line: number;
  pay_amt: number;
  applied_key: string | null;
  applied_amt: number | null;
}

/** Opens finished books for reading only; throws when the file does not exist. */
export function readPeopleSoftBooks(file: string): PeopleSoftBooksView {
  const books = new Database(file, { readonly: true, fileMustExist: true });
  return { ...viewBooks(books), close: () => books.close() };
}

/** The same view over a connection that is already open (and stays so). */
export function viewBooks(books: Books): Omit<PeopleSoftBooksView, 'close'> {
  const count = (sql: string) => prepared<{ n: number }>(books, sql).get()?.n ?? 0;
  return {
    payments: () => iteratePayments(books),
    duplicatePaymentIds: () => count('SELECT COUNT(*) - COUNT(DISTINCT payment_id) AS n FROM payment'),
    duplicateExternalIds: () =>
      count(`SELECT COUNT(*) - COUNT(DISTINCT x_external_id) AS n FROM payment WHERE x_external_id <> ''`),
    vouchers: () => count('SELECT COUNT(*) AS n FROM refund_voucher'),
    groupsInError: () => count(`SELECT COUNT(*) AS n FROM group_control WHERE post_status = 'E'`),
    item: (businessUnit, custId, item, itemLine) =>
      readItemState(books, [businessUnit, custId, item, itemLine].join('|')),
    counts: () => ({
      deposits: count('SELECT COUNT(*) AS n FROM deposit_control'),
      payments: count('SELECT COUNT(*) AS n FROM payment'),
      waiting: count(`SELECT COUNT(*) AS n FROM payment WHERE payment_status IN ('U', 'A')`),
      openItems: count(`SELECT COUNT(*) AS n FROM item WHERE item_status = 'O'`),
    }),
  };
}

function readItemState(books: Books, key: string): BookItemState | null {
  const row = prepared<{ item_status: string; bal_amt: number; activities: number }>(
    books,
    `SELECT item_status, bal_amt, (SELECT COUNT(*) FROM item_activity a WHERE a.sort_key = i.sort_key) AS activities
     FROM item i WHERE sort_key = ?`,
  ).get(key);
  if (!row) return null;
  const balance = formatThousandths(row.bal_amt, 'trimmed');
  return { status: row.item_status === 'O' ? 'open' : 'closed', balance, activities: row.activities };
}

function* iteratePayments(books: Books): IterableIterator<BookPayment> {
  // A statement of its own: one that is being iterated cannot be shared.
  const rows = books
    .prepare<[], PaymentRow>(
      `SELECT p.*, d.bank_cd, d.bank_acct_key, d.oprid, d.origin FROM payment p JOIN deposit_control d USING (deposit_bu, deposit_id)
       ORDER BY p.deposit_bu, p.deposit_id, p.payment_seq_num`,
    )
    .iterate();
  for (const row of rows) yield toPayment(books, row);
}

function toPayment(books: Books, row: PaymentRow): BookPayment {
  const key = [row.deposit_bu, row.deposit_id, row.payment_seq_num];
  const references = prepared<ReferenceRow>(
    books,
    `SELECT * FROM payment_id_item WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ? ORDER BY id_seq_num`,
  ).all(...key);
  const payer = prepared<{ cust_id: string }>(
    books,
    `SELECT cust_id FROM payment_id_cust WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ? ORDER BY id_seq_num`,
  ).get(...key);
  return {
    depositBu: row.deposit_bu,
    depositId: row.deposit_id,
    paymentSeq: row.payment_seq_num,
    paymentId: row.payment_id,
    amount: formatThousandths(row.payment_amt, 'trimmed'),
    currency: row.payment_currency,
    accountingDate: row.accounting_dt,
    bankCode: row.bank_cd,
    bankAccountKey: row.bank_acct_key,
    custId: payer?.cust_id ?? references[0]?.cust_id ?? '',
    enteredBy: row.oprid,
    externalId: row.x_external_id,
    approvedBy: row.x_approved_by,
    status: STATUS[row.payment_status],
    statusText: row.status_text,
    origin: row.origin,
    applications: references.map(toApplication),
  };
}

function toApplication(row: ReferenceRow): BookApplication {
  const amount = formatThousandths(row.applied_amt ?? row.pay_amt, 'trimmed');
  if (row.applied_key === null)
    return {
      businessUnit: row.business_unit,
      custId: row.cust_id,
      item: row.item,
      itemLine: row.item_line,
      amount,
      applied: false,
    };
  const [businessUnit = '', custId = '', item = '', itemLine = '0'] = row.applied_key.split('|');
  return { businessUnit, custId, item, itemLine: Number(itemLine), amount, applied: true };
}
