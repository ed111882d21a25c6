import type { Instant } from '../../../shared/domain/ids.ts';
import type { DepositDocument, PaymentDocument } from '../../connectors/peoplesoft/types.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { paymentsOfDeposit } from '../../ledger/deposit-payment-store.ts';
import { depositsBeingSent, doubtDeposit } from '../../ledger/deposit-store.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { closeAttempt, isKeyTaken, openAttempts } from '../../ledger/posting-attempt-store.ts';
import { setPostingState } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { requireClaim, type SenderClaim } from '../sending/sender-claim.ts';

export interface DoubtfulDeposit {
  readonly depositKey: number;
  readonly depositBu: string;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  readonly absenceCountsFromAt: Instant;
  /** PeopleSoft refused the last attempt with "row already exists": the deposit is there in some form. */
  readonly keyTaken: boolean;
  readonly payments: readonly { readonly postingId: number; readonly document: PaymentDocument }[];
}

interface Row {
  readonly deposit_key: number;
  readonly deposit_bu: string;
  readonly bank_code: string;
  readonly bank_account_key: string;
  readonly absence_counts_from_at: Instant;
  readonly document_json: string;
}

/** Deposits whose outcome is not known, oldest first; of each only the payments that are still unknown. */
export const doubtfulDeposits = defineRead(
  'posting.doubtfulDeposits',
  (db: ReadableLedger, args: { unit: string }): DoubtfulDeposit[] =>
    statement<Row>(
      db,
      "SELECT deposit_key, deposit_bu, bank_code, bank_account_key, absence_counts_from_at, document_json FROM deposit WHERE unit = ? AND state = 'unknown' ORDER BY deposit_key",
    )
      .all(args.unit)
      .map((row) => ({
        depositKey: row.deposit_key,
        depositBu: row.deposit_bu,
        bankCode: row.bank_code,
        bankAccountKey: row.bank_account_key,
        absenceCountsFromAt: row.absence_counts_from_at,
        keyTaken: isKeyTaken(db, row.deposit_key),
        payments: paymentsInState(db, row.deposit_key, row.document_json, "'unknown'"),
      })),
);

/** The payments of a deposit that are in one of the states (SQL list), with the document each was sent with. */
export function paymentsInState(
  db: ReadableLedger,
  depositKey: number,
  documentJson: string,
  states: string,
): { postingId: number; document: PaymentDocument }[] {
  const document = JSON.parse(documentJson) as DepositDocument;
  const bySeq = new Map(document.payments.map((payment) => [payment.paymentSeq, payment]));
  return statement<{ posting_id: number; payment_seq: number }>(
    db,
    `SELECT posting_id, payment_seq FROM posting WHERE deposit_key = ? AND state IN (${states}) ORDER BY payment_seq`,
  )
    .all(depositKey)
    .flatMap((row) => {
      const payment = bySeq.get(row.payment_seq);
      return payment === undefined ? [] : [{ postingId: row.posting_id, document: payment }];
    });
}

/**
 * Turns sends that a crash or a kill cut off into doubts. The request may have left up to the last moment of that process, so
 * absence counts only a whole settle time from now. Returns how many deposits that were.
 */
export const markInterruptedSends = defineWrite(
  'posting.markInterrupted',
  (
    db: WritableLedger,
    args: { claim: SenderClaim; at: Instant; machine: string; absenceCountsFromAt: Instant },
  ): number => {
    requireClaim(db, args.claim);
    const reason = 'Tieout stopped while this deposit was being sent; PeopleSoft is asked whether it arrived';
    const cutOff = depositsBeingSent(db, args.claim.unit);
    for (const depositKey of cutOff) {
      doubtDeposit(db, depositKey, { reason, absenceCountsFromAt: args.absenceCountsFromAt });
      for (const postingId of paymentsOfDeposit(db, depositKey))
        setPostingState(db, { postingId, to: 'unknown', at: args.at, reason });
      for (const attemptId of openAttempts(db, depositKey))
        closeAttempt(db, attemptId, { at: args.at, outcome: 'unknown', detail: { text: reason } });
      appendAudit(db, {
        at: args.at,
        actor: args.claim.holder,
        machine: args.machine,
        action: 'deposit.unknown',
        subject: `deposit/${depositKey}`,
        detail: { text: reason, rejected: [] },
      });
    }
    return cutOff.length;
  },
);
