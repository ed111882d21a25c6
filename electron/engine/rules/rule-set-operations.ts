import type { Instant } from '../../../shared/domain/ids.ts';
import { defineRead, defineWrite, type AnyOperation } from '../../ledger/operation.ts';
import {
  enableRuleSet,
  endRuleSet,
  getRuleSet,
  listRuleSets,
  proposeRuleSet,
  ruleCounts,
  ruleSetInForce,
  type NewRuleSet,
  type RuleSetEnabling,
} from '../../ledger/rule-set-store.ts';
import {
  keepRuleTrial,
  ruleTrialBasis,
  ruleTrialOf,
  type NewRuleSetTrial,
  type RuleSetTrial,
} from '../../ledger/rule-trial-store.ts';
import { tryRules } from './try-rules.ts';

/** What a trial would rest on now, and the latest one of a version. */
export interface KeptTrial {
  readonly basis: string;
  readonly trial: RuleSetTrial | null;
}

export const writeRuleProposal = defineWrite('rules.propose', (db, proposal: NewRuleSet) =>
  proposeRuleSet(db, proposal),
);
export const writeRuleEnabling = defineWrite('rules.enable', (db, enabling: RuleSetEnabling) =>
  enableRuleSet(db, enabling),
);
export const writeRuleEnd = defineWrite('rules.end', (db, ending: Parameters<typeof endRuleSet>[1]) =>
  endRuleSet(db, ending),
);
export const readRuleSetInForce = defineRead('rules.inForce', (db, { at }: { readonly at: Instant }) =>
  ruleSetInForce(db, at),
);
export const readRuleSet = defineRead('rules.version', (db, { version }: { readonly version: number }) =>
  getRuleSet(db, version),
);
export const readRuleSets = defineRead('rules.list', (db, { limit }: { readonly limit: number }) =>
  listRuleSets(db, limit),
);
export const readRuleTrial = defineRead(
  'rules.trial',
  (
    db,
    { version, at, profileHash }: { readonly version: number; readonly at: Instant; readonly profileHash: string },
  ): KeptTrial => ({
    basis: ruleTrialBasis(db, ruleSetInForce(db, at)?.version ?? null, profileHash),
    trial: ruleTrialOf(db, version),
  }),
);
export const writeRuleTrial = defineWrite('rules.keepTrial', (db, trial: NewRuleSetTrial): null => {
  keepRuleTrial(db, trial);
  return null;
});
export const readRuleCounts = defineRead('rules.counts', (db, _args: null) => ruleCounts(db));

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const ruleOperations: readonly AnyOperation[] = [
  writeRuleProposal,
  writeRuleEnabling,
  writeRuleEnd,
  readRuleSetInForce,
  readRuleSet,
  readRuleSets,
  readRuleTrial,
  writeRuleTrial,
  readRuleCounts,
  tryRules,
];
