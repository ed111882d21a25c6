import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { paymentsOfDeposit, takeOutOfDeposit } from '../../ledger/deposit-payment-store.ts';
import { acceptDeposit, doubtDeposit, rejectDeposit } from '../../ledger/deposit-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { closeAttempt } from '../../ledger/posting-attempt-store.ts';
import { getPosting, setPostingState } from '../../ledger/posting-store.ts';
import type { SendRecord } from './judge-send.ts';
import { releasePosting } from '../payments/release-posting.ts';
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
  closeAttempt(db, args.attemptId, { at, outcome, detail, request, answer });
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
  acceptDeposit(db, depositKey, record.depositId);
  for (const postingId of paymentsOfDeposit(db, depositKey)) setPostingState(db, { postingId, to: 'accepted', at });
}

function recordUnknown(db: WritableLedger, { record, depositKey, at }: RecordSendArgs): void {
  doubtDeposit(db, depositKey, { reason: record.text, absenceCountsFromAt: record.absenceCountsFromAt });
  for (const postingId of paymentsOfDeposit(db, depositKey))
    setPostingState(db, { postingId, to: 'unknown', at, reason: record.text });
}

/** A certain refusal, or one that never left: the deposit is over, refused lines are parked with their words, the innocent ones are due again. */
function recordRefused(db: WritableLedger, args: RecordSendArgs): void {
  const { record, depositKey, at } = args;
  rejectDeposit(db, depositKey, record.outcome === 'notSent' ? `Not sent: ${record.text}` : record.text);
  const rejected = new Map(record.rejected.map((each) => [each.postingId, each.text]));
  for (const postingId of paymentsOfDeposit(db, depositKey)) {
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
  takeOutOfDeposit(db, postingId);
}
