import type { Attention } from '../../../shared/contract/primitives.ts';
import type { Instant, ItemKey, MatchId } from '../../../shared/domain/ids.ts';
import { getItem } from '../../ledger/item-store.ts';
import { linkTrouble } from '../../ledger/link-trouble.ts';
import { getMatch, movementsOfMatch } from '../../ledger/match-store.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { whyNotWithdraw } from '../../ledger/withdraw-postings.ts';
import { IS_NAMED_PART } from './named-part-group.ts';
import { returnToProposal } from './return-to-proposal.ts';

/** SQL: a rule alone approved the match `m` of the movement `v`, or took it over from a receipt, and no person has said anything of it since. */
export const DECIDED_BY_RULE = `m.automatic = 1 AND (m.state = 'approved' OR (m.state = 'posted' AND m.kind = 'alreadyKeyed'))
    AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.movement_key = v.movement_key AND d.match_id = m.match_id AND d.undone_at IS NULL)`;

/**
 * Takes back what a rule decided by a customer link that holds no more: the match is a proposal again, which matching weighs anew. So are the other
 * charges that are exactly the same item only together with it, where a rule approved these too. What may have left for PeopleSoft stays, to be reversed
 * there. Answers the matches that came back; none where the link holds.
 */
export function returnUnlinked(
  db: WritableLedger,
  matchId: MatchId,
  by: { readonly actor: string; readonly at: Instant },
): readonly MatchId[] {
  const match = getMatch(db, matchId);
  // It came back already with another one, which it waited for.
  if (match.state !== 'approved' && match.state !== 'posted') return [];
  const [movementKey] = movementsOfMatch(db, matchId);
  if (movementKey === undefined) throw new Error(`match ${matchId} is of no movement`);
  const movement = getMovement(db, movementKey);
  const trouble = linkTrouble(db, match, movement);
  if (trouble === null || whyNotWithdraw(db, matchId) !== null) return [];
  const parts = otherParts(db, matchId);
  giveBack(db, matchId, movement, { ...by, attention: 'noCustomerLink', words: trouble });
  const returned = parts.filter((part) => whyNotWithdraw(db, part.matchId) === null);
  for (const part of returned) {
    const words = `it is ${part.item} only together with ${movement.objectId}, and ${trouble}`;
    giveBack(db, part.matchId, getMovement(db, part.movementKey), { ...by, attention: 'proposal', words });
  }
  return [matchId, ...returned.map((part) => part.matchId)];
}

interface GivenBack {
  readonly actor: string;
  readonly at: Instant;
  readonly attention: Attention;
  readonly words: string;
}

function giveBack(db: WritableLedger, matchId: MatchId, before: MovementRow, { words, ...back }: GivenBack): void {
  const reason = `approval by rule taken back: ${words}`;
  // What Stripe changed since the approval stays said: a person looks at it, whatever becomes of the link.
  const row =
    before.attention === 'changedSinceApproval'
      ? { attention: 'changedSinceApproval' as const, reason: before.stateReason }
      : { attention: back.attention, reason };
  returnToProposal(db, matchId, { actor: back.actor, at: back.at, reason, row });
}

interface Part {
  readonly matchId: MatchId;
  readonly movementKey: MovementRow['movementKey'];
  readonly item: string;
}

/** The other charges that rules approved as parts of the item that this one is a part of. */
function otherParts(db: ReadableLedger, matchId: MatchId): readonly Part[] {
  return statement<Omit<Part, 'item'> & { itemKey: ItemKey }>(
    db,
    `SELECT m.match_id AS matchId, v.movement_key AS movementKey, a.item_key AS itemKey
     FROM allocation own CROSS JOIN match o ON o.match_id = own.match_id CROSS JOIN allocation a ON a.item_key = own.item_key
       CROSS JOIN match m ON m.match_id = a.match_id CROSS JOIN movement v ON v.movement_key = a.movement_key
     WHERE own.match_id = ? AND m.match_id <> o.match_id AND m.rule_id = o.rule_id AND ${IS_NAMED_PART.replaceAll('m.', 'o.')}
       AND ${IS_NAMED_PART} AND ${DECIDED_BY_RULE} ORDER BY m.match_id`,
  )
    .all(matchId)
    .map(({ itemKey, ...part }) => ({ ...part, item: getItem(db, itemKey).item }));
}
