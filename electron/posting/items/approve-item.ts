import type { PlainDate, PostingId, UnitId } from '../../../shared/domain/ids.ts';
import { negateMoney, subtractMoney, type Money } from '../../../shared/domain/money.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting, insertPosting, isWithdrawable, nextGeneration } from '../../ledger/posting-store.ts';
import { amountRight, requireTakeBack } from '../decisions/approval-limit.ts';
import type { Decider } from '../decisions/decide.ts';
import { operatorOf } from '../decisions/operator-of.ts';
import { documentHash } from '../payments/payment-payload.ts';
import { effectKey, itemGroupReference, reversalEffect, type BusinessEffect } from '../payments/reference.ts';
import { refusal } from '../decisions/refusal.ts';
import { releasePosting } from '../payments/release-posting.ts';
import { itemOf, readItemPayload, turnedLines, type ItemPayload } from './item-payload.ts';
import {
  invoiceItemsOf,
  receivableToPost,
  type Receivable,
  type ReceivableKind,
  type ReceivableScope,
} from './receivable.ts';

export interface ApproveItemArgs extends Decider, Omit<ReceivableScope, 'at'> {
  readonly kind: ReceivableKind;
  readonly objectId: string;
  /** Amount with its currency and booking day as the person saw them: what differs by now is refused. */
  readonly seen: { readonly amount: Money; readonly bookingDate: string };
  /** true: send at once. */
  readonly post: boolean;
  readonly reason: string | null;
}

/**
 * A person lets a Stripe document into Receivables: its group is fixed in the outbox in this transaction, with reference, payload and
 * hash. Refuses what does not wait any more, looks different from what she saw, has an obstacle, or is above her limit. Answers the
 * posting's id.
 */
export const approveItem = defineWrite('items.approve', (db: WritableLedger, args: ApproveItemArgs): PostingId => {
  const receivable = receivableToPost(db, args, { kind: args.kind, objectId: args.objectId });
  if (receivable === null)
    throw refusal('MATCH_ALREADY_DECIDED', 'This document does not wait any more.', 'Look at the list again.');
  const { amount, bookingDate } = receivable;
  if (
    amount.minor !== args.seen.amount.minor ||
    amount.currency !== args.seen.amount.currency ||
    bookingDate !== args.seen.bookingDate
  )
    throw refusal('STALE_VERSION', 'Its amount or day has changed since you saw it.', 'Look at it again first.');
  const right = amountRight(db, args.actor, {
    amountMinor: amount.minor,
    exponent: amount.exponent,
    currency: amount.currency,
  });
  if (right.kind !== 'mayApprove')
    throw refusal(
      right.kind === 'mayNot' ? right.code : 'APPROVAL_ABOVE_LIMIT',
      right.text,
      'Ask a reviewer whose limit is high enough.',
    );
  const postingId = enqueueItem(db, receivable, { ...args, approvedBy: args.actor, approvedRule: null });
  appendAudit(db, {
    at: args.at,
    actor: args.actor,
    machine: args.machine,
    action: 'item.approved',
    subject: `posting/${postingId}`,
    detail: { kind: args.kind, object: args.objectId, item: receivable.item, post: args.post, reason: args.reason },
  });
  return postingId;
});

export interface EnqueueItemArgs extends ReceivableScope {
  readonly approvedBy: string;
  readonly operatorId?: string | null;
  readonly approvedRule: string | null;
  readonly post: boolean;
  readonly reason?: string | null;
}

/** Fixes one document in the outbox. Refuses one with an obstacle. Answers the posting's id. */
export function enqueueItem(db: WritableLedger, receivable: Receivable, args: EnqueueItemArgs): PostingId {
  const { kind, amount, obstacle } = receivable;
  if (obstacle !== null) throw refusal('BAD_INPUT', obstacle, 'It waits in the list of invoices until then.');
  const effect = businessEffectOf(db, receivable, args.livemode);
  const key = effectKey(effect);
  const generation = nextGeneration(db, key);
  const reference = itemGroupReference(effect, generation);
  const operatorId = operatorOf(db, args);
  const payload = payloadOf(db, receivable, { ...args, reference, operatorId });
  const payloadJson = JSON.stringify(payload);
  return insertPosting(db, {
    effectKey: key,
    generation,
    kind: 'pendingItem',
    effect: kind === 'invoice' ? 'item' : kind === 'creditNote' ? 'credit' : 'reversal',
    dependsOn: receivable.dependsOn,
    reverses: receivable.reverses,
    matchId: null,
    movementKey: null,
    subject: subjectOf(receivable),
    unit: args.unit.unit as UnitId,
    reference,
    payloadJson,
    payloadHash: documentHash(payloadJson),
    amountMinor: amount.minor,
    exponent: amount.exponent,
    currency: amount.currency,
    accountingDate: receivable.bookingDate,
    state: args.post ? 'queued' : 'approved',
    approvedBy: args.approvedBy,
    operatorId,
    approvedRule: args.approvedRule,
    sendNow: args.post,
    at: args.at,
  });
}

