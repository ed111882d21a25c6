import type { Instant, ItemKey, MatchId, PostingId } from '../../../shared/domain/ids.ts';
import { getItem } from '../../ledger/item-store.ts';
import { linkTrouble } from '../../ledger/link-trouble.ts';
import { getMatch, movementsOfMatch } from '../../ledger/match-store.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { dependentsOf, postingsOfMatch } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { whyNotWithdraw } from '../../ledger/withdraw-postings.ts';
import { isNamedPart } from './named-part-group.ts';
import { returnToProposal } from './return-to-proposal.ts';

/** What stands before the words with which an approval by rule came back for its customer link, on the row and on the posting. */
export const TAKEN_BACK_FROM_RULE = 'approval by rule taken back: ';

/** SQL: a rule alone approved the match `m` of the movement `v`, or took it over from a receipt, and no person has said anything of it since. */
export const DECIDED_BY_RULE = `m.automatic = 1 AND (m.state = 'approved' OR (m.state = 'posted' AND m.kind = 'alreadyKeyed'))
    AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = v.movement_key AND d.match_id = m.match_id AND d.undone_at IS NULL)`;

/**
 * Why a match that a rule decided stands no more by customer links, a clause: its own link holds no more, or that of another charge which is exactly
 * the same item only together with it. Null: all of them hold.
 */
export function unlinkedWords(db: ReadableLedger, matchId: MatchId): string | null {
  const own = ownTrouble(db, matchId);
  if (own !== null) return own.trouble;
  for (const { matchId: part, item } of otherParts(db, matchId)) {
    const others = ownTrouble(db, part);
    if (others !== null) return togetherWords(item, others);
  }
  return null;
}

interface Trouble {
  readonly trouble: string;
  readonly objectId: string;
}

function togetherWords(item: string, { objectId, trouble }: Trouble): string {
  return `it is ${item} only together with ${objectId}, and ${trouble}`;
}

function ownTrouble(db: ReadableLedger, matchId: MatchId): Trouble | null {
  const [movementKey] = movementsOfMatch(db, matchId);
  if (movementKey === undefined) throw new Error(`match ${matchId} is of no movement`);
  const movement = getMovement(db, movementKey);
  const trouble = linkTrouble(db, getMatch(db, matchId), movement);
  return trouble === null ? null : { trouble, objectId: movement.objectId };
}

/**
 * Takes back what a rule decided by a customer link that holds no more: the match is a proposal again, which matching weighs anew. So are the other
 * charges that are exactly the same item only together with it, and what waits for any of these, where a rule approved it too; what a person approved
 * of the latter comes back to a person. What may have left for PeopleSoft stays, to be reversed there. Answers the matches that are proposals again;
 * none where the link holds. `words` are its `unlinkedWords`, where they were asked before another part came back.
 */
export function returnUnlinked(
  db: WritableLedger,
  matchId: MatchId,
  by: ReturnBy,
  words = unlinkedWords(db, matchId),
): readonly MatchId[] {
  const { state } = getMatch(db, matchId);
  // It came back already with another one, which it waited for.
  if (state !== 'approved' && state !== 'posted') return [];
  if (words === null || whyNotWithdraw(db, matchId) !== null) return [];
  const own = ownTrouble(db, matchId);
  const parts = otherParts(db, matchId).map((part) => ({ ...part, trouble: ownTrouble(db, part.matchId)?.trouble }));
  return [
    ...giveBack(db, matchId, words, by),
    ...parts.flatMap((part) => {
      if (whyNotWithdraw(db, part.matchId) !== null) return [];
      const together = own === null ? words : togetherWords(part.item, own);
      return giveBack(db, part.matchId, part.trouble ?? together, by);
    }),
  ];
}

export interface ReturnBy {
  readonly actor: string;
  readonly at: Instant;
}

/** What waits for it goes first: else it would be gone with it, and no rule could take it again. */
function giveBack(db: WritableLedger, matchId: MatchId, words: string, by: ReturnBy): readonly MatchId[] {
  const waiting = postingsOfMatch(db, matchId).flatMap(({ postingId }) => dependentsByRule(db, postingId));
  const returned = waiting.flatMap((each) => giveBack(db, each, `what it waits for came back: ${words}`, by));
  const reason = `${TAKEN_BACK_FROM_RULE}${words}`;
  const [movementKey] = movementsOfMatch(db, matchId);
  if (movementKey === undefined) throw new Error(`match ${matchId} is of no movement`);
  const { attention, stateReason } = getMovement(db, movementKey);
  // What Stripe changed since the approval stays said: a person looks at it, whatever becomes of the link.
  const row =
    attention === 'changedSinceApproval'
      ? { attention: 'changedSinceApproval' as const, reason: stateReason }
      : { attention: 'noCustomerLink' as const, reason };
  returnToProposal(db, matchId, { ...by, reason, row });
  return [...returned, matchId];
}

/** Matches that a rule approved and whose posting waits for this one. */
function dependentsByRule(db: ReadableLedger, postingId: PostingId): readonly MatchId[] {
  return dependentsOf(db, postingId).flatMap(({ matchId, approvedRule }) =>
    matchId === null || approvedRule === null || whyNotWithdraw(db, matchId) !== null ? [] : [matchId],
  );
}

interface Part {
  readonly matchId: MatchId;
  readonly movementKey: MovementRow['movementKey'];
  readonly item: string;
}

/** The other parts of the item that this one is a part of, of those that a rule approved together with it: a group is approved in one moment. */
function otherParts(db: ReadableLedger, matchId: MatchId): readonly Part[] {
  return statement<Omit<Part, 'item'> & { itemKey: ItemKey }>(
    db,
    `SELECT m.match_id AS matchId, v.movement_key AS movementKey, a.item_key AS itemKey
     FROM allocation own CROSS JOIN match o ON o.match_id = own.match_id CROSS JOIN allocation a ON a.item_key = own.item_key
       CROSS JOIN match m ON m.match_id = a.match_id CROSS JOIN movement v ON v.movement_key = a.movement_key
     WHERE own.match_id = ? AND m.match_id <> o.match_id AND m.rule_id = o.rule_id AND m.decided_at = o.decided_at
       AND ${isNamedPart('o')}
       AND ${isNamedPart('m')} AND ${DECIDED_BY_RULE} ORDER BY m.match_id`,
  )
    .all(matchId)
    .map(({ itemKey, ...part }) => ({ ...part, item: getItem(db, itemKey).item }));
}
