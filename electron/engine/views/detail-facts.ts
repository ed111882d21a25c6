import { money, type Money } from '../../../shared/domain/money.ts';
import type { MatchState } from '../../../shared/domain/states.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { linkOnDay, linksOfStripeCustomer } from '../../ledger/crosswalk-store.ts';
import { allocationsOfMatch, liveMatchOf, type AllocationRow, type MatchRow } from '../../ledger/match-store.ts';
import { balanceColumnsSql, itemBalance, type BalanceColumns, type ItemBalance } from '../../ledger/item-balance.ts';
import { getItem } from '../../ledger/item-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { isLivePosting, postingsOfMatch } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { TAKEN_BACK_FROM_RULE } from '../../posting/decisions/return-unlinked.ts';
import { whyNotUndo } from '../../posting/decisions/undo.ts';
import { compareText } from '../../matching/movements/compare-text.ts';
import { lifeLineOf } from './life-line.ts';

export interface DetailFacts {
  readonly match: {
    readonly matchId: number;
    readonly version: number;
    readonly kind: MatchRow['kind'];
    readonly state: MatchState;
    readonly score: number;
    readonly margin: number | null;
    readonly ruleId: string;
    readonly ruleVersion: number;
    readonly automatic: boolean;
    readonly points: readonly { readonly signal: string; readonly text: string; readonly points: number }[];
    readonly decidedBy: string | null;
    readonly decidedAt: string | null;
    readonly reason: string | null;
  } | null;
  readonly runnerUp: { readonly score: number; readonly items: readonly string[]; readonly text: string } | null;
  /** Number of the receipt PeopleSoft already has, or id of the charge a refund follows. */
  readonly other: string | null;
  readonly link: MatchDetail['customerLink'];
  readonly allocations: readonly {
    readonly itemKey: number;
    readonly item: string;
    readonly itemVersion: number;
    readonly amount: Money;
    readonly itemOpen: Money;
    /** What other decisions hold of it. */
    readonly held: Money;
    /** What a refund may be paid back on it, this decision apart. */
    readonly refundable: Money;
    readonly itemDate: string;
    readonly dueDate: string | null;
  }[];
  readonly statementDescriptor: string | null;
  readonly postingGeneration: number | null;
  /** Accounting date of its live posting. */
  readonly postingDate: string | null;
  /** Null: something can be undone. */
  readonly undoWhy: string | null;
  readonly history: MatchDetail['history'];
}

/** What the ledger holds about one movement's match, its alternatives, its customer and its past. */
export function readDetailFacts(
  db: ReadableLedger,
  movement: MovementRow,
  setId: string,
  viewerId: string,
): DetailFacts {
  const match = liveMatchOf(db, movement.movementKey);
  const postings =
    match === null ? [] : postingsOfMatch(db, match.matchId).filter((posting) => isLivePosting(posting.state));
  return {
    match: match === null ? null : matchFacts(match),
    runnerUp: match === null ? null : runnerUpOf(match),
    other: match === null ? null : otherSide(db, match, movement),
    link: linkOf(db, movement, setId),
    allocations: match === null ? [] : allocationFacts(db, match, movement),
    statementDescriptor:
      statement<{ text: string | null }>(
        db,
        'SELECT statement_descriptor AS text FROM movement WHERE movement_key = ?',
      ).get(movement.movementKey)?.text ?? null,
    postingGeneration: postings.at(-1)?.generation ?? null,
    postingDate: postings.at(-1)?.accountingDate ?? null,
    undoWhy: whyNotUndo(db, movement.movementKey, viewerId),
    history: readHistory(db, movement),
  };
}

function matchFacts(match: MatchRow): NonNullable<DetailFacts['match']> {
  const { matchId, version, kind, state, score, margin, ruleId, ruleVersion, decidedBy, decidedAt, reason } = match;
  return {
    matchId,
    version,
    kind,
    state,
    score,
    margin,
    ruleId,
    ruleVersion,
    automatic: match.automatic === 1,
    points: JSON.parse(match.pointsJson) as { signal: string; text: string; points: number }[],
    decidedBy,
    decidedAt,
    reason,
  };
}

function runnerUpOf(match: MatchRow): DetailFacts['runnerUp'] {
  if (match.runnerUpJson === null) return null;
  const { score, items, text } = JSON.parse(match.runnerUpJson) as { score: number; items: string[]; text: string };
  return { score, items, text };
}

function otherSide(db: ReadableLedger, match: MatchRow, movement: MovementRow): string | null {
  if (match.kind === 'refundOfCharge') return movement.chargeId;
  if (match.paymentKey === null) return null;
  return (
    statement<{ id: string }>(
      db,
      "SELECT deposit_id || ' ' || payment_id AS id FROM ps_payment WHERE payment_key = ?",
    ).get(match.paymentKey)?.id ?? null
  );
}

/** The link that carries the movement on its day, else one that is put forward. */
function linkOf(db: ReadableLedger, movement: MovementRow, setId: string): MatchDetail['customerLink'] {
  if (movement.customerId === null) return null;
  const links = linksOfStripeCustomer(db, movement.account, movement.customerId);
  const onDay = linkOnDay(links, movement.accountingDate);
  const link = onDay ?? links.find((each) => each.state === 'proposed');
  if (link === undefined) return null;
  const name =
    statement<{ name: string }>(db, 'SELECT name FROM ps_customer WHERE set_id = ? AND cust_id = ?').get(
      setId,
      link.custId,
    )?.name ?? link.custId;
  const basis = { storedId: 'stored id', exactName: 'same name', score: 'resemblance', person: 'a person' }[link.basis];
  const until = onDay !== undefined && link.state !== 'confirmed' ? `, until ${link.validUntilDate}` : '';
  return {
    linkId: link.linkId,
    version: link.version,
    state: onDay === undefined ? 'proposed' : 'confirmed',
    stripeCustomer: movement.customerId,
    setId: link.setId,
    custId: link.custId,
    name,
    basis: `${basis}${until}`,
  };
}

