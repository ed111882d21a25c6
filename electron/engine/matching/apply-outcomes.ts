import { hash } from 'node:crypto';
import type { MatchId, MovementKey } from '../../../shared/domain/ids.ts';
import type { MatchState } from '../../../shared/domain/states.ts';
import { countedAtOnce, type CountedAs, type CountsAtOnce } from '../../ledger/counted-at-once.ts';
import { writeUnnoted } from '../../ledger/matching-scope-store.ts';
import { setMovementState, setMovementStates, type SharedState } from '../../ledger/movement-store.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import {
  insertProposals,
  replaceCandidates,
  withdrawProposals,
  type NewProposal,
} from '../../ledger/proposal-store.ts';
import { smallWriteWaits } from '../../ledger/small-writes.ts';
import { rawStatement } from '../../ledger/statement.ts';
import { isMatchingRule, RULES } from '../../matching/rules.ts';
import { unpackChanges } from './matching-request.ts';
import { auditRun, type RunBy } from './run-audit.ts';
import { outcomeText, type WrittenMatch, type WrittenOutcome } from './written-outcome.ts';

/** Named in what matching withdraws; a proposal is nobody's decision. */
const MATCHING = 'matching';

export interface OutcomesArgs extends RunBy {
  /** Of `packChanges` each. */
  readonly packs: readonly string[];
}
interface Applied {
  applied: number;
  skipped: number;
}

/** An outcome and the movement as it stands when it is written. */
interface Change {
  readonly outcome: WrittenOutcome;
  readonly now: StandingNow;
}

/**
 * Writes outcomes: withdraws what matching had proposed, puts the new proposal, candidates and state in its place. A movement
 * that changed since the thread read it, or that a person took meanwhile, is left alone and counted as skipped. One audit row for each pack, with
 * the digest of what was written, stands beside it, so that a run which ends half-way is on record as far as it came. Many packs in one
 * transaction write each page of an index fewer times; it ends after the pack it is at when somebody waits to write. `packs` says how many
 * it took, at least one.
 */
export const applyOutcomes = defineWrite(
  'matching.applyOutcomes',
  (db: WritableLedger, { packs, ...by }: OutcomesArgs): Applied & { packs: number } => {
    const all = { applied: 0, skipped: 0, packs: 0 };
    for (const packed of packs) {
      const { applied, skipped } = applyPacked(db, packed, by);
      all.applied += applied;
      all.skipped += skipped;
      all.packs += 1;
      if (smallWriteWaits(db)) break;
    }
    return all;
  },
  { bulk: true },
);

function applyPacked(db: WritableLedger, packed: string, by: RunBy): Applied {
  const outcomes = unpackChanges(packed);
  const standing = standingOf(db, outcomes);
  const changes = outcomes.flatMap((outcome): Change[] => {
    const now = standing.get(outcome[0]);
    return now?.version === outcome[1] && now.isOurs ? [{ outcome, now }] : [];
  });
  const applied = changes.length;
  const skipped = outcomes.length - applied;
  if (applied === 0) return { applied, skipped };
  const sha256 = writeUnnoted(db, () => countedAtOnce(db, (counts) => write(db, changes, counts, by)));
  const rules = Object.fromEntries(RULES.map((rule) => [rule.id, rule.version]));
  auditRun(db, by, 'matching.applied', { movements: applied, skipped, rules, sha256 });
  return { applied, skipped };
}

/** How a movement stands as it is written: whether what lives on it is a proposal of matching, or nothing. */
interface StandingNow extends CountedAs {
  readonly version: number;
  readonly matchId: MatchId | null;
  readonly isOurs: boolean;
  /** It was once decided, or may have been: its days are to be derived one by one. */
  readonly hasDays: boolean;
}
type StandingValues = [
  key: number,
  version: number,
  unit: string | null,
  kind: string,
  state: string,
  attention: string | null,
  hasDays: number,
  matchId: MatchId | null,
  matchState: MatchState | null,
  ruleId: string | null,
];

