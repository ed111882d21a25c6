import type { PostingId } from '../../../shared/domain/ids.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting, type PostingRow } from '../../ledger/posting-store.ts';
import { endWorkOrder, lastOrderOf, openOrdersAbout, putWorkOrder } from '../../ledger/work-order-store.ts';
import type { Decider } from '../decisions/decide.ts';
import { readPayload } from '../payments/payment-payload.ts';
import { refusal } from '../decisions/refusal.ts';

export interface OrderForPostingArgs extends Decider {
  readonly postingId: number;
  /** What the clerk is to do in PeopleSoft. */
  readonly text: string;
}

/**
 * A person has something done with confirmed cash that no document is sent for: cash on account that pays an item later, a payment that
 * belongs to another customer. Kept as a work order until somebody closes it. Refuses what is not a confirmed payment, and a second one while
 * the first is open.
 */
export const orderForPosting = defineWrite(
  'items.orderForPosting',
  (db: WritableLedger, args: OrderForPostingArgs): void => {
    const posting = getPosting(db, args.postingId as PostingId);
    const text = args.text.trim();
    if (posting.state !== 'confirmed' || posting.effect !== 'payment')
      throw refusal(
        'BAD_INPUT',
        'Only cash that stands in PeopleSoft is applied or moved there.',
        'Wait until the payment of the charge is confirmed.',
      );
    if (text === '') throw refusal('MATCH_REASON_NEEDED', 'A work order needs words.', 'Say what is to be done.');
    const { hasItems, ...of } = paymentOf(posting);
    const cause = { ...of, kind: hasItems ? ('transfer' as const) : ('applyCash' as const), text };
    const last = lastOrderOf(db, cause);
    if (last !== null && last.closedBy === null)
      throw refusal(
        'BAD_INPUT',
        `A work order about this payment is open already: “${last.text}”.`,
        'Close that one under Invoices first, or leave it as it is.',
      );
    putWorkOrder(db, cause, args);
  },
);

/** What an order about a payment names: its first item, or the payment itself where it is on account. */
function paymentOf(posting: PostingRow) {
  const { document, depositBu } = readPayload(posting.payloadJson, posting.payloadHash);
  const [item] = document.items;
  const custId = item?.custId ?? document.custId;
  if (custId === null)
    throw refusal(
      'BAD_INPUT',
      'This money was journalled directly: it is no customer’s.',
      'Take it back, and approve the charge anew for its customer.',
    );
  return {
    unit: posting.unit,
    subject: `posting/${posting.postingId}`,
    businessUnit: item?.businessUnit ?? depositBu,
    custId,
    item: item?.item ?? document.paymentId,
    itemLine: item?.itemLine ?? 0,
    minor: posting.amountMinor,
    exponent: posting.exponent,
    currency: posting.currency,
    hasItems: item !== undefined,
  };
}

/**
 * The work order of a lost dispute: what is open again on its first item is to be written off or billed again. What was decided about it
 * before stands no more; `collect` leaves nothing to do in PeopleSoft.
 */
export function orderForLost(
  db: WritableLedger,
  dispute: PostingRow,
  order: Decider & { readonly text: string; readonly outcome: 'writeOff' | 'rebill' | 'collect' },
): void {
  const { text, outcome } = order;
  const { hasItems, ...of } = paymentOf(dispute);
  const subject = `movement/${dispute.movementKey ?? 0}`;
  for (const each of openOrdersAbout(db, subject)) endWorkOrder(db, each, { ...order, reason: 'decided anew' });
  if (!hasItems || outcome === 'collect') return;
  const kind = outcome === 'writeOff' ? 'writeOff' : 'closeByHand';
  putWorkOrder(db, { ...of, text, kind, subject, minor: Math.abs(of.minor) }, order);
}
