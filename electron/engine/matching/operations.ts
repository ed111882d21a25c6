import type { Instant, ItemKey, LinkId, MovementKey, UnitId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import type { JsonValue } from '../../ledger/canonical-json.ts';
import { evidenceOf } from '../../ledger/crosswalk-store.ts';
import { changeMatchState, insertMatch, liveMatchOf, type MatchRow } from '../../ledger/match-store.ts';
import { setMovementState } from '../../ledger/movement-store.ts';
import { defineWrite, type AnyOperation, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { LinkChange } from '../../matching/customers/propose-links.ts';
import type { MatchOut, Outcome } from '../../matching/movements/outcome.ts';
import { isMatchingRule } from '../../matching/rules.ts';
import { countBeforeGoLive, countMatched } from './count-matched.ts';
import type { OutcomeChange } from './matching-request.ts';
import { returnLostReceipts } from './return-lost-receipts.ts';
import { itemsJson, runnerUpJson } from './stored-outcome.ts';
import { whyNot } from './why-not-operation.ts';

/** Named in what matching withdraws; a proposal is nobody's decision. */
const MATCHING = 'matching';

export interface LinksArgs {
  readonly changes: readonly LinkChange[];
  readonly at: Instant;
}
/** Writes link changes; a row that somebody changed meanwhile is left as it is. Returns how many were written. */
export const applyLinks = defineWrite(
  'matching.applyLinks',
  (db: WritableLedger, { changes, at }: LinksArgs): { applied: number } => {
    let applied = 0;
    // What falls goes first: a Stripe customer has one confirmed link at a time.
    const ordered = changes.toSorted(
      (left, right) => Number(right.state === 'retired') - Number(left.state === 'retired'),
    );
    for (const change of ordered) applied += writeLink(db, change, at);
    return { applied };
  },
  { bulk: true },
);

function writeLink(db: WritableLedger, change: LinkChange, at: Instant): number {
  const { evidenceJson, evidenceHash } = evidenceOf(change);
  const decidedAt = change.decidedBy === null ? null : at;
  const { account, customerId, setId, custId, state, basis, decidedBy } = change;
  if (change.linkId === null)
    return statement(
      db,
      `INSERT INTO crosswalk_link (account, customer_id, set_id, cust_id, state, basis, evidence_json, evidence_hash, proposed_at,
         decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ).run(account, customerId, setId, custId, state, basis, evidenceJson, evidenceHash, at, decidedBy, decidedAt)
      .changes;
  return statement(
    db,
    `UPDATE crosswalk_link SET state = ?, basis = ?, evidence_json = ?, evidence_hash = ?, decided_by = ?, decided_at = ?,
       version = version + 1 WHERE link_id = ? AND version = ?`,
  ).run(state, basis, evidenceJson, evidenceHash, decidedBy, decidedAt, change.linkId, change.version).changes;
}

export interface OutcomesArgs {
  readonly changes: readonly OutcomeChange[];
  readonly at: Instant;
}
/**
 * Writes outcomes: withdraws what matching had proposed, puts the new proposal, candidates and state in its place. A movement
 * that changed since the thread read it, or that a person took meanwhile, is left alone and counted as skipped.
 */
export const applyOutcomes = defineWrite(
  'matching.applyOutcomes',
  (db: WritableLedger, { changes, at }: OutcomesArgs): { applied: number; skipped: number } => {
    let applied = 0;
    for (const { version, outcome } of changes) {
      const key = outcome.movementKey as MovementKey;
      const live = liveMatchOf(db, key);
      if (versionOf(db, key) !== version || !isOurs(live)) continue;
      write(db, key, outcome, live, at);
      applied += 1;
    }
    return { applied, skipped: changes.length - applied };
  },
  { bulk: true },
);

function versionOf(db: WritableLedger, key: MovementKey): number | undefined {
  return statement<{ version: number }>(db, 'SELECT version FROM movement WHERE movement_key = ?').get(key)?.version;
}

function isOurs(live: MatchRow | null): boolean {
  return live === null || (live.state === 'proposed' && isMatchingRule(live.ruleId));
}

function write(db: WritableLedger, key: MovementKey, outcome: Outcome, live: MatchRow | null, at: Instant): void {
  const { state, attention, reason, gate, score, match } = outcome;
  if (live !== null)
    changeMatchState(db, {
      matchId: live.matchId,
      to: 'withdrawn',
      actor: MATCHING,
      at,
      reason: 'The rows behind it changed.',
      movement: { state, attention, reason, gate, score },
    });
  if (match !== null) insertProposal(db, key, outcome, match, at);
  else if (live === null) setMovementState(db, key, state, { attention, reason, gate, score, at });
  statement(db, 'DELETE FROM candidate WHERE movement_key = ?').run(key);
  for (const [rank, each] of outcome.candidates.entries())
    statement(
      db,
      'INSERT INTO candidate (movement_key, rank, items_json, rule_id, rule_version, score, points_json) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(key, rank + 1, itemsJson(each), each.ruleId, each.ruleVersion, each.score, JSON.stringify(each.points));
}

function insertProposal(db: WritableLedger, key: MovementKey, outcome: Outcome, match: MatchOut, at: Instant): void {
  insertMatch(db, {
    unit: (outcome.unit ?? '') as UnitId,
    kind: match.kind,
    ruleId: match.ruleId,
    ruleVersion: match.ruleVersion,
    score: match.score,
    margin: match.margin,
    automatic: match.automatic,
    pointsJson: JSON.stringify(match.points),
    runnerUpJson: runnerUpJson(match.runnerUp),
    linkId: match.linkId === null || match.linkId === 0 ? null : (match.linkId as LinkId),
    paymentKey: match.paymentKey,
    chargeMovementKey: match.chargeMovementKey as MovementKey | null,
    movements: [key],
    allocations: match.allocations.map((each) => ({
      ...each,
      movementKey: key,
      itemKey: each.itemKey as ItemKey,
      isOutward: match.kind === 'refundOfCharge',
    })),
    at,
    movementReason: outcome.reason,
    attention: outcome.attention,
  });
}

export interface FinishArgs {
  readonly at: Instant;
  readonly actor: string;
  readonly machine: string;
  readonly detail: JsonValue;
}
/** One audit row for a run that changed something, with the digest of what it wrote. */
export const finishMatching = defineWrite('matching.finish', (db: WritableLedger, args: FinishArgs): null => {
  const { at, actor, machine, detail } = args;
  appendAudit(db, { at, actor, machine, action: 'matching.ran', subject: 'matching', detail });
  return null;
});

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const matchingOperations: readonly AnyOperation[] = [
  applyLinks,
  applyOutcomes,
  finishMatching,
  returnLostReceipts,
  countBeforeGoLive,
  countMatched,
  whyNot,
];
