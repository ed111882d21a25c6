import { createHash } from 'node:crypto';
import type { Instant, ItemKey, MatchId, MovementKey } from '../../../shared/domain/ids.ts';
import type { Attention } from '../../../shared/contract/primitives.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { duplicateHold } from '../../ledger/duplicate-hold.ts';
import { getItem } from '../../ledger/item-store.ts';
import { linkTrouble } from '../../ledger/link-trouble.ts';
import { allocationsOfMatch, changeMatchState, getMatch, type MatchRow } from '../../ledger/match-store.ts';
import { getMovement, setMovementState, type MovementRow } from '../../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { takenBackBy, takenBackWords } from '../../ledger/taken-back.ts';
import { approvedDate, cutOffOf } from '../payments/accounting-date.ts';
import { chargeStanding } from '../payments/charge-standing.ts';
import type { Decider } from './decide.ts';
import { enqueuePayment, movementEffectKey } from '../payments/enqueue-payment.ts';
import { checkAllocations } from './match-allocation.ts';
import { isNamedPart, MAY_RULE, namedPartGroup, type NamedPart } from './named-part-group.ts';
import { isOutward } from '../payments/movement-effect.ts';
import { isWithoutCredit, outwardTerms } from './outward-terms.ts';
import { postingBlocked } from '../payments/plan-payment.ts';
import { receiptTrouble } from '../read-back/receipt-trouble.ts';
import { refusal } from './refusal.ts';
import { ruleTitle } from '../../matching/rules.ts';
import { withinSavepoint } from './within-savepoint.ts';

/** In whose name a rule decides: the profile names its reviewer, else whoever started it. */
interface RuleDecider extends Decider {
  readonly unit: UnitProfile;
  readonly setId: string;
}
export interface StraightThroughArgs extends RuleDecider {
  /** Refunds rest on charges, so they are walked on their own, after them. Left out: both in one walk. */
  readonly walk?: 'charges' | 'refunds';
  /** Continue after this match; matches are walked in key order. */
  readonly afterMatchId: number;
  readonly limit: number;
}
export interface StraightThroughChunk {
  readonly approved: number;
  /** Of those approved: payments that now wait to be sent. */
  readonly payments: number;
  /**
   * Left to a person, now or as before, because no rule may decide them (limit, rule not approved, nothing may be posted, refused by the
   * books), or to a later walk: a refund whose charge is not approved yet.
   */
  readonly left: number;
  /** Null: all have been looked at. */
  readonly next: number | null;
}

/** An automatic proposal, with what the settings of the unit are weighed against and what its row says. */
interface Proposal extends RuledMatch, RuledAmount {
  readonly matchId: MatchId;
  readonly movementKey: MovementKey;
  readonly attention: Attention | null;
  readonly reason: string | null;
  /** 1: it is exactly an item only together with others. */
  readonly isPart: 0 | 1;
}

// CROSS JOIN: matches in key order come first, else every chunk would read and sort all that is left.
const PROPOSALS = `SELECT m.match_id AS matchId, mm.movement_key AS movementKey, m.rule_id AS ruleId, m.rule_version AS ruleVersion,
    v.amount_minor AS amountMinor, v.currency, v.attention, v.state_reason AS reason, ${isNamedPart('m')} AS isPart
  FROM match m CROSS JOIN match_movement mm ON mm.match_id = m.match_id AND mm.live = 1 JOIN movement v ON v.movement_key = mm.movement_key
  WHERE m.state = 'proposed' AND m.unit = ? AND m.match_id > ? AND ${MAY_RULE}
    AND (? = 'both' OR (v.kind = 'refund') = (? = 'refunds')) ORDER BY m.match_id LIMIT ?`;

/**
 * Approves automatic matches whose rule a reviewer has switched on, up to the amount limit of the currency; the posting names rule and
 * version and the reviewer. Everything else automatic is put before a person with the reason, which every run finds anew; a match the books refuse (its item
 * changed, or is held by another approval) does not hold up its neighbours. Charges that are exactly an item only together are approved
 * together, also those that a later chunk would come to, or not at all. One chunk, one transaction, one audit row with a digest.
 */
export const approveStraightThrough = defineWrite(
  'decide.straightThrough',
  (db: WritableLedger, args: StraightThroughArgs): StraightThroughChunk => {
    const walk = args.walk ?? 'both';
    const { unit } = args.unit;
    const rows = statement<Proposal>(db, PROPOSALS).all(unit, args.afterMatchId, walk, walk, args.limit);
    const digest = createHash('sha256');
    const approvedIds = new Set<MatchId>();
    const seen = new Set<MatchId>();
    let payments = 0;
    for (const row of rows) {
      if (seen.has(row.matchId) || isLeftAsBefore(row, args.unit)) continue;
      const match = getMatch(db, row.matchId);
      const { looked, isApproved } = row.isPart === 1 ? decideGroup(db, match, args) : decideOne(db, match, row, args);
      for (const matchId of looked) seen.add(matchId);
      if (!isApproved) continue;
      if (match.kind !== 'alreadyKeyed') payments += looked.length;
      for (const matchId of looked) digest.update(`${matchId},`);
      for (const matchId of looked) approvedIds.add(matchId);
    }
    const approved = approvedIds.size;
    if (approved > 0)
      appendAudit(db, {
        at: args.at,
        actor: args.unit.straightThrough?.approvedBy ?? args.actor,
        machine: args.machine,
        action: 'match.approvedByRule',
        subject: `unit/${args.unit.unit}`,
        detail: {
          count: approved,
          firstMatch: rows[0]?.matchId ?? 0,
          lastMatch: rows.at(-1)?.matchId ?? 0,
          digest: digest.digest('hex'),
          startedBy: args.actor,
        },
      });
    return {
      approved,
      payments,
      left: rows.filter(({ matchId }) => !approvedIds.has(matchId)).length,
      next: rows.length < args.limit ? null : (rows.at(-1)?.matchId ?? null),
    };
  },
);

