import type { Instant } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { changeMatchState } from '../../ledger/match-store.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import {
  getPosting,
  isMatched,
  setPostingState,
  type MatchedPosting,
  type PostingRow,
} from '../../ledger/posting-store.ts';
import { readItemPayload } from '../items/item-payload.ts';
import { readPayload } from '../payments/payment-payload.ts';
import { refundHasComeBack } from '../../../shared/domain/stripe-status.ts';

/**
 * A reversal is confirmed: the posting it takes back is reversed, its items are free again, and its movement is a person's again; only a
 * refund that came back needs nobody. Both documents stay.
 */
export function recordReversed(
  db: WritableLedger,
  reversal: PostingRow,
  step: { readonly claim: { readonly holder: string }; readonly machine: string; readonly at: Instant },
): void {
  if (reversal.reverses === null) throw new Error(`posting ${reversal.postingId} reverses nothing`);
  const { at } = step;
  const actor = step.claim.holder;
  const original = getPosting(db, reversal.reverses);
  const isItem = original.kind === 'pendingItem';
  const what = isItem ? 'item group' : 'payment';
  const reason = `${what} ${original.reference} was taken back by ${reversal.reference}: ${reasonOf(reversal)}`;
  setPostingState(db, { postingId: original.postingId, to: 'reversed', at, reason });
  if (isMatched(original)) giveBack(db, original, { at, actor, reason });
  appendAudit(db, {
    at,
    actor,
    machine: step.machine,
    action: isItem ? 'item.reversed' : 'posting.reversed',
    subject: `posting/${original.postingId}`,
    detail: { reference: original.reference, by: reversal.reference },
  });
}

/** Why it was taken back, as each kind of document keeps it. */
function reasonOf({ kind, payloadJson, payloadHash }: PostingRow): string {
  const read = kind === 'pendingItem' ? readItemPayload : readPayload;
  return read(payloadJson, payloadHash).reversalReason ?? '';
}

function giveBack(
  db: WritableLedger,
  { movementKey, matchId }: MatchedPosting,
  step: { readonly at: Instant; readonly actor: string; readonly reason: string },
): void {
  const { reason } = step;
  const { kind, sourceStatus } = getMovement(db, movementKey);
  const movement =
    kind === 'refund' && refundHasComeBack(sourceStatus)
      ? ({ state: 'excluded', gate: 'refundFailed' } as const)
      : ({ state: 'unmatched', reason, attention: 'changedSinceApproval' } as const);
  changeMatchState(db, { ...step, matchId, to: 'reversed', movement });
}
