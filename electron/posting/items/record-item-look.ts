import type { Instant } from '../../../shared/domain/ids.ts';
import type { ArItem } from '../../connectors/peoplesoft/types.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { addItem } from '../../ledger/item-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { closeItemAttempt, isLastDoubt, startItemAttempt, wasSeen } from '../../ledger/item-send-store.ts';
import { getPosting, setPostingReason, setPostingState, type PostingRow } from '../../ledger/posting-store.ts';
import { releasePosting } from '../payments/release-posting.ts';
import { withinSavepoint } from '../decisions/within-savepoint.ts';
import { storeReadItems } from '../sending/read-items.ts';
import { recordReversed } from '../reversals/record-reversed.ts';
import { requireClaim, type SenderClaim } from '../sending/sender-claim.ts';
import { holdForCharge, paymentWaitingFor } from './charge-item.ts';
import type { ItemLook } from './read-back-item.ts';

export interface RecordItemLookArgs {
  readonly claim: SenderClaim;
  readonly postingId: number;
  readonly look: ItemLook;
  readonly at: Instant;
  readonly machine: string;
}

/** Writes down what a look at an item proved; false: it showed what the look before had shown, and no row was written. */
export const recordItemLook = defineWrite(
  'items.recordLook',
  (db: WritableLedger, args: RecordItemLookArgs): boolean => {
    requireClaim(db, args.claim);
    const { look, at } = args;
    const posting = getPosting(db, args.postingId as PostingRow['postingId']);
    const isFirstSight = look.verdict !== 'absent' && !wasSeen(db, posting.postingId);
    if (isKnown(posting, look) && !isFirstSight) return false;
    if (look.verdict === 'absent' && !look.absenceProven) {
      const text = look.text ?? 'PeopleSoft does not show it';
      if (isLastDoubt(db, posting.postingId, look.why)) return false;
      setPostingReason(db, { postingId: posting.postingId, reason: text, at });
    } else if (!isKnown(posting, look)) settle(db, posting, args);
    storeReadItems(db, look.items, at);
    if (look.verdict === 'confirmed') for (const item of look.items) keepItem(db, item, at);
    if (look.verdict === 'confirmed') holdOrGiveBack(db, posting, args);
    const outcome = look.verdict === 'absent' ? (look.absenceProven ? 'absent' : 'unknown') : 'found';
    const attemptId = startItemAttempt(db, posting.postingId, 'readBack', at);
    closeItemAttempt(db, attemptId, {
      at,
      outcome,
      detail: { text: look.text ?? look.verdict, why: look.why },
    });
    appendAudit(db, {
      at,
      actor: args.claim.holder,
      machine: args.machine,
      action: 'item.readBack',
      subject: `posting/${posting.postingId}`,
      detail: { outcome, verdict: look.verdict, text: look.text },
    });
    return true;
  },
);

/** Somebody else may have paid the item before we saw it: its payment goes back to a person then, and nothing else waits for that. */
function holdOrGiveBack(db: WritableLedger, posting: PostingRow, { at, claim }: RecordItemLookArgs): void {
  const refused = withinSavepoint(db, () => holdForCharge(db, posting));
  const payment = refused === null ? undefined : paymentWaitingFor(db, posting);
  if (refused === null || payment === undefined) return;
  releasePosting(db, payment.postingId, {
    to: 'withdrawn',
    at,
    actor: claim.holder,
    reason: `its item ${posting.reference} is in PeopleSoft and does not take it any more: ${refused.message}`,
    attention: 'changedSinceApproval',
  });
}

function isKnown(posting: PostingRow, look: ItemLook): boolean {
  const state = look.verdict === 'wrong' ? 'postingError' : look.verdict;
  return posting.state === state && posting.stateReason === look.text;
}

function settle(db: WritableLedger, posting: PostingRow, args: RecordItemLookArgs): void {
  const { look, at } = args;
  const step = { postingId: posting.postingId, at };
  if (look.verdict === 'absent') {
    setPostingState(db, { ...step, to: 'queued', reason: 'proven absent in PeopleSoft; it goes again' });
    return;
  }
  if (look.verdict === 'confirmed') {
    setPostingState(db, { ...step, to: 'confirmed' });
    if (posting.reverses !== null) recordReversed(db, posting, args);
    return;
  }
  if (posting.state !== 'accepted') setPostingState(db, { ...step, to: 'accepted', reason: look.text });
  else if (look.verdict === 'accepted') setPostingReason(db, { postingId: posting.postingId, reason: look.text });
  if (look.verdict === 'wrong') setPostingState(db, { ...step, to: 'postingError', reason: look.text });
}

/** What Receivables shows of an item of ours is known from now on, so that charges can be matched to it before the next whole read. */
function keepItem(db: WritableLedger, item: ArItem, at: Instant): void {
  const { balance, original } = item;
  if (balance.exponent !== original.exponent) throw new Error(`item ${item.item} has amounts of two exponents`);
  addItem(db, {
    businessUnit: item.businessUnit,
    custId: item.custId,
    item: item.item,
    itemLine: item.itemLine,
    status: item.status,
    balanceMinor: balance.minor,
    originalMinor: original.minor,
    exponent: balance.exponent,
    currency: balance.currency,
    itemDate: item.itemDate,
    dueDate: item.dueDate,
    poReference: item.poReference,
    entryType: item.entryType,
    readAt: at,
  });
}