/** The settings still say what the row says: thousands may stand so, run after run, and nothing more is read of them. */
function isLeftAsBefore(row: Proposal, unit: UnitProfile): boolean {
  return row.attention === 'proposal' && row.reason !== null && row.reason === settingsObstacle(row, row, unit);
}

/** Matches that were looked at together, and whether all of them were approved; if not, none was. */
interface Looked {
  readonly looked: readonly MatchId[];
  readonly isApproved: boolean;
}

function decideOne(
  db: WritableLedger,
  match: MatchRow,
  { movementKey }: Pick<Proposal, 'movementKey'>,
  args: RuleDecider,
): Looked {
  const obstacle = decideByRule(db, match, getMovement(db, movementKey), args);
  if (obstacle !== null) leave(db, match, movementKey, obstacle, args);
  return { looked: [match.matchId], isApproved: obstacle === null };
}

function leave(db: WritableLedger, match: MatchRow, key: MovementKey, obstacle: Obstacle, { at }: RuleDecider): void {
  const { attention, text } = obstacle;
  setMovementState(db, key, 'proposed', { attention, reason: text, score: match.score, at });
}

/**
 * Approves all charges that are exactly an item together, or none: where one of them is a person's, or the books refuse it, nothing speaks for
 * the others alone, and they are put before her with it.
 */
function decideGroup(db: WritableLedger, match: MatchRow, args: RuleDecider): Looked {
  const { item, parts, isWhole } = namedPartGroup(db, match);
  const members = parts.map((part) => {
    const own = { match: getMatch(db, part.matchId), movement: getMovement(db, part.movementKey) };
    return { ...part, ...own, obstacle: isWhole ? partObstacle(db, part, own, args) : notWhole(item) };
  });
  const looked = parts.map(({ matchId }) => matchId);
  let stuck = members.find(({ obstacle }) => obstacle !== null);
  if (stuck === undefined) {
    let current = members[0];
    const refused = withinSavepoint(db, () => {
      for (const member of members) {
        current = member;
        approveMatched(db, member.match, member.movement, args);
      }
    });
    if (refused === null) return { looked, isApproved: true };
    if (current !== undefined) stuck = { ...current, obstacle: { attention: 'proposal', text: refused.message } };
  }
  for (const { mayRule, match: own, movementKey, matchId, obstacle } of members) {
    // What is a person's already keeps her words.
    if (mayRule === 0) continue;
    const mine = matchId === stuck?.matchId ? stuck.obstacle : obstacle;
    const text = `it is ${item} only together with ${stuck?.objectId ?? ''}, which is a person’s to decide: ${stuck?.obstacle?.text ?? ''}`;
    leave(db, own, movementKey, mine ?? { attention: 'proposal', text }, args);
  }
  return { looked, isApproved: false };
}

function notWhole(item: string): Obstacle {
  return { attention: 'proposal', text: `the charges that are ${item} together are not all there any more` };
}

function partObstacle(
  db: WritableLedger,
  { mayRule }: NamedPart,
  { match, movement }: { readonly match: MatchRow; readonly movement: MovementRow },
  { unit }: RuleDecider,
): Obstacle | null {
  if (mayRule === 0) return { attention: 'proposal', text: 'no rule may decide it' };
  return personsObstacle(db, movement.movementKey) ?? obstacleOf(db, match, movement, unit);
}

/**
 * Approves one proposal in the name of its rule, as straight-through posting would; answers why it may not, and then nothing has
 * happened. The caller writes the audit row.
 */
export function approveByRule(
  db: WritableLedger,
  match: MatchRow,
  movementKey: MovementKey,
  args: RuleDecider,
): string | null {
  return decideByRule(db, match, getMovement(db, movementKey), args)?.text ?? null;
}

function decideByRule(db: WritableLedger, match: MatchRow, movement: MovementRow, args: RuleDecider): Obstacle | null {
  return (
    personsObstacle(db, movement.movementKey) ??
    obstacleOf(db, match, movement, args.unit) ??
    refusalOf(db, match, movement, args)
  );
}

