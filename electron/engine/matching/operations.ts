import { createHash } from 'node:crypto';
import type { Instant, ItemKey, LinkId, MatchId, MovementKey, UnitId } from '../../../shared/domain/ids.ts';
import type { MatchState } from '../../../shared/domain/states.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { canonicalJson, type JsonValue } from '../../ledger/canonical-json.ts';
import { changeLink } from '../../ledger/crosswalk-store.ts';
import { changeMatchState, insertMatch } from '../../ledger/match-store.ts';
import { writeUnnoted } from '../../ledger/matching-scope-store.ts';
import { setMovementState } from '../../ledger/movement-store.ts';
import { defineWrite, type AnyOperation, type WritableLedger } from '../../ledger/operation.ts';
import { rawStatement, statement } from '../../ledger/statement.ts';
import type { LinkChange } from '../../matching/customers/propose-links.ts';
import type { MatchOut, Outcome } from '../../matching/movements/outcome.ts';
import { isMatchingRule, RULES } from '../../matching/rules.ts';
import { countBeforeGoLive, countMatched } from './count-matched.ts';
import { unpackChanges, type OutcomeChange } from './matching-request.ts';
import { proposedRules } from './proposed-rules.ts';
import { returnLostReceipts } from './return-lost-receipts.ts';
import { scopeOperations } from './scope-operations.ts';
import { scoreOperations } from './score-operations.ts';
import { itemsJson, runnerUpJson } from './stored-outcome.ts';
import { whyNotPairWords } from './why-not-item.ts';
import { whyNot, whyNotItem } from './why-not-operation.ts';

/** Named in what matching withdraws; a proposal is nobody's decision. */
const MATCHING = 'matching';

/** Whose run it is, for the audit. */
export interface RunBy {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
export interface LinksArgs extends RunBy {
  readonly changes: readonly LinkChange[];
}
/**
 * Writes link changes; a row that somebody changed meanwhile is left as it is. Returns how many were written; one audit row with
 * the digest of these stands beside them.
 */
export const applyLinks = defineWrite(
  'matching.applyLinks',
  (db: WritableLedger, { changes, ...by }: LinksArgs): { applied: number } => {
    const digest = createHash('sha256');
    const became: Record<LinkChange['state'], number> = { proposed: 0, confirmed: 0, retired: 0 };
    let applied = 0;
    // What falls goes first: a Stripe customer has one confirmed link at a time.
    const ordered = changes.toSorted(
      (left, right) => Number(right.state === 'retired') - Number(left.state === 'retired'),
    );
    for (const change of ordered) {
      const linkId = changeLink(db, { ...change, at: by.at });
      if (linkId === null) continue;
      applied += 1;
      became[change.state] += 1;
      const { account, customerId, setId, custId, state, basis, evidence } = change;
      digest.update(canonicalJson([linkId, account, customerId, setId, custId, state, basis, evidence]));
    }
    if (applied > 0) audit(db, by, 'matching.linked', { links: applied, ...became, sha256: digest.digest('hex') });
    return { applied };
  },
  { bulk: true },
);

export interface OutcomesArgs extends RunBy {
  /** Of `packChanges`. */
  readonly packed: string;
}
/**
 * Writes outcomes: withdraws what matching had proposed, puts the new proposal, candidates and state in its place. A movement
 * that changed since the thread read it, or that a person took meanwhile, is left alone and counted as skipped. One audit row with
 * the digest of what was written stands beside it, so that a run which ends half-way is on record as far as it came.
 */
export const applyOutcomes = defineWrite(
  'matching.applyOutcomes',
  (db: WritableLedger, { packed, ...by }: OutcomesArgs): { applied: number; skipped: number } => {
    const changes = unpackChanges(packed);
    const digest = createHash('sha256');
    let applied = 0;
    writeUnnoted(db, () => {
      const before = standingOf(db, changes);
      for (const { version, outcome, text } of changes) {
        const key = outcome.movementKey as MovementKey;
        const now = before.get(key);
        if (now?.version !== version || !now.isOurs) continue;
        const matchId = write(db, key, outcome, now.matchId, by.at);
        digest.update(`${key}\n${now.matchId ?? ''}\n${matchId ?? ''}\n${text}\n`);
        applied += 1;
      }
    });
    const skipped = changes.length - applied;
    if (applied > 0) {
      const rules = Object.fromEntries(RULES.map((rule) => [rule.id, rule.version]));
      audit(db, by, 'matching.applied', { movements: applied, skipped, rules, sha256: digest.digest('hex') });
    }
    return { applied, skipped };
  },
  { bulk: true },
);

function audit(db: WritableLedger, { at, actor, machine }: RunBy, action: string, detail: JsonValue): void {
  appendAudit(db, { at, actor, machine, action, subject: 'matching', detail });
}

/** How a movement stands as it is written: whether what lives on it is a proposal of matching, or nothing. */
interface StandingNow {
  readonly version: number;
  readonly matchId: MatchId | null;
  readonly isOurs: boolean;
}
type StandingValues = [
  key: number,
  version: number,
  matchId: MatchId | null,
  state: MatchState | null,
  ruleId: string | null,
];

/** All rows of a chunk at once: a question for each would take as long as writing it. */
function standingOf(db: WritableLedger, changes: readonly OutcomeChange[]): ReadonlyMap<number, StandingNow> {
  const rows = rawStatement<StandingValues>(
    db,
    `SELECT m.movement_key, m.version, match.match_id, match.state, match.rule_id FROM json_each(?) k
       CROSS JOIN movement m ON m.movement_key = k.value
       LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id)`,
  ).all(JSON.stringify(changes.map(({ outcome }) => outcome.movementKey)));
  return new Map(
    rows.map(([key, version, matchId, state, ruleId]) => {
      const isOurs = matchId === null || (state === 'proposed' && isMatchingRule(ruleId ?? ''));
      return [key, { version, matchId, isOurs }];
    }),
  );
}

/** Answers the match it proposed, if any. */
function write(
  db: WritableLedger,
  key: MovementKey,
  outcome: Outcome,
  liveId: MatchId | null,
  at: Instant,
): MatchId | null {
  const { state, attention, reason, gate, score, match } = outcome;
  if (liveId !== null)
    changeMatchState(db, {
      matchId: liveId,
      to: 'withdrawn',
      actor: MATCHING,
      at,
      reason: 'The rows behind it changed.',
      movement: { state, attention, reason, gate, score },
    });
  const matchId = match === null ? null : insertProposal(db, key, outcome, match, at);
  if (matchId === null && liveId === null) setMovementState(db, key, state, { attention, reason, gate, score, at });
  statement(db, 'DELETE FROM candidate WHERE movement_key = ?').run(key);
  for (const [rank, each] of outcome.candidates.entries())
    statement(
      db,
      'INSERT INTO candidate (movement_key, rank, items_json, rule_id, rule_version, score, points_json) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(key, rank + 1, itemsJson(each), each.ruleId, each.ruleVersion, each.score, JSON.stringify(each.points));
  return matchId;
}

function insertProposal(db: WritableLedger, key: MovementKey, outcome: Outcome, match: MatchOut, at: Instant): MatchId {
  return insertMatch(db, {
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

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const matchingOperations: readonly AnyOperation[] = [
  applyLinks,
  applyOutcomes,
  ...scopeOperations,
  ...scoreOperations,
  returnLostReceipts,
  countBeforeGoLive,
  countMatched,
  proposedRules,
  whyNot,
  whyNotItem,
  whyNotPairWords,
];
