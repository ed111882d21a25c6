import type { Instant, PostingId } from '../../shared/domain/ids.ts';
import type { DepositDocument } from '../connectors/peoplesoft/types.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../ledger/operation.ts';
import { setPostingState } from '../ledger/posting-store.ts';
import { statement } from '../ledger/statement.ts';
import { auditSend, startAttempt, type CutDeposit } from './cut-deposit.ts';
import { requireKnownDatabase } from './database-gate.ts';
import { depositMappingInForce } from './deposit-mapping-in-force.ts';
import { paymentsInState, type DoubtfulDeposit } from './doubtful-deposits.ts';
import { recheckedPosting } from './due-postings.ts';
import { documentHash } from './payment-payload.ts';
import type { RecheckedPosting } from './recheck.ts';
import { postingsOf } from './record-send.ts';
import { refusal } from './refusal.ts';
import { requireClaim, type SenderClaim } from './sender-claim.ts';

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
        operatorId: operatorOf(db, row.deposit_key),
      })),
);

function operatorOf(db: ReadableLedger, depositKey: number): string | null {
  const row = statement<{ id: string | null }>(
    db,
    'SELECT operator_id AS id FROM posting WHERE deposit_key = ? ORDER BY payment_seq LIMIT 1',
  ).get(depositKey);
  return row?.id ?? null;
}

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

interface DepositRecord {
  readonly deposit_key: number;
  readonly unit: string;
  readonly deposit_bu: string;
  readonly deposit_id_given: 0 | 1;
  readonly bank_code: string;
  readonly bank_account_key: string;
  readonly currency: string;
  readonly accounting_date: string;
  readonly cut_number: number;
  readonly state: string;
  readonly document_json: string;
  readonly document_hash: string;
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
 * Marks a deposit as being sent again: same document, same references, under the mapping in force now. Refuses unless its absence has been proven; null when Stripe
 * changed one of its charges since the re-read: the next round gives that payment back.
 */
export const resumeDeposit = defineWrite(
  'posting.resumeDeposit',
  (db: WritableLedger, args: ResumeArgs): CutDeposit | null => {
    requireClaim(db, args.claim);
    requireKnownDatabase(db);
    const row = statement<DepositRecord>(
      db,
      `SELECT deposit_key, unit, deposit_bu, deposit_id_given, bank_code, bank_account_key, currency, accounting_date, cut_number, state, document_json, document_hash
       FROM deposit WHERE deposit_key = ?`,
    ).get(args.depositKey);
    if (row?.state !== 'cut')
      throw refusal('STALE_VERSION', 'This deposit is not waiting to be sent.', 'Open the list again.');
    if (documentHash(row.document_json) !== row.document_hash)
      throw new Error('a stored deposit differs from what was cut: its hash does not fit');
    const postings = depositPostings(db, args.depositKey);
    if (postings.some((each) => each.sourceChanges.length > 0)) return null;
    const postingIds = postings.map((each) => each.postingId);
    // What was cut under an older mapping leaves under the one in force: the writer checks it against the service anew.
    const mapping = depositMappingInForce(db, args.at, row.deposit_id_given === 1 ? 'given' : 'next');
    const mappingVersion = mapping?.version ?? null;
    statement(
      db,
      "UPDATE deposit SET state = 'sending', sent_at = ?, mapping_version = ?, version = version + 1 WHERE deposit_key = ?",
    ).run(args.at, mappingVersion, args.depositKey);
    for (const postingId of postingIds)
      setPostingState(db, { postingId: postingId as PostingId, to: 'sending', at: args.at });
    const { unit, document_hash: hash } = row;
    auditSend(db, { ...args, unit, postingIds, documentHash: hash, mappingVersion, how: 'sentAgain' });
    return {
      depositKey: row.deposit_key,
      attemptId: startAttempt(db, row.deposit_key, 'send', args.at),
      cutNumber: row.cut_number,
      postingIds,
      group: {
        unit: row.unit,
        depositBu: row.deposit_bu,
        bankCode: row.bank_code,
        bankAccountKey: row.bank_account_key,
        currency: row.currency,
        accountingDate: row.accounting_date,
        operatorId: args.operatorId,
      },
      document: JSON.parse(row.document_json) as DepositDocument,
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
    const { changes } = statement(
      db,
      "UPDATE deposit SET state = 'unknown', state_reason = ?, absence_counts_from_at = ?, version = version + 1 WHERE deposit_key = ? AND state = 'cut'",
    ).run(args.reason, args.at, args.depositKey);
    if (changes === 0)
      throw refusal('STALE_VERSION', 'This deposit is not waiting to be sent.', 'Open the list again.');
    for (const postingId of postingsOf(db, args.depositKey)) {
      setPostingState(db, { postingId, to: 'sending', at: args.at });
      setPostingState(db, { postingId, to: 'unknown', at: args.at, reason: args.reason });
    }
  },
);
