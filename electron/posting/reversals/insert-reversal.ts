import type { Instant, PlainDate, PostingId, UnitId } from '../../../shared/domain/ids.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { insertPosting, type PostingRow } from '../../ledger/posting-store.ts';
import { documentHash } from '../payments/payment-payload.ts';

export interface ReversalDocument {
  readonly effectKey: string;
  readonly generation: number;
  readonly reference: string;
  readonly payloadJson: string;
  readonly date: PlainDate;
  readonly approvedBy: string;
  readonly operatorId: string | null;
  readonly approvedRule: string | null;
  /** true: it leaves at once. */
  readonly post: boolean;
  readonly at: Instant;
}

/** Puts what takes a posting back into the outbox: about the same thing, of the same kind, with the amount turned. Returns its id. */
export function insertReversal(
  db: WritableLedger,
  { postingId, kind, matchId, movementKey, subject, unit, amountMinor, exponent, currency }: PostingRow,
  { post, date, ...document }: ReversalDocument,
): PostingId {
  return insertPosting(db, {
    ...document,
    kind,
    effect: 'reversal',
    reverses: postingId,
    matchId,
    movementKey,
    subject,
    unit: unit as UnitId,
    payloadHash: documentHash(document.payloadJson),
    amountMinor: -amountMinor,
    exponent,
    currency,
    accountingDate: date,
    state: post ? 'queued' : 'approved',
    sendNow: post,
  });
}
