import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import type { ItemGroupDocument } from '../../connectors/peoplesoft/types.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import {
  closeItemAttempt,
  doubtInterruptedSend,
  doubtItemSend,
  noteItemSent,
  openItemAttempts,
  startItemAttempt,
} from '../../ledger/item-send-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting, setPostingState } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { storePeriodDays, type PeriodDay } from '../../ledger/closed-day-store.ts';
import type { SendRecord } from '../sending/judge-send.ts';
import { requireKnownDatabase } from '../database/database-gate.ts';
import { READY_SQL } from '../payments/ready-to-send.ts';
import { releasePosting } from '../payments/release-posting.ts';
import { requireClaim, type SenderClaim } from '../sending/sender-claim.ts';
import { itemSourceChanges } from './due-items.ts';
import { readItemPayload } from './item-payload.ts';
import type { ItemRecheck } from './recheck-items.ts';

interface Step {
  readonly claim: SenderClaim;
  readonly at: Instant;
  readonly machine: string;
}

/**
 * Marks an item as being sent, in one transaction just before the call: from here on a crash leaves `sending`, which a restart turns into a
 * doubt. Null: it was taken back or changed at Stripe since it was read.
 */
export const startItemSend = defineWrite(
  'items.startSend',
  (
    db: WritableLedger,
    args: Step & { readonly postingId: number; readonly isFound?: boolean },
  ): { readonly attemptId: number; readonly document: ItemGroupDocument } | null => {
    requireClaim(db, args.claim);
    const { at, machine, isFound = false } = args;
    if (!isFound) requireKnownDatabase(db);
    const posting = getPosting(db, args.postingId as PostingId);
    const { postingId } = posting;
    const isReady = statement(db, `SELECT 1 FROM posting p WHERE posting_id = ? AND ${READY_SQL}`).get(postingId);
    const payload = readItemPayload(posting.payloadJson, posting.payloadHash);
    if (posting.state !== 'queued' || isReady === undefined) return null;
    if (!isFound && itemSourceChanges(db, payload).length > 0) return null;
    setPostingState(db, { postingId, to: 'sending', at });
    noteItemSent(db, postingId, at);
    appendAudit(db, {
      at,
      actor: args.claim.holder,
      machine,
      action: isFound ? 'item.found' : 'item.sent',
      subject: `posting/${postingId}`,
      detail: { reference: posting.reference, documentHash: posting.payloadHash },
    });
    return { attemptId: startItemAttempt(db, postingId, 'send', at), document: payload.document };
  },
);

/** Writes down what one attempt came to: posting, attempt and audit row together. */
export const recordItemSend = defineWrite(
  'items.recordSend',
  (
    db: WritableLedger,
    args: Step & { readonly postingId: number; readonly attemptId: number; readonly record: SendRecord },
  ): void => {
    requireClaim(db, args.claim);
    const { record, at, claim, attemptId } = args;
    const postingId = args.postingId as PostingId;
    const { outcome, text, request, answer } = record;
    closeItemAttempt(db, attemptId, { at, outcome, detail: { text }, request, answer });
    if (outcome === 'saved') setPostingState(db, { postingId, to: 'accepted', at });
    else if (outcome === 'unknown') {
      setPostingState(db, { postingId, to: 'unknown', at, reason: text });
      doubtItemSend(db, postingId, {
        absenceCountsFromAt: record.absenceCountsFromAt,
        keyTaken: record.duplicateKey,
      });
    } else if (record.rejected.length > 0)
      releasePosting(db, postingId, {
        to: 'rejected',
        at,
        actor: claim.holder,
        reason: text,
        attention: 'postingProblem',
      });
    else setPostingState(db, { postingId, to: 'queued', at, reason: text });
    appendAudit(db, {
      at,
      actor: claim.holder,
      machine: args.machine,
      action: `item.${outcome}`,
      subject: `posting/${postingId}`,
      detail: { text },
    });
  },
);

/** Gives back items that PeopleSoft or Stripe no longer supports as approved, each with what changed. Answers how many came back. */
export const returnItems = defineWrite(
  'items.return',
  (
    db: WritableLedger,
    args: Step & { readonly changed: readonly ItemRecheck[]; readonly days: readonly PeriodDay[] },
  ): number => {
    requireClaim(db, args.claim);
    const { at, claim, machine } = args;
    let returned = 0;
    for (const { postingId, changes } of args.changed) {
      const posting = getPosting(db, postingId as PostingId);
      if (posting.state !== 'queued') continue;
      returned += 1;
      const reason = changes.join('; ');
      releasePosting(db, posting.postingId, {
        to: 'withdrawn',
        at,
        actor: claim.holder,
        reason,
        attention: 'changedSinceApproval',
      });
      appendAudit(db, {
        at,
        actor: claim.holder,
        machine,
        action: 'item.returned',
        subject: `posting/${postingId}`,
        detail: { reference: posting.reference, changes: [...changes] },
      });
    }
    storePeriodDays(db, args.days, at);
    return returned;
  },
);

/** Sends that a crash cut off become doubts: absence counts only a whole settle time from now. Returns how many. */
export const markInterruptedItems = defineWrite(
  'items.markInterrupted',
  (db: WritableLedger, args: Step & { readonly absenceCountsFromAt: Instant }): number => {
    requireClaim(db, args.claim);
    const { at, claim, machine } = args;
    const reason = 'Tieout stopped while this item was being sent; PeopleSoft is asked whether it arrived';
    const rows = statement<{ id: PostingId }>(
      db,
      "SELECT posting_id AS id FROM posting WHERE unit = ? AND kind = 'pendingItem' AND state = 'sending'",
    ).all(claim.unit);
    for (const { id: postingId } of rows) {
      setPostingState(db, { postingId, to: 'unknown', at, reason });
      doubtInterruptedSend(db, postingId, args.absenceCountsFromAt);
      for (const attemptId of openItemAttempts(db, postingId))
        closeItemAttempt(db, attemptId, { at, outcome: 'unknown', detail: { text: reason } });
      appendAudit(db, {
        at,
        actor: claim.holder,
        machine,
        action: 'item.unknown',
        subject: `posting/${postingId}`,
        detail: { text: reason },
      });
    }
    return rows.length;
  },
);
