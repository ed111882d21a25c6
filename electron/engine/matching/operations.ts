import { createHash } from 'node:crypto';
import type { Instant, ItemKey, LinkId, MatchId, MovementKey, UnitId } from '../../../shared/domain/ids.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { canonicalJson, type JsonValue } from '../../ledger/canonical-json.ts';
import { changeLink } from '../../ledger/crosswalk-store.ts';
import { changeMatchState, insertMatch, liveMatchOf, type MatchRow } from '../../ledger/match-store.ts';
import {
  addKeyPage,
  beginWholeScope,
  dropKeyPages,
  keepMatchingScope,
  laterPages,
  mergeLaterPages,
  readMatchingScope,
  writeUnnoted,
  type KeyPage,
} from '../../ledger/matching-scope-store.ts';
import { setMovementState } from '../../ledger/movement-store.ts';
import {
  defineRead,
  defineWrite,
  type AnyOperation,
  type ReadableLedger,
  type WritableLedger,
} from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { LinkChange } from '../../matching/customers/propose-links.ts';
import type { MatchOut, Outcome } from '../../matching/movements/outcome.ts';
import { isMatchingRule, RULES } from '../../matching/rules.ts';
import { countBeforeGoLive, countMatched } from './count-matched.ts';
import type { ScopeToKeep } from './match-ledger.ts';
import type { MatchingProfile, OutcomeChange } from './matching-request.ts';
import { madeBy } from './matching-scope.ts';
import { returnLostReceipts } from './return-lost-receipts.ts';
import { itemsJson, outcomeText, runnerUpJson } from './stored-outcome.ts';
import { whyNot } from './why-not-operation.ts';

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
  readonly changes: readonly OutcomeChange[];
}
/**
 * Writes outcomes: withdraws what matching had proposed, puts the new proposal, candidates and state in its place. A movement
 * that changed since the thread read it, or that a person took meanwhile, is left alone and counted as skipped. One audit row with
 * the digest of what was written stands beside it, so that a run which ends half-way is on record as far as it came.
 */
export const applyOutcomes = defineWrite(
  'matching.applyOutcomes',
  (db: WritableLedger, { changes, ...by }: OutcomesArgs): { applied: number; skipped: number } => {
    const digest = createHash('sha256');
    let applied = 0;
    writeUnnoted(db, () => {
      for (const { version, outcome } of changes) {
        const key = outcome.movementKey as MovementKey;
        const live = liveMatchOf(db, key);
        if (versionOf(db, key) !== version || !isOurs(live)) continue;
        const matchId = write(db, key, outcome, live, by.at);
        digest.update(`${key}\n${live?.matchId ?? ''}\n${matchId ?? ''}\n${outcomeText(outcome)}\n`);
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

function versionOf(db: WritableLedger, key: MovementKey): number | undefined {
  return statement<{ version: number }>(db, 'SELECT version FROM movement WHERE movement_key = ?').get(key)?.version;
}

function isOurs(live: MatchRow | null): boolean {
  return live === null || (live.state === 'proposed' && isMatchingRule(live.ruleId));
}

/** Answers the match it proposed, if any. */
function write(
  db: WritableLedger,
  key: MovementKey,
  outcome: Outcome,
  live: MatchRow | null,
  at: Instant,
): MatchId | null {
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
  const matchId = match === null ? null : insertProposal(db, key, outcome, match, at);
  if (matchId === null && live === null) setMovementState(db, key, state, { attention, reason, gate, score, at });
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

/** Whether a run may read only what changed since the last one; else a whole one is due. */
export const mayReadChanges = defineRead(
  'matching.mayReadChanges',
  (db: ReadableLedger, { profile }: { readonly profile: MatchingProfile }): boolean =>
    readMatchingScope(db).madeBy === madeBy(profile),
);

/** A whole run begins: from here on changes are noted. */
export const beginWhole = defineWrite('matching.beginWhole', (db: WritableLedger, _args: null): void =>
  beginWholeScope(db),
);

/** Takes in keys that a whole run found; `first`: those of earlier runs go. */
export const addWholePages = defineWrite(
  'matching.addWholePages',
  (db: WritableLedger, { pages, first }: { readonly pages: readonly KeyPage[]; readonly first: boolean }): void => {
    if (first) dropKeyPages(db);
    for (const page of pages) addKeyPage(db, page, false);
  },
  { bulk: true },
);

/** Later pages beyond which they are made one of each kind. */
const LATER_MOST = 96;

/** A run is done and all of it written. */
export const keepScope = defineWrite(
  'matching.keepScope',
  (db: WritableLedger, scope: ScopeToKeep): void => {
    for (const page of scope.whole ? [] : scope.pages) addKeyPage(db, page, true);
    if (laterPages(db) > LATER_MOST) mergeLaterPages(db);
    keepMatchingScope(db, scope);
  },
  { bulk: true },
);

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const matchingOperations: readonly AnyOperation[] = [
  applyLinks,
  applyOutcomes,
  mayReadChanges,
  beginWhole,
  addWholePages,
  keepScope,
  returnLostReceipts,
  countBeforeGoLive,
  countMatched,
  whyNot,
];
