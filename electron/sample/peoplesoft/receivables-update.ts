import { nextNumber, writeSite, type Books } from './books-schema.ts';
import { PAYMENT_ENTRY, postItemEntry, postOnAccount, refuseItemEntry } from './item-balance.ts';
import type { CatalogMessage } from './message-catalog.ts';
import {
  applyPayment,
  setPaymentStatus,
  unappliedPayments,
  type ApplicationTwist,
  type WaitingPayment,
} from './payment-application.ts';
import { postItemGroup, waitingGroups } from './pending-item-posting.ts';
import { prepared } from './prepared.ts';

const PAYMENTS_PER_CHUNK = 400;

/** What one run of the batch did, in payments. */
export interface BatchResult {
  readonly applied: number;
  readonly worksheets: number;
  readonly posted: number;
  readonly errors: number;
}

export interface ReceivablesUpdate {
  /** Runs until nothing waits any more; a run that is under way is joined. `apply` stops before posting. */
  run(steps: 'apply' | 'all'): Promise<BatchResult>;
  /** Whether a payment waits to be applied or posted. */
  isWaiting(): boolean;
  /** Ends a run after its current chunk and takes no more. */
  stop(): void;
}

interface BatchOptions {
  readonly books: Books;
  readonly now: () => number;
  readonly twist: () => ApplicationTwist;
  /** What becomes of a payment that names a customer and no item. */
  readonly withoutItems: () => 'onAccount' | 'worksheet';
}

/**
 * The asynchronous half of receivables: applies payments to items, then Receivables Update posts them. One group a
 * payment; a group in error leaves its payment and items as they are. Works in small transactions and lets requests in
 * between.
 */
