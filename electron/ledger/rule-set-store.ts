import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import type { ConfirmedAs } from './confirmed-as.ts';
import { END_COLUMNS, endProposal, type Ending, type ProposalEnd } from './end-proposal.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { ruleTrialBasis, ruleTrialOf, type RuleSetTrial } from './rule-trial-store.ts';
import { isSamePerson } from './same-person.ts';
import { statement } from './statement.ts';

/** One version of what a site changes of the matching rules. */
export interface RuleSet extends ProposalEnd {
  readonly version: number;
  /** Canonical JSON; the reader checks it with the contract's schema. */
  readonly changesJson: string;
  /** SHA-256 of the changes, hexadecimal. */
  readonly hash: string;
  readonly reason: string;
  readonly state: 'proposed' | 'enabled' | 'retired';
  readonly effectiveFromAt: Instant | null;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly enabledBy: string | null;
  readonly enabledAt: Instant | null;
}
interface Who {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
export interface NewRuleSet extends Who {
  readonly changes: JsonValue;
  readonly reason: string;
  /** From when on it shall hold; null: as soon as it is enabled. */
  readonly effectiveFromAt: Instant | null;
}
export interface RuleSetEnabling extends Who {
  readonly as?: ConfirmedAs;
  readonly version: number;
  /** What the person saw: a version is enabled as read or not at all. */
  readonly hash: string;
  /** Of what the connection profile says to matching now: its trial was made under the same. */
  readonly profileHash: string;
}

const COLUMNS = `version, changes_json AS changesJson, hash, reason, state, effective_from_at AS effectiveFromAt, proposed_by AS proposedBy,
  proposed_at AS proposedAt, enabled_by AS enabledBy, enabled_at AS enabledAt, ${END_COLUMNS}`;
/** Of two versions that start at the same instant the later proposed one holds. */
const NEWEST_FIRST = 'ORDER BY effective_from_at DESC, version DESC';

/** Keeps changes of the rules as a proposal and notes who made it and why; it takes the place of one that nobody has enabled yet. */
export function proposeRuleSet(db: WritableLedger, proposal: NewRuleSet): RuleSet {
  const { reason, effectiveFromAt, actor, machine, at } = proposal;
  const changesJson = canonicalJson(proposal.changes);
  const hash = createHash('sha256').update(changesJson).digest('hex');
  const open = statement<{ version: number }>(db, "SELECT version FROM rule_set WHERE state = 'proposed'").get();
  if (open !== undefined) retire(db, open.version, at);
  const last = statement<{ last: number | null }>(db, 'SELECT max(version) AS last FROM rule_set').get()?.last ?? 0;
  const version = last + 1;
  statement(
    db,
    `INSERT INTO rule_set (version, changes_json, hash, reason, state, effective_from_at, proposed_by, proposed_at)
     VALUES (?, ?, ?, ?, 'proposed', ?, ?, ?)`,
  ).run(version, changesJson, hash, reason, effectiveFromAt, actor, at);
  const detail = { hash, changes: proposal.changes, reason, effectiveFromAt, replaces: open?.version ?? null };
  appendAudit(db, { at, actor, machine, action: 'rules.proposed', subject: `rules/${version}`, detail });
  return getRuleSet(db, version);
}

/**
 * A reviewer enables a proposal: it holds from the instant proposed on, never from one that has passed. Versions that can no longer come
 * into force are retired. Throws `NOT_FOUND`, `STALE_VERSION`, and `REFUSED`: RULES_SAME_PERSON for the person who proposed it, and
 * RULES_NOT_TRIED where it was not tried on the history as it stands now.
 */
export function enableRuleSet(db: WritableLedger, enabling: RuleSetEnabling): RuleSet {
  const { version, hash, actor, machine, at } = enabling;
  const proposal = waiting(db, enabling);
  if (isSamePerson(proposal.proposedBy, actor))
    throw new LedgerError(
      'REFUSED',
      `${proposal.proposedBy} proposed version ${version} of the rules; nobody enables rules of their own.`,
      'Ask another reviewer to look at it and enable it.',
      { detailCode: 'RULES_SAME_PERSON' },
    );
  const trial = requireTrial(db, enabling);
  const wished = proposal.effectiveFromAt;
  const effectiveFromAt = wished === null || wished < at ? at : wished;
  statement(
    db,
    "UPDATE rule_set SET state = 'enabled', enabled_by = ?, enabled_at = ?, effective_from_at = ? WHERE version = ?",
  ).run(actor, at, effectiveFromAt, version);
  const passed = statement<{ version: number }>(
    db,
    `SELECT version FROM rule_set WHERE state = 'enabled' AND effective_from_at <= ? ${NEWEST_FIRST} LIMIT -1 OFFSET 1`,
  ).all(at);
  for (const each of passed) retire(db, each.version, at);
  const tried = { by: trial.triedBy, at: trial.triedAt };
  const detail = { hash, effectiveFromAt, proposedBy: proposal.proposedBy, tried, ...enabling.as };
  appendAudit(db, { at, actor, machine, action: 'rules.enabled', subject: `rules/${version}`, detail });
  return getRuleSet(db, version);
}

/** The end of a version that waits. Throws `NOT_FOUND`, `STALE_VERSION`, and `REFUSED` as `endProposal` does. */
export function endRuleSet(db: WritableLedger, ending: Ending & { readonly version: number }): RuleSet {
  const { version, proposedBy } = waiting(db, ending);
  endProposal(db, { kind: 'rules', key: version, subject: `rules/${version}`, proposedBy }, ending);
  return getRuleSet(db, version);
}

function requireTrial(db: ReadableLedger, { version, at, profileHash }: RuleSetEnabling): RuleSetTrial {
  const trial = ruleTrialOf(db, version);
  const basis = ruleTrialBasis(db, ruleSetInForce(db, at)?.version ?? null, profileHash);
  if (trial !== null && trial.basis === basis) return trial;
  throw new LedgerError(
    'REFUSED',
    trial === null
      ? `Nobody has tried version ${version} of the rules on the history.`
      : `What version ${version} of the rules was tried on has changed since: something was decided, or other rules hold.`,
    'Try it on the history, look at its figures, and enable it then.',
    { detailCode: 'RULES_NOT_TRIED' },
  );
}

function waiting(db: ReadableLedger, seen: { readonly version: number; readonly hash: string }): RuleSet {
  const proposal = getRuleSet(db, seen.version);
  if (proposal.state === 'proposed' && proposal.hash === seen.hash) return proposal;
  throw new LedgerError(
    'STALE_VERSION',
    `Version ${seen.version} of the rules is not the proposal it was.`,
    'Open the rules again and look at the version that waits now.',
  );
}

/** The enabled version that holds at an instant; null: none does, and the rules are the program's with the profile's tolerances. */
export function ruleSetInForce(db: ReadableLedger, at: Instant): RuleSet | null {
  return (
    statement<RuleSet>(
      db,
      `SELECT ${COLUMNS} FROM rule_set WHERE state = 'enabled' AND effective_from_at <= ? ${NEWEST_FIRST} LIMIT 1`,
    ).get(at) ?? null
  );
}

/** The latest versions, newest first. */
export function listRuleSets(db: ReadableLedger, limit: number): RuleSet[] {
  return statement<RuleSet>(db, `SELECT ${COLUMNS} FROM rule_set ORDER BY version DESC LIMIT ?`).all(limit);
}

/** One version. Throws `NOT_FOUND`. */
export function getRuleSet(db: ReadableLedger, version: number): RuleSet {
  const found = statement<RuleSet>(db, `SELECT ${COLUMNS} FROM rule_set WHERE version = ?`).get(version);
  if (found !== undefined) return found;
  throw new LedgerError('NOT_FOUND', `There is no version ${version} of the rules.`, 'Open the rules again.');
}

function retire(db: WritableLedger, version: number, at: Instant): void {
  statement(db, "UPDATE rule_set SET state = 'retired', retired_at = ? WHERE version = ?").run(at, version);
}

/** Matches of one rule by what became of them, as the ledger counts them with every step. */
export interface RuleCount {
  readonly ruleId: string;
  /** A state of a match, or `overruled`: a person chose another allocation instead. */
  readonly outcome: string;
  readonly automatic: 0 | 1;
  readonly matches: number;
}

/** How every rule does; a few rows, however many matches there are. */
export function ruleCounts(db: ReadableLedger): RuleCount[] {
  return statement<RuleCount>(
    db,
    'SELECT rule_id AS ruleId, outcome, automatic, matches FROM rule_count WHERE matches > 0',
  ).all();
}