/** `invoice/in_…` or `creditNote/cn_…`: what postings of one Stripe document have in common. */
export function subjectOf({ objectId, invoiceId }: Pick<Receivable, 'objectId' | 'invoiceId'>): string {
  return `${objectId === invoiceId ? 'invoice' : 'creditNote'}/${objectId}`;
}

function businessEffectOf(db: WritableLedger, receivable: Receivable, livemode: boolean): BusinessEffect {
  const { account, objectId, kind, reverses } = receivable;
  const of = { account, livemode, objectId };
  if (kind !== 'void') return { ...of, effect: kind === 'invoice' ? 'item' : 'credit' };
  if (reverses === null) throw new Error(`nothing was posted of ${objectId} that could be taken back`);
  const { effect, generation } = getPosting(db, reverses);
  if (effect !== 'item' && effect !== 'credit') throw new Error(`posting ${reverses} is no item`);
  return { ...of, effect: reversalEffect(effect, generation) };
}

function payloadOf(
  db: WritableLedger,
  receivable: Receivable,
  args: EnqueueItemArgs & { readonly reference: string; readonly operatorId: string | null },
): ItemPayload {
  const items = invoiceItemsOf(args.unit);
  const { kind, custId, amount, date, bookingDate, account, objectId, reverses } = receivable;
  if (items === null || custId === null) throw new Error('an item needs its settings and a customer');
  const entry = { invoice: items.invoice, creditNote: items.creditMemo, void: items.void }[kind];
  const taken = reverses === null ? null : takenBack(db, reverses);
  const document: ItemPayload['document'] = {
    groupBu: items.businessUnit,
    groupId: args.reference,
    groupType: items.groupType,
    accountingDate: bookingDate,
    control: amount,
    controlCount: 1,
    items: [
      {
        businessUnit: items.businessUnit,
        custId,
        // PeopleSoft keeps ITEM in capitals and compares it so.
        item: (taken?.item ?? receivable.item).toUpperCase(),
        itemLine: 1,
        entryType: entry.entryType,
        entryReason: entry.entryReason ?? null,
        amount,
        dueDate: receivable.dueDate,
        relatedItem: receivable.relatedItem?.toUpperCase() ?? null,
        externalId: objectId,
        approvedBy: args.operatorId ?? args.approvedBy,
        lines: taken?.lines ?? distribution(receivable, items),
      },
    ],
  };
  return {
    document,
    setId: args.setId,
    source: { kind, account, objectId },
    sourceTotal: kind === 'creditNote' ? negateMoney(amount) : amount,
    ...(bookingDate === date ? {} : { cutOffFromDate: date as PlainDate }),
    ...(taken === null
      ? {}
      : { reversesReference: taken.reference, reversalReason: args.reason ?? 'Stripe shows it as void' }),
  };
}

/** What is credited for the item: revenue without tax, and tax where there is any; together the amount with the other sign. */
function distribution(
  { amount, tax }: Receivable,
  { revenueAccount, taxAccount }: { readonly revenueAccount: string; readonly taxAccount?: string | undefined },
): { account: string; amount: Money }[] {
  if (tax === null) throw new Error('an item without its tax cannot be distributed');
  const revenue = { account: revenueAccount, amount: negateMoney(subtractMoney(amount, tax)) };
  if (tax.minor === 0) return [revenue];
  if (taxAccount === undefined) throw new Error('an item with tax needs a tax account');
  const taxLine = { account: taxAccount, amount: negateMoney(tax) };
  return revenue.amount.minor === 0 ? [taxLine] : [revenue, taxLine];
}

/** What a posting of ours entered, with every sign turned. */
function takenBack(db: WritableLedger, postingId: PostingId) {
  const posting = getPosting(db, postingId);
  const { document } = readItemPayload(posting.payloadJson, posting.payloadHash);
  return { item: itemOf(document).item, reference: posting.reference, lines: turnedLines(document) };
}

export interface WithdrawItemArgs extends Decider {
  readonly postingId: number;
  readonly reason: string;
}

/** A person takes an approved document back before it has left. Refuses one that may be in PeopleSoft already. */
export const withdrawItem = defineWrite('items.withdraw', (db: WritableLedger, args: WithdrawItemArgs): void => {
  const posting = getPosting(db, args.postingId as PostingId);
  if (posting.kind !== 'pendingItem' || !isWithdrawable(db, posting))
    throw refusal(
      'UNDO_ALREADY_SENT',
      `The document ${posting.reference} is ${postingIs(posting.state)} and may be in PeopleSoft already.`,
      'It can no longer be taken back here.',
    );
  requireTakeBack(db, args.actor, posting);
  releasePosting(db, posting.postingId, {
    to: 'withdrawn',
    at: args.at,
    actor: args.actor,
    reason: `taken back by ${args.actor}: ${args.reason}`,
    attention: 'changedSinceApproval',
  });
  appendAudit(db, {
    at: args.at,
    actor: args.actor,
    machine: args.machine,
    action: 'item.withdrawn',
    subject: `posting/${posting.postingId}`,
    detail: { reference: posting.reference, reason: args.reason },
  });
});
