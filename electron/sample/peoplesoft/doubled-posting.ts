import { nextDepositId, nextNumber, paymentSortKey, type Books } from './books-schema.ts';
import { postOnAccount } from './item-balance.ts';
import { prepared } from './prepared.ts';

/** Who books again: an interface that is run a second time repeats every field; a person gives the payment an id of her own. */
export type DoubledBy = 'interface' | 'person';

/** One payment that stands in the books a second time. */
export interface DoubledPayment {
  readonly of: { readonly depositBu: string; readonly depositId: string; readonly paymentSeq: number };
  readonly depositBu: string;
  readonly depositId: string;
  readonly paymentSeq: number;
  readonly paymentId: string;
}

interface PaymentRow {
  readonly deposit_bu: string;
  readonly deposit_id: string;
  readonly payment_seq_num: number;
  readonly payment_id: string;
  readonly payment_amt: number;
  readonly payment_currency: string;
  readonly accounting_dt: string;
  readonly x_external_id: string;
}

const OPERATOR = { interface: 'AR_PAYLOAD', person: 'KMILLER' } as const;

/**
 * Books one deposit (every payment of it) or one payment a second time, in a new deposit of the same bank, day and amounts, posted. The
 * items are paid already, so the money goes on the customer's account; a direct journal is journalled again. Which payments: the
 * first deposit that holds one that `which` names, and of it those it names. Returns the new payments, none where nothing fits.
 */
export function bookAgain(
  books: Books,
  which: { readonly depositId: string } | { readonly paymentId: string },
  by: DoubledBy,
  nowMs: number,
): DoubledPayment[] {
  return books
    .transaction(() => {
      const rows = paymentsOf(books, which);
      const first = rows[0];
      if (first === undefined) return [];
      const depositId = nextDepositId(books);
      copyDeposit(books, first, { depositId, oprid: OPERATOR[by], nowMs });
      return rows.map((row) => {
        const paymentId = by === 'interface' ? row.payment_id : `M${90_000 + nextNumber(books, 'keyed_again')}`;
        copyPayment(books, row, { depositId, paymentId, nowMs });
        const { deposit_bu: depositBu, payment_seq_num: paymentSeq } = row;
        return {
          of: { depositBu, depositId: row.deposit_id, paymentSeq },
          depositBu,
          depositId,
          paymentSeq,
          paymentId,
        };
      });
    })
    .immediate();
}

function paymentsOf(books: Books, which: { depositId: string } | { paymentId: string }): PaymentRow[] {
  if ('depositId' in which)
    return prepared<PaymentRow>(books, 'SELECT * FROM payment WHERE deposit_id = ? ORDER BY sort_key').all(
      which.depositId,
    );
  return prepared<PaymentRow>(books, 'SELECT * FROM payment WHERE payment_id = ? ORDER BY sort_key LIMIT 1').all(
    which.paymentId,
  );
}

function copyDeposit(
  books: Books,
  of: PaymentRow,
  made: { readonly depositId: string; readonly oprid: string; readonly nowMs: number },
): void {
  prepared(
    books,
    `INSERT INTO deposit_control SELECT deposit_bu, :depositId, bank_cd, bank_acct_key, format_currency, accounting_dt, received_dt,
       deposit_type, control_amt, control_cnt, :oprid, 'I', 'C', 'by hand', :nowMs
     FROM deposit_control WHERE deposit_bu = :unit AND deposit_id = :of`,
  ).run({ ...made, unit: of.deposit_bu, of: of.deposit_id });
}

function copyPayment(
  books: Books,
  row: PaymentRow,
  made: { readonly depositId: string; readonly paymentId: string; readonly nowMs: number },
): void {
  const key = { unit: row.deposit_bu, of: row.deposit_id, seq: row.payment_seq_num };
  const { depositId, paymentId, nowMs } = made;
  const from = 'WHERE deposit_bu = :unit AND deposit_id = :of AND payment_seq_num = :seq';
  prepared(
    books,
    `INSERT INTO payment SELECT deposit_bu, :depositId, payment_seq_num, :paymentId, payment_amt, payment_currency, payment_method,
       accounting_dt, x_external_id, '', 'P', '', :nowMs, :sortKey, misc_payment, acctg_template FROM payment ${from}`,
  ).run({ ...key, depositId, paymentId, nowMs, sortKey: paymentSortKey(key.unit, depositId, key.seq) });
  prepared(
    books,
    `INSERT INTO payment_id_cust SELECT deposit_bu, :depositId, payment_seq_num, id_seq_num, cust_id FROM payment_id_cust ${from}`,
  ).run({ ...key, depositId });
  const journalled = prepared(
    books,
    `INSERT INTO payment_misc_dst SELECT deposit_bu, :depositId, payment_seq_num, account, monetary_amount FROM payment_misc_dst ${from}`,
  ).run({ ...key, depositId });
  if (journalled.changes === 0) postOnAccount(books, { ...row, deposit_id: depositId, payment_id: paymentId });
}
