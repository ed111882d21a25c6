import type { Instant, MatchId, PostingId } from '../../../shared/domain/ids.ts';
import type { ArItem } from '../../connectors/peoplesoft/types.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { storePeriodDays, type PeriodDay } from '../../ledger/closed-day-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { getPosting, isMatched } from '../../ledger/posting-store.ts';
import { returnUnlinked, unlinkedWords } from '../decisions/return-unlinked.ts';
import { lessenDeposit } from '../deposits/lessen-deposit.ts';
import { storeReadItems } from './read-items.ts';
import type { RecheckResult } from './recheck.ts';
import { releasePosting } from '../payments/release-posting.ts';
import { requireClaim, type SenderClaim } from './sender-claim.ts';

export interface ReturnArgs {
  readonly claim: SenderClaim;
  readonly changed: readonly RecheckResult[];
  /** Items as the re-read showed them; the ledger takes them over. */
  readonly items: readonly ArItem[];
  /** Days as the re-read found them; a closed one is kept with where it posts instead. */
  readonly days: readonly PeriodDay[];
  readonly at: Instant;
  readonly machine: string;
}

/**
 * Brings payments back to the workbench that PeopleSoft, Stripe or a customer link no longer supports as approved, each with what changed; nothing was sent.
 * Those a person took back since they were read are left alone. Answers how many came back.
 */
export const returnChanged = defineWrite('posting.returnChanged', (db: WritableLedger, args: ReturnArgs): number => {
  requireClaim(db, args.claim);
  const unlinked = new Map(args.changed.map((each) => [each.postingId, wordsOfLinkAlone(db, each)]));
  const isAlone = ({ postingId }: RecheckResult): boolean => (unlinked.get(postingId) ?? null) !== null;
  // What is a person's first: it would else come back as a proposal with another part of its item, and what changed would not be said.
  const ordered = args.changed.toSorted((one, other) => Number(isAlone(one)) - Number(isAlone(other)));
  let returned = 0;
  for (const { postingId, changes } of ordered) {
    const posting = getPosting(db, postingId as PostingId);
    if (posting.state !== 'queued') continue;
    const step = { at: args.at, actor: args.claim.holder, machine: args.machine };
    if (posting.depositKey !== null) lessenDeposit(db, posting.depositKey, posting.postingId, step);
    const reason = changes.join('; ');
    const words = unlinked.get(postingId) ?? null;
    const again = words === null || !isMatched(posting) ? [] : returnUnlinked(db, posting.matchId, step, words);
    returned += Math.max(1, again.length);
    if (again.length === 0)
      releasePosting(db, posting.postingId, { ...step, to: 'withdrawn', reason, attention: 'changedSinceApproval' });
    appendAudit(db, {
      at: args.at,
      actor: args.claim.holder,
      machine: args.machine,
      action: 'posting.returned',
      subject: `posting/${postingId}`,
      detail: { reference: posting.reference, changes: [...changes], ...withOthers(again, posting.matchId) },
    });
  }
  storeReadItems(db, args.items, args.at);
  storePeriodDays(db, args.days, args.at);
  return returned;
});

/** Where nothing is wrong with it but a customer link that its rule went by: the words. Then it is a proposal as before the rule, and no person's yet. */
function wordsOfLinkAlone(db: ReadableLedger, { postingId, changes }: RecheckResult): string | null {
  const posting = getPosting(db, postingId as PostingId);
  if (!isMatched(posting) || posting.approvedRule === null || changes.length > 1) return null;
  const words = unlinkedWords(db, posting.matchId);
  return changes[0] === words ? words : null;
}

/** Matches that came back with the one of a posting, for its audit row. */
function withOthers(again: readonly MatchId[], own: MatchId | null): { readonly withMatches?: MatchId[] } {
  const others = again.filter((matchId) => matchId !== own);
  return others.length === 0 ? {} : { withMatches: others };
}
