import type { Attention } from '../../../shared/contract/primitives.ts';
import type { Instant, MatchId } from '../../../shared/domain/ids.ts';
import { changeMatchState } from '../../ledger/match-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { withdrawPostings } from '../../ledger/withdraw-postings.ts';
import { releaseDependents } from '../payments/release-posting.ts';

export interface ReturnToProposal {
  readonly actor: string;
  readonly at: Instant;
  /** Why its postings are withdrawn. */
  readonly reason: string;
  /** What the row says from now on. */
  readonly row: { readonly attention: Attention | null; readonly reason: string | null };
}

/**
 * Makes a proposal again of a match that was approved, or taken over from a receipt: what it has in the outbox is withdrawn, and what waited
 * for that comes back to a person. Throws `TRANSITION` when something of it may have left (`whyNotWithdraw`).
 */
export function returnToProposal(
  db: WritableLedger,
  matchId: MatchId,
  { actor, at, reason, row }: ReturnToProposal,
): void {
  withdrawPostings(db, matchId, { at, reason });
  releaseDependents(db, matchId, { actor, at });
  changeMatchState(db, { matchId, to: 'proposed', actor, at, reason, movement: row });
}