function allocationFacts(db: ReadableLedger, match: MatchRow, movement: MovementRow): DetailFacts['allocations'] {
  return allocationsOfMatch(db, match.matchId)
    .filter((each) => each.movementKey === movement.movementKey)
    .map((each) => {
      const item = getItem(db, each.itemKey);
      const left = besidesMatch(db, each);
      return {
        itemKey: item.itemKey,
        item: item.item,
        itemVersion: item.version,
        amount: money(each.amountMinor, movement.exponent, movement.currency),
        itemOpen: money(item.balanceMinor, item.exponent, item.currency),
        held: money(left.heldMinor, item.exponent, item.currency),
        refundable: money(Math.max(0, left.refundableMinor), item.exponent, item.currency),
        itemDate: item.itemDate,
        dueDate: item.dueDate,
      };
    });
}

const BESIDES_MATCH = `SELECT i.status, i.balance_minor AS balanceMinor, i.original_minor AS originalMinor, ${balanceColumnsSql('i', 'a.match_id = @matchId')}
  FROM ar_item i WHERE i.item_key = @itemKey`;

/** What is left of the item of an allocation with its own match apart: a decision does not stand in its own way. */
function besidesMatch(db: ReadableLedger, { itemKey, matchId }: AllocationRow): ItemBalance {
  const columns = statement<BalanceColumns>(db, BESIDES_MATCH).get({ itemKey, matchId });
  if (columns === undefined) throw new Error(`there is no item ${itemKey}`);
  return itemBalance(columns);
}

const HISTORY_WORDS: Readonly<Record<string, string>> = {
  'match.approved': 'approved',
  'match.asked': 'asked for a reviewer: above the limit',
  'match.approvedByRule': 'let the approval by rule stand again',
  'match.rejected': 'said it is not a match',
  'dispute.lostDecided': 'decided what becomes of the lost dispute',
  'decision.undone': 'took the decision back',
  'match.returned': 'returned it: its receipt is in error or gone in PeopleSoft',
  'posting.reversalApproved': 'decided to take it back from PeopleSoft',
  'posting.reversed': 'PeopleSoft shows it as taken back',
  'posting.returned': 'returned it: something had changed since approval',
  'deposit.sent': 'began to send it to PeopleSoft',
  'deposit.notSent': 'did not send it',
  'deposit.found': 'found it in PeopleSoft already',
  'deposit.saved': 'PeopleSoft saved it',
  'deposit.unknown': 'outcome unknown',
  'deposit.refused': 'PeopleSoft refused it',
  'deposit.readBack': 'read it back from PeopleSoft',
  'deposit.lessened': 'took a changed payment out of its deposit before that went again',
  'item.sent': 'began to send its item to PeopleSoft',
  'item.notSent': 'did not send its item',
  'item.found': 'found its item in PeopleSoft already',
  'item.saved': 'PeopleSoft saved its item',
  'item.unknown': 'outcome of its item unknown',
  'item.refused': 'PeopleSoft refused its item',
  'item.readBack': 'read its item back from PeopleSoft',
  'item.withdrawn': 'took its item back before it was sent',
  'item.returned': 'returned its item: PeopleSoft or Stripe had changed since approval',
  'item.settled': 'said what PeopleSoft shows of its item',
  'item.reversalApproved': 'decided to take its item back from PeopleSoft',
  'item.reversed': 'PeopleSoft shows its item as taken back',
};

/** What happened to this movement, newest first: what was decided and sent, and what Stripe says became of its charge. */
function readHistory(db: ReadableLedger, movement: MovementRow): MatchDetail['history'] {
  return [...readDecided(db, movement), ...readTakenBack(db, movement), ...lifeLineOf(db, movement)].sort(
    (left, right) => compareText(right.at, left.at),
  );
}

/** From the audit rows of its matches, decisions, postings and deposits, newest first. */
function readDecided(db: ReadableLedger, movement: MovementRow): MatchDetail['history'] {
  return statement<{ at: string; actor: string; action: string }>(
    db,
    `WITH subjects AS (
       SELECT 'movement/' || @key AS subject
       UNION SELECT 'match/' || match_id FROM match_movement WHERE movement_key = @key
       UNION SELECT 'decision/' || decision_id FROM decision WHERE movement_key = @key
       UNION SELECT 'posting/' || posting_id FROM posting WHERE movement_key = @key
       UNION SELECT 'deposit/' || deposit_key FROM posting WHERE movement_key = @key AND deposit_key IS NOT NULL)
     SELECT at, actor, action FROM audit WHERE subject IN (SELECT subject FROM subjects) ORDER BY seq DESC LIMIT 50`,
  )
    .all({ key: movement.movementKey })
    .map((row) => ({ at: row.at, actor: row.actor, text: HISTORY_WORDS[row.action] ?? row.action }));
}

/** Approvals by rule that came back with their customer link; thousands stand in one audit row, so each tells it by its own posting. */
function readTakenBack(db: ReadableLedger, { movementKey }: MovementRow): MatchDetail['history'] {
  return statement<{ at: string; text: string }>(
    db,
    `SELECT state_changed_at AS at, state_reason AS text FROM posting
     WHERE movement_key = ? AND state = 'withdrawn' AND substr(state_reason, 1, length(?)) = ? ORDER BY posting_id DESC`,
  )
    .all(movementKey, TAKEN_BACK_FROM_RULE, TAKEN_BACK_FROM_RULE)
    .map((row) => ({ ...row, actor: 'Tieout' }));
}
