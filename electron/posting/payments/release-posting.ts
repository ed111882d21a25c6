import type { Instant, MatchId, PostingId } from '../../../shared/domain/ids.ts';
import type { Attention } from '../../../shared/contract/primitives.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import { changeMatchState } from '../../ledger/match-store.ts';
import { getMovement, setMovementState } from '../../ledger/movement-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import {
  dependentsOf,
  getPosting,
  isLivePosting,
  isMatched,
  isWithdrawable,
  postingsOfMatch,
  setPostingState,
  type MatchedPosting,
  type PostingRow,
} from '../../ledger/posting-store.ts';

export interface Release {
  readonly to: 'rejected' | 'withdrawn' | 'reversed';
  readonly at: Instant;
  readonly actor: string;
  /** Shown on the row: PeopleSoft's own words, or what changed. */
  readonly reason: string;
  readonly attention: Attention;
}

/**
 * Ends a posting that is certainly not in PeopleSoft and brings its movement back to a person with the reason; the items are free again,
 * and what waited for it comes back too. A reversal that ends leaves what it would have taken back as it stands.
 */
export function releasePosting(db: WritableLedger, postingId: PostingId, release: Release): void {
  const posting = getPosting(db, postingId);
  const { at, actor, reason } = release;
  setPostingState(db, { postingId, to: release.to, at, reason });
  if (isMatched(posting)) giveBack(db, posting, release);
  if (posting.reverses === null) returnDependents(db, postingId, { at, actor });
}

function giveBack(db: WritableLedger, posting: MatchedPosting, { at, actor, reason, attention }: Release): void {
  const { matchId, movementKey } = posting;
  if (posting.reverses === null) {
    const movement = { state: 'unmatched', reason, attention } as const;
    changeMatchState(db, { matchId, to: 'withdrawn', actor, at, reason, movement });
    return;
  }
  const { state, score } = getMovement(db, movementKey);
  setMovementState(db, movementKey, state, { attention, reason: `not reversed: ${reason}`, score, at });
}

/**
 * Gives back what waits for a posting that has ended otherwise than by being confirmed: its money may not go out now. Answers how many
 * came back. What has left already stays: it left only because that posting was confirmed.
 */
function returnDependents(
  db: WritableLedger,
  parentId: PostingId,
  step: { readonly at: Instant; readonly actor: string },
): number {
  const parent = getPosting(db, parentId);
  if (isLivePosting(parent.state)) return 0;
  const waiting = dependentsOf(db, parentId).filter((each) => isWithdrawable(db, each));
  for (const { postingId } of waiting)
    releasePosting(db, postingId, {
      ...step,
      to: 'withdrawn',
      reason: `it waited for ${parentWords(parent)}, which is ${postingIs(parent.state)}: ${parent.stateReason ?? 'without a reason'}`,
      attention: 'changedSinceApproval',
    });
  return waiting.length;
}

function parentWords({ kind, reference, movementKey }: PostingRow): string {
  if (kind !== 'pendingItem') return `payment ${reference} of its charge`;
  return `item group ${reference} ${movementKey === null ? 'of its invoice' : 'made for it'}`;
}

/** Gives back what waits for the postings of a match, where they were just taken back. */
export function releaseDependents(
  db: WritableLedger,
  matchId: MatchId,
  step: { readonly at: Instant; readonly actor: string },
): void {
  for (const { postingId } of postingsOfMatch(db, matchId)) returnDependents(db, postingId, step);
}