/** All rows of a chunk at once: a question for each would take as long as writing it. */
function standingOf(db: WritableLedger, outcomes: readonly WrittenOutcome[]): ReadonlyMap<number, StandingNow> {
  const rows = rawStatement<StandingValues>(
    db,
    `SELECT m.movement_key, m.version, m.unit, m.kind, m.state, m.attention, m.booked_date IS NOT NULL OR m.posts_date IS NOT NULL,
         match.match_id, match.state, match.rule_id FROM json_each(?) k
       CROSS JOIN movement m ON m.movement_key = k.value
       LEFT JOIN match_movement mm ON mm.movement_key = m.movement_key AND mm.live = 1 LEFT JOIN match USING (match_id)`,
  ).all(JSON.stringify(outcomes.map(([movementKey]) => movementKey)));
  return new Map(
    rows.map(([key, version, unit, kind, state, attention, hasDays, matchId, matchState, ruleId]) => {
      const isOurs = matchId === null || (matchState === 'proposed' && isMatchingRule(ruleId ?? ''));
      return [key, { version, unit, kind, state, attention, hasDays: hasDays === 1, matchId, isOurs }];
    }),
  );
}

/** Answers the digest of what it wrote. */
function write(db: WritableLedger, changes: readonly Change[], counts: CountsAtOnce, { at }: RunBy): string {
  const withdrawn = changes.flatMap(({ now }) => (now.matchId === null ? [] : [now.matchId]));
  withdrawProposals(db, withdrawn, { actor: MATCHING, at, reason: 'The rows behind it changed.' });
  const proposals = changes.flatMap(({ outcome }) => (outcome[8] === null ? [] : [proposalOf(outcome, outcome[8])]));
  let next = insertProposals(db, proposals, at);
  for (const { ruleId, automatic } of proposals) counts.proposed(ruleId, automatic);
  writeStates(db, changes, counts, at);
  writeCandidates(db, changes);
  const written = changes.map(({ outcome, now }) => {
    const matchId = outcome[8] === null ? '' : next++;
    return `${outcome[0]}\n${now.matchId ?? ''}\n${matchId}\n${outcomeText(outcome)}\n`;
  });
  return hash('sha256', written.join(''));
}

function proposalOf([movementKey, , unit]: WrittenOutcome, match: WrittenMatch): NewProposal {
  const [kind, ruleId, ruleVersion, score, margin, automatic, pointsJson, runnerUpJson, linkId, ...rest] = match;
  const [paymentKey, chargeMovementKey, allocations] = rest;
  return {
    movementKey,
    unit: unit ?? '',
    kind,
    ruleId,
    ruleVersion,
    score,
    margin,
    automatic,
    pointsJson,
    runnerUpJson,
    linkId: linkId === 0 ? null : linkId,
    paymentKey,
    chargeMovementKey,
    allocations,
  };
}

function writeStates(db: WritableLedger, changes: readonly Change[], counts: CountsAtOnce, at: RunBy['at']): void {
  const shared = new Map<string, SharedState & { keys: number[] }>();
  for (const { outcome, now } of changes) {
    const [key, , , outcomeState, attention, reason, outcomeGate, outcomeScore, match] = outcome;
    const [state, gate, score] =
      match === null ? [outcomeState, outcomeGate, outcomeScore] : (['proposed', null, match[3]] as const);
    counts.moved(now, { state, attention });
    if (now.hasDays) {
      setMovementState(db, key as MovementKey, state, { reason, gate, attention, score, at });
      continue;
    }
    const said = `${state}\u001F${attention ?? ''}\u001F${gate ?? ''}\u001F${score ?? ''}\u001F${reason ?? ''}`;
    const same = shared.get(said);
    if (same === undefined) shared.set(said, { state, reason, gate, attention, score, keys: [key] });
    else same.keys.push(key);
  }
  for (const each of shared.values()) setMovementStates(db, each, at);
}

function writeCandidates(db: WritableLedger, changes: readonly Change[]): void {
  const keys = changes.map(({ outcome }) => outcome[0]);
  const candidates = changes.flatMap(({ outcome: [movementKey, , , , , , , , , found] }) =>
    found.map(([itemsJson, ruleId, ruleVersion, score, pointsJson], position) => ({
      movementKey,
      rank: position + 1,
      itemsJson,
      ruleId,
      ruleVersion,
      score,
      pointsJson,
    })),
  );
  replaceCandidates(db, keys, candidates);
}
