import { NO_RULE_CHANGES, ruleChangesSchema, type RuleChanges } from '../../../shared/contract/rule-changes.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { Ledger } from '../../ledger/operation.ts';
import type { RuleSet } from '../../ledger/rule-set-store.ts';
import { isMatchingRule } from '../../matching/rules.ts';
import { readRuleSetInForce } from './rule-set-operations.ts';

/** What a version changes. Throws when this program no longer knows what was kept, which is a defect. */
export function changesOf({ changesJson }: Pick<RuleSet, 'changesJson'>): RuleChanges {
  return ruleChangesSchema.parse(JSON.parse(changesJson));
}

/** What is changed of the rules at an instant: by the enabled version in force, or nothing. */
export async function rulesInForce(ledger: Pick<Ledger, 'read'>, at: Instant): Promise<RuleChanges> {
  const version = await ledger.read(readRuleSetInForce, { at });
  return version === null ? NO_RULE_CHANGES : changesOf(version);
}

/** Throws BAD_INPUT naming a rule that there is not. */
export function requireKnownRules({ switchedOff, exceptions }: RuleChanges): void {
  const named = [...switchedOff, ...exceptions.flatMap(({ ruleId }) => ruleId ?? [])];
  const unknown = named.find((ruleId) => !isMatchingRule(ruleId));
  if (unknown === undefined) return;
  throw new TieoutError('BAD_INPUT', `There is no matching rule ${unknown}.`, {
    nextStep: 'The screen Rules lists them with their ids.',
  });
}
