import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PlainDate, PostingId } from '../../../shared/domain/ids.ts';
import { money, negateMoney } from '../../../shared/domain/money.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { firstOpenDateAfter } from '../../ledger/closed-day-store.ts';
import { openDecision, recordDecision } from '../../ledger/decision-store.ts';
import { findItem } from '../../ledger/item-store.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import {
  dependentsOf,
  getPosting,
  nextGeneration,
  isMatched,
  reversalOf,
  type PostingRow,
} from '../../ledger/posting-store.ts';
import { amountRight, approvalRight } from '../decisions/approval-limit.ts';
import type { Decider } from '../decisions/decide.ts';
import { payloadText, readPayload, type ApprovedItem, type PaymentPayload } from '../payments/payment-payload.ts';
import { insertReversal } from './insert-reversal.ts';
import { operatorOf } from '../decisions/operator-of.ts';
import { unitToday } from '../payments/plan-payment.ts';
import { readItemPayload } from '../items/item-payload.ts';
import { closesChargeItems, enqueueItemReversal, whyNotTakeItemBack } from '../items/take-item-back.ts';
import { effectKey, effectOfKey, paymentReference, reversalEffect } from '../payments/reference.ts';
import { refusal } from '../decisions/refusal.ts';

/** Kind of the decision by which a person has a confirmed posting taken back. */
export const REVERSAL_APPROVED = 'posting.reversalApproved';

export interface ReverseArgs extends Decider {
  readonly postingId: number;
  readonly seenVersion: number;
  readonly unit: UnitProfile;
  /** Why it is taken back; stands on both documents. */
  readonly reason: string;
  /** true: send at once. */
  readonly post: boolean;
}

/**
 * A person has a confirmed posting taken back: a document of its own goes out, linked to it, with the same items and every sign turned,
 * dated today; that of an item made of a charge closes the item. Exactly once like any other. Refuses what is not confirmed, is being reversed already, or carries a refund or dispute
 * that still stands; a missing reason; and who may not approve that amount alone. Answers the reversal's id.
 */
export const reversePosting = defineWrite('posting.reverse', (db: WritableLedger, args: ReverseArgs): number => {
  const posting = getPosting(db, args.postingId as PostingId);
  if (posting.version !== args.seenVersion)
    throw refusal('STALE_VERSION', 'This posting has changed since you saw it.', 'Look at it again first.');
  const matched = isMatched(posting) ? posting : null;
  const right =
    matched === null
      ? amountRight(db, args.actor, posting)
      : approvalRight(db, args.actor, getMovement(db, matched.movementKey));
  if (right.kind !== 'mayApprove')
    throw refusal(
      right.kind === 'mayNot' ? right.code : 'APPROVAL_ABOVE_LIMIT',
      right.text,
      'Ask a reviewer whose limit is high enough to take it back.',
    );
  const isItem = posting.kind === 'pendingItem';
  const why = isItem ? whyNotTakeItemBack(db, posting, closesChargeItems(args.unit)) : whyNotReverse(db, posting);
  if (why !== null)
    throw refusal('POSTING_NOT_REVERSIBLE', why, 'Only a confirmed posting that nothing rests on is reversed.');
  if (args.reason.trim() === '')
    throw refusal('POSTING_REASON_NEEDED', 'Reversing a posting needs a reason.', 'Say what is wrong with it.');
  const opened = matched === null ? null : openDecision(db, { movementKeys: [matched.movementKey] });
  const today = unitToday(args.unit, Date.parse(args.at));
  const dayIn = (businessUnit: string) => firstOpenDateAfter(db, businessUnit, today) ?? today;
  const approvedBy = args.actor;
  const reversalId = isItem
    ? enqueueItemReversal(db, posting, { ...args, approvedBy, date: dayIn(groupBuOf(posting)) })
    : enqueueReversal(db, posting, { ...args, approvedBy, approvedRule: null, date: dayIn(args.unit.depositBu) });
  // A journal or an item has no row in the workbench that Ctrl Z could bring back: it is taken back where it was approved.
  const decision =
    opened === null ? null : recordDecision(db, { opened, actor: args.actor, at: args.at, kind: REVERSAL_APPROVED });
  appendAudit(db, {
    at: args.at,
    actor: args.actor,
    machine: args.machine,
    action: isItem ? 'item.reversalApproved' : REVERSAL_APPROVED,
    subject: `posting/${posting.postingId}`,
    detail: {
      ...(decision === null ? {} : { decision }),
      reference: posting.reference,
      reversal: getPosting(db, reversalId).reference,
      reason: args.reason.trim(),
      post: args.post,
    },
  });
  return reversalId;
});

