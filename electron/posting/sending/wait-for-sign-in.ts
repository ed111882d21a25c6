import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import type { PeopleSoftWriter, PendingItemWriter } from '../../connectors/peoplesoft/types.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { setPostingState } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { requireClaim, type SenderClaim } from './sender-claim.ts';

/** Where the site lets only the approver's own credential send: who is signed in now, and the way to write as her. */
export interface PersonalSenders {
  /** Operator ids in capitals. */
  signedIn(): readonly string[];
  /** Null while nobody is signed in with this operator id. */
  writerOf(operatorId: string): PeopleSoftWriter | null;
  /** The same for items from outside; absent: nobody can send them herself. */
  itemWriterOf?(operatorId: string): PendingItemWriter | null;
}

interface WaitArgs {
  readonly claim: SenderClaim;
  /** Operator ids in capitals. */
  readonly signedIn: readonly string[];
  readonly at: Instant;
  readonly limit: number;
}
interface WaitingRow {
  readonly posting_id: PostingId;
  readonly approved_by: string;
  readonly operator_id: string | null;
}

/**
 * Lets due payments wait for the sign-in of who approved them, and those go on whose approver is signed in; at most `limit` in one
 * transaction. Answers how many changed. A payment in a deposit that is cut already is left to it.
 */
export const waitForSignIn = defineWrite('posting.waitForSignIn', (db: WritableLedger, args: WaitArgs): number => {
  requireClaim(db, args.claim);
  const { unit } = args.claim;
  const { signedIn, at, limit } = args;
  const here = JSON.stringify(signedIn);
  const isHere = '(upper(operator_id) IN (SELECT value FROM json_each(@here)))';
  const rows = (state: string, condition: string) =>
    statement<WaitingRow>(
      db,
      `SELECT posting_id, approved_by, operator_id FROM posting
       WHERE state = '${state}' AND unit = @unit AND deposit_key IS NULL AND ${condition} ORDER BY posting_id LIMIT @limit`,
    ).all({ unit, here, limit });
  const back = rows('queuedNeedsSignIn', isHere);
  for (const { posting_id: postingId } of back) setPostingState(db, { postingId, to: 'queued', at });
  const away = rows('queued', `NOT ifnull(${isHere}, 0)`);
  for (const row of away)
    setPostingState(db, { postingId: row.posting_id, to: 'queuedNeedsSignIn', at, reason: waitsFor(row) });
  return back.length + away.length;
});

function waitsFor({ approved_by: approvedBy, operator_id: operatorId }: WaitingRow): string {
  return operatorId === null
    ? `This site sends under the approver’s own operator id, and none is known of ${approvedBy}: enter it under People, then approve again.`
    : `It is sent under ${operatorId} as soon as ${approvedBy} is signed in to PeopleSoft.`;
}
