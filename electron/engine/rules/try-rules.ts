import type { RuleTrial, RuleTrialRow } from '../../../shared/contract/rules.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { compareRuns, type RunComparison, type RunDecision } from '../../matching/movements/compare-runs.ts';
import { outcomesOf } from '../../matching/movements/propose-rules.ts';
import { ruleTitle } from '../../matching/rules.ts';
import type { MatchingProfile } from '../matching/matching-request.ts';
import { readHistory } from '../matching/read-history.ts';
import { matchingSettings } from '../matching/read-snapshot.ts';
import { canonicalJson, type JsonValue } from '../../ledger/canonical-json.ts';
import { tryLinkRules } from './try-link-rules.ts';
import { movementShown, pairingWords } from './pairing-words.ts';

/** Rows shown behind each figure; the figures count all. */
const SHOWN = 500;

export type TriedRules = Omit<RuleTrial, 'changes' | 'lines' | 'endedAt'>;

/**
 * Runs the rules in force and the tried ones over the rows as they stood before anything was approved, each on the customer links that it
 * makes, and compares the two with what was approved. Reads all rows and runs the rules twice: it is asked for, never polled. Nothing is changed.
 */
export const tryRules = defineRead(
  'rules.try',
  (
    db: ReadableLedger,
    { inForce, tried }: { readonly inForce: MatchingProfile; readonly tried: MatchingProfile },
  ): TriedRules => {
    const { snapshot, links, history } = readHistory(db, inForce);
    // Rows are read by the links they stand on: only where those may differ they are read again.
    const other = linksAlike(inForce, tried)
      ? { links, snapshot: { ...snapshot, settings: matchingSettings(tried) } }
      : readHistory(db, tried);
    const compared = compareRuns(outcomesOf(snapshot), outcomesOf(other.snapshot), history);
    const { gained, lost, changed, wrong, wrongAutomatic } = compared;
    const row = (before: RunDecision | null, after: RunDecision | null): RuleTrialRow => {
      const decision = after ?? before;
      if (decision === null) throw new Error('a row of a dry run has neither a before nor an after');
      const approved = history.get(decision.movementKey);
      const { ruleId } = decision;
      return {
        ...movementShown(db, decision.movementKey),
        ruleId,
        isAutomatic: after?.automatic ?? false,
        wasAutomatic: before?.automatic ?? false,
        before: before === null ? null : pairingWords(db, before.pairing),
        after: after === null ? null : pairingWords(db, after.pairing),
        approved: approved === undefined ? null : pairingWords(db, approved),
      };
    };
    return {
      approvedCharges: history.size,
      figures: { gained: gained.length, lost: lost.length, changed: changed.length, wrong: wrong.length },
      wrongAutomatic,
      byRule: byRule(compared),
      links: tryLinkRules(db, { inForce, tried }),
      rows: {
        gained: gained.slice(0, SHOWN).map((each) => row(null, each)),
        lost: lost.slice(0, SHOWN).map((each) => row(each, null)),
        changed: changed.slice(0, SHOWN).map(({ before, after }) => row(before, after)),
        wrong: wrong.slice(0, SHOWN).map(({ decision }) => row(null, decision)),
      },
    };
  },
  { bulk: true },
);

function byRule(compared: RunComparison): RuleTrial['byRule'] {
  return [...compared.byRule].map(([ruleId, { unknown, ...figures }]) => ({
    ruleId,
    title: ruleTitle(ruleId),
    ...figures,
    undecided: unknown,
  }));
}

/** What no customer link depends on, held alike. */
const ALIKE = { tolerances: null, switchedOff: null };

/** Whether two profiles can only make the same customer links: they differ in nothing but how movements are matched. */
function linksAlike(left: MatchingProfile, right: MatchingProfile): boolean {
  return linkingText(left) === linkingText(right);
}

function linkingText(profile: MatchingProfile): string {
  const { tolerances, switchedOff } = ALIKE;
  return canonicalJson(JSON.parse(JSON.stringify({ ...profile, tolerances, switchedOff })) as JsonValue);
}