function groupBuOf({ payloadJson, payloadHash }: PostingRow): string {
  return readItemPayload(payloadJson, payloadHash).document.groupBu;
}

/** Why a payment cannot be taken back now, in a sentence; null when it can. Of items see `whyNotTakeItemBack`. */
export function whyNotReverse(db: ReadableLedger, posting: PostingRow): string | null {
  if (posting.reverses !== null) return 'A reversal is not reversed: approve what it took back anew.';
  if (posting.state !== 'confirmed')
    return `This posting is ${postingIs(posting.state)}, so there is nothing to take back.`;
  const reversal = reversalOf(db, posting.postingId);
  if (reversal !== null) return `It is being taken back by ${reversal.reference}.`;
  const [dependent] = dependentsOf(db, posting.postingId);
  if (dependent === undefined) return null;
  return `${dependent.effect === 'dispute' ? 'Dispute' : 'Refund'} ${dependent.reference} rests on it: take that one back first.`;
}

/** Fixes the reversal of a posting in the outbox: its payment with every sign turned, on `date`. Returns its id. */
export function enqueueReversal(
  db: WritableLedger,
  posting: PostingRow,
  args: Pick<ReverseArgs, 'reason' | 'post' | 'at' | 'operatorId'> & {
    readonly approvedBy: string;
    readonly unit: UnitProfile;
    readonly approvedRule: string | null;
    readonly date: PlainDate;
  },
): PostingId {
  const of = posting.effect;
  if (of !== 'payment' && of !== 'refund' && of !== 'dispute' && of !== 'journal')
    throw new Error(`a posting of kind ${of} is not taken back (${posting.postingId})`);
  const effect = { ...effectOfKey(posting.effectKey), effect: reversalEffect(of, posting.generation) };
  const key = effectKey(effect);
  const generation = nextGeneration(db, key);
  const operatorId = operatorOf(db, args);
  const payload = reversedPayload(db, readPayload(posting.payloadJson, posting.payloadHash), {
    paymentId: paymentReference(effect, generation),
    approvedBy: operatorId ?? args.approvedBy,
    unit: args.unit,
    date: args.date,
    reason: args.reason.trim(),
    reverses: posting.reference,
  });
  const { post, at, date, approvedBy, approvedRule } = args;
  return insertReversal(db, posting, {
    effectKey: key,
    generation,
    reference: payload.document.paymentId,
    payloadJson: payloadText(payload),
    date,
    approvedBy,
    operatorId,
    approvedRule,
    post,
    at,
  });
}

function reversedPayload(
  db: WritableLedger,
  original: PaymentPayload,
  to: {
    readonly paymentId: string;
    readonly approvedBy: string;
    readonly unit: UnitProfile;
    readonly date: PlainDate;
    readonly reason: string;
    readonly reverses: string;
  },
): PaymentPayload {
  const { document, cutOffFromDate: _cutOff, ...rest } = original;
  // Lines that go out now have the entry type of a refund: PeopleSoft's default may make a voucher, and Payables would pay the customer.
  const { refunds } = to.unit;
  const outward = document.amount.minor > 0 && refunds !== undefined ? { entryType: refunds.entryType } : {};
  return {
    ...rest,
    document: {
      ...document,
      paymentId: to.paymentId,
      amount: negateMoney(document.amount),
      accountingDate: to.date,
      approvedBy: to.approvedBy,
      items: document.items.map((item) => ({ ...item, ...outward, amount: negateMoney(item.amount) })),
    },
    accountingDate: to.date,
    itemBalances: original.itemBalances.map((item) => balanceNow(db, item)),
    reversesReference: to.reverses,
    reversalReason: to.reason,
  };
}

function balanceNow(db: WritableLedger, approved: ApprovedItem): ApprovedItem {
  const item = findItem(db, approved);
  if (item === null) throw new Error(`item ${approved.item} of a confirmed posting is not in the books`);
  return { ...approved, balance: money(item.balanceMinor, item.exponent, item.currency) };
}
