import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import type { DepositDocument } from '../../connectors/peoplesoft/types.ts';
import { operatorOfDeposit, paymentsOfDeposit } from '../../ledger/deposit-payment-store.ts';
import { depositState, doubtDeposit, findDeposit, sendDepositAgain } from '../../ledger/deposit-store.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { startAttempt } from '../../ledger/posting-attempt-store.ts';
import { setPostingState } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { auditSend, type CutDeposit } from './cut-deposit.ts';
import { requireKnownDatabase } from '../database/database-gate.ts';
import { depositMappingInForce } from './deposit-mapping-in-force.ts';
import { paymentsInState, type DoubtfulDeposit } from './doubtful-deposits.ts';
import { recheckedPosting } from './due-postings.ts';
import { documentHash } from '../payments/payment-payload.ts';
import type { RecheckedPosting } from '../sending/recheck.ts';
import { refusal } from '../decisions/refusal.ts';
import { requireClaim, type SenderClaim } from '../sending/sender-claim.ts';

export interface UnsentDeposit {
  readonly depositKey: number;
  /** The same deposit as a question to PeopleSoft: it is asked once more just before the send. */
  readonly doubt: DoubtfulDeposit;
  readonly postings: readonly RecheckedPosting[];
  /** Operator id behind its payments; they have one in common where the site sends under the approver's own. */
  readonly operatorId: string | null;
}

interface UnsentRecord {
  readonly deposit_key: number;
  readonly deposit_bu: string;
  readonly bank_code: string;
  readonly bank_account_key: string;
  readonly sent_at: Instant;
  readonly document_json: string;
}

/**
 * Deposits whose absence in PeopleSoft was proven after a doubt: they go again, unchanged, before anything new. With `bulk` false only
 * those with a payment that a person sent on its way herself.
 */
export const unsentDeposits = defineRead(
  'posting.unsentDeposits',
  (db: ReadableLedger, args: { unit: string; bulk: boolean }): UnsentDeposit[] =>
    statement<UnsentRecord>(
      db,
      `SELECT deposit_key, deposit_bu, bank_code, bank_account_key, sent_at, document_json FROM deposit WHERE unit = @unit AND state = 'cut'
         AND (@bulk = 1 OR EXISTS (SELECT 1 FROM posting p WHERE p.deposit_key = deposit.deposit_key AND p.send_now = 1)) ORDER BY deposit_key`,
    )
      .all({ unit: args.unit, bulk: args.bulk ? 1 : 0 })
      .map((row) => ({
        depositKey: row.deposit_key,
        doubt: {
          depositKey: row.deposit_key,
          depositBu: row.deposit_bu,
          bankCode: row.bank_code,
          bankAccountKey: row.bank_account_key,
          absenceCountsFromAt: row.sent_at,
          keyTaken: false,
          payments: paymentsInState(db, row.deposit_key, row.document_json, "'queued'"),
        },
        postings: depositPostings(db, row.deposit_key),
        operatorId: operatorOfDeposit(db, row.deposit_key),
      })),
);

/** The postings of a deposit in payment sequence order, ready to be re-read. */
export function depositPostings(db: ReadableLedger, depositKey: number): RecheckedPosting[] {
  return statement<{
    posting_id: number;
    payload_json: string;
    payload_hash: string;
    approved_at: string;
    match_id: number;
  }>(
    db,
    'SELECT posting_id, payload_json, payload_hash, approved_at, match_id FROM posting WHERE deposit_key = ? ORDER BY payment_seq',
  )
    .all(depositKey)
    .map((row) => recheckedPosting(db, row));
}

interface ResumeArgs {
  readonly claim: SenderClaim;
  /** Who sends it; null: the site's integration id. */
  readonly operatorId: string | null;
  readonly depositKey: number;
  readonly at: Instant;
  readonly machine: string;
}

/**
 * Marks a deposit as being sent again: same document, same references, under the mapping in force now. Refuses unless its absence has been proven; null when a payment
 * of it no longer stands as it was approved since the re-read: the next round gives that one back.
 */
export const resumeDeposit = defineWrite(
  'posting.resumeDeposit',
  (db: WritableLedger, args: ResumeArgs): CutDeposit | null => {
    requireClaim(db, args.claim);
    requireKnownDatabase(db);
    const deposit = findDeposit(db, args.depositKey);
    if (deposit?.state !== 'cut')
      throw refusal('STALE_VERSION', 'This deposit is not waiting to be sent.', 'Open the list again.');
    if (documentHash(deposit.documentJson) !== deposit.documentHash)
      throw new Error('a stored deposit differs from what was cut: its hash does not fit');
    const postings = depositPostings(db, args.depositKey);
    if (postings.some((each) => each.sourceChanges.length > 0)) return null;
    const postingIds = postings.map((each) => each.postingId);
    // What was cut under an older mapping leaves under the one in force: the writer checks it against the service anew.
    const mapping = depositMappingInForce(db, args.at, deposit.depositIdGiven === 1 ? 'given' : 'next');
    const mappingVersion = mapping?.version ?? null;
    sendDepositAgain(db, args.depositKey, { at: args.at, mappingVersion });
    for (const postingId of postingIds)
      setPostingState(db, { postingId: postingId as PostingId, to: 'sending', at: args.at });
    const { unit, depositBu, bankCode, bankAccountKey, currency, accountingDate } = deposit;
    auditSend(db, { ...args, unit, postingIds, documentHash: deposit.documentHash, mappingVersion, how: 'sentAgain' });
    return {
      depositKey: deposit.depositKey,
      attemptId: startAttempt(db, deposit.depositKey, 'send', args.at),
      cutNumber: deposit.cutNumber,
      postingIds,
      group: { unit, depositBu, bankCode, bankAccountKey, currency, accountingDate, operatorId: args.operatorId },
      document: JSON.parse(deposit.documentJson) as DepositDocument,
      mapping,
    };
  },
);

/**
 * A deposit that was proven absent is in doubt again: the last look before its resend showed it, or proved nothing. It goes back to
 * unknown by the way every send goes; the read-back that says what was seen is recorded next.
 */
export const doubtAgain = defineWrite(
  'posting.doubtAgain',
  (db: WritableLedger, args: { claim: SenderClaim; depositKey: number; at: Instant; reason: string }): void => {
    requireClaim(db, args.claim);
    if (depositState(db, args.depositKey) !== 'cut')
      throw refusal('STALE_VERSION', 'This deposit is not waiting to be sent.', 'Open the list again.');
    doubtDeposit(db, args.depositKey, { reason: args.reason, absenceCountsFromAt: args.at });
    for (const postingId of paymentsOfDeposit(db, args.depositKey)) {
      setPostingState(db, { postingId, to: 'sending', at: args.at });
      setPostingState(db, { postingId, to: 'unknown', at: args.at, reason: args.reason });
    }
  },
);