/** What a person took back from a rule no rule approves again. */
function personsObstacle(db: WritableLedger, movementKey: MovementKey): Obstacle | null {
  const actor = takenBackBy(db, movementKey);
  return actor === null ? null : { attention: 'proposal', text: takenBackWords(actor) };
}

/** Approves; where a rule of the books says no, nothing has happened and its words are the obstacle. */
function refusalOf(db: WritableLedger, match: MatchRow, movement: MovementRow, args: RuleDecider): Obstacle | null {
  const refused = withinSavepoint(db, () => approveMatched(db, match, movement, args));
  return refused === null ? null : { attention: 'proposal', text: refused.message };
}

function approveMatched(db: WritableLedger, match: MatchRow, movement: MovementRow, args: RuleDecider): void {
  const rule = `${match.ruleId} v${match.ruleVersion}`;
  const approvedBy = args.unit.straightThrough?.approvedBy ?? args.actor;
  const to = match.kind === 'alreadyKeyed' ? 'posted' : 'approved';
  const change = { matchId: match.matchId, to, actor: approvedBy, at: args.at, reason: `rule ${rule}` } as const;
  if (match.kind === 'alreadyKeyed') {
    changeMatchState(db, change);
    return;
  }
  const wanted = allocationsOfMatch(db, match.matchId).map((each) => {
    const item = getItem(db, each.itemKey as ItemKey);
    return { itemKey: item.itemKey, seenVersion: item.version, amountMinor: each.amountMinor };
  });
  const allocations = checkAllocations(db, movement, wanted, args.unit.businessUnits);
  const terms = isOutward(movement) ? outwardTerms(db, movement, allocations, args.unit) : null;
  if (isOutward(movement) && isWithoutCredit(db, allocations))
    throw refusal('MATCH_REASON_NEEDED', 'there is no credit memo for it', 'A person decides what it is paid back on.');
  changeMatchState(db, change);
  enqueuePayment(db, {
    movement,
    matchId: match.matchId,
    allocations,
    custId: terms?.custId ?? null,
    accountingTemplate: terms?.accountingTemplate,
    dependsOn: terms?.dependsOn ?? null,
    unit: args.unit,
    setId: args.setId,
    approvedBy,
    operatorId: null,
    approvedRule: rule,
    sendNow: false,
    accountingDate: approvedDate(db, movement, args.unit, null),
    at: args.at as Instant,
  });
}

interface Obstacle {
  /** Null: it is not a person's, only not yet its time; a later walk looks at it again. */
  readonly attention: Attention | null;
  readonly text: string;
}

/** Why this match is a person's to decide, or null. */
function obstacleOf(db: WritableLedger, match: MatchRow, movement: MovementRow, unit: UnitProfile): Obstacle | null {
  const text = settingsObstacle(match, movement, unit) ?? linkTrouble(db, match, movement) ?? receiptTrouble(db, match);
  if (text !== null) return { attention: 'proposal', text };
  if (match.kind === 'alreadyKeyed') return null;
  const duplicate = duplicateHold(db, movement.movementKey);
  if (duplicate !== null) return { attention: 'possibleDuplicate', text: duplicate };
  const blocked = postingBlocked(movement, unit);
  if (blocked !== null) return { attention: 'proposal', text: blocked.text };
  const cutOff = cutOffOf(db, movement, unit);
  if (cutOff !== null) return { attention: 'proposal', text: cutOff.text };
  if (isOutward(movement)) {
    const standing = chargeStanding(db, movement, unit);
    if (standing.kind === 'open') return { attention: null, text: `It waits: ${standing.text}.` };
  }
  const refused = lastRefusal(db, movement);
  return refused === null ? null : { attention: 'postingProblem', text: refused };
}

/** How this effect failed the last time, refused by PeopleSoft or ended by a person: a rule does not try again what nobody has looked at. */
function lastRefusal(db: WritableLedger, movement: MovementRow): string | null {
  const last = statement<{ state: string; reason: string | null }>(
    db,
    'SELECT state, state_reason AS reason FROM posting WHERE effect_key = ? ORDER BY generation DESC LIMIT 1',
  ).get(movementEffectKey(movement));
  if (last?.state === 'rejected') return `PeopleSoft refused it before: ${last.reason ?? 'without a message'}`;
  return last?.state === 'reversed' ? `it was posted before and is gone from PeopleSoft: ${last.reason ?? ''}` : null;
}

type RuledMatch = Pick<MatchRow, 'ruleId' | 'ruleVersion'>;
type RuledAmount = Pick<MovementRow, 'amountMinor' | 'currency'>;
function settingsObstacle(match: RuledMatch, movement: RuledAmount, unit: UnitProfile): string | null {
  const settings = unit.straightThrough;
  if (settings === null) return 'a person approves every match of this unit';
  if (!settings.ruleIds.includes(match.ruleId))
    return `the rule “${ruleTitle(match.ruleId)}” is not switched on for straight-through posting`;
  const limit = settings.limitMinor[movement.currency];
  if (limit === undefined) return `no straight-through limit is set for ${movement.currency}`;
  return Math.abs(movement.amountMinor) > limit ? 'above the straight-through limit' : null;
}
