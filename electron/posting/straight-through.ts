import { createHash } from 'node:crypto';
import type { Instant, ItemKey, MatchId, MovementKey } from '../../shared/domain/ids.ts';
import type { UnitProfile } from '../../shared/contract/profile.ts';
import { appendAudit } from '../ledger/audit-store.ts';
import { getItem } from '../ledger/item-store.ts';
import { allocationsOfMatch, changeMatchState, getMatch, type MatchRow } from '../ledger/match-store.ts';
import { getMovement, setMovementState } from '../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import type { Decider } from './decide.ts';
import { enqueuePayment } from './enqueue-payment.ts';
import { checkAllocations } from './match-allocation.ts';
import { postingBlocked } from './plan-payment.ts';

export interface StraightThroughArgs extends Decider {
  readonly unit: UnitProfile;
  readonly setId: string;
  /** Continue after this match; matches are walked in key order. */
  readonly afterMatchId: number;
  readonly limit: number;
}
export interface StraightThroughChunk {
  readonly approved: number;
  /** Left to a person, because no rule may decide them (limit, rule not approved, nothing may be posted). */
  readonly left: number;
  /** Null: all have been looked at. */
  readonly next: number | null;
}

/**
 * Approves automatic matches whose rule a reviewer has switched on, up to the amount limit of the currency; the posting names rule and
 * version and the reviewer. Everything else automatic is put before a person with the reason. One chunk, one transaction, one
 * audit row with a digest of the matches it covers.
 */
export const approveStraightThrough = defineWrite(
  'decide.straightThrough',
  (db: WritableLedger, args: StraightThroughArgs): StraightThroughChunk => {
    const rows = statement<{ match_id: MatchId; movement_key: MovementKey }>(
      db,
      `SELECT m.match_id, mm.movement_key FROM match m JOIN match_movement mm ON mm.match_id = m.match_id AND mm.live = 1 JOIN movement v ON v.movement_key = mm.movement_key
     WHERE m.state = 'proposed' AND m.automatic = 1 AND m.unit = ? AND m.match_id > ? AND v.attention IS NULL ORDER BY m.match_id LIMIT ?`,
    ).all(args.unit.unit, args.afterMatchId, args.limit);
    const digest = createHash('sha256');
    let approved = 0;
    for (const row of rows) {
      if (!decideOne(db, getMatch(db, row.match_id), row.movement_key, args)) continue;
      digest.update(`${row.match_id},`);
      approved += 1;
    }
    if (approved > 0)
      appendAudit(db, {
        at: args.at,
        actor: args.unit.straightThrough?.approvedBy ?? args.actor,
        machine: args.machine,
        action: 'match.approvedByRule',
        subject: `unit/${args.unit.unit}`,
        detail: {
          count: approved,
          firstMatch: rows[0]?.match_id ?? 0,
          lastMatch: rows.at(-1)?.match_id ?? 0,
          digest: digest.digest('hex'),
          startedBy: args.actor,
        },
      });
    return {
      approved,
      left: rows.length - approved,
      next: rows.length < args.limit ? null : (rows.at(-1)?.match_id ?? null),
    };
  },
);

function decideOne(db: WritableLedger, match: MatchRow, movementKey: MovementKey, args: StraightThroughArgs): boolean {
  const movement = getMovement(db, movementKey);
  const rule = `${match.ruleId} v${match.ruleVersion}`;
  const obstacle =
    obstacleOf(match, movement.currency, Math.abs(movement.amountMinor), args.unit) ??
    (match.kind === 'payment' ? (postingBlocked(movement, args.unit)?.text ?? null) : null);
  if (obstacle !== null) {
    setMovementState(db, movementKey, 'proposed', {
      attention: 'proposal',
      reason: obstacle,
      score: match.score,
      at: args.at,
    });
    return false;
  }
  const approvedBy = args.unit.straightThrough?.approvedBy ?? args.actor;
  const reason = `rule ${rule}`;
  const to = match.kind === 'alreadyKeyed' ? 'posted' : 'approved';
  if (match.kind === 'payment') {
    const wanted = allocationsOfMatch(db, match.matchId).map((each) => {
      const item = getItem(db, each.itemKey as ItemKey);
      return { itemKey: item.itemKey, seenVersion: item.version, amountMinor: each.amountMinor };
    });
    const allocations = checkAllocations(db, movement, wanted, args.unit.businessUnits);
    changeMatchState(db, { matchId: match.matchId, to, actor: approvedBy, at: args.at, reason });
    enqueuePayment(db, {
      movement,
      matchId: match.matchId,
      allocations,
      unit: args.unit,
      setId: args.setId,
      approvedBy,
      approvedRule: rule,
      sendNow: false,
      at: args.at as Instant,
    });
  } else changeMatchState(db, { matchId: match.matchId, to, actor: approvedBy, at: args.at, reason });
  return true;
}

function obstacleOf(match: MatchRow, currency: string, amountMinor: number, unit: UnitProfile): string | null {
  const settings = unit.straightThrough;
  if (settings === null) return 'a person approves every match of this unit';
  if (!settings.ruleIds.includes(match.ruleId))
    return `rule ${match.ruleId} v${match.ruleVersion} is not switched on for straight-through posting`;
  const limit = settings.limitMinor[currency];
  if (limit === undefined) return `no straight-through limit is set for ${currency}`;
  return amountMinor > limit ? 'above the straight-through limit' : null;
}
