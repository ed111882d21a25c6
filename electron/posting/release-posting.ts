import type { Instant, PostingId } from '../../shared/domain/ids.ts';
import type { Attention } from '../../shared/contract/primitives.ts';
import { changeMatchState } from '../ledger/match-store.ts';
import type { WritableLedger } from '../ledger/operation.ts';
import { getPosting, setPostingState } from '../ledger/posting-store.ts';

export interface Release {
  readonly to: 'rejected' | 'withdrawn' | 'reversed';
  readonly at: Instant;
  readonly actor: string;
  /** Shown on the row: PeopleSoft's own words, or what changed. */
  readonly reason: string;
  readonly attention: Attention;
}

/** Ends a posting that is certainly not in PeopleSoft and brings its movement back to a person with the reason; the items are free again. */
export function releasePosting(db: WritableLedger, postingId: PostingId, release: Release): void {
  const posting = getPosting(db, postingId);
  setPostingState(db, { postingId, to: release.to, at: release.at, reason: release.reason });
  changeMatchState(db, {
    matchId: posting.matchId,
    to: 'withdrawn',
    actor: release.actor,
    at: release.at,
    reason: release.reason,
    movement: { state: 'unmatched', reason: release.reason, attention: release.attention },
  });
}
