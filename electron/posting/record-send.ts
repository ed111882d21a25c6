import type { Instant, PostingId } from '../../shared/domain/ids.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { defineWrite, type WritableLedger } from '../ledger/operation.ts';
import { getPosting, setPostingState } from '../ledger/posting-store.ts';
import { statement } from '../ledger/statement.ts';
import { closeAttempt } from './close-attempt.ts';
import type { SendRecord } from './judge-send.ts';
import { releasePosting } from './release-posting.ts';
import { requireClaim, type SenderClaim } from './sender-claim.ts';

export interface RecordSendArgs {
  readonly claim: SenderClaim;
  readonly depositKey: number;
  readonly attemptId: number;
  readonly at: Instant;
  readonly machine: string;
  readonly record: SendRecord;
}

/** Writes down what one attempt came to: deposit, payments, attempt and audit row together. */
export const recordSend = defineWrite('posting.recordSend', (db: WritableLedger, args: RecordSendArgs): void => {
  requireClaim(db, args.claim);
  const { record, depositKey, at } = args;
  const detail = { text: record.text, ...(record.duplicateKey ? { duplicateKey: true } : {}) };
  const { outcome, request, answer } = record;
  closeAttempt(db, 'posting_attempt', args.attemptId, { at, outcome, detail, request, answer });
  if (record.outcome === 'saved') recordSaved(db, args);
  else if (record.outcome === 'unknown') recordUnknown(db, args);
  else recordRefused(db, args);
  appendAudit(db, {
    at,
    actor: args.claim.holder,
    machine: args.machine,
    action: `deposit.${record.outcome}`,
    subject: `deposit/${depositKey}`,
    detail: { text: record.text, rejected: record.rejected.map((each) => each.postingId) },
  });
});

function recordSaved(db: WritableLedger, { record, depositKey, at }: RecordSendArgs): void {
  statement(
    db,
    "UPDATE deposit SET state = 'accepted', deposit_id = ifnull(?, deposit_id), state_reason = NULL, version = version + 1 WHERE deposit_key = ?",
  ).run(record.depositId, depositKey);
  for (const postingId of postingsOf(db, depositKey)) setPostingState(db, { postingId, to: 'accepted', at });
}

function recordUnknown(db: WritableLedger, { record, depositKey, at }: RecordSendArgs): void {
  statement(
    db,
    "UPDATE deposit SET state = 'unknown', state_reason = ?, absence_counts_from_at = ?, version = version + 1 WHERE deposit_key = ?",
  ).run(record.text, record.absenceCountsFromAt, depositKey);
  for (const postingId of postingsOf(db, depositKey))
    setPostingState(db, { postingId, to: 'unknown', at, reason: record.text });
}

/** A certain refusal, or one that never left: the deposit is over, refused lines are parked with their words, the innocent ones are due again. */
function recordRefused(db: WritableLedger, args: RecordSendArgs): void {
  const { record, depositKey, at } = args;
  statement(
    db,
    "UPDATE deposit SET state = 'rejected', state_reason = ?, version = version + 1 WHERE deposit_key = ?",
  ).run(record.outcome === 'notSent' ? `Not sent: ${record.text}` : record.text, depositKey);
  const rejected = new Map(record.rejected.map((each) => [each.postingId, each.text]));
  for (const postingId of postingsOf(db, depositKey)) {
    const text = rejected.get(postingId);
    if (text === undefined) requeuePosting(db, postingId, at);
    else
      releasePosting(db, postingId, {
        to: 'rejected',
        at,
        actor: args.claim.holder,
        reason: text,
        attention: 'postingProblem',
      });
  }
}

/** An innocent payment of a refused deposit is due again under its own reference. */
export function requeuePosting(db: WritableLedger, postingId: PostingId, at: Instant): void {
  if (getPosting(db, postingId).state !== 'queued') setPostingState(db, { postingId, to: 'queued', at });
  statement(db, 'UPDATE posting SET deposit_key = NULL, payment_seq = NULL WHERE posting_id = ?').run(postingId);
}

/** Postings of a deposit in payment sequence order. */
export function postingsOf(db: WritableLedger, depositKey: number): PostingId[] {
  return statement<{ posting_id: PostingId }>(
    db,
    'SELECT posting_id FROM posting WHERE deposit_key = ? ORDER BY payment_seq',
  )
    .all(depositKey)
    .map((row) => row.posting_id);
}