export function createReceivablesUpdate(options: BatchOptions): ReceivablesUpdate {
  let running: Promise<BatchResult> = Promise.resolve({ applied: 0, worksheets: 0, posted: 0, errors: 0 });
  let isStopped = false;
  const runOnce = async (steps: 'apply' | 'all'): Promise<BatchResult> => {
    const total = { applied: 0, worksheets: 0, posted: 0, errors: 0 };
    const phases = steps === 'apply' ? [applyChunk] : [postItemsChunk, applyChunk, postChunk];
    for (const phase of phases) {
      let more = true;
      while (more && !isStopped) {
        more = phase(options, total);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    if (steps === 'all' && !isStopped) {
      writeSite(options.books, 'last_run_ms', String(options.now()));
      nextNumber(options.books, 'process_instance');
    }
    return total;
  };
  return {
    run(steps) {
      // A run that failed told its own caller; it does not keep the next one from running.
      running = running.then(
        () => runOnce(steps),
        () => runOnce(steps),
      );
      return running;
    },
    isWaiting: () =>
      unappliedPayments(options.books, 1).length > 0 ||
      appliedPayments(options.books, 1).length > 0 ||
      waitingGroups(options.books, 1).length > 0,
    stop() {
      isStopped = true;
    },
  };
}

interface Total {
  applied: number;
  worksheets: number;
  posted: number;
  errors: number;
}

/** Items first: a payment of the same run finds what it pays. */
function postItemsChunk({ books }: BatchOptions): boolean {
  return inTransaction(books, () => {
    const groups = waitingGroups(books, PAYMENTS_PER_CHUNK);
    for (const group of groups) postItemGroup(books, group);
    return groups.length === PAYMENTS_PER_CHUNK;
  });
}

function applyChunk({ books, twist, withoutItems }: BatchOptions, total: Total): boolean {
  return inTransaction(books, () => {
    const payments = unappliedPayments(books, PAYMENTS_PER_CHUNK);
    for (const payment of payments) applyPayment(books, payment, twist(), withoutItems());
    const onWorksheet = payments.filter((payment) => statusOf(books, payment) === 'W').length;
    total.worksheets += onWorksheet;
    total.applied += payments.length - onWorksheet;
    return payments.length === PAYMENTS_PER_CHUNK;
  });
}

function postChunk({ books }: BatchOptions, total: Total): boolean {
  return inTransaction(books, () => {
    const payments = appliedPayments(books, PAYMENTS_PER_CHUNK);
    for (const payment of payments) {
      if (postPayment(books, payment)) total.posted += 1;
      else total.errors += 1;
    }
    completeDeposits(books, payments);
    return payments.length === PAYMENTS_PER_CHUNK;
  });
}

interface Application {
  readonly applied_key: string;
  readonly applied_amt: number;
  readonly entry_type: string;
}

/** The one entry type here that feeds Receivables Refund: Payables pays what it names out to the customer. */
const VOUCHER_ENTRY = 'RF';

/** The accounting entry of a direct journal: the template's account against the clearing account; no customer and no group. */
function postDirectJournal(books: Books, payment: WaitingPayment): void {
  prepared(
    books,
    `INSERT INTO payment_misc_dst SELECT :unit, :deposit, :seq, account, -:amount FROM acctg_template WHERE acctg_template = :template`,
  ).run({
    unit: payment.deposit_bu,
    deposit: payment.deposit_id,
    seq: payment.payment_seq_num,
    amount: payment.payment_amt,
    template: payment.acctg_template,
  });
  setPaymentStatus(books, payment, 'P', '');
}

function postPayment(books: Books, payment: WaitingPayment): boolean {
  if (payment.misc_payment === 'Y') {
    postDirectJournal(books, payment);
    return true;
  }
  const key = [payment.deposit_bu, payment.deposit_id, payment.payment_seq_num] as const;
  const applications = prepared<Application>(
    books,
    `SELECT applied_key, applied_amt, entry_type FROM payment_id_item
     WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ? AND applied_key IS NOT NULL ORDER BY id_seq_num`,
  ).all(...key);
  const refusal = findRefusal(books, applications);
  const groupId = `P${String(nextNumber(books, 'group_id')).padStart(9, '0')}`;
  prepared(books, `INSERT INTO group_control VALUES (?, ?, 'P', ?, ?, ?, ?, ?, ?, ?)`).run(
    payment.deposit_bu,
    groupId,
    refusal ? 'E' : 'P',
    refusal?.set ?? 0,
    refusal?.number ?? 0,
    refusal?.text ?? '',
    ...key,
  );
  if (refusal) {
    setPaymentStatus(books, payment, 'E', `Group ${groupId} is in error: ${refusal.text}`);
    return false;
  }
  for (const { applied_key: itemKey, applied_amt: amount, entry_type: entryType } of applications) {
    if (entryType === VOUCHER_ENTRY)
      prepared(books, 'INSERT INTO refund_voucher VALUES (?, ?, ?)').run(payment.payment_id, itemKey, -amount);
    postItemEntry(books, {
      itemKey,
      amount,
      accountingDate: payment.accounting_dt,
      depositBu: payment.deposit_bu,
      depositId: payment.deposit_id,
      paymentSeq: payment.payment_seq_num,
      paymentId: payment.payment_id,
      groupId,
      entryType: entryType === '' ? PAYMENT_ENTRY : entryType,
    });
  }
  if (applications.length === 0) postOnAccount(books, payment);
  setPaymentStatus(books, payment, 'P', '');
  return true;
}

/** A group posts whole or not at all: the same item twice in one payment counts together. */
function findRefusal(books: Books, applications: readonly Application[]): CatalogMessage | null {
  const sums = new Map<string, number>();
  for (const { applied_key: key, applied_amt: amount } of applications) sums.set(key, (sums.get(key) ?? 0) + amount);
  for (const [itemKey, amount] of sums) {
    const refusal = refuseItemEntry(books, itemKey, amount);
    if (refusal) return refusal;
  }
  return null;
}

function appliedPayments(books: Books, limit: number): WaitingPayment[] {
  return prepared<WaitingPayment>(
    books,
    `SELECT * FROM payment INDEXED BY payment_applied WHERE payment_status = 'A' ORDER BY sort_key LIMIT ?`,
  ).all(limit);
}

function statusOf(books: Books, payment: WaitingPayment): string | undefined {
  return prepared<{ payment_status: string }>(
    books,
    'SELECT payment_status FROM payment WHERE deposit_bu = ? AND deposit_id = ? AND payment_seq_num = ?',
  ).get(payment.deposit_bu, payment.deposit_id, payment.payment_seq_num)?.payment_status;
}

function completeDeposits(books: Books, payments: readonly WaitingPayment[]): void {
  const deposits = new Map(payments.map((payment) => [`${payment.deposit_bu}|${payment.deposit_id}`, payment]));
  for (const { deposit_bu: unit, deposit_id: id } of deposits.values())
    prepared(
      books,
      `UPDATE deposit_control SET dep_post_status = 'C' WHERE deposit_bu = :unit AND deposit_id = :id AND NOT EXISTS
         (SELECT 1 FROM payment WHERE deposit_bu = :unit AND deposit_id = :id AND payment_status <> 'P')`,
    ).run({ unit, id });
}

function inTransaction(books: Books, work: () => boolean): boolean {
  return books.transaction(work).immediate();
}
