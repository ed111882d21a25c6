import { createHash } from 'node:crypto';
import type { Profile } from '../../../shared/contract/profile.ts';
import { ruleTrialFigures, type RuleSetRow, type RuleTrialFigures } from '../../../shared/contract/rules.ts';
import type { WaitingRights } from '../../../shared/contract/second-person.ts';
import { canonicalJson, type JsonValue } from '../../ledger/canonical-json.ts';
import { matchingProfile } from '../matching/matching-request.ts';
import type { KeptTrial } from './rule-set-operations.ts';
import type { TriedRules } from './try-rules.ts';

/** SHA-256, hexadecimal, of what the connection profile says to matching, whatever version of the rules is in force. */
export function matchingProfileHash(profile: Profile): string {
  const plain = JSON.parse(JSON.stringify(matchingProfile(profile))) as JsonValue;
  return createHash('sha256').update(canonicalJson(plain)).digest('hex');
}

/** What is kept of a trial: its figures without the rows. */
export function figuresOf({ approvedCharges, figures, wrongAutomatic, links }: TriedRules): RuleTrialFigures {
  const sum = (of: 'gained' | 'lost' | 'wrong') => links.byRule.reduce((total, rule) => total + rule[of], 0);
  const ofLinks = { linked: sum('gained'), unlinked: sum('lost'), wrongLinks: sum('wrong') };
  return { approvedCharges, figures, wrongAutomatic, ...ofLinks };
}

/** The kept trial of a version as the window shows it. Throws when this program no longer knows what was kept, which is a defect. */
export function shownTrial({ trial, basis }: KeptTrial): RuleSetRow['trial'] {
  if (trial === null) return null;
  const { figuresJson, triedBy, triedAt } = trial;
  return {
    ...ruleTrialFigures.parse(JSON.parse(figuresJson)),
    triedBy,
    triedAt,
    stands: trial.basis === basis,
  };
}

/** The rights over a waiting version: whoever could enable it does so only after a trial that still stands. */
export function rightsOnceTried(rights: WaitingRights, trial: RuleSetRow['trial']): WaitingRights {
  if (!rights.confirm || trial?.stands === true) return rights;
  const why =
    trial === null
      ? 'Nobody has tried it on the history yet: try it first.'
      : 'Something was decided since it was tried, or other rules hold now: try it again.';
  return { ...rights, confirm: false, why };
}
