import type { PostingId } from '../../../shared/domain/ids.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import { getItem } from '../../ledger/item-store.ts';
import { allocationsOfMatch, liveMatchOf } from '../../ledger/match-store.ts';
import { getMovement } from '../../ledger/movement-store.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting, nextGeneration, requireMatched } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { inwardTerms } from '../decisions/inward-terms.ts';
import { acceptedDate } from './accounting-date.ts';
import { approve, type Decider } from '../decisions/decide.ts';
import { refusal } from '../decisions/refusal.ts';

export interface ReplayArgs extends Decider {
  readonly postingId: number;
  readonly seenVersion: number;
  readonly unit: UnitProfile;
  readonly setId: string;
  /** false: it waits for the next round in the quiet window; left out: it is sent at once. */
  readonly post?: boolean;
}

/**
 * Approves again what PeopleSoft refused: the same allocation on the items as they are now, as the next generation of the effect, to be
 * sent at once where `post` says so. Refuses with POSTING_NOT_REPLAYABLE unless the posting was refused for certain and nothing has replaced it
 * since, and while PeopleSoft seems to hold a receipt for it: that needs a decision of its own.
 * Answers the new posting's id.
 */
export const replayPosting = defineWrite('posting.replay', (db: WritableLedger, args: ReplayArgs): number => {
  const posting = requireMatched(getPosting(db, args.postingId as PostingId));
  if (posting.version !== args.seenVersion)
    throw refusal('STALE_VERSION', 'This posting has changed since you saw it.', 'Look at it again first.');
  const movement = getMovement(db, posting.movementKey);
  const live = liveMatchOf(db, posting.movementKey);
  if (
    posting.state !== 'rejected' ||
    posting.reverses !== null ||
    (live !== null && live.state !== 'proposed') ||
    nextGeneration(db, posting.effectKey) !== posting.generation + 1
  )
    throw refusal(
      'POSTING_NOT_REPLAYABLE',
      `This posting is ${postingIs(posting.state)} and cannot be sent again.`,
      'Only a posting that PeopleSoft refused, and that nothing has replaced, can be.',
    );
  if (live?.kind === 'alreadyKeyed')
    throw refusal(
      'POSTING_NOT_REPLAYABLE',
      'PeopleSoft holds a receipt that looks like this payment, so it is not sent again as it was.',
      'Decide on it in the workbench: take the receipt over, or approve the payment with a reason.',
    );
  const allocations = allocationsOfMatch(db, posting.matchId).map((each) => ({
    itemKey: each.itemKey,
    seenVersion: getItem(db, each.itemKey).version,
    amountMinor: each.amountMinor,
  }));
  const decided = approve(db, {
    actor: args.actor,
    machine: args.machine,
    at: args.at,
    unit: args.unit,
    setId: args.setId,
    movementKey: movement.movementKey,
    seenVersion: movement.version,
    allocations,
    post: args.post ?? true,
    reason: `replay of ${posting.reference}`,
    confirmLinkId: null,
    linkCustomer: false,
    mayAsk: false,
    operatorId: args.operatorId ?? null,
    ...inwardTerms(posting, allocations.length),
    accountingDate: acceptedDate(posting),
  });
  if (decided.postingId === null) throw new Error(`replaying ${posting.reference} made no posting`);
  return decided.postingId;
});

export interface ReplayCandidate {
  readonly postingId: number;
  readonly version: number;
  readonly unit: string;
  readonly reference: string;
}

/** Postings PeopleSoft refused that nothing has replaced: all, or the one with that reference or row key. */
export const replayCandidates = defineRead(
  'posting.replayCandidates',
  (db: ReadableLedger, args: { id: string | null }): ReplayCandidate[] =>
    statement<ReplayCandidate>(
      db,
      `SELECT posting_id AS postingId, version, unit, reference FROM posting p WHERE state = 'rejected' AND reverses IS NULL AND match_id IS NOT NULL
       AND (@id IS NULL OR reference = @id OR CAST(posting_id AS TEXT) = @id)
       AND generation = (SELECT max(generation) FROM posting WHERE effect_key = p.effect_key) ORDER BY posting_id`,
    ).all({ id: args.id }),
);
