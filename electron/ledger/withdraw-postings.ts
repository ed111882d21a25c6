import type { Instant, MatchId } from '../../shared/domain/ids.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import {
  getPosting,
  isLivePosting,
  isWithdrawable,
  postingsOfMatch,
  setPostingState,
  type PostingRow,
} from './posting-store.ts';

/**
 * Takes back what a match has in the outbox and returns how many postings that were. Throws `TRANSITION` with the words of `whyNotWithdraw`
 * when one may already be on its way: then only a reversal helps, or time.
 */
export function withdrawPostings(
  db: WritableLedger,
  matchId: MatchId,
  change: { readonly at: Instant; readonly reason: string },
): number {
  const why = whyNotWithdraw(db, matchId);
  if (why !== null) throw new LedgerError('TRANSITION', `This cannot be undone: ${why.text}.`, why.nextStep);
  const own: readonly PostingRow[] = postingsOfMatch(db, matchId).filter((posting) => isLivePosting(posting.state));
  const live = [...own, ...own.flatMap((posting) => madeFor(db, posting).filter((item) => isWithdrawable(db, item)))];
  for (const { postingId } of live) setPostingState(db, { postingId, to: 'withdrawn', ...change });
  return live.length;
}

/**
 * What keeps the postings of a match from being taken back now, as a clause, and what helps; null: nothing does. The item that was made for
 * a charge goes with its payment; once it is confirmed it stays behind as an item that is open like any other.
 */
export function whyNotWithdraw(
  db: ReadableLedger,
  matchId: MatchId,
): { readonly text: string; readonly nextStep: string } | null {
  for (const posting of postingsOfMatch(db, matchId)) {
    if (!isLivePosting(posting.state)) continue;
    if (!isWithdrawable(db, posting))
      return {
        text: `its payment ${posting.reference} has left for PeopleSoft`,
        nextStep: 'Once it is confirmed, Postings can take it back.',
      };
    const item = madeFor(db, posting).find(({ state }) => state !== 'confirmed');
    if (item === undefined || isWithdrawable(db, item)) continue;
    const stands = item.state === 'postingError' ? 'is in error there' : 'is not confirmed yet';
    return {
      text: `the item made for it (group ${item.reference}) has left for PeopleSoft and ${stands}`,
      nextStep: 'Once that item is confirmed, its payment can be undone by itself; the item then stays open.',
    };
  }
  return null;
}

/** The item that was made for a charge so that its payment has something to pay, while it has not ended. */
function madeFor(db: ReadableLedger, payment: PostingRow): readonly PostingRow[] {
  if (payment.dependsOn === null) return [];
  const item = getPosting(db, payment.dependsOn);
  return item.kind === 'pendingItem' && item.movementKey === payment.movementKey && isLivePosting(item.state)
    ? [item]
    : [];
}
