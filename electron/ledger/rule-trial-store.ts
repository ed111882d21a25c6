import type { Instant } from '../../shared/domain/ids.ts';
import { appendAudit } from './audit-store.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { LedgerError } from './ledger-error.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** What trying one version of the rules on the history gave. */
export interface RuleSetTrial {
  readonly version: number;
  /** Of the version that was tried. */
  readonly hash: string;
  /** What it was tried on: a text of `ruleTrialBasis`. */
  readonly basis: string;
  /** Canonical JSON; the reader checks it with the contract's schema. */
  readonly figuresJson: string;
  readonly triedBy: string;
  readonly triedAt: Instant;
}
export interface NewRuleSetTrial extends Pick<RuleSetTrial, 'version' | 'hash' | 'basis'> {
  readonly figures: JsonValue;
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}

/** Decisions that a trial is judged by, or that say which customer a charge belongs to; asking a reviewer decides nothing. */
const LAST_DECISION = `SELECT seq FROM audit
  WHERE (action GLOB 'match.*' OR action GLOB 'link.*' OR action GLOB 'decision.*') AND action <> 'match.asked' ORDER BY seq DESC LIMIT 1`;

/**
 * What a trial rests on, as one text: the last decision about a match or a customer link, the version in force (null: none), and what of the
 * connection profile matching goes by (`profileHash`). A trial stands as long as the text is the same; what is read meanwhile and nobody has
 * decided yet changes none of what it is judged by.
 */
export function ruleTrialBasis(db: ReadableLedger, inForce: number | null, profileHash: string): string {
  const last = statement<{ seq: number }>(db, LAST_DECISION).get()?.seq ?? 0;
  return `decision ${last}, rules ${inForce ?? 0}, profile ${profileHash}`;
}

/** Keeps what a trial of the waiting version gave, in the place of an earlier one, and notes who tried. Throws `STALE_VERSION`. */
export function keepRuleTrial(db: WritableLedger, trial: NewRuleSetTrial): void {
  const { version, hash, basis, figures, actor, machine, at } = trial;
  const waits = statement(db, "SELECT 1 FROM rule_set WHERE version = ? AND hash = ? AND state = 'proposed'");
  if (waits.get(version, hash) === undefined)
    throw new LedgerError(
      'STALE_VERSION',
      `Version ${version} of the rules waits no more; its trial is not kept.`,
      'Open the rules again.',
    );
  statement(
    db,
    `INSERT INTO rule_set_trial (version, hash, basis, figures_json, tried_by, tried_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (version) DO UPDATE SET hash = excluded.hash, basis = excluded.basis, figures_json = excluded.figures_json,
       tried_by = excluded.tried_by, tried_at = excluded.tried_at`,
  ).run(version, hash, basis, canonicalJson(figures), actor, at);
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'rules.tried',
    subject: `rules/${version}`,
    detail: { hash, basis, figures },
  });
}

/** The latest trial of a version; null: nobody has tried it. */
export function ruleTrialOf(db: ReadableLedger, version: number): RuleSetTrial | null {
  return (
    statement<RuleSetTrial>(
      db,
      `SELECT version, hash, basis, figures_json AS figuresJson, tried_by AS triedBy, tried_at AS triedAt FROM rule_set_trial
       WHERE version = ?`,
    ).get(version) ?? null
  );
}
