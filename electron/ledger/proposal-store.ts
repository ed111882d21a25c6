import type { Instant, MatchId } from '../../shared/domain/ids.ts';
import { insertRows } from './insert-rows.ts';
import type { MatchKind } from './match-store.ts';
import type { WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** What matching proposes for one movement. */
export interface NewProposal {
  readonly movementKey: number;
  readonly unit: string;
  readonly kind: MatchKind;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly score: number;
  readonly margin: number | null;
  readonly automatic: 0 | 1;
  readonly pointsJson: string;
  readonly runnerUpJson: string | null;
  readonly linkId: number | null;
  readonly paymentKey: number | null;
  readonly chargeMovementKey: number | null;
  /** Item key, part of the movement in its minor units, the same value in the item's minor units; one allocation after the other. */
  readonly allocations: readonly number[];
}
export interface ProposedCandidate {
  readonly movementKey: number;
  readonly rank: number;
  readonly itemsJson: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly score: number;
  readonly pointsJson: string;
}

const MATCH = `INSERT INTO match (match_id, unit, kind, state, rule_id, rule_version, score, margin, automatic, points_json, runner_up_json,
    link_id, payment_key, charge_movement_key, proposed_at) VALUES`;
const MATCH_ROW = "(?, ?, ?, 'proposed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
/** Their ids follow one another, so the place in the list says which match a movement is of. */
const MOVEMENTS =
  'INSERT INTO match_movement (match_id, movement_key, live) SELECT @first + key, value, 1 FROM json_each(@keys)';
const ALLOCATION =
  'INSERT INTO allocation (match_id, movement_key, item_key, amount_minor, item_amount_minor, hold, outward) VALUES';
const ALLOCATION_ROW = "(?, ?, ?, ?, ?, 'none', ?)";
const CANDIDATE =
  'INSERT INTO candidate (movement_key, rank, items_json, rule_id, rule_version, score, points_json) VALUES';
const CANDIDATE_ROW = '(?, ?, ?, ?, ?, ?, ?)';

/**
 * Writes proposals with their allocations, in the order given; answers the id of the first match, the others follow it one by one. The states of their
 * movements are the caller's. Throws `INVARIANT` when a movement already has a live match.
 */
export function insertProposals(db: WritableLedger, proposals: readonly NewProposal[], at: Instant): MatchId {
  const last = statement<{ last: number }>(db, 'SELECT ifnull(max(match_id), 0) AS last FROM match').get()?.last ?? 0;
  const first = last + 1;
  const matches = proposals.map((each, place) => {
    const { unit, kind, ruleId, ruleVersion, score, margin, automatic, pointsJson, runnerUpJson } = each;
    const { linkId, paymentKey, chargeMovementKey } = each;
    const decided = [score, margin, automatic, pointsJson, runnerUpJson];
    return [first + place, unit, kind, ruleId, ruleVersion, ...decided, linkId, paymentKey, chargeMovementKey, at];
  });
  insertRows(db, MATCH, MATCH_ROW, matches);
  statement(db, MOVEMENTS).run({ first, keys: JSON.stringify(proposals.map((each) => each.movementKey)) });
  const parts: number[][] = [];
  proposals.forEach(({ movementKey, kind, allocations }, place) => {
    const outward = kind === 'refundOfCharge' ? 1 : 0;
    for (let of = 0; of < allocations.length; of += 3)
      parts.push([first + place, movementKey, ...allocations.slice(of, of + 3), outward]);
  });
  insertRows(db, ALLOCATION, ALLOCATION_ROW, parts);
  return first as MatchId;
}

/** Withdraws what matching had proposed; nothing was held by it. The states of their movements are the caller's. */
export function withdrawProposals(
  db: WritableLedger,
  matchIds: readonly MatchId[],
  by: { readonly actor: string; readonly at: Instant; readonly reason: string },
): void {
  if (matchIds.length === 0) return;
  const ids = JSON.stringify(matchIds);
  const own = 'match_id IN (SELECT value FROM json_each(@ids))';
  statement(
    db,
    `UPDATE match SET state = 'withdrawn', decided_by = @actor, decided_at = @at, reason = @reason, version = version + 1 WHERE ${own}`,
  ).run({ ids, ...by });
  statement(db, `UPDATE match_movement SET live = 0 WHERE ${own}`).run({ ids });
  statement(db, `UPDATE allocation SET hold = 'released' WHERE ${own}`).run({ ids });
}

/** Puts candidates in the place of those that these movements had. */
export function replaceCandidates(
  db: WritableLedger,
  movementKeys: readonly number[],
  candidates: readonly ProposedCandidate[],
): void {
  statement(db, 'DELETE FROM candidate WHERE movement_key IN (SELECT value FROM json_each(?))').run(
    JSON.stringify(movementKeys),
  );
  const rows = candidates.map(({ movementKey, rank, itemsJson, ruleId, ruleVersion, score, pointsJson }) => {
    return [movementKey, rank, itemsJson, ruleId, ruleVersion, score, pointsJson];
  });
  insertRows(db, CANDIDATE, CANDIDATE_ROW, rows);
}
